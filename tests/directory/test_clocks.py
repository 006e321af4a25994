"""The clock table of the domain facts, row by row and column by column, over awkward days."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.choices import Element, RiskLevel
from caseflow.directory.areas import llr_text
from caseflow.directory.calendar import LONDON, Calendar, NeverOpen
from caseflow.directory.choices import ClockCode, Unit
from caseflow.directory.clocks import Pause, Rule, ServiceClocks, due_at, merged, rule_for
from caseflow.directory.holidays import england
from caseflow.directory.pack import read

CALENDAR = Calendar(holidays=england())
RULES = tuple(read(llr_text()).clock_rules())
CLOCKS = ServiceClocks(Element.LOCALITY, CALENDAR, RULES)
HIGH, MEDIUM, STANDARD, NOT_ASSESSED = (
    RiskLevel.HIGH,
    RiskLevel.MEDIUM,
    RiskLevel.STANDARD,
    RiskLevel.NOT_ASSESSED,
)


def london(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LONDON)


MONDAY = london(2026, 11, 2, 10, 0)  # no holiday in the three weeks after

TABLE = [
    # clock, risk, due after a start on Monday 2 November 2026 at 10:00
    (ClockCode.REFER, HIGH, london(2026, 11, 2, 12)),
    (ClockCode.REFER, NOT_ASSESSED, london(2026, 11, 2, 12)),
    (ClockCode.REFER, MEDIUM, london(2026, 11, 3, 10)),
    (ClockCode.REFER, STANDARD, london(2026, 11, 3, 10)),
    (ClockCode.ANSWER, HIGH, london(2026, 11, 2, 14)),
    (ClockCode.ANSWER, NOT_ASSESSED, london(2026, 11, 2, 14)),
    (ClockCode.ANSWER, MEDIUM, london(2026, 11, 4, 10)),
    (ClockCode.ANSWER, STANDARD, london(2026, 11, 5, 10)),
    (ClockCode.ANSWER_TONIGHT, HIGH, london(2026, 11, 2, 11)),
    (ClockCode.ANSWER_TONIGHT, NOT_ASSESSED, london(2026, 11, 2, 11)),
    (ClockCode.ANSWER_TONIGHT, MEDIUM, london(2026, 11, 2, 11)),
    (ClockCode.ANSWER_TONIGHT, STANDARD, london(2026, 11, 2, 11)),
    (ClockCode.FIRST_TRY, HIGH, london(2026, 11, 3, 10)),
    (ClockCode.FIRST_TRY, NOT_ASSESSED, london(2026, 11, 3, 10)),
    (ClockCode.FIRST_TRY, MEDIUM, london(2026, 11, 4, 10)),
    (ClockCode.FIRST_TRY, STANDARD, london(2026, 11, 9, 10)),
    (ClockCode.SPOKEN_TO, HIGH, london(2026, 11, 4, 10)),
    (ClockCode.SPOKEN_TO, NOT_ASSESSED, london(2026, 11, 4, 10)),
    (ClockCode.SPOKEN_TO, MEDIUM, london(2026, 11, 9, 10)),
    (ClockCode.SPOKEN_TO, STANDARD, london(2026, 11, 16, 10)),
    (ClockCode.ASSESSED, HIGH, london(2026, 11, 9, 10)),
    (ClockCode.ASSESSED, NOT_ASSESSED, london(2026, 11, 9, 10)),
    (ClockCode.ASSESSED, MEDIUM, london(2026, 11, 16, 10)),
    (ClockCode.ASSESSED, STANDARD, london(2026, 11, 23, 10)),
]


@pytest.mark.parametrize(("clock", "risk", "due"), TABLE)
def test_every_cell_of_the_clock_table(clock: ClockCode, risk: RiskLevel, due: datetime) -> None:
    assert CLOCKS.due_at(clock, risk, MONDAY) == due


def test_every_clock_has_a_span_for_every_risk_level_and_element() -> None:
    for clock in ClockCode:
        for risk in RiskLevel:
            for element in Element:
                assert rule_for(RULES, element, clock, risk).amount > 0


WORKING_DAYS = [
    # why, started, working days, due
    ("a Friday runs over the weekend", london(2026, 11, 6, 15), 1, london(2026, 11, 9, 15)),
    ("Saturday counts from Monday's opening", london(2026, 11, 7, 12), 1, london(2026, 11, 10, 9)),
    ("the evening counts from the next opening", london(2026, 11, 2, 21), 1, london(2026, 11, 4, 9)),
    ("the early morning counts from opening", london(2026, 11, 2, 6), 1, london(2026, 11, 3, 9)),
    ("the moment of closing is closed", london(2026, 11, 2, 17), 1, london(2026, 11, 4, 9)),
    ("Easter: Thursday to Tuesday", london(2026, 4, 2, 11), 1, london(2026, 4, 7, 11)),
    ("Good Friday counts from Tuesday", london(2026, 4, 3, 11), 1, london(2026, 4, 8, 9)),
    ("Christmas 2026 with its substitute day", london(2026, 12, 24, 11), 1, london(2026, 12, 29, 11)),
    ("over Christmas and New Year", london(2026, 12, 23, 10), 5, london(2027, 1, 4, 10)),
    ("New Year's Day", london(2026, 12, 31, 10), 1, london(2027, 1, 4, 10)),
    ("the clocks go forward at the weekend", london(2026, 3, 27, 10), 1, london(2026, 3, 30, 10)),
    ("the clocks go back at the weekend", london(2026, 10, 23, 10), 1, london(2026, 10, 26, 10)),
    ("the early May holiday", london(2026, 5, 1, 16, 30), 1, london(2026, 5, 5, 16, 30)),
]


@pytest.mark.parametrize(
    ("why", "started", "days", "due"), WORKING_DAYS, ids=[row[0] for row in WORKING_DAYS]
)
def test_working_days_over_awkward_days(why: str, started: datetime, days: int, due: datetime) -> None:
    rule = Rule(None, ClockCode.ANSWER, MEDIUM, days, Unit.WORKING_DAYS)
    assert due_at(rule, started, CALENDAR) == due


def test_working_days_keep_local_time_over_the_change_of_the_clocks() -> None:
    rule = Rule(None, ClockCode.ANSWER, MEDIUM, 1, Unit.WORKING_DAYS)
    started = datetime(2026, 3, 27, 10, tzinfo=UTC)
    due = due_at(rule, started, CALENDAR)
    assert due is not None and due - started == timedelta(days=3) - timedelta(hours=1)


def test_hours_are_elapsed_over_the_change_of_the_clocks() -> None:
    rule = Rule(None, ClockCode.ANSWER, HIGH, 4, Unit.HOURS)
    forward = london(2026, 3, 29, 0, 30)
    assert due_at(rule, forward, CALENDAR) == london(2026, 3, 29, 5, 30)
    back = london(2026, 10, 25, 0, 30)
    assert due_at(rule, back, CALENDAR) == london(2026, 10, 25, 3, 30)


def test_hours_run_through_nights_weekends_and_holidays() -> None:
    started = london(2026, 12, 25, 22)
    assert CLOCKS.due_at(ClockCode.ANSWER, HIGH, started) == london(2026, 12, 26, 2)
    assert CLOCKS.due_at(ClockCode.FIRST_TRY, NOT_ASSESSED, started) == london(2026, 12, 26, 22)


def test_the_due_time_is_kept_within_that_days_hours() -> None:
    early_friday = Calendar(hours={0: (540, 1020), 3: (540, 1080), 4: (600, 960)})
    assert early_friday.add_working_days(london(2026, 11, 5, 17, 30), 1) == london(2026, 11, 6, 16)
    assert early_friday.add_working_days(london(2026, 11, 5, 9, 15), 1) == london(2026, 11, 6, 10)


def test_a_service_open_day_and_night_counts_from_any_minute_of_a_working_day() -> None:
    always = Calendar(holidays=england(), hours=dict.fromkeys(range(7), (0, 1440)))
    assert always.add_working_days(london(2026, 11, 6, 23, 30), 1) == london(2026, 11, 9, 23, 30)
    assert always.add_working_days(london(2026, 11, 8, 23, 30), 1) == london(2026, 11, 10, 0)
    assert always.is_open(london(2026, 12, 25, 3)) and always.is_open(london(2026, 11, 8, 3))


def test_is_open_knows_weekends_and_bank_holidays() -> None:
    six_days = Calendar(holidays=england(), hours={**dict.fromkeys(range(5), (540, 1020)), 5: (600, 840)})
    assert six_days.is_open(london(2026, 11, 7, 11))
    assert not six_days.is_open(london(2026, 11, 7, 15))
    assert not six_days.is_open(london(2026, 12, 25, 11))
    assert not six_days.is_working_day(date(2026, 11, 7))


def test_hours_without_a_working_day_are_refused() -> None:
    with pytest.raises(NeverOpen):
        Calendar(hours={6: (0, 1440)}).add_working_days(MONDAY, 1)


def test_a_clock_stands_still_while_contact_is_not_safe() -> None:
    rule = CLOCKS.rule(ClockCode.ANSWER, HIGH)
    open_ended = Pause(MONDAY + timedelta(hours=1), None)
    assert due_at(rule, MONDAY, CALENDAR, [open_ended]) is None
    ended = Pause(MONDAY + timedelta(hours=1), MONDAY + timedelta(hours=7))
    assert due_at(rule, MONDAY, CALENDAR, [ended]) == MONDAY + timedelta(hours=10)
    assert due_at(rule, MONDAY, CALENDAR, [Pause(MONDAY + timedelta(hours=4), None)]) == MONDAY + timedelta(
        hours=4
    )


def test_a_pause_of_a_working_day_clock_ends_in_opening_hours() -> None:
    rule = CLOCKS.rule(ClockCode.SPOKEN_TO, MEDIUM)
    asked_for_later = Pause(london(2026, 11, 3, 9), london(2026, 11, 7, 9))
    assert CLOCKS.due_with_pauses(ClockCode.SPOKEN_TO, MEDIUM, MONDAY, [asked_for_later]) == london(
        2026, 11, 13, 10
    )
    into_the_weekend = Pause(london(2026, 11, 3, 9), london(2026, 11, 8, 9))
    assert due_at(rule, MONDAY, CALENDAR, [into_the_weekend]) == london(2026, 11, 16, 9)


def test_overlapping_pauses_count_once() -> None:
    hour = timedelta(hours=1)
    pauses = [Pause(MONDAY + hour, MONDAY + 3 * hour), Pause(MONDAY + 2 * hour, MONDAY + 4 * hour)]
    assert merged(pauses) == [Pause(MONDAY + hour, MONDAY + 4 * hour)]
    assert merged([*pauses, Pause(MONDAY, None)]) == [Pause(MONDAY, None)]


moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 6, 1), timezones=st.just(ZoneInfo("UTC")))
rules = st.builds(
    Rule,
    st.none(),
    st.just(ClockCode.ANSWER),
    st.just(MEDIUM),
    st.integers(1, 30),
    st.sampled_from(list(Unit)),
)
spans = st.tuples(st.integers(0, 700), st.integers(720, 1440))
calendars = st.builds(
    Calendar,
    st.just(england()),
    st.dictionaries(st.integers(0, 6), spans, min_size=1).filter(lambda hours: min(hours) < 5),
)


@given(rules, moments, calendars)
def test_never_due_before_the_start(rule: Rule, started: datetime, calendar: Calendar) -> None:
    due = due_at(rule, started, calendar)
    assert due is not None and due > started


@given(rules, moments, st.timedeltas(timedelta(0), timedelta(days=20)), calendars)
def test_a_later_start_is_never_due_earlier(
    rule: Rule, started: datetime, later: timedelta, calendar: Calendar
) -> None:
    first, second = due_at(rule, started, calendar), due_at(rule, started + later, calendar)
    assert first is not None and second is not None and first <= second


@given(rules, moments, st.lists(st.tuples(st.integers(0, 500), st.integers(0, 90)), max_size=4))
def test_a_pause_never_brings_the_due_time_forward(
    rule: Rule, started: datetime, stretches: list[tuple[int, int]]
) -> None:
    pauses = [
        Pause(started + timedelta(hours=begin), started + timedelta(hours=begin + length))
        for begin, length in stretches
    ]
    plain, paused = due_at(rule, started, CALENDAR), due_at(rule, started, CALENDAR, pauses)
    assert plain is not None and paused is not None and plain <= paused
