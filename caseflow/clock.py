"""The one place that reads the time."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """Return this moment in UTC, with its zone."""
    return datetime.now(UTC)


def today() -> date:
    """Return the date on the wall in England, which is not always the date in UTC."""
    return now().astimezone(LONDON).date()
