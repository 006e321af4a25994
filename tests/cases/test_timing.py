"""Clocks of a case, by the table of default clocks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from caseflow.cases.choices import CaseState
from caseflow.cases.timing import ClockState, is_overdue, limits, next_limit
from caseflow.directory.choices import ClockCode

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Held:
    state: CaseState = CaseState.ALLOCATED
    allocate_due_at: datetime | None = None
    allocated_at: datetime | None = START
    first_try_due_at: datetime | None = START + timedelta(hours=24)
    first_tried_at: datetime | None = None
    spoken_due_at: datetime | None = START + timedelta(hours=48)
    spoken_at: datetime | None = None
    plan_due_at: datetime | None = START + timedelta(days=7)
    planned_at: datetime | None = None
    clocks_stopped_at: datetime | None = None


def states(case: Held, now: datetime) -> dict[ClockCode, ClockState]:
    return {one.clock: one.state for one in limits(case, now)}


def test_a_high_case_that_nobody_tried_is_late_after_24_hours_and_not_before():
    just_before, just_after = START + timedelta(hours=23, minutes=59), START + timedelta(hours=24)
    assert states(Held(), just_before)[ClockCode.FIRST_TRY] is ClockState.RUNNING
    assert not is_overdue(limits(Held(), just_before))
    assert states(Held(), just_after)[ClockCode.FIRST_TRY] is ClockState.OVERDUE
    assert next_limit(limits(Held(), just_after)).clock is ClockCode.FIRST_TRY


def test_trying_and_speaking_are_two_clocks():
    tried = replace(Held(), first_tried_at=START + timedelta(hours=2))
    assert states(tried, START + timedelta(hours=3))[ClockCode.FIRST_TRY] is ClockState.MET
    assert next_limit(limits(tried, START + timedelta(hours=3))).clock is ClockCode.SPOKEN_TO


def test_met_late_stays_late():
    late = replace(Held(), first_tried_at=START + timedelta(hours=30))
    assert states(late, START + timedelta(days=30))[ClockCode.FIRST_TRY] is ClockState.MET_LATE


def test_a_standing_clock_is_neither_running_nor_late():
    stands = replace(
        Held(), clocks_stopped_at=START, first_try_due_at=None, spoken_due_at=None, plan_due_at=None
    )
    assert set(states(stands, START + timedelta(days=90)).values()) == {ClockState.MET, ClockState.STANDING}
    assert next_limit(limits(stands, START + timedelta(days=90))) is None


@pytest.mark.parametrize("state", [CaseState.CLOSED, CaseState.NOT_REACHED, CaseState.CHOSE_NOT])
def test_nothing_is_owed_once_it_ended(state):
    case = replace(Held(), state=state)
    assert not is_overdue(limits(case, START + timedelta(days=365)))
    assert next_limit(limits(case, START)) is None


def test_the_team_owes_an_allocation():
    team = replace(
        Held(), state=CaseState.ACCEPTED, allocated_at=None, allocate_due_at=START + timedelta(hours=4)
    )
    assert next_limit(limits(team, START)).words == "Give it to a worker"
