"""A case in work: attempts, moves, pauses and the close."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from caseflow.calls.choices import AttemptOutcome
from caseflow.calls.reaches.models import ContactAttempt
from caseflow.cases.actions import close_case, log_attempt, move_case, reopen_case, set_plan
from caseflow.cases.choices import (
    CaseState,
    Change,
    CloseReason,
    FeelsSafer,
    OutcomeArea,
    PauseReason,
)
from caseflow.cases.models import Case, CaseMove, CaseOutcome
from caseflow.choices import FieldState, RiskLevel
from caseflow.database import db
from caseflow.errors import Conflict, Invalid, NotAllowed, Unknown
from caseflow.people.contact.actions import add_contact_point
from caseflow.people.models import ContactPoint, Person
from caseflow.referrals.models import Referral
from tests.cases.conftest import TESTS

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
MET = {"reason": CloseReason.NEEDS_MET, "planned": True, "feels_safer": FeelsSafer.SAFER}
BETTER = {OutcomeArea.SHELTER: Change.BETTER, OutcomeArea.FINANCE: Change.SAME}


def states(within, case_id):
    rows = within(
        lambda: db.session.scalars(
            select(CaseMove).where(CaseMove.case_id == case_id).order_by(CaseMove.moved_at)
        ).all()
    )
    return [one.to_state for one in rows]


def test_a_try_meets_the_first_clock_and_not_the_second(opened, viewer, within, row):
    _, case_id = opened()
    within(log_attempt, viewer("bella"), case_id, outcome=AttemptOutcome.NO_ANSWER)
    case = row(Case, case_id)
    assert case.state is CaseState.ATTEMPTS and case.tries == 1
    assert case.first_tried_at is not None and case.spoken_at is None
    assert case.next_due_at == case.spoken_due_at
    within(log_attempt, viewer("bella"), case_id, outcome=AttemptOutcome.NO_ANSWER)
    assert row(Case, case_id).first_tried_at == case.first_tried_at
    assert states(within, case_id) == [CaseState.ALLOCATED, CaseState.ATTEMPTS]


def test_spoke_still_safe_is_one_press_attempt_clock_rule_and_the_senders_desk(opened, viewer, within, row):
    person_id, case_id = opened()
    point_id = within(
        add_contact_point, TESTS, person_id, kind="phone", value="07700 900123", may_call=FieldState.ALLOWED
    )
    before = row(ContactPoint, point_id).confirm_again_on
    with time_machine.travel(datetime.now(UTC) + timedelta(days=10)):
        within(
            log_attempt,
            viewer("bella"),
            case_id,
            outcome=AttemptOutcome.SPOKE,
            contact_point_id=point_id,
            may_still=True,
        )
    case = row(Case, case_id)
    assert case.state is CaseState.ENGAGED
    assert case.spoken_at is not None and case.last_spoken_at == case.spoken_at
    assert row(Referral, case.referral_id).spoken_at == case.spoken_at
    after = row(ContactPoint, point_id)
    assert after.confirmed_on is not None and (before is None or after.confirm_again_on > before)
    made = within(lambda: db.session.scalars(select(ContactAttempt)).all())
    assert [(one.person_id, one.contact_point_id, one.outcome) for one in made] == [
        (person_id, point_id, AttemptOutcome.SPOKE)
    ]


def test_asked_for_later_moves_the_clocks_by_as_long(opened, viewer, within, row):
    with time_machine.travel(MONDAY, tick=False):
        _, case_id = opened()
        due = row(Case, case_id).spoken_due_at
        within(
            log_attempt,
            viewer("bella"),
            case_id,
            outcome=AttemptOutcome.LATER,
            again_at=MONDAY + timedelta(hours=10),
        )
    case = row(Case, case_id)
    assert case.spoken_due_at == due + timedelta(hours=10)
    assert case.clocks_stopped_at is None and case.spoken_at is None


@pytest.mark.parametrize(
    ("reason", "stands"),
    [(PauseReason.ASKED_LATER, True), (PauseReason.NOT_SAFE, True), (PauseReason.OTHER, False)],
)
def test_a_pause_stops_the_clocks_only_where_the_person_asked_or_it_is_not_safe(
    reason, stands, opened, viewer, within, row
):
    with time_machine.travel(MONDAY, tick=False):
        _, case_id = opened()
        due = row(Case, case_id).spoken_due_at
        within(move_case, viewer("bella"), case_id, to=CaseState.PAUSED, note="asked", pause_reason=reason)
    case = row(Case, case_id)
    assert (case.clocks_stopped_at is not None) is stands
    assert (case.next_due_at is None) is stands
    with time_machine.travel(MONDAY + timedelta(days=3), tick=False):
        within(move_case, viewer("bella"), case_id, to=CaseState.ATTEMPTS)
    case = row(Case, case_id)
    assert case.clocks_stopped_at is None
    assert case.spoken_due_at == due + (timedelta(days=3) if stands else timedelta())


def test_a_move_that_is_not_possible_says_who_moved_it_last(opened, viewer, within):
    _, case_id = opened()
    with pytest.raises(Conflict) as fault:
        within(move_case, viewer("bruno"), case_id, to=CaseState.OPEN)
    assert fault.value.who == "Bella Testford" and fault.value.at is not None
    with pytest.raises(Conflict):
        within(move_case, viewer("bruno"), case_id, to=CaseState.CLOSED)


def test_a_move_needs_its_words(opened, viewer, within):
    _, case_id = opened()
    with pytest.raises(Invalid) as fault:
        within(move_case, viewer("bella"), case_id, to=CaseState.PAUSED)
    assert set(fault.value.faults) == {"note", "pause_reason"}


def test_a_plan_opens_an_engaged_case(opened, viewer, within, row):
    _, case_id = opened()
    within(log_attempt, viewer("bella"), case_id, outcome=AttemptOutcome.SPOKE)
    within(set_plan, viewer("bella"), case_id, body="Bag by the door.", seen=0)
    case = row(Case, case_id)
    assert case.state is CaseState.OPEN and case.planned_at is not None
    assert case.review_due_on is not None


def test_high_risk_is_given_up_only_by_a_manager(opened, viewer, within, row):
    _, case_id = opened()
    for _ in range(3):
        within(log_attempt, viewer("bella"), case_id, outcome=AttemptOutcome.NO_ANSWER)
    with pytest.raises(Invalid) as fault:
        within(move_case, viewer("bella"), case_id, to=CaseState.NOT_REACHED, note="no answer")
    assert fault.value.faults["to"].startswith("High risk is never closed by a count")
    with pytest.raises(Invalid) as fault:
        within(close_case, viewer("bella"), case_id, reason=CloseReason.NOT_REACHED, planned=False)
    assert "reason" in fault.value.faults
    within(move_case, viewer("mona"), case_id, to=CaseState.NOT_REACHED, note="The police look in today.")
    case = row(Case, case_id)
    assert case.state is CaseState.NOT_REACHED and case.next_due_at is None


def test_medium_risk_is_given_up_after_three_tries_over_five_working_days(opened, viewer, within, row):
    with time_machine.travel(MONDAY, tick=False):
        _, case_id = opened(risk=RiskLevel.MEDIUM)
    for days, hours in ((0, 0), (2, 5), (4, 8)):
        with pytest.raises(Invalid):
            within(close_case, viewer("bella"), case_id, reason=CloseReason.NOT_REACHED, planned=False)
        with time_machine.travel(MONDAY + timedelta(days=days, hours=hours), tick=False):
            within(log_attempt, viewer("bella"), case_id, outcome=AttemptOutcome.NO_ANSWER)
    within(close_case, viewer("bella"), case_id, reason=CloseReason.NOT_REACHED, planned=False)
    assert row(Case, case_id).close_reason is CloseReason.NOT_REACHED


def test_closing_keeps_reason_outcomes_and_the_last_level(opened, viewer, within, row):
    person_id, case_id = opened()
    within(log_attempt, viewer("bella"), case_id, outcome=AttemptOutcome.SPOKE)
    within(close_case, viewer("bella"), case_id, outcomes=BETTER, note="A new home.", **MET)
    case = row(Case, case_id)
    assert case.state is CaseState.CLOSED and not case.is_live and case.next_due_at is None
    assert case.close_reason is CloseReason.NEEDS_MET and case.planned_closure is True
    assert case.feels_safer is FeelsSafer.SAFER and case.closing_risk_level is RiskLevel.HIGH
    assert row(Person, person_id).open_cases == 0
    kept = within(lambda: db.session.scalars(select(CaseOutcome).where(CaseOutcome.case_id == case_id)).all())
    assert {one.area: one.change for one in kept} == BETTER
    assert within(lambda: db.session.get(Case, case_id).close_note) == "A new home."


def test_the_second_to_close_is_told_who_did(opened, viewer, within, row):
    person_id, case_id = opened()
    within(log_attempt, viewer("bella"), case_id, outcome=AttemptOutcome.SPOKE)
    within(close_case, viewer("bella"), case_id, outcomes=BETTER, **MET)
    with pytest.raises(Conflict) as fault:
        within(close_case, viewer("bruno"), case_id, outcomes=BETTER, **MET)
    assert fault.value.who == "Bella Testford"
    for action, more in (
        (log_attempt, {"outcome": AttemptOutcome.SPOKE}),
        (set_plan, {"body": "x", "seen": 0}),
    ):
        with pytest.raises(Conflict):
            within(action, viewer("bella"), case_id, **more)
    assert row(Person, person_id).open_cases == 0


def test_opening_again_is_for_30_days(opened, viewer, within, row):
    person_id, case_id = opened()
    within(log_attempt, viewer("bella"), case_id, outcome=AttemptOutcome.SPOKE)
    within(close_case, viewer("bella"), case_id, outcomes=BETTER, **MET)
    closed_at = row(Case, case_id).closed_at
    with time_machine.travel(closed_at + timedelta(days=30, seconds=1)), pytest.raises(Conflict):
        within(reopen_case, viewer("bella"), case_id, why="rang again")
    with pytest.raises(Invalid):
        within(reopen_case, viewer("bella"), case_id, why="")
    within(reopen_case, viewer("bella"), case_id, why="rang again")
    assert row(Case, case_id).state is CaseState.ALLOCATED
    assert row(Person, person_id).open_cases == 1
    with pytest.raises(Conflict):
        within(reopen_case, viewer("bella"), case_id, why="twice")


@pytest.mark.parametrize("who", ["ben", "cora", "ezra", "harriet", "hugo", "adam", "petra", "carl"])
def test_nobody_outside_the_service_may_know_of_the_case(who, opened, viewer, within):
    _, case_id = opened()
    with pytest.raises(Unknown):
        within(log_attempt, viewer(who), case_id, outcome=AttemptOutcome.SPOKE)


def test_the_safeguarding_lead_reads_and_does_not_work_it(opened, viewer, within):
    _, case_id = opened()
    with pytest.raises(NotAllowed):
        within(log_attempt, viewer("sofia"), case_id, outcome=AttemptOutcome.SPOKE)


def test_a_refused_form_writes_nothing(opened, viewer, within):
    _, case_id = opened()
    count = select(func.count()).select_from(CaseMove)
    before = within(lambda: db.session.scalar(count))
    with pytest.raises(Invalid):
        within(close_case, viewer("bella"), case_id, reason=CloseReason.NEEDS_MET, planned=True)
    assert within(lambda: db.session.scalar(count)) == before
