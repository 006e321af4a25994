"""Periods: financial years, quarters, months, the last twelve months, and days of one's own."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.reports.period import (
    BadPeriod,
    custom,
    edges,
    financial_year,
    last_twelve_months,
    month,
    offered,
    quarter,
    released,
    rolling_year,
)

DAYS = st.dates(date(2023, 1, 1), date(2032, 12, 31))


@pytest.mark.parametrize(
    ("period", "code", "words", "from_on", "until_on"),
    [
        (month(date(2026, 2, 14)), "m-2026-02", "February 2026", date(2026, 2, 1), date(2026, 2, 28)),
        (
            quarter(date(2026, 4, 1)),
            "q-2026-1",
            "Quarter 1 of 2026 to 2027",
            date(2026, 4, 1),
            date(2026, 6, 30),
        ),
        (
            quarter(date(2027, 2, 3)),
            "q-2026-4",
            "Quarter 4 of 2026 to 2027",
            date(2027, 1, 1),
            date(2027, 3, 31),
        ),
        (
            financial_year(date(2026, 3, 31)),
            "fy-2025",
            "Financial year 2025 to 2026",
            date(2025, 4, 1),
            date(2026, 3, 31),
        ),
        (
            rolling_year(date(2026, 11, 23)),
            "ry-2026-09",
            "Year to 30 September 2026",
            date(2025, 10, 1),
            date(2026, 9, 30),
        ),
        (
            last_twelve_months(date(2026, 11, 23)),
            "last-12",
            "Last 12 months",
            date(2025, 11, 24),
            date(2026, 11, 23),
        ),
        (
            last_twelve_months(date(2028, 2, 29)),
            "last-12",
            "Last 12 months",
            date(2027, 3, 1),
            date(2028, 2, 29),
        ),
    ],
)
def test_each_kind_of_period(period, code, words, from_on, until_on):
    assert (period.code, period.words) == (code, words)
    if code != "last-12" or until_on.day != 29:
        assert (period.from_on, period.until_on) == (from_on, until_on)


def test_days_begin_at_midnight_in_england_not_in_utc():
    summer = month(date(2026, 7, 3))
    assert summer.starts_at == datetime(2026, 6, 30, 23, tzinfo=UTC)
    assert summer.ends_at == datetime(2026, 7, 31, 23, tzinfo=UTC)
    winter = month(date(2026, 1, 3))
    assert winter.starts_at == datetime(2026, 1, 1, tzinfo=UTC)


@given(DAYS)
def test_parts_of_a_period_follow_each_other_without_a_gap(today):
    for period in offered(today):
        for parts in (period.months(), period.quarters()):
            assert parts[0].from_on == period.from_on
            assert parts[-1].until_on == period.until_on
            assert len(edges(parts)) == len(parts) - 1


@given(DAYS)
def test_released_periods_are_whole_past_years(today):
    periods = released(today)
    assert len({one.code for one in periods}) == len(periods) >= 2
    for one in periods:
        assert one.until_on < today
        assert one.until_on + timedelta(days=1) == one.from_on.replace(year=one.from_on.year + 1)
        assert one.from_on.day == 1


@given(DAYS)
def test_codes_of_offered_periods_differ(today):
    codes = [one.code for one in offered(today)]
    assert len(codes) == len(set(codes))


def test_days_of_ones_own():
    today = date(2026, 11, 23)
    assert custom(date(2026, 1, 5), date(2026, 2, 5), today).span_words == "5 January 2026 to 5 February 2026"
    assert custom(date(2026, 11, 1), date(2027, 1, 1), today).until_on == today


@pytest.mark.parametrize(
    ("from_on", "until_on", "says"),
    [
        (date(2026, 2, 1), date(2026, 1, 1), "same as or after"),
        (date(2027, 1, 1), date(2027, 2, 1), "in the past"),
        (date(2020, 1, 1), date(2026, 1, 1), "two years"),
    ],
)
def test_days_that_cannot_be(from_on, until_on, says):
    with pytest.raises(BadPeriod, match=says):
        custom(from_on, until_on, date(2026, 11, 23))


def test_periods_with_a_gap_have_no_edges():
    with pytest.raises(BadPeriod):
        edges([month(date(2026, 1, 1)), month(date(2026, 3, 1))])
