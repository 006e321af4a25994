"""Fields for dates and times, typed the way people type them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from wtforms import widgets

from caseflow import clock
from caseflow.web.field_base import Told
from caseflow.web.typed import DateParts, Wrong, has_unseen, one_line, read_date, read_time, spread
from caseflow.web.wording import Text


class TimeText(Text):
    """A time of day, typed as people type it: 9:30, 2pm, 14.30, noon."""

    def read(self, typed: str) -> Any:
        """Return the time of day."""
        return read_time(super().read(typed) or "", self.called)

    def written(self) -> str:
        """Return the time the way it is shown elsewhere."""
        return f"{self.data:%H:%M}" if isinstance(self.data, time) else str(self.data or "")

    def at(self, day: date) -> datetime | None:
        """Return that time on a day in England, in UTC."""
        if self.data is None:
            return None
        return datetime.combine(day, self.data, tzinfo=clock.LONDON).astimezone(UTC)


class DatePart(Told):
    """A date in three boxes: NAME-day, NAME-month, NAME-year (or one NAME, as 1990-03-27 or 27/3/1990)."""

    component = "date"
    widget = widgets.TextInput()

    def __init__(
        self,
        label: str | None = None,
        *args: Any,
        past: bool = False,
        future: bool = False,
        earliest: date = date(1900, 1, 1),
        latest: date = date(2100, 12, 31),
        **rest: Any,
    ) -> None:
        super().__init__(label, *args, **rest)
        self.past, self.future = past, future
        self.earliest, self.latest = earliest, latest
        self.parts = DateParts()
        self.wrong_parts: tuple[str, ...] = ()

    def process(self, formdata: Any, *args: Any, **rest: Any) -> None:
        """Read the three boxes; they are three names in what was sent."""
        super().process(None, *args, **rest)
        if isinstance(self.data, str):
            self.data = date.fromisoformat(self.data) if self.data else None
        if self.data is not None:
            self.parts = DateParts(str(self.data.day), str(self.data.month), f"{self.data.year:04}")
        if formdata is None:
            return
        typed = [next(iter(formdata.getlist(f"{self.name}-{part}")), "") for part in ("day", "month", "year")]
        whole = next(iter(formdata.getlist(self.name)), "")
        self.raw_data = [*typed] if any(typed) or not whole else [whole, "", ""]
        try:
            self.data = self._read_boxes([str(one) for one in self.raw_data])
        except ValueError as wrong:
            self.data = None
            self.process_errors = [*self.process_errors, str(wrong)]
            self.wrong_parts = getattr(wrong, "parts", ())

    def _read_boxes(self, typed: list[str]) -> date | None:
        if has_unseen("".join(one_line(one) for one in typed)) or sum(map(len, typed)) > 80:
            self.parts = DateParts()
            raise Wrong(f"{self.called} must be a real date", ("day", "month", "year"))
        self.parts = spread(*typed)
        found = read_date(self.parts, self.called)
        if found is not None:
            self._within(found)
        return found

    def _within(self, found: date) -> None:
        every = ("day", "month", "year")
        today = clock.today()
        if self.past and found > today:
            raise Wrong(f"{self.called} must be today or in the past", every)
        if self.future and found < today:
            raise Wrong(f"{self.called} must be today or in the future", every)
        if found < self.earliest:
            raise Wrong(f"{self.called} must be {_day(self.earliest)} or later", every)
        if found > self.latest:
            raise Wrong(f"{self.called} must be {_day(self.latest)} or earlier", every)

    def written(self) -> str:
        """Return the date as one word."""
        return self.data.isoformat() if self.data else ""

    @property
    def shown(self) -> str:
        """Return the boxes on one line."""
        return self.written()


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
