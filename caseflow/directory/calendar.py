"""Working days and opening hours of one service. Pure: holidays and hours are passed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
MIDNIGHT = 24 * 60
OFFICE = dict.fromkeys(range(5), (9 * 60, 17 * 60))
SEARCHED = 60
"""How many days ahead the next open day is looked for before the hours are called impossible."""


class NeverOpen(ValueError):
    """The opening hours hold no working day, so no working-day clock can run."""


@dataclass(frozen=True)
class Calendar:
    """When a service works: opening minutes by weekday (0 is Monday), and the days nobody works.

    A working day is a Monday to Friday that is no bank holiday and on which the service opens.
    """

    holidays: frozenset[date] = frozenset()
    hours: Mapping[int, tuple[int, int]] = field(default_factory=lambda: dict(OFFICE))

    def is_working_day(self, on: date) -> bool:
        """Tell whether working-day clocks count this day."""
        return on.weekday() < 5 and on not in self.holidays and on.weekday() in self.hours

    def is_open(self, at: datetime) -> bool:
        """Tell whether the service is open at this moment, weekends included, bank holidays not."""
        local = at.astimezone(LONDON)
        span = self.hours.get(local.weekday())
        if span is None or (local.date() in self.holidays and span != (0, MIDNIGHT)):
            return False
        return span[0] <= local.hour * 60 + local.minute < span[1]

    def next_working_day(self, after: date) -> date:
        """Return the first working day after this one."""
        for ahead in range(1, SEARCHED):
            if self.is_working_day(after + ahead * DAY):
                return after + ahead * DAY
        raise NeverOpen("this service opens on no working day")

    def into_hours(self, at: datetime) -> datetime:
        """Return the moment itself if it lies in working hours, else the next opening."""
        local = at.astimezone(LONDON)
        on = local.date()
        if not self.is_working_day(on):
            return self._opening(self.next_working_day(on))
        opens, closes = self.hours[on.weekday()]
        if local < _local(on, opens):
            return self._opening(on)
        if local >= _local(on, closes):
            return self._opening(self.next_working_day(on))
        return at.astimezone(UTC)

    def add_working_days(self, at: datetime, days: int) -> datetime:
        """Return the same time of day so many working days on, kept within that day's opening hours.

        A start outside opening hours counts from the next opening.
        """
        local = self.into_hours(at).astimezone(LONDON)
        on = local.date()
        for _ in range(days):
            on = self.next_working_day(on)
        opens, closes = self.hours[on.weekday()]
        due = datetime.combine(on, local.time(), LONDON)
        return min(max(due, _local(on, opens)), _local(on, closes)).astimezone(UTC)

    def _opening(self, on: date) -> datetime:
        return _local(on, self.hours[on.weekday()][0]).astimezone(UTC)


def _local(on: date, minute: int) -> datetime:
    """Return a local moment; minute 1,440 is the midnight that ends the day."""
    if minute >= MIDNIGHT:
        return datetime.combine(on + DAY, time(), LONDON)
    return datetime.combine(on, time(minute // 60, minute % 60), LONDON)
