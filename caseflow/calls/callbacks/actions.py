"""Writes of call-backs."""

from datetime import datetime
from typing import Any
from uuid import UUID

from caseflow.access.viewer import Actor, Viewer
from caseflow.audit.action import MINUTES, action, adding_action
from caseflow.audit.record import changed, record
from caseflow.calls import events
from caseflow.calls.callbacks.scope import load_callback
from caseflow.calls.choices import AttemptOutcome, CallbackState, CallerType
from caseflow.calls.models import Call, Callback
from caseflow.calls.reaches.attempts.actions import record_attempt
from caseflow.calls.safe_times import must_say, outside_words
from caseflow.calls.scope import load_call, on_side
from caseflow.choices import Side
from caseflow.clock import now
from caseflow.crypto.models import Vault
from caseflow.database import db
from caseflow.errors import Conflict, Invalid, Unknown
from caseflow.people.contact.queries import contact_point
from caseflow.people.contact_rules import PointState
from caseflow.people.scope import are_one, load_person
from caseflow.people.values import PointCard


@action
def plan_callback(
    actor: Actor,
    *,
    from_at: datetime,
    until_at: datetime,
    person_id: UUID | None = None,
    contact_point_id: UUID | None = None,
    number: str = "",
    call_id: UUID | None = None,
    note: str = "",
    agreed: bool = False,
) -> UUID:
    """Promise to ring back between two times, only where and when the contact rule allows it."""
    if until_at <= from_at:
        raise Invalid({"callback_until": "The call-back must end after it begins"})
    if until_at <= now():
        raise Invalid({"callback_on": "The call-back must be in the future"})
    call = load_call(actor, call_id) if call_id else None
    if call is not None and call.caller_type is CallerType.SILENT:
        raise Invalid({"outcomes": "A silent call is never rung back"})
    person_id = person_id or (call.person_id if call else None)
    here = on_side(actor, call.side if call else None)
    person = load_person(here, person_id) if person_id else None
    point = _point(here, person_id, contact_point_id)
    if point is not None:
        _allowed(point, from_at, until_at, agreed)
    row = Callback(
        vault=call.vault if call else person.vault if person else Vault(),
        call_id=call_id,
        person_id=person_id,
        contact_point_id=contact_point_id,
        service_id=actor.service_id,
        side=_side(actor, call, person.side if person else None),
        planned_by=actor.user_id,
        held_by=actor.user_id,
        planned_at=now(),
        due_from_at=from_at,
        due_until_at=until_at,
        state=CallbackState.BOOKED,
        number=number,
        note=note,
    )
    db.session.add(row)
    record(actor, events.CALLBACK_PLANNED, "callback", row.id, person_id=person_id)
    return row.id


def _side(actor: Actor, call: Call | None, person_side: Side | None) -> Side:
    return person_side or (call.side if call else None) or actor.side or Side.SURVIVOR


def _point(viewer: Viewer, person_id: UUID | None, point_id: UUID | None) -> PointCard | None:
    if point_id is None:
        return None
    found = contact_point(viewer, point_id)
    if not are_one(found.person_id, person_id):
        raise Unknown
    return found


def _allowed(point: PointCard, from_at: datetime, until_at: datetime, agreed: bool) -> None:
    """Hold the promise to the point's rule: not a stopped or refused number, and only in its safe hours."""
    if point.state in (PointState.STOPPED, PointState.NOT_ALLOWED):
        raise Invalid({"callback_number": "This number may not be used to reach the person"})
    outside = outside_words(point.safe_times, from_at, until_at)
    if outside:
        raise Invalid({"callback_from": outside})
    if must_say(point.safe_times) and not agreed:
        words = f"The agreed times for this number are: {point.safe_times}. Tick that the call-back fits them"
        raise Invalid({"callback_agreed": words})


@action
def close_callback(actor: Actor, callback_id: UUID, *, done: bool) -> UUID:
    """Say that a call-back was done, or is not needed any more; raises Conflict if somebody was faster."""
    row = load_callback(actor, callback_id)
    if row.state is not CallbackState.BOOKED:
        raise Conflict("Somebody has already closed this call-back.", at=row.done_at)
    row.state = CallbackState.DONE if done else CallbackState.CANCELLED
    row.done_at, row.done_by = now(), actor.user_id
    record(actor, events.CALLBACK_CLOSED, "callback", row.id, person_id=row.person_id, fields=changed(row))
    return row.id


@adding_action(within=MINUTES)
def attempt_callback(
    actor: Actor, callback_id: UUID, *, outcome: AttemptOutcome, contact_point_id: UUID | None, **said: Any
) -> UUID:
    """Record what happened when a promise to ring back was kept: spoken to, it is done; else it stays promised."""
    row = load_callback(actor, callback_id)
    if row.person_id is None:
        raise Unknown
    attempt: UUID = record_attempt(
        actor,
        row.person_id,
        outcome=outcome,
        contact_point_id=contact_point_id,
        call_id=row.call_id,
        **said,
    )
    if outcome is AttemptOutcome.SPOKE and row.state is CallbackState.BOOKED:
        close_callback(actor, row.id, done=True)
    return attempt
