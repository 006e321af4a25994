"""Writes of contact attempts, and of the decision about a number that one of them stopped."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from caseflow.access.policy import P
from caseflow.access.queries import user_names
from caseflow.access.viewer import Actor
from caseflow.audit.action import MINUTES, action, adding_action
from caseflow.audit.record import changed, record
from caseflow.calls import events
from caseflow.calls.choices import LIVE_REACHES, STOPPING, AttemptOutcome, ReachState, StopDecision
from caseflow.calls.reaches.attempts.outside import outside_rule
from caseflow.calls.reaches.attempts.queries import tries_of
from caseflow.calls.reaches.models import ContactAttempt, Reach, StoppedPoint
from caseflow.calls.reaches.scope import load_reach, load_stop
from caseflow.calls.reaching import Step, later_until, manager_by, standing, stop_decided_by
from caseflow.choices import FieldState
from caseflow.clock import now, today
from caseflow.database import db
from caseflow.directory.choices import ClockCode
from caseflow.directory.clocks import Pause
from caseflow.directory.queries import helpline_clocks
from caseflow.errors import Conflict, Invalid, NotAllowed, Unknown
from caseflow.people.actions import (
    change_contact_rule,
    confirm_contact,
    reopen_contact_point,
    stop_contact_point,
)
from caseflow.people.choices import ContactKind, StopReason
from caseflow.people.contact.queries import contact_point
from caseflow.people.models import ContactPoint, Person
from caseflow.people.scope import are_one, load_person, records_of

LONGEST_AGO = timedelta(days=60)
WHY_STOPPED = {
    AttemptOutcome.SOMEONE_ELSE: StopReason.SOMEONE_ELSE,
    AttemptOutcome.WRONG_NUMBER: StopReason.WRONG_NUMBER,
    AttemptOutcome.SPOKE: StopReason.NOT_SAFE,
}


@adding_action(within=MINUTES)
def record_attempt(
    actor: Actor,
    person_id: UUID,
    *,
    outcome: AttemptOutcome,
    contact_point_id: UUID | None = None,
    reach_id: UUID | None = None,
    call_id: UUID | None = None,
    made_at: datetime | None = None,
    note: str = "",
    reason: str = "",
    may_still: bool | None = None,
    again_at: datetime | None = None,
) -> UUID:
    """Record one try to get in touch, renewing or stopping the number that was used by what happened."""
    person = load_person(actor, person_id)
    moment = _made(made_at, again_at)
    point = _point(person, contact_point_id)
    if point is not None and not reason.strip():
        _keep_to_rule(actor, point, moment, outcome)
    reach = load_reach(actor, reach_id) if reach_id else None
    if reach is not None and not are_one(reach.person_id, person.id):
        raise Unknown
    attempt = ContactAttempt(
        vault=person.vault,
        person=person,
        contact_point_id=contact_point_id,
        call_id=call_id,
        reach_id=reach_id,
        service_id=actor.service_id,
        made_by=actor.user_id,
        made_at=moment,
        outcome=outcome,
        still_safe=may_still if outcome is AttemptOutcome.SPOKE else None,
        again_at=later_until(moment, again_at) if outcome is AttemptOutcome.LATER else None,
        note=note,
        reason=reason,
    )
    db.session.add(attempt)
    record(actor, events.ATTEMPT_MADE, "attempt", attempt.id, person_id=person.id)
    if point is not None:
        _renew_or_stop(actor, person, point, attempt)
    if reach is not None:
        _move_reach(actor, reach, attempt)
    return attempt.id


def _made(made_at: datetime | None, again_at: datetime | None) -> datetime:
    moment = made_at or now()
    if moment > now() + timedelta(minutes=1):
        raise Invalid({"made_at": "The time of the try must be in the past"})
    if moment < now() - LONGEST_AGO:
        raise Invalid({"made_at": "The time of the try must be within the last 60 days"})
    if again_at is not None and again_at <= moment:
        raise Invalid({"again_at": "The time to try again must be after this try"})
    return moment


def _point(person: Person, point_id: UUID | None) -> ContactPoint | None:
    if point_id is None:
        return None
    found = db.session.scalar(
        select(ContactPoint).where(
            ContactPoint.id == point_id, ContactPoint.person_id.in_(records_of(person.id))
        )
    )
    if found is None:
        raise Unknown
    return found


def _keep_to_rule(actor: Actor, point: ContactPoint, at: datetime, outcome: AttemptOutcome) -> None:
    """Ask for the reason of a try that goes beyond what was agreed: it is recorded as it happened, never silently."""
    outside = outside_rule(contact_point(actor, point.id), at, outcome)
    if outside:
        raise Invalid({"reason": f"{' '.join(outside)} Say why it was tried all the same"})


def _renew_or_stop(actor: Actor, person: Person, point: ContactPoint, attempt: ContactAttempt) -> None:
    if attempt.outcome is AttemptOutcome.SPOKE and attempt.still_safe:
        _renew(actor, point)
    unsafe = attempt.outcome is AttemptOutcome.SPOKE and attempt.still_safe is False
    if (attempt.outcome in STOPPING or unsafe) and point.stopped_at is None:
        stop_contact_point(actor, point.id, reason=WHY_STOPPED[attempt.outcome])
        row = StoppedPoint(
            vault=person.vault,
            person=person,
            contact_point_id=point.id,
            attempt=attempt,
            service_id=actor.service_id,
            side=person.side,
            why=attempt.outcome,
            stopped_by=actor.user_id,
            stopped_at=attempt.made_at,
            due_at=stop_decided_by(person.risk_level, now()),
        )
        db.session.add(row)
        record(actor, events.POINT_STOPPED, "stopped_point", row.id, person_id=person.id)


def _renew(actor: Actor, point: ContactPoint) -> None:
    """Renew the rule of a number that the person called safe; a number never asked about may be called from now on."""
    if point.kind is ContactKind.PHONE and point.may_call is FieldState.NOT_ASKED:
        change_contact_rule(actor, point.id, may_call=FieldState.ALLOWED, confirmed_on=today())
    else:
        confirm_contact(actor, point.id)


def _move_reach(actor: Actor, reach: Reach, attempt: ContactAttempt) -> None:
    """Move the clocks and the state of somebody to reach by what happened."""
    if reach.state not in LIVE_REACHES:
        if attempt.outcome is AttemptOutcome.SPOKE and reach.spoken_at is None:
            reach.spoken_at = attempt.made_at
        return
    db.session.flush()
    clocks = helpline_clocks(actor)
    tries = tries_of(actor, reach.id)
    stands = standing(reach.risk_level, reach.counted_from_at, tries, now(), clocks.calendar)
    reach.first_tried_at = min(reach.first_tried_at or attempt.made_at, attempt.made_at)
    reach.tries = stands.tries
    if attempt.outcome is AttemptOutcome.SPOKE:
        reach.state, reach.spoken_at = ReachState.SPOKEN, attempt.made_at
        reach.ended_at, reach.ended_by = now(), actor.user_id
    elif stands.step is Step.MANAGER and reach.state is ReachState.WAITING:
        reach.state, reach.manager_due_at = ReachState.MANAGER, manager_by(now())
    if attempt.outcome is AttemptOutcome.LATER:
        pauses = [Pause(one.made_at, one.again_at) for one in tries if one.again_at]
        due = clocks.due_with_pauses(ClockCode.SPOKEN_TO, reach.risk_level, reach.received_at, pauses)
        reach.spoken_due_at = due or reach.spoken_due_at
    record(actor, events.REACH_MOVED, "reach", reach.id, person_id=reach.person_id, fields=changed(reach))


@action
def decide_stopped_point(actor: Actor, stopped_id: UUID, decision: StopDecision, *, note: str = "") -> UUID:
    """Decide about a stopped number: never again, or again from the first-contact procedure on."""
    row = load_stop(actor, stopped_id)
    if not actor.can(P.ATTEMPTS_DECIDE):
        raise NotAllowed("A manager decides about a stopped number.")
    if row.decided_at is not None:
        who = user_names(actor, [row.decided_by]).get(row.decided_by) if row.decided_by else None
        raise Conflict("Somebody has already decided about this number.", who=who, at=row.decided_at)
    if not note.strip():
        raise Invalid({"note": "Say why, in a sentence"})
    row.decision, row.note, row.decided_at, row.decided_by = decision, note, now(), actor.user_id
    if decision is StopDecision.ALLOW_AGAIN:
        reopen_contact_point(actor, row.contact_point_id)
    record(actor, events.POINT_DECIDED, "stopped_point", row.id, person_id=row.person_id, fields=changed(row))
    return row.id
