"""Writes of safeguarding actions: record the decision, send, answer, chase."""

from datetime import date
from uuid import UUID

from caseflow import clock
from caseflow.access.queries import user_names
from caseflow.access.viewer import Actor
from caseflow.assessments.choices import (
    SAFEGUARDING_STATE_LABELS,
    SafeguardingDecision,
    SafeguardingKind,
    SafeguardingState,
)
from caseflow.assessments.deciding.queries import call_about
from caseflow.assessments.events import (
    SAFEGUARDING_ANSWERED,
    SAFEGUARDING_CHASED,
    SAFEGUARDING_RECORDED,
    SAFEGUARDING_SENT,
)
from caseflow.assessments.safeguarding.chasing import chase_day, first_state
from caseflow.assessments.safeguarding.models import SafeguardingAction
from caseflow.assessments.safeguarding.queries import load_safeguarding
from caseflow.audit.action import AN_HOUR, action, adding_action
from caseflow.audit.record import changed, record
from caseflow.database import db
from caseflow.errors import Conflict, Invalid
from caseflow.people.scope import load_person


@adding_action(within=AN_HOUR)
def record_safeguarding_decision(
    actor: Actor,
    person_id: UUID,
    *,
    kind: SafeguardingKind,
    decision: SafeguardingDecision,
    reason: str,
    about: str = "",
    sent_to: str = "",
    reference: str = "",
    chase_on: date | None = None,
    call_id: UUID | None = None,
) -> UUID:
    """Record a safeguarding decision with its reason; a yes is chased until it is answered."""
    person = load_person(actor, person_id)
    raised = decision is SafeguardingDecision.YES
    _check_told(raised, reason, sent_to)
    row = SafeguardingAction(
        vault=person.vault,
        person=person,
        person_id=person.id,
        side=person.side,
        kind=kind,
        decision=decision,
        about=about,
        reason=reason,
        sent_to=sent_to,
        reference=reference,
        state=first_state(decision, sent=bool(sent_to)),
        decided_by=actor.user_id,
        decided_at=clock.now(),
        sent_at=clock.now() if sent_to else None,
        chase_on=chase_day(clock.today(), chase_on) if raised else None,
        call_id=call_about(actor, person.id, call_id),
        for_service_id=actor.service_id,
    )
    db.session.add(row)
    record(actor, SAFEGUARDING_RECORDED, "safeguarding", row.id, person_id=person.id, fields=("decision",))
    return row.id


@action
def send_safeguarding(
    actor: Actor, safeguarding_id: UUID, *, sent_to: str, reference: str = "", chase_on: date | None = None
) -> UUID:
    """Say where it was sent; from then on the answer is awaited."""
    row = _in_state(actor, safeguarding_id, SafeguardingState.TO_SEND)
    row.state, row.sent_to, row.sent_at = SafeguardingState.SENT, sent_to, clock.now()
    row.reference = reference or row.reference
    row.chase_on = chase_day(clock.today(), chase_on)
    record(actor, SAFEGUARDING_SENT, "safeguarding", row.id, person_id=row.person_id, fields=changed(row))
    return row.id


@action
def answer_safeguarding(actor: Actor, safeguarding_id: UUID, *, answer: str, reference: str = "") -> UUID:
    """Keep their answer, which ends the chasing."""
    row = _in_state(actor, safeguarding_id, SafeguardingState.SENT)
    row.state, row.answer, row.answered_at = SafeguardingState.ANSWERED, answer, clock.now()
    row.reference = reference or row.reference
    row.chase_on = None
    record(actor, SAFEGUARDING_ANSWERED, "safeguarding", row.id, person_id=row.person_id, fields=changed(row))
    return row.id


@action
def chase_safeguarding(
    actor: Actor, safeguarding_id: UUID, *, note: str, reference: str = "", chase_on: date | None = None
) -> UUID:
    """Keep what was tried, and the day of the next try."""
    row = _in_state(actor, safeguarding_id, SafeguardingState.SENT)
    earlier = f"{row.chase_note}\n\n" if row.chase_note else ""
    row.chase_note = f"{earlier}{clock.today().isoformat()}: {note}"
    row.reference = reference or row.reference
    row.chased_at, row.chase_on = clock.now(), chase_day(clock.today(), chase_on)
    record(actor, SAFEGUARDING_CHASED, "safeguarding", row.id, person_id=row.person_id, fields=changed(row))
    return row.id


def _check_told(raised: bool, reason: str, sent_to: str) -> None:
    if sent_to and not raised:
        raise Invalid({"sent_to": "The decision is not to raise it, so nothing can have been sent"})
    if not reason.strip():
        raise Invalid({"reason": "Give the reason"})


def _in_state(actor: Actor, safeguarding_id: UUID, state: SafeguardingState) -> SafeguardingAction:
    row = load_safeguarding(actor, safeguarding_id)
    if row.state is not state:
        names = user_names(actor, [row.decided_by])
        raise Conflict(
            f"This safeguarding action has moved on: {SAFEGUARDING_STATE_LABELS[row.state].lower()}.",
            who=names.get(row.decided_by) if row.decided_by else None,
            at=row.answered_at or row.sent_at or row.decided_at,
        )
    return row
