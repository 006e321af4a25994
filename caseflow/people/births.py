"""Birth dates: the ways they are written, what a search by one means, and the age on a day. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from caseflow.people.choices import BirthKind

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
OLDEST = 120
ADULT = 18

_NUMBERS = re.compile(r"(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})")
_PACKED = re.compile(r"(\d{2})(\d{2})(\d{4})")
_WORDED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s\-]+([a-z]{3,9})\.?,?[\s\-]+(\d{4}|\d{2})")
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_MONTH_YEAR = re.compile(r"([a-z]{3,9})\.?\s+(\d{4})")
_YEAR = re.compile(r"((?:19|20)\d{2})")
_AGE = re.compile(r"(?:age[d]?\s*)?(\d{1,3})(?:\s*(?:years?(?:\s+old)?|yrs?|y))?")


@dataclass(frozen=True)
class BirthSought:
    """What was typed about a birth: a day, a month of a year, or one or two years."""

    day: date | None = None
    month: int | None = None
    years: tuple[int, ...] = ()

    def in_years(self) -> tuple[int, ...]:
        """Return the years that fit."""
        return (self.day.year,) if self.day else self.years

    def days(self) -> Iterator[date]:
        """Return every day that fits."""
        if self.day:
            yield self.day
            return
        for year in self.years:
            first = date(year, self.month or 1, 1)
            after = date(year + 1, 1, 1) if self.month in (None, 12) else date(year, self.month + 1, 1)
            yield from (first + timedelta(days=number) for number in range((after - first).days))


def birth_sought(text: str, today: date) -> BirthSought | None:
    """Read a birth date, a year or an age in any of its usual written forms; None if it is none of them."""
    words = " ".join(text.lower().split()).removeprefix("born ")
    whole = _whole_date(words, today)
    if whole is not None:
        return BirthSought(day=whole)
    if found := _MONTH_YEAR.fullmatch(words):
        month = _month(found[1])
        return BirthSought(month=month, years=(int(found[2]),)) if month else None
    if found := _YEAR.fullmatch(words):
        return BirthSought(years=(int(found[1]),))
    if (found := _AGE.fullmatch(words)) and int(found[1]) <= OLDEST:
        return BirthSought(years=(today.year - int(found[1]) - 1, today.year - int(found[1])))
    return None


def _whole_date(words: str, today: date) -> date | None:
    if found := _ISO.fullmatch(words):
        return _date(found[1], int(found[2]), found[3], today)
    if found := _NUMBERS.fullmatch(words) or _PACKED.fullmatch(words):
        return _date(found[3], int(found[2]), found[1], today)
    if found := _WORDED.fullmatch(words):
        return _date(found[3], _month(found[2]), found[1], today)
    if found := _MONTH_FIRST.fullmatch(words):
        return _date(found[3], _month(found[1]), found[2], today)
    return None


def _date(year: str, month: int | None, day: str, today: date) -> date | None:
    whole = int(year)
    if len(year) == 2:
        whole += 2000 if 2000 + whole <= today.year else 1900
    try:
        return date(whole, month or 0, int(day))
    except ValueError:
        return None


def _month(word: str) -> int | None:
    return MONTHS.index(word[:3]) + 1 if word[:3] in MONTHS else None


def born_from_age(age: int, today: date) -> date:
    """Return the date that stands for an age: half a year before the birthday that made it so."""
    month, year = today.month - 6, today.year - age
    return date(year, month, 1) if month >= 1 else date(year - 1, month + 12, 1)


def age_on(born: date, today: date) -> int:
    """Return the age in whole years on a day."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def age_words(born: date | None, kind: BirthKind, today: date) -> str | None:
    """Return the age as it is shown, saying where it is not certain; None if nothing is known."""
    if born is None or kind is BirthKind.UNKNOWN:
        return None
    years = age_on(born, today)
    return f"aged {years}" if kind is BirthKind.EXACT else f"aged about {years}"


def may_be_under_18(born: date | None, kind: BirthKind, today: date) -> bool:
    """Tell whether somebody is under 18, or may be by a date that is not certain."""
    if born is None or kind is BirthKind.UNKNOWN:
        return False
    if kind is BirthKind.AGE_ONLY:
        # The birthday may come half a year after the date that stands for the age.
        return age_on(born + timedelta(days=180), today) < ADULT
    return age_on(born, today) < ADULT + (1 if kind is BirthKind.ESTIMATED else 0)


def birth_fault(born: date | None, today: date) -> str | None:
    """Say what is wrong with a birth date, or nothing."""
    if born is None:
        return None
    if born > today:
        return "The birth date must be in the past"
    if age_on(born, today) > OLDEST:
        return f"The birth date must be within the last {OLDEST} years"
    return None


def age_said(text: str, today: date) -> str | None:
    """Return the age that freely written words about a birth give, or None if they give none."""
    sought = birth_sought(text, today)
    if sought is None:
        return None
    if sought.day:
        years = age_on(sought.day, today)
        return f"aged {years}" if years else "under 1"
    return f"aged about {today.year - max(sought.years)}"


def settled(
    born: date | None, age: int | None, kind: BirthKind | None, today: date
) -> tuple[date | None, BirthKind]:
    """Return the date and its kind from what was given: a date, or an age alone."""
    if born is not None:
        return born, kind if kind in (BirthKind.EXACT, BirthKind.ESTIMATED) else BirthKind.EXACT
    if age is not None:
        return born_from_age(age, today), BirthKind.AGE_ONLY
    return None, BirthKind.UNKNOWN
