"""One row of the audit as a line to read, and a page of them. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from caseflow.oversight.trail.asked import Asked

PAGE = 50
MOST = 20_000
"""As many lines as one export holds."""
HEAD = ("When (UTC)", "Who", "What", "Fields", "About", "Records", "Row")


@dataclass(frozen=True)
class TrailLine:
    """Who did what, when; the words are those of the event, and never those of a record."""

    position: int
    at: datetime
    who: str
    user_id: UUID | None
    words: str
    fields: str
    count: int
    about: str
    person_id: UUID | None
    """Set where the viewer may open the person."""
    about_user_id: UUID | None = None
    """Set where it was done to a user, or to a role that they hold, and the viewer may read what users did."""

    @property
    def cells(self) -> tuple[str, ...]:
        """Return the line as an export holds it."""
        at = f"{self.at:%Y-%m-%d %H:%M:%S}"
        return at, self.who, self.words, self.fields, self.about, str(self.count or ""), str(self.position)


@dataclass(frozen=True)
class Trail:
    """One page of lines, newest first."""

    lines: tuple[TrailLine, ...]
    asked: Asked
    older: int | None

    @property
    def first(self) -> bool:
        """Tell whether this is the newest page."""
        return self.asked.before is None

    @property
    def shown(self) -> list[UUID]:
        """Return the people whose names stand on the page."""
        return list(dict.fromkeys(line.person_id for line in self.lines if line.person_id))

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Give the lines as an export holds them."""
        return (line.cells for line in self.lines)
