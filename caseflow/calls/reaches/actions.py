"""Writes of people to reach: log a referral from a professional, choose the next way, close, tell the referrer."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from caseflow.access.policy import P
from caseflow.access.queries import user_names
from caseflow.access.viewer import Actor
from caseflow.audit.action import AN_HOUR, action, adding_action
from caseflow.audit.record import changed, record
from caseflow.calls import events
from caseflow.calls.choices import (
    LIVE_REACHES,
    CallerType,
    CallState,
    Channel,
    Direction,
    NextWay,
    ReachState,
    Verified,
)
from caseflow.calls.models import Call
from caseflow.calls.reaches.models import Reach
from caseflow.calls.reaches.queries import standing_now
from caseflow.calls.reaches.scope import load_reach
from caseflow.calls.reaching import HIGH_WINDOW, Step
from caseflow.calls.scope import on_side
from caseflow.calls.tying.actions import point_for, whom
from caseflow.clock import now
from caseflow.database import db
from caseflow.directory.choices import ClockCode
from caseflow.directory.queries import helpline_clocks
from caseflow.errors import Conflict, Invalid, NotAllowed
from caseflow.people.models import Person
from caseflow.people.scope import load_person

OLDEST = timedelta(days=90)
SEALED = (
    "referrer",
    "agency",
    "referrer_contact",
    "their_reference",
    "outside_agency",
    "safe_says",
)
CODES = ("profession", "verified", "told", "outside_tool", "outside_grade", "outside_on")


@adding_action(within=AN_HOUR)
def log_professional_referral(actor: Actor, values: Mapping[str, Any], *, received_at: datetime) -> UUID:
    """Log a referral from a professional: the person, the number with its rule, and the clock from its receipt on."""
    if received_at > now() + timedelta(minutes=1):
        raise Invalid({"received_time": "The referral must have come before now"})
    if received_at < now() - OLDEST:
        raise Invalid({"received_on": "The referral must have come within the last 90 days"})
    here = on_side(actor, values["side"])
    person_id = whom(here, values, side=values["side"])
    if person_id is None:
        raise Invalid({"who": "Choose who this is about: one of those found, or a new person"})
    person = load_person(here, person_id)
    point_id = point_for(here, person_id, values)
    call = _contact(actor, person, values, received_at)
    clocks = helpline_clocks(actor)
    reach = Reach(
        vault=person.vault,
        person=person,
        call=call,
        contact_point_id=point_id,
        service_id=actor.service_id,
        side=person.side,
        locality_id=person.locality_id,
        logged_by=actor.user_id,
        risk_level=person.risk_level,
        received_at=received_at,
        counted_from_at=received_at,
        first_try_due_at=clocks.due_at(ClockCode.FIRST_TRY, person.risk_level, received_at),
        spoken_due_at=clocks.due_at(ClockCode.SPOKEN_TO, person.risk_level, received_at),
        tries=0,
        state=ReachState.WAITING,
        **{name: values.get(name) for name in CODES},
        **{name: values.get(name) or "" for name in SEALED},
    )
    db.session.add(reach)
    record(actor, events.REACH_LOGGED, "reach", reach.id, person_id=person.id)
    return reach.id


def _contact(actor: Actor, person: Person, values: Mapping[str, Any], at: datetime) -> Call:
    """Keep the referral as the contact with the helpline that it is."""
    details = {"caller_name": values.get("referrer") or "", "caller_agency": values.get("agency") or ""}
    call = Call(
        vault=person.vault,
        person=person,
        state=CallState.FINISHED,
        channel=values.get("channel") or Channel.EMAIL,
        direction=Direction.IN,
        caller_type=CallerType.PROFESSIONAL,
        profession=values["profession"],
        side=person.side,
        service_id=actor.service_id,
        locality_id=person.locality_id,
        opened_by=actor.user_id,
        taken_by=actor.user_id,
        finished_by=actor.user_id,
        started_at=at,
        last_saved_at=now(),
        ended_at=now(),
        draft_number=0,
        narrative=values.get("narrative") or "",
        details={name: text for name, text in details.items() if text},
    )
    db.session.add(call)
    record(actor, events.CALL_FINISHED, "call", call.id, person_id=person.id)
    return call


def _live(actor: Actor, reach_id: UUID) -> Reach:
    reach = load_reach(actor, reach_id)
    if reach.state not in LIVE_REACHES:
        who = user_names(actor, [reach.ended_by]).get(reach.ended_by) if reach.ended_by else None
        raise Conflict("This is closed already.", who=who, at=reach.ended_at)
    return reach


@action
def decide_reach(actor: Actor, reach_id: UUID, way: NextWay, *, note: str = "") -> UUID:
    """Choose the next way for somebody at high risk who was not reached; only a manager can, and says why."""
    reach = _live(actor, reach_id)
    if not actor.can(P.ATTEMPTS_DECIDE):
        raise NotAllowed("A manager chooses the next way.")
    if not note.strip():
        raise Invalid({"note": "Say why, in a sentence"})
    if reach.state is ReachState.WAITING and standing_now(actor, reach).step is not Step.MANAGER:
        raise Invalid({"way": "There are tries left. A manager chooses after three tries or 48 hours"})
    reach.next_way, reach.decided_at, reach.decided_by, reach.end_note = way, now(), actor.user_id, note
    if way is NextWay.KEEP_TRYING:
        reach.state, reach.manager_due_at = ReachState.WAITING, None
        reach.counted_from_at, reach.spoken_due_at, reach.tries = now(), now() + HIGH_WINDOW, 0
    else:
        reach.state = ReachState.NOT_REACHED if way is NextWay.NOT_REACHED else ReachState.CLOSED
        reach.ended_at, reach.ended_by = now(), actor.user_id
    record(actor, events.REACH_DECIDED, "reach", reach.id, person_id=reach.person_id, fields=changed(reach))
    return reach.id


@action
def close_reach(actor: Actor, reach_id: UUID, *, note: str = "") -> UUID:
    """Close somebody at medium or standard risk as not reached, once the tries are made and the days are over."""
    reach = _live(actor, reach_id)
    stands = standing_now(actor, reach)
    if stands.step is not Step.MAY_CLOSE:
        raise Invalid({"note": f"This cannot be closed yet. {stands.words}"})
    reach.state, reach.end_note = ReachState.NOT_REACHED, note
    reach.ended_at, reach.ended_by = now(), actor.user_id
    record(actor, events.REACH_MOVED, "reach", reach.id, person_id=reach.person_id, fields=changed(reach))
    return reach.id


@action
def tell_referrer(actor: Actor, reach_id: UUID) -> UUID:
    """Note that the referrer was told what became of it; only one who was verified is told anything."""
    reach = load_reach(actor, reach_id)
    if reach.verified is Verified.NOT_YET:
        raise Invalid({"verified": "Verify the referrer first: by a number we hold, or their switchboard"})
    if reach.referrer_told_at is None:
        reach.referrer_told_at = now()
        record(actor, events.REFERRER_TOLD, "reach", reach.id, person_id=reach.person_id)
    else:
        raise Conflict("The referrer was told already.", at=reach.referrer_told_at)
    return reach.id
