"""Three tries and then what: by risk, by time of day, by working days."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.calls.choices import AttemptOutcome
from caseflow.calls.reaching import (
    Part,
    Step,
    Try,
    later_until,
    manager_by,
    part_of,
    standing,
    stop_decided_by,
)
from caseflow.choices import RiskLevel
from caseflow.directory.calendar import Calendar

HOUR = timedelta(hours=1)
FRIDAY_EVENING = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
CALENDAR = Calendar()


def missed(*hours: float, start: datetime = MONDAY) -> list[Try]:
    return [Try(start + timedelta(hours=one), AttemptOutcome.NO_ANSWER) for one in hours]


def step(risk, tries, after, start=MONDAY):
    return standing(risk, start, tries, start + timedelta(hours=after), CALENDAR).step


@pytest.mark.parametrize("risk", [RiskLevel.HIGH, RiskLevel.NOT_ASSESSED])
@pytest.mark.parametrize(
    ("hours", "after", "wanted"),
    [
        ((), 0, Step.FIRST_TRY),
        ((1,), 2, Step.TRY_AGAIN),
        ((1, 5), 6, Step.TRY_AGAIN),
        ((1, 5, 9), 10, Step.MANAGER),
        ((), 48, Step.MANAGER),
        ((1,), 47.9, Step.TRY_AGAIN),
        ((1, 5, 9, 20, 30, 40), 900, Step.MANAGER),
    ],
)
def test_high_goes_to_a_manager_after_three_tries_or_48_hours(risk, hours, after, wanted):
    assert step(risk, missed(*hours), after) is wanted


@pytest.mark.parametrize("risk", [RiskLevel.MEDIUM, RiskLevel.STANDARD])
@pytest.mark.parametrize(
    ("hours", "after", "wanted"),
    [
        ((), 0, Step.FIRST_TRY),
        ((1, 6, 30), 31, Step.TRY_AGAIN),
        ((1, 6, 30), 24 * 7 - 0.1, Step.TRY_AGAIN),
        ((1, 6, 30), 24 * 7, Step.MAY_CLOSE),
        ((0, 24, 48), 24 * 8, Step.TRY_AGAIN),
        ((0, 24), 24 * 8, Step.TRY_AGAIN),
    ],
)
def test_others_may_be_let_go_after_three_tries_at_different_times_and_five_working_days(
    risk, hours, after, wanted
):
    assert step(risk, missed(*hours), after) is wanted


def test_five_working_days_from_a_friday_evening_end_on_a_monday_morning():
    found = standing(RiskLevel.MEDIUM, FRIDAY_EVENING, [], FRIDAY_EVENING, CALENDAR)
    assert found.until_at == datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


def test_it_says_which_time_of_day_is_untried():
    found = standing(RiskLevel.HIGH, MONDAY, missed(0, 8), MONDAY + 9 * HOUR, CALENDAR)
    assert found.untried == (Part.AFTERNOON,)
    assert found.left == 1
    assert found.words == "1 more try within 48 hours, then a manager chooses. Not yet tried: afternoon."


def test_spoken_to_is_the_end():
    tries = [*missed(1), Try(MONDAY + 2 * HOUR, AttemptOutcome.SPOKE)]
    assert step(RiskLevel.HIGH, tries, 3) is Step.DONE


def test_asked_for_later_stands_still_until_then_and_is_no_missed_try():
    tries = [*missed(1, 2), Try(MONDAY + 3 * HOUR, AttemptOutcome.LATER, MONDAY + 8 * HOUR)]
    assert step(RiskLevel.MEDIUM, tries, 7) is Step.WAIT
    assert step(RiskLevel.MEDIUM, tries, 8) is Step.TRY_AGAIN


def test_a_new_count_forgets_the_tries_before_it():
    again = MONDAY + 60 * HOUR
    found = standing(RiskLevel.HIGH, again, missed(1, 5, 9), again + HOUR, CALENDAR)
    assert (found.tries, found.left) == (0, 3)


@pytest.mark.parametrize(
    ("hour", "wanted"), [(0, Part.MORNING), (11, Part.MORNING), (12, Part.AFTERNOON), (17, Part.EVENING)]
)
def test_the_part_of_the_day_is_that_in_england(hour, wanted):
    assert part_of(datetime(2026, 11, 23, hour, tzinfo=UTC)) is wanted
    assert part_of(datetime(2026, 7, 1, 11, tzinfo=UTC)) is Part.AFTERNOON


def test_asked_for_later_without_a_time_stands_for_a_day():
    assert later_until(MONDAY, None) == MONDAY + 24 * HOUR
    assert later_until(MONDAY, MONDAY - HOUR) == MONDAY + 24 * HOUR


def test_a_manager_has_a_clock():
    assert stop_decided_by(RiskLevel.NOT_ASSESSED, MONDAY) == MONDAY + 4 * HOUR
    assert stop_decided_by(RiskLevel.STANDARD, MONDAY) == MONDAY + 24 * HOUR
    assert manager_by(MONDAY) == MONDAY + 4 * HOUR


@given(
    st.sampled_from([RiskLevel.HIGH, RiskLevel.NOT_ASSESSED]),
    st.lists(st.tuples(st.integers(0, 2000), st.sampled_from(list(AttemptOutcome)))),
    st.integers(0, 3000),
)
def test_no_count_of_tries_ever_closes_high_risk(risk, made, after):
    tries = [Try(MONDAY + timedelta(hours=hours), outcome) for hours, outcome in sorted(made)]
    assert step(risk, tries, after) is not Step.MAY_CLOSE
