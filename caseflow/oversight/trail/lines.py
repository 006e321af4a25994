"""One row of the audit as a line to read, and a page of them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from caseflow.oversight.trail.asked import Asked

PAGE = 50


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
