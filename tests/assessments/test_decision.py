"""The rule of the decided level, its review date, and the level shown for a person."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.assessments.choices import LEVELS, StopAnswer
from caseflow.assessments.decision import (
    Decision,
    decide,
    is_served,
    person_level,
    review_due_on,
    review_faults,
)
from caseflow.assessments.scoring import Counts
from caseflow.choices import RiskLevel

HIGH, MEDIUM, STANDARD = LEVELS
DAY = date(2026, 11, 23)


def counts(yes: int, unsure: int = 0, not_asked: int = 0) -> Counts:
    return Counts(yes, unsure, not_asked, 24, visible_high=14)


def decided(level: RiskLevel | None, counted: Counts | None = None, **given: object) -> Decision:
    facts: dict[str, object] = {
        "reason": "What was said and seen.",
        "stop_applies": False,
        "stop_answer": None,
        "stop_because": "",
    }
    return decide(level=level, counts=counted, **(facts | given))  # type: ignore[arg-type]


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("yes", [0, 9, 13])
def test_below_14_every_level_is_the_workers_to_decide(level: RiskLevel, yes: int) -> None:
    found = decided(level, counts(yes))
    assert (found.in_force, found.needs_manager, found.faults) == (level, False, {})


@pytest.mark.parametrize("yes", [14, 15, 24])
def test_a_computed_high_stays_high_until_a_manager_lowers_it(yes: int) -> None:
    for level in (MEDIUM, STANDARD):
        found = decided(level, counts(yes))
        assert (found.level, found.in_force, found.needs_manager) == (level, HIGH, True)
    assert decided(HIGH, counts(yes)).needs_manager is False


@pytest.mark.parametrize("level", LEVELS)
def test_a_judgement_alone_decides_where_nothing_was_computed(level: RiskLevel) -> None:
    found = decided(level)
    assert (found.in_force, found.needs_manager) == (level, False)


def test_a_judgement_alone_does_not_undo_an_earlier_computed_high() -> None:
    found = decided(MEDIUM, None, earlier_high_by_count=True)
    assert (found.in_force, found.needs_manager, found.high_by_count) == (HIGH, True, True)


def test_a_checklist_with_too_much_unknown_does_not_undo_an_earlier_computed_high() -> None:
    found = decided(MEDIUM, counts(2, not_asked=22), earlier_high_by_count=True)
    assert (found.in_force, found.needs_manager) == (HIGH, True)


def test_a_checklist_that_shows_fewer_yes_does_undo_an_earlier_computed_high() -> None:
    found = decided(MEDIUM, counts(6, unsure=1), earlier_high_by_count=True)
    assert (found.in_force, found.needs_manager, found.high_by_count) == (MEDIUM, False, False)


@pytest.mark.parametrize("level", [None, RiskLevel.NOT_ASSESSED])
def test_a_level_must_be_chosen(level: RiskLevel | None) -> None:
    assert decided(level, counts(3)).faults == {"level": "Choose the risk level"}


@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_a_reason_must_be_given(reason: str) -> None:
    assert decided(HIGH, counts(3), reason=reason).faults == {"reason": "Give the reason for the level"}


def test_the_stop_card_must_be_answered_before_a_lower_level() -> None:
    assert "stop_answer" in decided(MEDIUM, counts(3), stop_applies=True).faults
    assert (
        "stop_because"
        in decided(
            MEDIUM, counts(3), stop_applies=True, stop_answer=StopAnswer.NOT_HIGH, stop_because=" "
        ).faults
    )
    assert not decided(
        MEDIUM, counts(3), stop_applies=True, stop_answer=StopAnswer.NOT_HIGH, stop_because="Ten years ago."
    ).faults


def test_high_is_right_and_a_lower_level_cannot_both_stand() -> None:
    found = decided(MEDIUM, counts(3), stop_applies=True, stop_answer=StopAnswer.HIGH)
    assert list(found.faults) == ["stop_answer"]


def test_choosing_high_answers_the_stop_card() -> None:
    assert decided(HIGH, counts(3), stop_applies=True).faults == {}


@given(st.integers(0, 24), st.sampled_from(LEVELS), st.booleans())
def test_the_level_in_force_is_never_below_the_one_decided(yes: int, level: RiskLevel, earlier: bool) -> None:
    found = decided(level, counts(yes), earlier_high_by_count=earlier)
    assert LEVELS.index(found.in_force) <= LEVELS.index(level)
    assert found.needs_manager == (found.in_force is not found.level)


@pytest.mark.parametrize(("level", "weeks"), [(HIGH, 4), (MEDIUM, 8), (STANDARD, 12)])
def test_the_review_is_due_by_level(level: RiskLevel, weeks: int) -> None:
    assert review_due_on(level, DAY) == DAY + timedelta(weeks=weeks)
    assert review_faults(level, DAY, DAY + timedelta(weeks=weeks)) == {}
    assert review_faults(level, DAY, DAY) == {}
    assert "review_on" in review_faults(level, DAY, DAY + timedelta(weeks=weeks, days=1))
    assert "review_on" in review_faults(level, DAY, DAY - timedelta(days=1))


@pytest.mark.parametrize(
    ("levels", "shown"),
    [
        ([], RiskLevel.NOT_ASSESSED),
        ([STANDARD], STANDARD),
        ([STANDARD, HIGH, MEDIUM], HIGH),
        ([STANDARD, MEDIUM], MEDIUM),
    ],
)
def test_the_highest_of_all_pairs_is_shown_for_the_person(levels: list[RiskLevel], shown: RiskLevel) -> None:
    assert person_level(levels) is shown


@pytest.mark.parametrize(("age", "served"), [(None, True), (12, False), (13, True)])
def test_survivors_are_served_from_13(age: int | None, served: bool) -> None:
    assert is_served(age) is served
