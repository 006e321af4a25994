"""Closing, giving up and coming back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from caseflow.cases.choices import Change, CloseReason, FeelsSafer, OutcomeArea
from caseflow.cases.closing import (
    HIGH_NEEDS_A_MANAGER,
    at_different_times,
    closing_faults,
    unreached_refusal,
    working_days_of,
)
from caseflow.cases.returning import is_repeat, is_same_case, months_after
from caseflow.choices import RiskLevel
from caseflow.directory.calendar import Calendar

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
THREE = [MONDAY, MONDAY + timedelta(days=2, hours=5), MONDAY + timedelta(days=4, hours=8)]
BETTER = {OutcomeArea.HEALTH: Change.BETTER}


def faults(**changes) -> dict[str, str]:
    said = {
        "reason": CloseReason.NEEDS_MET,
        "note": "",
        "feels_safer": FeelsSafer.SAFER,
        "outcomes": BETTER,
        "has_spoken": True,
        "planned": True,
    }
    return closing_faults(**{**said, **changes})


def test_all_that_is_missing_is_said_at_once():
    assert set(faults(reason=None, planned=None, feels_safer=None)) == {"reason", "planned", "feels_safer"}
    assert set(faults(planned=None, feels_safer=None, outcomes={})) == {"planned", "feels_safer", "health"}


def test_a_full_close_has_no_fault():
    assert faults() == {}


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"feels_safer": None}, {"feels_safer"}),
        ({"outcomes": {}}, {"health"}),
        ({"reason": CloseReason.OTHER}, {"note"}),
        ({"reason": CloseReason.OTHER, "note": "moved by court"}, set()),
        ({"reason": CloseReason.IN_ERROR, "outcomes": {}, "feels_safer": None}, {"note"}),
        ({"reason": CloseReason.NOT_REACHED, "outcomes": {}, "feels_safer": None}, {"reason"}),
        (
            {"reason": CloseReason.NOT_REACHED, "outcomes": {}, "feels_safer": None, "has_spoken": False},
            set(),
        ),
        ({"reason": CloseReason.CHOSE_NOT, "outcomes": {}}, set()),
    ],
)
def test_what_is_missing_is_said_beside_its_field(changes, fields):
    assert set(faults(**changes)) == fields


@pytest.mark.parametrize("reason", list(CloseReason))
def test_of_somebody_who_was_never_spoken_to_only_that_is_said_which_can_be_known(reason):
    worked = {CloseReason.NEEDS_MET, CloseReason.COMPLETED, CloseReason.LOST_TOUCH}
    never = {CloseReason.NOT_REACHED, CloseReason.IN_ERROR}
    found = set(faults(reason=reason, has_spoken=False, planned=True, note=""))
    known = set(faults(reason=reason, has_spoken=False, planned=False, note="The referrer rang and said so."))
    if reason in worked:
        assert found == known == {"reason"}
    elif reason in never:
        assert found <= {"note"} and known == set()
    else:
        assert found == {"planned", "note"} and known == set()


@pytest.mark.parametrize("risk", [RiskLevel.HIGH, RiskLevel.NOT_ASSESSED])
def test_high_risk_is_never_given_up_by_a_count(risk):
    many = [MONDAY + timedelta(days=n, hours=n) for n in range(20)]
    assert unreached_refusal(risk, many, 20, decides=False) == HIGH_NEEDS_A_MANAGER
    assert unreached_refusal(risk, [], 0, decides=True) is None


@pytest.mark.parametrize("risk", [RiskLevel.MEDIUM, RiskLevel.STANDARD])
def test_three_tries_over_five_working_days_at_different_times(risk):
    days = working_days_of(THREE, Calendar())
    assert days == 5
    assert unreached_refusal(risk, THREE, days, decides=False) is None
    assert unreached_refusal(risk, THREE[:2], 5, decides=False).endswith("2 tries made.")
    assert unreached_refusal(risk, THREE[:1], 1, decides=False).endswith("1 try made.")
    assert unreached_refusal(risk, THREE, 4, decides=False) is not None
    same_hour = [MONDAY + timedelta(days=2 * n) for n in range(3)]
    assert unreached_refusal(risk, same_hour, 5, decides=False) is not None


def test_weekends_and_bank_holidays_are_no_working_days():
    over_a_weekend = [MONDAY - timedelta(days=3), MONDAY]
    assert working_days_of(over_a_weekend, Calendar()) == 2
    assert working_days_of(over_a_weekend, Calendar(holidays=frozenset({date(2026, 11, 23)}))) == 1
    assert working_days_of([], Calendar()) == 0


def test_different_times_are_an_hour_apart_by_the_clock_on_the_wall():
    assert not at_different_times([])
    assert not at_different_times([MONDAY, MONDAY + timedelta(days=1, minutes=59)])
    assert at_different_times([MONDAY, MONDAY + timedelta(days=1, minutes=60)])
    # The same hour in UTC on either side of the clock change is not the same hour for the person.
    assert at_different_times([datetime(2026, 10, 23, 9, tzinfo=UTC), datetime(2026, 10, 26, 9, tzinfo=UTC)])


def test_within_30_days_it_is_the_same_case():
    assert is_same_case(MONDAY, MONDAY + timedelta(days=30))
    assert not is_same_case(MONDAY, MONDAY + timedelta(days=30, seconds=1))


def test_within_12_months_it_is_a_repeat():
    assert is_repeat(MONDAY, datetime(2027, 11, 23, 10, 0, tzinfo=UTC))
    assert not is_repeat(MONDAY, datetime(2027, 11, 23, 10, 0, 1, tzinfo=UTC))
    assert months_after(datetime(2024, 2, 29, tzinfo=UTC), 12) == datetime(2025, 2, 28, tzinfo=UTC)
    assert months_after(datetime(2026, 8, 31, tzinfo=UTC), 1) == datetime(2026, 9, 30, tzinfo=UTC)
    assert months_after(datetime(2026, 12, 31, tzinfo=UTC), 12) == datetime(2027, 12, 31, tzinfo=UTC)
