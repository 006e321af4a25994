"""Writes that end a call."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from caseflow.access.viewer import Actor
from caseflow.audit.action import action
from caseflow.audit.record import changed, record
from caseflow.calls import events
from caseflow.calls.callbacks.actions import plan_callback
from caseflow.calls.choices import SHORT_CALLS, CallerType, CallState, Channel, Direction, Outcome, side_of
from caseflow.calls.content import booked_between, content_of, faults, side_fault
from caseflow.calls.drafting import Draft, read_draft, write_draft
from caseflow.calls.finishing.about import about_faults
from caseflow.calls.models import Call, CallOutcome
from caseflow.calls.scope import load_held, on_side
from caseflow.calls.tying.actions import tie_as_chosen
from caseflow.calls.tying.queries import known_point
from caseflow.choices import RiskLevel
from caseflow.clock import now
from caseflow.crypto.models import Vault
from caseflow.database import db
from caseflow.directory.choices import ClockCode
from caseflow.directory.queries import helpline_clocks
from caseflow.errors import Invalid
from caseflow.people.models import Person
from caseflow.people.scope import reads_as


@action
def finish_call(actor: Actor, call_id: UUID, values: Mapping[str, Any]) -> UUID:
    """End a call: its draft moves into its sealed columns, its outcomes and its clock are set."""
    call = load_held(actor, call_id)
    booked = booked_between(values)
    found = faults(values, now(), booked)
    if call.person_id is None:
        found |= about_faults(values)
    if found:
        raise Invalid(found)
    _stay_on_side(call, values["caller_type"])
    tie_as_chosen(actor, call, values)
    _keep(call, values)
    moment = now()
    call.state, call.ended_at, call.finished_by = CallState.FINISHED, moment, actor.user_id
    outcomes = set(values.get("outcomes") or ())
    if Outcome.REFERRED in outcomes and call.referred_at is None:
        call.refer_due_at = helpline_clocks(actor).due_at(ClockCode.REFER, _risk(call), moment)
    if Outcome.CALL_BACK in outcomes and booked is not None:
        _book(actor, call, values, booked)
    record(actor, events.CALL_FINISHED, "call", call.id, person_id=call.person_id, fields=changed(call))
    return call.id


def _stay_on_side(call: Call, caller: CallerType) -> None:
    fault = side_fault(side_of(caller), call.side) if call.person_id and call.side else None
    if fault:
        raise Invalid({"caller_type": fault})
    call.side = side_of(caller)


def _keep(call: Call, values: Mapping[str, Any]) -> None:
    content = content_of(values)
    for name, code in content.codes.items():
        setattr(call, name, code)
    call.channel = values.get("channel") or call.channel
    call.direction = values.get("direction") or call.direction
    call.narrative, call.details, call.drop_plan = content.narrative, content.details, content.drop_plan
    call.outcomes = [CallOutcome(code=Outcome(code)) for code in content.outcomes]
    asides = read_draft(call.draft).asides
    call.draft = write_draft(Draft({}, asides)) if asides else None


def _risk(call: Call) -> RiskLevel:
    """Return the person's level as the summary has it; a caller without a name is not yet assessed."""
    level = db.session.scalar(select(Person.risk_level).where(Person.id == reads_as(call.person_id)))
    return level or RiskLevel.NOT_ASSESSED


def _book(actor: Actor, call: Call, values: Mapping[str, Any], booked: tuple[datetime, datetime]) -> None:
    number = values.get("callback_number") or values.get("number_now") or values.get("phone") or ""
    if not number and call.person_id is None:
        raise Invalid({"callback_number": "Enter the number to ring back"})
    point = known_point(on_side(actor, call.side), call.person_id, number)
    plan_callback(
        actor,
        from_at=booked[0],
        until_at=booked[1],
        person_id=call.person_id,
        contact_point_id=point,
        number=number,
        call_id=call.id,
        agreed=bool(values.get("callback_agreed")),
    )


@action
def log_short_call(actor: Actor, kind: CallerType, call_id: UUID | None = None) -> UUID:
    """Log a silent, wrong-number or abusive call: about nobody, never rung back; what was typed stays with it."""
    if kind not in SHORT_CALLS:
        raise Invalid({"kind": "Choose silent, wrong number or abusive"})
    call = load_held(actor, call_id) if call_id else _begin(actor)
    if call.person_id is not None:
        raise Invalid({"kind": "This call is tied to a person, so it is not a short one"})
    draft = read_draft(call.draft)
    call.caller_type, call.side = kind, None
    rest = {name: texts for name, texts in draft.typed.items() if name != "narrative"}
    call.narrative, call.details = draft.one("narrative"), {"typed": rest} if rest else None
    call.draft = None
    call.state, call.ended_at, call.finished_by = CallState.FINISHED, now(), actor.user_id
    record(actor, events.CALL_SHORT, "call", call.id)
    return call.id


def _begin(actor: Actor) -> Call:
    moment = now()
    call = Call(
        vault=Vault(),
        state=CallState.OPEN,
        channel=Channel.PHONE,
        direction=Direction.IN,
        service_id=actor.service_id,
        opened_by=actor.user_id,
        taken_by=actor.user_id,
        started_at=moment,
        last_saved_at=moment,
        draft_number=0,
    )
    db.session.add(call)
    return call


@action
def note_referral_sent(actor: Actor, call_id: UUID, at: datetime) -> None:
    """Note that a referral was sent from a call, which stops its clock; the first one counts."""
    call = db.session.get(Call, call_id)
    if call is not None and call.referred_at is None:
        call.referred_at = at
        record(
            actor, events.CALL_REFERRED, "call", call.id, person_id=call.person_id, fields=("referred_at",)
        )
