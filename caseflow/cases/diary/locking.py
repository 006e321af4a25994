"""When a note may still be changed, and by whom. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

LOCKS_AFTER = timedelta(hours=24)


def locks_at(written_at: datetime) -> datetime:
    """Return when a note locks for good."""
    return written_at + LOCKS_AFTER


def is_locked(written_at: datetime, now: datetime) -> bool:
    """Tell whether a note has locked; from then on only a correction may be added."""
    return now >= locks_at(written_at)


def may_change(written_at: datetime, written_by: UUID | None, user_id: UUID | None, now: datetime) -> bool:
    """Tell whether a user may still change a note: its writer, within a day."""
    return user_id is not None and written_by == user_id and not is_locked(written_at, now)
