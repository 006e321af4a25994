"""Accepting a referral opens a case, once, whoever else presses."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from sqlalchemy import func, select

from caseflow import clock
from caseflow.access.models import Grant
from caseflow.audit.models import AuditRow
from caseflow.calls.choices import AttemptOutcome
from caseflow.cases.actions import accept_referral, allocate_case, close_case, log_attempt
from caseflow.cases.choices import CaseState, CloseReason
from caseflow.cases.models import Case, CaseMove, CaseReferral
from caseflow.choices import RiskLevel
from caseflow.database import db, end_reading
from caseflow.directory.queries import service_by_code
from caseflow.errors import Conflict, Invalid, NotAllowed, Unknown
from caseflow.people.models import Person
from caseflow.referrals.models import Referral
from tests.cases.conftest import TESTS

ACCEPTORS = 8


def test_accepting_for_oneself_opens_a_case_with_its_clocks(opened, row, viewer, within):
    person_id, case_id = opened()
    case = row(Case, case_id)
    assert case.state is CaseState.ALLOCATED
    assert case.worker_id == viewer("bella").user_id
    assert case.first_try_due_at == case.accepted_at + timedelta(hours=24)
    assert case.spoken_due_at == case.accepted_at + timedelta(hours=48)
    assert case.plan_due_at > case.spoken_due_at
    assert case.allocate_due_at is None
    assert case.is_live and case.next_due_at == case.first_try_due_at
    assert row(Person, person_id).open_cases == 1
    moves = within(lambda: db.session.scalars(select(CaseMove).where(CaseMove.case_id == case_id)).all())
    assert [(one.from_state, one.to_state) for one in moves] == [(None, CaseState.ALLOCATED)]


def test_the_service_may_know_of_the_person_from_then_on(opened, within):
    person_id, case_id = opened()
    grants = within(
        lambda: db.session.scalars(
            select(Grant).where(Grant.source_id == case_id, Grant.ended_at.is_(None))
        ).all()
    )
    assert [(one.record_kind, one.record_id, one.service_id) for one in grants] == [
        ("person", person_id, within(service_by_code, TESTS, "b1"))
    ]


def test_accepting_for_the_team_starts_the_clock_to_allocate(opened, row):
    _, case_id = opened(to=None)
    case = row(Case, case_id)
    assert case.state is CaseState.ACCEPTED and case.worker_id is None
    assert case.allocate_due_at is not None and case.allocated_at is None


def test_accepting_for_a_colleague_of_the_service(opened, row, viewer):
    _, case_id = opened(to=viewer("bruno").user_id)
    assert row(Case, case_id).worker_id == viewer("bruno").user_id


def test_a_colleague_of_another_service_is_refused_and_nothing_is_written(referred, viewer, within, row):
    _, referral_id = referred()
    with pytest.raises(Invalid) as fault:
        within(accept_referral, viewer("bella"), referral_id, allocate_to=viewer("ben").user_id)
    assert set(fault.value.faults) == {"worker"}
    assert row(Referral, referral_id).state == "sent"
    assert within(lambda: db.session.scalar(select(func.count()).select_from(Case))) == 0


@pytest.mark.parametrize("who", ["ben", "cora", "ezra", "adam", "otto"])
def test_another_service_may_not_know_of_the_referral(who, referred, viewer, within):
    _, referral_id = referred()
    with pytest.raises(Unknown):
        within(accept_referral, viewer(who), referral_id, allocate_to="me")


def test_the_sender_may_see_it_but_not_accept_it(referred, viewer, within):
    _, referral_id = referred()
    with pytest.raises(NotAllowed):
        within(accept_referral, viewer("harriet"), referral_id, allocate_to=None)


def test_the_second_is_told_who_was_faster_and_when(referred, viewer, within):
    with time_machine.travel("2026-11-23T09:11:00Z", tick=False):
        _, referral_id = referred()
    with time_machine.travel("2026-11-23T09:12:00Z", tick=False):
        within(accept_referral, viewer("bella"), referral_id, allocate_to="me")
    with pytest.raises(Conflict) as fault:
        within(accept_referral, viewer("bruno"), referral_id, allocate_to="me")
    assert fault.value.who == "Bella Testford"
    assert fault.value.at.isoformat() == "2026-11-23T09:12:00+00:00"


def test_the_same_form_posted_twice_has_one_effect(referred, viewer, within):
    _, referral_id = referred()
    actor = viewer("bella", once="a" * 32)
    first = within(accept_referral, actor, referral_id, allocate_to="me")
    assert within(accept_referral, actor, referral_id, allocate_to="me") == first
    assert within(lambda: db.session.scalar(select(func.count()).select_from(Case))) == 1


@pytest.mark.parametrize("same_key", [False, True], ids=["eight workers", "one worker pressing eight times"])
def test_eight_at_once_make_one_case(app, referred, viewer, within, same_key):
    person_id, referral_id = referred()
    names = ["bella", "bruno", "mona", "bella", "bruno", "mona", "bella", "bruno"]
    actors = [
        viewer("bella", once="e" * 32) if same_key else viewer(name, once=f"{number:032d}")
        for number, name in enumerate(names)
    ]
    barrier = Barrier(ACCEPTORS)

    def press(actor):
        with app.app_context():
            barrier.wait()
            try:
                return accept_referral(actor, referral_id, allocate_to="me")
            except Conflict as fault:
                return fault
            finally:
                end_reading()

    with ThreadPoolExecutor(ACCEPTORS) as pool:
        answers = list(pool.map(press, actors))
    won = [one for one in answers if not isinstance(one, Conflict)]
    lost = [one for one in answers if isinstance(one, Conflict)]
    case = within(lambda: db.session.scalars(select(Case)).one())
    assert set(won) == {case.id} and len(won) == (ACCEPTORS if same_key else 1)
    winner = {actor.user_id: actor.name for actor in actors}[case.accepted_by]
    assert {(one.who, one.at is not None) for one in lost} <= {(winner, True)}
    assert within(lambda: db.session.get(Person, person_id).open_cases) == 1
    told = within(
        lambda: db.session.scalar(
            select(func.count()).select_from(AuditRow).where(AuditRow.event == "cases:case:opened")
        )
    )
    assert told == 1


def close(within, actor, case_id):
    within(close_case, actor, case_id, reason=CloseReason.IN_ERROR, planned=False, note="a test")


def test_within_30_days_of_the_close_it_is_the_same_case(opened, referred, viewer, within, row):
    with time_machine.travel("2026-09-01T09:00:00Z", tick=False):
        person_id, case_id = opened()
        within(log_attempt, viewer("bella"), case_id, outcome=AttemptOutcome.SPOKE)
        close(within, viewer("bella"), case_id)
    with time_machine.travel("2026-10-01T09:00:00Z", tick=False):
        _, referral_id = referred(person_id=person_id)
        again = within(accept_referral, viewer("bruno"), referral_id, allocate_to="me")
        now = clock.now()
    case = row(Case, again)
    assert again == case_id and case.state is CaseState.ALLOCATED and case.is_live
    assert case.worker_id == viewer("bruno").user_id
    assert case.closed_at is None and case.close_reason is None and case.spoken_at is None
    assert case.first_try_due_at == now + timedelta(hours=24)
    assert row(Person, person_id).open_cases == 1


@pytest.mark.parametrize(
    ("when", "repeat"), [("2026-10-01T09:00:01Z", True), ("2027-09-02T09:00:00Z", False)]
)
def test_later_it_is_a_new_case_and_a_repeat_within_a_year(
    opened, referred, viewer, within, row, when, repeat
):
    with time_machine.travel("2026-09-01T09:00:00Z", tick=False):
        person_id, case_id = opened()
        close(within, viewer("bella"), case_id)
    with time_machine.travel(when, tick=False):
        _, referral_id = referred(person_id=person_id)
        again = within(accept_referral, viewer("bella"), referral_id, allocate_to="me")
    assert again != case_id
    assert row(Case, again).is_repeat is repeat
    assert row(Case, case_id).state is CaseState.CLOSED


def test_a_live_case_takes_a_second_referral_in(opened, referred, viewer, within, row):
    person_id, case_id = opened()
    _, referral_id = referred(person_id=person_id)
    assert within(accept_referral, viewer("bruno"), referral_id, allocate_to="me") == case_id
    assert row(Case, case_id).worker_id == viewer("bella").user_id
    assert row(Person, person_id).open_cases == 1
    held = within(
        lambda: db.session.scalar(
            select(func.count()).select_from(CaseReferral).where(CaseReferral.case_id == case_id)
        )
    )
    assert held == 2


def test_a_worker_takes_a_case_that_nobody_has_and_only_such_a_one(opened, viewer, within, row):
    _, case_id = opened(to=None)
    within(allocate_case, viewer("bruno"), case_id, worker_id="me")
    case = row(Case, case_id)
    assert case.worker_id == viewer("bruno").user_id and case.state is CaseState.ALLOCATED
    with pytest.raises(Conflict) as fault:
        within(allocate_case, viewer("bella"), case_id, worker_id="me")
    assert fault.value.who == "Bruno Testford" and fault.value.at == case.allocated_at
    with pytest.raises(NotAllowed):
        within(allocate_case, viewer("bella"), case_id, worker_id=viewer("bruno").user_id)
    within(allocate_case, viewer("mona"), case_id, worker_id=viewer("bella").user_id)
    assert row(Case, case_id).worker_id == viewer("bella").user_id


@pytest.mark.parametrize(
    ("risk", "hours"),
    [(RiskLevel.HIGH, 24), (RiskLevel.NOT_ASSESSED, 24)],
)
def test_not_yet_assessed_runs_by_the_clocks_of_high(risk, hours, opened, row):
    _, case_id = opened(risk=risk)
    case = row(Case, case_id)
    assert case.first_try_due_at - case.accepted_at == timedelta(hours=hours)


def test_medium_and_standard_run_by_working_days(opened, row):
    # A Monday morning in a week without a bank holiday.
    with time_machine.travel("2026-11-23T10:00:00Z", tick=False):
        medium, standard = (row(Case, opened(risk=one)[1]) for one in (RiskLevel.MEDIUM, RiskLevel.STANDARD))
    assert [f"{one:%m-%d}" for one in (medium.first_try_due_at, medium.spoken_due_at, medium.plan_due_at)] == [
        "11-25", "11-30", "12-07",
    ]  # fmt: skip
    assert [f"{one:%m-%d}" for one in (standard.first_try_due_at, standard.spoken_due_at, standard.plan_due_at)] == [
        "11-30", "12-07", "12-14",
    ]  # fmt: skip
