"""Birth dates in the forms in which people write them, and the ages they give."""

from __future__ import annotations

from datetime import date

import pytest

from caseflow.people.births import (
    BirthSought,
    age_on,
    age_words,
    birth_fault,
    birth_sought,
    born_from_age,
    may_be_under_18,
)
from caseflow.people.choices import BirthKind

TODAY = date(2026, 11, 23)
DAY = BirthSought(day=date(1990, 3, 27))


@pytest.mark.parametrize(
    "typed",
    [
        "27/03/1990",
        "27/3/90",
        "27.3.1990",
        "27 3 1990",
        "27-03-1990",
        "27031990",
        "1990-03-27",
        "1990/3/27",
        "27 March 1990",
        "27th of March 1990",
        "27th mar 90",
        "March 27, 1990",
        "  27 MARCH  1990 ",
    ],
)
def test_a_day_is_read_in_all_its_forms(typed):
    assert birth_sought(typed, TODAY) == DAY


@pytest.mark.parametrize(
    ("typed", "sought"),
    [
        ("1990", BirthSought(years=(1990,))),
        ("born 1990", BirthSought(years=(1990,))),
        ("March 1990", BirthSought(month=3, years=(1990,))),
        ("34", BirthSought(years=(1991, 1992))),
        ("aged 34", BirthSought(years=(1991, 1992))),
        ("34 years old", BirthSought(years=(1991, 1992))),
        ("27/3/26", BirthSought(day=date(2026, 3, 27))),
    ],
)
def test_a_year_a_month_and_an_age_are_read(typed, sought):
    assert birth_sought(typed, TODAY) == sought


@pytest.mark.parametrize(
    "typed", ["", "asha", "31/02/1990", "27/13/1990", "999", "14 smarch 1990", "12345", "²"]
)
def test_what_is_no_birth_is_none(typed):
    assert birth_sought(typed, TODAY) is None


def test_the_days_that_fit_a_birth():
    assert list(DAY.days()) == [date(1990, 3, 27)]
    march = list(BirthSought(month=3, years=(1990,)).days())
    assert (march[0], march[-1], len(march)) == (date(1990, 3, 1), date(1990, 3, 31), 31)
    december = list(BirthSought(month=12, years=(1990,)).days())
    assert (december[-1], len(december)) == (date(1990, 12, 31), 31)
    assert len(list(BirthSought(years=(1991, 1992)).days())) == 365 + 366


@pytest.mark.parametrize(
    "today", [date(2026, month, 1) for month in range(1, 13)] + [date(2024, 2, 29), TODAY]
)
def test_an_age_gives_a_date_of_that_age_on_that_day(today):
    for age in (0, 1, 17, 18, 64):
        born = born_from_age(age, today)
        assert age_on(born, today) == age
        assert may_be_under_18(born, BirthKind.AGE_ONLY, today) is (age < 18)


def test_somebody_stays_under_18_as_long_as_their_birthday_may_be_to_come():
    born = born_from_age(17, date(2026, 1, 10))
    assert may_be_under_18(born, BirthKind.AGE_ONLY, date(2026, 12, 20))
    assert not may_be_under_18(born, BirthKind.AGE_ONLY, date(2027, 1, 10))


def test_the_eighteenth_birthday_ends_being_under_18():
    born = date(2008, 11, 24)
    assert may_be_under_18(born, BirthKind.EXACT, TODAY)
    assert not may_be_under_18(date(2008, 11, 23), BirthKind.EXACT, TODAY)
    assert may_be_under_18(date(2008, 1, 1), BirthKind.ESTIMATED, TODAY)
    assert not may_be_under_18(None, BirthKind.UNKNOWN, TODAY)


def test_words_for_an_age():
    assert age_words(date(1990, 3, 27), BirthKind.EXACT, TODAY) == "aged 36"
    assert age_words(date(1990, 3, 27), BirthKind.ESTIMATED, TODAY) == "aged about 36"
    assert age_words(None, BirthKind.UNKNOWN, TODAY) is None


def test_impossible_births():
    assert birth_fault(date(2026, 11, 24), TODAY) == "The birth date must be in the past"
    assert birth_fault(date(1890, 1, 1), TODAY)
    assert birth_fault(TODAY, TODAY) is None and birth_fault(None, TODAY) is None
