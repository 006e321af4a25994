"""What is owed is due sooner from the moment that the risk rises, whoever owes it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from caseflow import clock
from caseflow.access.viewer import System
from caseflow.audit.action import action
from caseflow.audit.models import AuditRow
from caseflow.calls.choices import AttemptOutcome
from caseflow.cases.actions import accept_referral
from caseflow.cases.choices import CaseState, PauseReason
from caseflow.cases.models import Case
from caseflow.cases.working.actions import log_attempt, move_case
from caseflow.choices import RiskLevel, Side
from caseflow.database import db
from caseflow.directory.choices import Need
from caseflow.oversight.watching.looking import look
from caseflow.people.actions import add_person, set_risk_summary
from caseflow.people.models import Person
from caseflow.referrals.actions import answer_return, return_referral
from caseflow.referrals.choices import GapKind
from caseflow.referrals.gaps.actions import decide_gap, raise_gap
from caseflow.referrals.models import Gap, Referral
from caseflow.referrals.situation import HELPLINE
from caseflow.referrals.situation import Gap as Missing
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


@action
def raise_about(actor, person_id, kind, need):
    """Raise a gap as an action that refers does."""
    lacking = Missing(kind, need, HELPLINE, "The helpline", "Find who can, and say so.")
    return raise_gap(actor, db.session.get(Person, person_id), lacking, service_id=actor.service_id)


@pytest.fixture
def missing(within, viewer):
    """Raise a gap about a new person at standard risk on Monday: the person's id and the gap's."""
    harriet = viewer("harriet")

    def write(kind, need):
        person_id = add_person(harriet, side=Side.SURVIVOR, known_as="Testina")
        set_risk_summary(TESTS, person_id, level=RiskLevel.STANDARD, on=clock.today(), review_due_on=None)
        return person_id, raise_about(harriet, person_id, kind, need)

    def raise_one(kind=GapKind.NO_SERVICE, need=Need.DOMESTIC_ABUSE):
        with time_machine.travel(MONDAY, tick=False):
            return within(write, kind, need)

    return raise_one


def test_a_gap_is_to_be_decided_sooner_and_no_later_again(missing, within, row, risk):
    person_id, gap_id = missing()
    before = row(Gap, gap_id)
    risk(person_id, RiskLevel.HIGH)
    gap = row(Gap, gap_id)
    assert gap.due_at == LATER + timedelta(hours=2) < before.due_at
    within(look)
    risk(person_id, RiskLevel.STANDARD, LATER + timedelta(hours=1))
    assert row(Gap, gap_id).due_at == gap.due_at
    assert said(within, "referrals:gap:hastened") == 1


def test_a_gap_of_tonight_and_one_that_is_decided_stay_as_they_are(missing, within, row, risk, viewer):
    tonight, tonight_gap = missing(GapKind.NO_ROOM, Need.SAFE_TONIGHT)
    decided, decided_gap = missing()
    with time_machine.travel(MONDAY + timedelta(hours=1), tick=False):
        within(decide_gap, viewer("harriet"), decided_gap, met=True, note="The council takes her in.")
    before = row(Gap, tonight_gap), row(Gap, decided_gap)
    assert before[0].due_at == MONDAY + timedelta(hours=1), "tonight is an hour at every level"
    for person_id in (tonight, decided):
        risk(person_id, RiskLevel.HIGH)
    assert [row(Gap, one).due_at for one in (tonight_gap, decided_gap)] == [one.due_at for one in before]
    assert said(within, "referrals:gap:hastened") == 0
