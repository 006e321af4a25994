"""Writes that open a case and say whose it is: accept a referral, allocate, open again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from caseflow import clock
from caseflow.access.grants import grant
from caseflow.access.models import Grant
from caseflow.access.policy import P
from caseflow.access.queries import user_names
from caseflow.access.viewer import Actor
from caseflow.audit.action import action
from caseflow.audit.record import changed, record
from caseflow.cases.choices import LIVE, CaseState
from caseflow.cases.diary.actions import (
    add_incident,
    add_note,
    add_task,
    change_note,
    correct_note,
    finish_task,
    set_plan,
)
from caseflow.cases.events import CASE_ALLOCATED, CASE_OPENED, CASE_REOPENED, REFERRAL_JOINED
from caseflow.cases.holding import ME, chosen_worker, must_be_free_to_hold
from caseflow.cases.models import Case, CaseMove, CaseReferral, CaseTask
from caseflow.cases.returning import is_repeat, is_same_case
from caseflow.cases.scope import load_for_work, must_be_live, risk_now, too_late
from caseflow.cases.working.actions import (
    close_case,
    hasten_cases,
    log_attempt,
    move_case,
    tell_of_close,
)
from caseflow.database import db
from caseflow.directory.choices import ClockCode
from caseflow.directory.queries import service_clocks
from caseflow.errors import Conflict, Invalid, NotAllowed
from caseflow.people.actions import change_open_cases
from caseflow.people.models import Person
from caseflow.people.scope import reads_as, records_of
from caseflow.referrals.actions import mark_accepted
from caseflow.referrals.models import Referral

__all__ = [
    "ME",
    "accept_referral",
    "add_incident",
    "add_note",
    "add_task",
    "allocate_case",
    "change_note",
    "close_case",
    "correct_note",
    "finish_task",
    "hasten_cases",
    "log_attempt",
    "move_case",
    "reopen_case",
    "set_plan",
]


@action
def accept_referral(actor: Actor, referral_id: UUID, *, allocate_to: UUID | str | None) -> UUID:
    """Accept a referral for oneself ("me"), a colleague (their id) or the team (nobody yet): the case's id.

    It opens a case; a live one of the same person here takes the referral in, and one closed within 30 days is
    opened again. Raises Conflict with who and when if somebody was faster.
    """
    referral: Referral = mark_accepted(actor, referral_id)
    # Acceptance is what opens the person to the service: everything below is done in that light.
    opened = grant(
        actor,
        "person",
        referral.person_id,
        why="case",
        source_id=referral.id,
        service_id=referral.to_service_id,
    )
    # Two referrals of one person that are accepted at the same moment must not open two cases.
    person = db.session.scalars(
        select(Person).where(Person.id == reads_as(referral.person_id)).with_for_update(of=Person)
    ).one()
    worker, now = chosen_worker(actor, referral.to_service_id, allocate_to), clock.now()
    must_be_free_to_hold(actor, person.id, worker)
    case = _latest_case(referral)
    if case is None or (case.state not in LIVE and not is_same_case(case.closed_at or now, now)):
        repeat = bool(case and case.closed_at and is_repeat(case.closed_at, now))
        case = _open(actor, referral, person, worker, now, repeat)
    elif case.state in LIVE:
        record(actor, REFERRAL_JOINED, "case", case.id, person_id=person.id, fields=("referral",))
    else:
        _reopen(actor, case, worker, now, "Referred again within 30 days of the close")
    db.session.get_one(Grant, opened).source_id = case.id  # It ends with the case.
    db.session.add(
        CaseReferral(
            case=case,
            case_id=case.id,
            referral=referral,
            referral_id=referral.id,
            accepted_at=now,
            accepted_by=actor.user_id,
        )
    )
    return case.id


@action
def allocate_case(actor: Actor, case_id: UUID, *, worker_id: UUID | str) -> UUID:
    """Give a case to a worker of the service; who may not allocate can only take one that nobody has."""
    case = load_for_work(actor, case_id)
    must_be_live(actor, case)
    worker = chosen_worker(actor, case.service_id, worker_id)
    if worker is None:
        raise Invalid({"worker": "Choose who works this case"})
    if not actor.can(P.CASES_ALLOCATE):
        if worker != actor.user_id:
            raise NotAllowed("Only a manager gives a case to somebody else.")
        if case.worker_id not in (None, actor.user_id):
            names = user_names(actor, [case.worker_id])
            raise Conflict(
                "This case has a worker by now.", who=names.get(case.worker_id), at=case.allocated_at
            )
    must_be_free_to_hold(actor, case.person_id, worker)
    before, now = case.state, clock.now()
    case.give_to(worker, now)
    # Tasks of a case without a worker wait for whoever takes it.
    waiting = CaseTask.case_id == case.id, CaseTask.done_at.is_(None), CaseTask.assigned_to.is_(None)
    db.session.execute(update(CaseTask).where(*waiting).values(assigned_to=worker))
    record(actor, CASE_ALLOCATED, "case", case.id, person_id=case.person_id, fields=changed(case))
    db.session.add(CaseMove.of(case, before, actor.user_id, now))
    return case.id


@action
def reopen_case(actor: Actor, case_id: UUID, *, why: str, worker_id: UUID | str | None = ME) -> UUID:
    """Open a case again within 30 days of its close; later a new referral opens a new one."""
    case = load_for_work(actor, case_id)
    now = clock.now()
    if case.state is not CaseState.CLOSED or case.closed_at is None:
        raise too_late(actor, case, "This case is not closed.")
    if not is_same_case(case.closed_at, now):
        raise too_late(actor, case, "It closed more than 30 days ago: a new referral opens a new case.")
    if not why:
        raise Invalid({"why": "Say why this case opens again"})
    worker = chosen_worker(actor, case.service_id, worker_id)
    must_be_free_to_hold(actor, case.person_id, worker)
    _reopen(actor, case, worker, now, why)
    return case.id


def _open(
    actor: Actor, referral: Referral, person: Person, worker: UUID | None, now: datetime, repeat: bool
) -> Case:
    case = Case(
        vault=person.vault,
        person=person,
        person_id=person.id,
        side=referral.side,
        service_id=referral.to_service_id,
        element=referral.element,
        lot=referral.lot,
        locality_id=referral.locality_id,
        referral=referral,
        referral_id=referral.id,
        state=CaseState.ACCEPTED,
        risk_level=referral.clock_level,
        is_repeat=repeat,
        accepted_at=now,
        accepted_by=actor.user_id,
        plan_number=0,
        tries=0,
    )
    _begin(actor, case, worker, now)
    db.session.add(case)
    db.session.add(CaseMove.of(case, None, actor.user_id, now))
    change_open_cases(actor, person.id, 1)
    record(actor, CASE_OPENED, "case", case.id, person_id=person.id, fields=("state", "worker_id"))
    return case


def _reopen(actor: Actor, case: Case, worker: UUID | None, now: datetime, why: str) -> None:
    before, case.state = case.state, CaseState.ACCEPTED
    case.worker_id, case.reopened_at, case.closed_at, case.closed_by = None, now, None, None
    case.close_reason = case.planned_closure = case.feels_safer = case.closing_risk_level = None
    case.allocated_at = case.first_tried_at = case.spoken_at = case.planned_at = None
    case.risk_level, case.hastened_at, case.hastened_level = risk_now(case.person_id), None, None
    _begin(actor, case, worker, now)
    db.session.add(CaseMove.of(case, before, actor.user_id, now, why))
    change_open_cases(actor, case.person_id, 1)
    tell_of_close(actor, case, None)
    record(actor, CASE_REOPENED, "case", case.id, person_id=case.person_id, fields=("state", "worker_id"))


def _begin(actor: Actor, case: Case, worker: UUID | None, now: datetime) -> None:
    clocks = service_clocks(actor, case.service_id)
    case.run_clocks(clocks)
    case.allocate_due_at = None if worker else clocks.due_at(ClockCode.ALLOCATE, case.risk_level, now)
    if worker:
        case.give_to(worker, now)


def _latest_case(referral: Referral) -> Case | None:
    """Return the person's live case in the service, else the one that closed last."""
    return db.session.scalars(
        select(Case)
        .where(Case.person_id.in_(records_of(referral.person_id)), Case.service_id == referral.to_service_id)
        .order_by(Case.closed_at.is_not(None), Case.closed_at.desc())
        .limit(1)
    ).first()
