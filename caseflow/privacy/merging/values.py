"""Page values of merges. Pure."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from caseflow.people.values import IdentityBar, PersonLine


@dataclass(frozen=True)
class Compared:
    """One value of two records, side by side."""

    field: str
    label: str
    kept: str
    other: str

    @property
    def differ(self) -> bool:
        """Tell whether there is something to choose."""
        return bool(self.kept and self.other) and self.kept != self.other


@dataclass(frozen=True)
class MergePage:
    """Two records side by side; whatever hangs on either is read together afterwards."""

    kept: IdentityBar
    other: IdentityBar
    rows: tuple[Compared, ...]
    hangs: tuple[tuple[str, int, int], ...]
    seen: str


@dataclass(frozen=True)
class MergeLine:
    """A merge that is in force."""

    merge_id: UUID
    reference: str
    known_as: str
    by: str
    merged_at: datetime


@dataclass(frozen=True)
class MergesPage:
    """What was merged into a person."""

    bar: IdentityBar
    lines: tuple[MergeLine, ...]


@dataclass(frozen=True)
class Likely:
    """Two records that may be one person, and why."""

    one: PersonLine
    other: PersonLine
    why: str
