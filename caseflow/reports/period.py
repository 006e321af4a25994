"""The stretch of time that a report is about. Pure: today is passed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
YEAR_BEGINS = 4
"""The financial year begins in April."""
LONGEST = timedelta(days=731)
_MONTHS = "January February March April May June July August September October November December"
MONTH_NAMES = _MONTHS.split()


class BadPeriod(ValueError):
    """The period asked for does not exist: the message says what to change."""


@dataclass(frozen=True)
class Period:
    """Days from the first to the last, both counted, with a stable code and its words."""

    code: str
    words: str
    from_on: date
    until_on: date

    @property
    def starts_at(self) -> datetime:
        """Return the first moment of the first day in England."""
        return _midnight(self.from_on)

    @property
    def ends_at(self) -> datetime:
        """Return the first moment after the last day in England."""
        return _midnight(self.until_on + timedelta(days=1))

    @property
    def span_words(self) -> str:
        """Return the first and the last day in words."""
        return f"{day_words(self.from_on)} to {day_words(self.until_on)}"

    def months(self) -> list[Period]:
        """Return the months that the period touches, the outer ones cut to it."""
        return [one for one in (_cut(month(first), self) for first in _firsts(self, 1)) if one]

    def quarters(self) -> list[Period]:
        """Return the quarters that the period touches, the outer ones cut to it."""
        return [one for one in (_cut(quarter(first), self) for first in _firsts(self, 3)) if one]


def day_words(day: date) -> str:
    """Return a date in words."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def month(day: date) -> Period:
    """Return the calendar month of a day."""
    first = day.replace(day=1)
    return Period(f"m-{first:%Y-%m}", f"{MONTH_NAMES[first.month - 1]} {first.year}", first, _last(first, 1))


def quarter(day: date) -> Period:
    """Return the quarter of the financial year that a day lies in."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    number = ((first.month - YEAR_BEGINS) // 3) % 4 + 1
    began = first.year if first.month >= YEAR_BEGINS else first.year - 1
    words = f"Quarter {number} of {_year_words(began)}"
    return Period(f"q-{began}-{number}", words, first, _last(first, 3))


def financial_year(day: date) -> Period:
    """Return the year from April to March that a day lies in."""
    began = day.year if day.month >= YEAR_BEGINS else day.year - 1
    first = date(began, YEAR_BEGINS, 1)
    return Period(f"fy-{began}", f"Financial year {_year_words(began)}", first, _last(first, 12))


def last_twelve_months(today: date) -> Period:
    """Return the twelve months that end today."""
    day = today.replace(day=28) if (today.month, today.day) == (2, 29) else today
    return Period("last-12", "Last 12 months", day.replace(year=day.year - 1) + timedelta(days=1), today)


def rolling_year(today: date) -> Period:
    """Return the year that ends with the last whole quarter: long enough for a small place."""
    ends = quarter(today).from_on - timedelta(days=1)
    first = _shift(quarter(ends).from_on, -9)
    return Period(f"ry-{ends:%Y-%m}", f"Year to {day_words(ends)}", first, ends)


def custom(from_on: date, until_on: date, today: date) -> Period:
    """Return a stretch of one's own; raises BadPeriod if it runs backwards, into the future or over two years."""
    if until_on < from_on:
        raise BadPeriod("The last day must be the same as or after the first day.")
    if from_on > today:
        raise BadPeriod("The first day must be today or in the past.")
    if until_on - from_on > LONGEST:
        raise BadPeriod("A period can be two years long at most.")
    words = f"{day_words(from_on)} to {day_words(until_on)}"
    return Period("custom", words, from_on, min(until_on, today))


def offered(today: date) -> list[Period]:
    """Return the periods that somebody inside may choose, the usual one first."""
    this_year, this_quarter, this_month = financial_year(today), quarter(today), month(today)
    return [
        last_twelve_months(today),
        this_month,
        month(this_month.from_on - timedelta(days=1)),
        this_quarter,
        quarter(this_quarter.from_on - timedelta(days=1)),
        this_year,
        financial_year(this_year.from_on - timedelta(days=1)),
    ]


def released(today: date) -> list[Period]:
    """Return the only periods for which figures leave the service: whole years.

    Nobody can choose the days, so no two releases differ by a week; quarters appear within a year's table.
    """
    this_year = financial_year(today)
    rolling, before = rolling_year(today), financial_year(this_year.from_on - timedelta(days=1))
    years = [before, financial_year(before.from_on - timedelta(days=1))]
    return [rolling, *(year for year in years if year.until_on != rolling.until_on)]


def chosen(code: str, periods: list[Period]) -> Period | None:
    """Return the period of a code among those offered."""
    return next((one for one in periods if one.code == code), None)


def edges(periods: list[Period]) -> list[datetime]:
    """Return the moments at which each period but the first begins; the periods must follow each other."""
    if any(one.ends_at != two.starts_at for one, two in pairwise(periods)):
        raise BadPeriod("these periods do not follow each other")
    return [one.starts_at for one in periods[1:]]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def _year_words(began: int) -> str:
    return f"{began} to {began + 1}"


def _shift(first: date, months: int) -> date:
    years, month_index = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month_index + 1, 1)


def _last(first: date, months: int) -> date:
    return _shift(first, months) - timedelta(days=1)


def _firsts(period: Period, months: int) -> list[date]:
    first = (month if months == 1 else quarter)(period.from_on).from_on
    found = []
    while first <= period.until_on:
        found.append(first)
        first = _shift(first, months)
    return found


def _cut(part: Period, whole: Period) -> Period | None:
    from_on, until_on = max(part.from_on, whole.from_on), min(part.until_on, whole.until_on)
    if until_on < from_on:
        return None
    cut = (from_on, until_on) != (part.from_on, part.until_on)
    words = f"{part.words} (part)" if cut else part.words
    return Period(part.code, words, from_on, until_on)
