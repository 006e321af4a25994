"""When a person comes back: the same case, a repeat, or a new one. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

SAME_CASE = timedelta(days=30)
REPEAT_MONTHS = 12


def is_same_case(closed_at: datetime, now: datetime) -> bool:
    """Tell whether a closed case is opened again rather than a new one begun: within 30 days of its close."""
    return now - closed_at <= SAME_CASE


def is_repeat(closed_at: datetime, now: datetime) -> bool:
    """Tell whether a new case counts as a repeat: within 12 months of the close of an earlier one."""
    return now <= months_after(closed_at, REPEAT_MONTHS)


def months_after(at: datetime, months: int) -> datetime:
    """Return the same day so many months on, or the last day of that month."""
    year, month = divmod(at.month - 1 + months, 12)
    for day in (at.day, 30, 29, 28):
        try:
            return at.replace(year=at.year + year, month=month + 1, day=day)
        except ValueError:
            continue
    raise AssertionError("unreachable")
