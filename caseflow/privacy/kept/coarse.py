"""Days and lengths as coarse as reports tell them, so that a kept figure says no more. Pure."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MINUTE, HOUR, DAY = 60, 3600, 86400
IN_MINUTES, IN_HOURS = 10 * HOUR, 48 * HOUR
"""Shorter lengths are told to the minute, or to the hour; longer ones to the day."""


def day_of(moment: datetime) -> datetime:
    """Return the first moment of a moment's day in England: it counts alike in every period that is made of days."""
    return datetime.combine(moment.astimezone(LONDON).date(), time(), LONDON).astimezone(UTC)


def coarse_length(seconds: int) -> int:
    """Return a length of time in the steps in which it is told."""
    minutes = round(seconds / MINUTE) * MINUTE
    if minutes < IN_MINUTES:
        return minutes
    step = HOUR if minutes < IN_HOURS else DAY
    return round(minutes / step) * step
