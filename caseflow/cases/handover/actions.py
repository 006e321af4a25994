"""Writes that hand work over, each piece in a transaction of its own; and the receiver's word that it was read."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from caseflow import clock
from caseflow.access.policy import P
from caseflow.access.queries import colleagues, user_names
from caseflow.access.viewer import Actor
from caseflow.audit.action import action
from caseflow.audit.record import record
from caseflow.calls.callbacks.scope import load_callback
from caseflow.calls.choices import UNFINISHED, CallbackState
from caseflow.calls.models import Call
from caseflow.calls.scope import load_call, stale_calls
from caseflow.cases.actions import allocate_case
from caseflow.cases.events import HANDED_SEEN, WORK_HANDED
from caseflow.cases.handover.choices import Work
from caseflow.cases.handover.models import HandedOver
from caseflow.cases.handover.queries import TAKERS
from caseflow.cases.holding import must_be_free_to_hold
from caseflow.cases.models import Case, CaseMove, CaseTask
from caseflow.cases.scope import load_for_work, must_be_live
from caseflow.database import db
from caseflow.directory.choices import ClockCode
from caseflow.directory.queries import service_clocks
from caseflow.errors import Conflict, Invalid, NotAllowed, Unknown
from caseflow.referrals.choices import WAITING
from caseflow.referrals.scope import load_as_sender


@action
def hand_over(actor: Actor, kind: Work, record_id: UUID, *, of: UUID, to: UUID | None) -> UUID:
    """Hand a piece of a colleague's work to another, or to the team; raises Conflict if it is not theirs any more."""
    if not actor.can(P.WORK_HAND_OVER):
        raise NotAllowed("Only a manager moves the work of others.")
    if to == of:
        raise Invalid({"to": "Choose somebody else"})
    if to is not None and to not in {
        one.user_id for one in colleagues(actor, actor.service_id, TAKERS, actor.side)
    }:
        raise Invalid({"to": "Choose somebody who works in this service"})
    return HANDS[kind](actor, record_id, of, to)


def _case(actor: Actor, case_id: UUID, of: UUID, to: UUID | None) -> UUID:
    case = load_for_work(actor, case_id)
    must_be_live(actor, case)
    _still_theirs(actor, case.worker_id, of)
    if to is None:
        _to_team(actor, case)
    else:
        allocate_case(actor, case.id, worker_id=to)
    theirs = CaseTask.case_id == case.id, CaseTask.done_at.is_(None), CaseTask.assigned_to == of
    db.session.execute(update(CaseTask).where(*theirs).values(assigned_to=to))
    return _handed(actor, Work.CASE, of, to, case=case, case_id=case.id)


def _to_team(actor: Actor, case: Case) -> None:
    # The clock of allocating runs anew: somebody has to be found by then.
    now = clock.now()
    case.worker_id, case.allocated_at = None, None
    case.allocate_due_at = service_clocks(actor, case.service_id).due_at(
        ClockCode.ALLOCATE, case.risk_level, now
    )
    db.session.add(CaseMove.of(case, case.state, actor.user_id, now))


def _task(actor: Actor, task_id: UUID, of: UUID, to: UUID | None) -> UUID:
    task = db.session.get(CaseTask, task_id, with_for_update={"of": CaseTask})
    if task is None:
        raise Unknown
    case = load_for_work(actor, task.case_id)
    if task.done_at is not None:
        raise Conflict("This task is done already.", at=task.done_at)
    _still_theirs(actor, task.assigned_to, of)
    if to is not None:
        must_be_free_to_hold(actor, case.person_id, to)
    # To the team means to whoever works the case; without one it waits for whoever takes it.
    task.assigned_to = to or (case.worker_id if case.worker_id != of else None)
    return _handed(actor, Work.TASK, of, task.assigned_to, case=case, case_id=case.id, task_id=task.id)


def _callback(actor: Actor, callback_id: UUID, of: UUID, to: UUID | None) -> UUID:
    row = load_callback(actor, callback_id)
    if row.state is not CallbackState.BOOKED:
        raise Conflict("Somebody has already closed this call-back.", at=row.done_at)
    _still_theirs(actor, row.held_by, of)
    if row.person_id is not None:
        must_be_free_to_hold(actor, row.person_id, to)
    row.held_by = to
    return _handed(actor, Work.CALLBACK, of, to, person_id=row.person_id, callback_id=row.id)


def _call(actor: Actor, call_id: UUID, of: UUID, to: UUID | None) -> UUID:
    call = load_call(actor, call_id)
    if call.state not in UNFINISHED:
        raise Conflict("This call is not unfinished any more.", at=call.ended_at)
    _still_theirs(actor, call.taken_by, of)
    now = clock.now()
    if db.session.scalar(select(Call.id).where(Call.id == call.id, stale_calls(actor, now))) is None:
        raise Conflict("This call is still being logged. It can be moved after two hours.")
    holder = to or actor.user_id  # A call needs somebody who finishes it: the team's is the manager's.
    if call.person_id is not None:
        must_be_free_to_hold(actor, call.person_id, holder)
    call.taken_by, call.taken_over_at, call.draft_page = holder, now, None
    return _handed(actor, Work.CALL, of, holder, person_id=call.person_id, call_id=call.id)


def _referral(actor: Actor, referral_id: UUID, of: UUID, to: UUID | None) -> UUID:
    row = load_as_sender(actor, referral_id)
    if row.state not in WAITING:
        raise Conflict("This referral does not wait for an answer any more.", at=row.answered_at)
    _still_theirs(actor, row.held_by, of)
    if to is not None:
        must_be_free_to_hold(actor, row.person_id, to)
    row.held_by = to
    return _handed(actor, Work.REFERRAL, of, to, person_id=row.person_id, referral_id=row.id)


HANDS: dict[Work, Callable[[Actor, UUID, UUID, UUID | None], UUID]] = {
    Work.CASE: _case,
    Work.TASK: _task,
    Work.CALLBACK: _callback,
    Work.CALL: _call,
    Work.REFERRAL: _referral,
}


def _still_theirs(actor: Actor, holder: UUID | None, of: UUID) -> None:
    if holder != of:
        who = user_names(actor, [holder]).get(holder) if holder else None
        raise Conflict("This was moved before.", who=who)


def _handed(
    actor: Actor,
    kind: Work,
    of: UUID,
    to: UUID | None,
    *,
    case: Case | None = None,
    person_id: UUID | None = None,
    **ids: Any,
) -> UUID:
    if actor.service_id is None or actor.side is None:
        raise NotAllowed
    row = HandedOver(
        kind=kind,
        service_id=actor.service_id,
        side=actor.side,
        from_user_id=of,
        to_user_id=to,
        moved_by=actor.user_id,
        moved_at=clock.now(),
        **ids,
    )
    db.session.add(row)
    about = case.person_id if case else person_id
    record(actor, WORK_HANDED, kind.value, ids[f"{kind.value}_id"], person_id=about, fields=("worker",))
    return row.id


@action
def see_handed(actor: Actor) -> int:
    """Say that one has read what was given to one here; returns how many pieces it was."""
    rows = db.session.scalars(
        select(HandedOver).where(
            HandedOver.to_user_id == actor.user_id,
            HandedOver.seen_at.is_(None),
            HandedOver.service_id == actor.service_id,
            HandedOver.side == actor.side,
        )
    ).all()
    for row in rows:
        row.seen_at = clock.now()
        record(actor, HANDED_SEEN, "handed_over", row.id, fields=("seen_at",))
    return len(rows)
