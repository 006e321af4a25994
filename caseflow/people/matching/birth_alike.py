"""How alike an asked birth and a known one are: the same day, day and month swapped, a digit off, about. Pure."""

import string
from datetime import date
from enum import IntEnum

from caseflow.people.births import BirthSought


class BirthAlike(IntEnum):
    """How alike two births are, the closest first."""

    SAME = 0
    SWAPPED = 1
    ONE_DIGIT = 2
    MONTH_FITS = 3
    YEAR_FITS = 4
    YEAR_NEAR = 5
    TWO_DIGITS = 6
    SAME_YEAR = 7
    YEARS_APART = 8
    DIFFERS = 9


def birth_likeness(asked: BirthSought, known: int, exact: bool) -> BirthAlike:
    """Return how alike an asked birth and a known day (``toordinal``) are; one not exact stands for a year."""
    born = date.fromordinal(known)
    if asked.day is None or not exact:
        return _about(asked, born, exact)
    if asked.day == born:
        return BirthAlike.SAME
    if (asked.day.year, asked.day.month, asked.day.day) == (born.year, born.day, born.month):
        return BirthAlike.SWAPPED
    apart = digits_apart(_digits(asked.day), _digits(born))
    if apart == 1:
        return BirthAlike.ONE_DIGIT
    if apart == 2:
        return BirthAlike.TWO_DIGITS
    return BirthAlike.SAME_YEAR if asked.day.year == born.year else BirthAlike.DIFFERS


def _about(asked: BirthSought, born: date, exact: bool) -> BirthAlike:
    if asked.month and exact and born.year in asked.years:
        return BirthAlike.MONTH_FITS if born.month == asked.month else BirthAlike.SAME_YEAR
    years = asked.in_years()
    if born.year in years:
        return BirthAlike.YEAR_FITS
    apart = min(abs(born.year - year) for year in years)
    return BirthAlike.YEAR_NEAR if apart == 1 else BirthAlike.YEARS_APART


def _digits(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def digits_apart(one: str, other: str) -> int:
    """Return how many digits differ; two neighbours that changed places count as one."""
    apart, place = 0, 0
    while place < len(one):
        if one[place] != other[place]:
            apart += 1
            if one[place : place + 2] == other[place : place + 2][::-1]:
                place += 1
        place += 1
    return apart


def near_births(asked: BirthSought) -> dict[int, BirthAlike]:
    """Return the days, as numbers, on which somebody may be born who is looked for by birth alone, and how alike."""
    if asked.day is None:
        return {day.toordinal(): birth_likeness(asked, day.toordinal(), True) for day in asked.days()}
    text = _digits(asked.day)
    found: dict[str, BirthAlike] = {}
    for place in range(len(text)):
        for digit in string.digits:
            found[text[:place] + digit + text[place + 1 :]] = BirthAlike.ONE_DIGIT
        if place:
            found[text[: place - 1] + text[place] + text[place - 1] + text[place + 1 :]] = (
                BirthAlike.ONE_DIGIT
            )
    # The closer likeness stays.
    found[text[:4] + text[6:] + text[4:6]] = BirthAlike.SWAPPED
    found[text] = BirthAlike.SAME
    return {day: alike for one, alike in found.items() if (day := _day(one))}


def _day(text: str) -> int | None:
    if text[4:6] > "12":
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:])).toordinal()
    except ValueError:
        return None
