"""Page values of handing work over. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from caseflow.cases.handover.choices import WORK_WORDS, Work
from caseflow.cases.values import CaseLine
from caseflow.choices import RiskLevel


@dataclass(frozen=True)
class Held:
    """One piece of work that somebody holds, as the manager may know of it."""

    kind: Work
    record_id: UUID
    who: str
    words: str
    reference: str = ""
    risk: RiskLevel | None = None
    due_at: datetime | None = None
    due_on: date | None = None
    open_at: UUID | None = None
    """The case whose page shows it, where it has one."""
    waits: bool = False
    """It is still being worked on at this moment, and cannot be moved yet."""

    @property
    def code(self) -> str:
        """Return how a form names it."""
        return f"{self.kind.value}:{self.record_id}"


@dataclass(frozen=True)
class HeldPage:
    """What one worker holds here, and to whom it can go."""

    user_id: UUID
    name: str
    own: bool
    works_here: bool
    held: tuple[Held, ...]
    takers: tuple[tuple[UUID, str], ...]
    survivor: bool
    both_sides: bool
    now: datetime

    @property
    def kinds(self) -> tuple[tuple[Work, str, tuple[Held, ...]], ...]:
        """Return the pieces by kind, with the words for each kind; a kind of which there is none is left out."""
        found = ((kind, tuple(one for one in self.held if one.kind is kind)) for kind in Work)
        return tuple((kind, WORK_WORDS[kind][1].capitalize(), some) for kind, some in found if some)


@dataclass(frozen=True)
class Holder:
    """Somebody with how much they hold here."""

    user_id: UUID
    name: str
    works_here: bool
    counts: tuple[int, ...]
    """As many as there are kinds of work, in their order."""
    own: bool = False

    @property
    def words(self) -> str:
        """Say what they hold: 4 cases, 1 task."""
        some = zip(Work, self.counts, strict=True)
        return ", ".join(f"{number} {WORK_WORDS[kind][number != 1]}" for kind, number in some if number)


@dataclass(frozen=True)
class TeamPage:
    """Everybody of a service with what they hold; those who have left and hold something stand first."""

    kinds: tuple[str, ...]
    holders: tuple[Holder, ...]


@dataclass(frozen=True)
class Given:
    """Work that was given to the viewer by one person, and whose it was."""

    by: str
    was: str
    first_id: UUID
    at: datetime
    held: tuple[Held, ...]

    @property
    def words(self) -> str:
        """Say how much it is."""
        numbers = [(kind, sum(one.kind is kind for one in self.held)) for kind in Work]
        return ", ".join(f"{number} {WORK_WORDS[kind][number != 1]}" for kind, number in numbers if number)


def case_held(line: CaseLine) -> Held:
    """Return a case as a piece of work."""
    words = f"{line.state_words}; {line.next.words.lower()}" if line.next else line.state_words
    due_at = line.next.due_at if line.next else None
    return Held(
        Work.CASE,
        line.case_id,
        line.known_as,
        words,
        line.reference,
        line.risk,
        due_at,
        None if due_at else line.review_due_on,
        line.case_id,
    )
