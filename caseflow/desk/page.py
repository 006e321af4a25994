"""Page values of the desk and of what could hurt someone. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from caseflow.desk.order import Ordered, Row


@dataclass(frozen=True)
class Coming:
    """Something with a day or a time that lies ahead."""

    what: str
    who: str
    at: datetime | None
    on: date | None
    endpoint: str
    key: str
    record_id: UUID | None


@dataclass(frozen=True)
class Sent:
    """What became of a referral that the viewer sent."""

    referral_id: UUID
    who: str
    to_service: str
    words: str
    late: bool


@dataclass(frozen=True)
class Unfinished:
    """A parked or unfinished call of the viewer's own."""

    call_id: UUID
    words: str
    saved_at: datetime
    beyond: bool = False
    switch_to: UUID | None = None


@dataclass(frozen=True)
class Figure:
    """A number with its words, and where it leads."""

    number: int
    words: str
    href: str = ""
    tone: str = ""
    note: str = ""


@dataclass(frozen=True)
class Way:
    """A page to go to, for somebody whose work is not in a list."""

    words: str
    endpoint: str


@dataclass(frozen=True)
class DeskPage:
    """What needs the viewer now, what became of what was sent, and what is coming."""

    ordered: Ordered
    sent: tuple[Sent, ...]
    coming: tuple[Coming, ...]
    unfinished: tuple[Unfinished, ...]
    figures: tuple[Figure, ...]
    ways: tuple[Way, ...]
    survivor: bool
    now: datetime
    has_work: bool

    @property
    def shown(self) -> tuple[UUID, ...]:
        """Return the records on the page."""
        return tuple(row.record_id for row in self.ordered.rows)


@dataclass(frozen=True)
class Section:
    """One way in which somebody could be hurt: how many, and the first of them."""

    code: str
    title: str
    says: str
    total: int
    rows: tuple[Row, ...]
    endpoint: str = ""
    beyond: bool = False
    """There are more than the total, which is as far as they were counted."""
    values: Mapping[str, str] = field(default_factory=dict)
    """What the page that shows them all is asked for."""

    @property
    def total_words(self) -> str:
        """Return how many there are, in words."""
        return f"more than {self.total}" if self.beyond else str(self.total)

    @property
    def more_words(self) -> str:
        """Return how many are not among the rows, in words; nothing where all are."""
        left = self.total - len(self.rows)
        return f"{'more than ' if self.beyond else ''}{left} more" if left or self.beyond else ""


@dataclass(frozen=True)
class HurtPage:
    """Everything that could hurt someone, in a manager's scope."""

    scope: str
    sections: tuple[Section, ...]
    survivor: bool
    now: datetime

    @property
    def total(self) -> int:
        """Return how many there are in all."""
        return sum(section.total for section in self.sections)

    @property
    def shown(self) -> tuple[UUID, ...]:
        """Return the records on the page."""
        return tuple(row.record_id for section in self.sections for row in section.rows)
