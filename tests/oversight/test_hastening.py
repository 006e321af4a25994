"""What is owed is due sooner from the moment that the risk rises, whoever owes it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from caseflow import clock
from caseflow.access.viewer import System
from caseflow.audit.models import AuditRow
from caseflow.calls.choices import AttemptOutcome
from caseflow.cases.actions import accept_referral
from caseflow.cases.choices import CaseState, PauseReason
from caseflow.cases.models import Case
from caseflow.cases.working.actions import log_attempt, move_case
from caseflow.choices import RiskLevel
from caseflow.database import db
from caseflow.oversight.watching.looking import look
from caseflow.people.actions import set_risk_summary
from caseflow.referrals.actions import answer_return, return_referral
from caseflow.referrals.models import Referral
from tests.cases.conftest import opened, referred

__all__ = ["opened", "referred"]
TESTS = System("tests")
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
LATER = MONDAY + timedelta(hours=5)
HOURS = {name: timedelta(hours=number) for name, number in (("answer", 4), ("first_try", 24), ("spoken", 48))}


@pytest.fixture
def row(within):
    """Give one row of a table as it stands."""

    def read(model, key):
        found = db.session.get(model, key)
        db.session.expunge(found)
        return found

    return lambda model, key: within(read, model, key)


@pytest.fixture
def risk(within):
    """Set a person's level at a moment, and let the watch look."""

    def set_level(person_id, level, at=LATER):
        with time_machine.travel(at, tick=False):
            within(set_risk_summary, TESTS, person_id, level=level, on=clock.today(), review_due_on=None)
            return within(look)

    return set_level


def said(within, event):
    return within(lambda: len(db.session.scalars(select(AuditRow.id).where(AuditRow.event == event)).all()))


def test_what_a_case_owes_is_due_by_the_level_it_rose_to(opened, within, row, risk, viewer):
    with time_machine.travel(MONDAY, tick=False):
        person_id, case_id = opened(risk=RiskLevel.STANDARD)
        within(log_attempt, viewer("bella"), case_id, outcome=AttemptOutcome.NO_ANSWER)
    before = row(Case, case_id)
    risk(person_id, RiskLevel.HIGH)
    case = row(Case, case_id)
    assert case.first_try_due_at == before.first_try_due_at, "it was met"
    assert case.spoken_due_at == case.next_due_at == LATER + HOURS["spoken"] < before.spoken_due_at
    assert case.plan_due_at < before.plan_due_at
    assert (case.hastened_at, case.hastened_level) == (LATER, RiskLevel.HIGH)
    assert case.risk_level is RiskLevel.STANDARD, "the level when it was accepted stays what it was"
    assert said(within, "cases:case:hastened") == 1
    within(look)
    risk(person_id, RiskLevel.STANDARD, LATER + timedelta(hours=1))
    assert row(Case, case_id).spoken_due_at == case.spoken_due_at, "nothing is due later by a lowering"
    assert said(within, "cases:case:hastened") == 1


def test_a_lower_level_hastens_nothing(opened, within, row, risk):
    with time_machine.travel(MONDAY, tick=False):
        person_id, case_id = opened(risk=RiskLevel.HIGH)
    before = row(Case, case_id)
    risk(person_id, RiskLevel.MEDIUM)
    case = row(Case, case_id)
    assert case.next_due_at == before.next_due_at and case.hastened_at is None
    assert said(within, "cases:case:hastened") == 0


def test_a_clock_that_stands_goes_on_by_the_level_it_rose_to(opened, viewer, within, row, risk):
    with time_machine.travel(MONDAY, tick=False):
        person_id, case_id = opened(risk=RiskLevel.STANDARD)
        within(log_attempt, viewer("bella"), case_id, outcome=AttemptOutcome.NO_ANSWER)
        within(
            move_case,
            viewer("bella"),
            case_id,
            to=CaseState.PAUSED,
            note="She asked",
            pause_reason=PauseReason.NOT_SAFE,
        )
    assert row(Case, case_id).spoken_due_at is None
    risk(person_id, RiskLevel.HIGH)
    assert row(Case, case_id).spoken_due_at is None, "it stands still"
    until = LATER + timedelta(hours=3)
    with time_machine.travel(until, tick=False):
        within(move_case, viewer("bella"), case_id, to=CaseState.ATTEMPTS, note="Safe again")
    assert row(Case, case_id).spoken_due_at == until + HOURS["spoken"]


def test_an_answer_that_is_waited_for_is_due_sooner(referred, within, row, risk, viewer, signed_in):
    with time_machine.travel(MONDAY, tick=False):
        person_id, referral_id = referred(risk=RiskLevel.STANDARD)
        _, other_id = referred(code="c", risk=RiskLevel.STANDARD, person_id=person_id)
    before = row(Referral, referral_id)
    risk(person_id, RiskLevel.HIGH)
    for one in (referral_id, other_id):
        found = row(Referral, one)
        assert found.answer_due_at == LATER + HOURS["answer"] < before.answer_due_at
        assert (found.clock_level, found.risk_level) == (RiskLevel.HIGH, RiskLevel.STANDARD)
    assert said(within, "referrals:referral:hastened") == 2
    page = signed_in("bella").get(f"/referrals/{referral_id}").text
    assert "The risk rose on 2 March 2026 at 3pm, after this was sent. The answer is due sooner." in page
    # Whatever clock starts next runs by the level that it rose to, and so do those of the case.
    with time_machine.travel(LATER, tick=False):
        within(return_referral, viewer("bella"), referral_id, question="What was said?")
        assert row(Referral, referral_id).answer_due_at < LATER + timedelta(days=1)
        within(answer_return, viewer("harriet"), referral_id, answer="This was said.")
        assert row(Referral, referral_id).answer_due_at == LATER + HOURS["answer"]
        case_id = within(accept_referral, viewer("bella"), referral_id, allocate_to="me")
    case = row(Case, case_id)
    assert case.risk_level is RiskLevel.HIGH and case.first_try_due_at == LATER + HOURS["first_try"]
