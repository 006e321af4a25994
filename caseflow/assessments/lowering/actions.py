"""Writes about lowering a computed high: ask, approve, refuse."""

from uuid import UUID

from caseflow import clock
from caseflow.access.queries import user_names
from caseflow.access.viewer import Actor
from caseflow.assessments.choices import LOWERING_LABELS, LoweringState
from caseflow.assessments.deciding.actions import open_lowering, write_summary
from caseflow.assessments.deciding.queries import latest_of_each_pair, load_assessment
from caseflow.assessments.decision import review_due_on
from caseflow.assessments.events import LOWERING_APPROVED, LOWERING_REFUSED
from caseflow.assessments.lowering.models import RiskLowering
from caseflow.assessments.lowering.queries import load_lowering, waiting_on
from caseflow.assessments.models import Assessment
from caseflow.audit.action import action
from caseflow.audit.record import record
from caseflow.choices import RiskLevel
from caseflow.errors import Conflict, Invalid, NotAllowed
from caseflow.people.scope import load_person


@action
def ask_lowering(actor: Actor, assessment_id: UUID, *, level: RiskLevel, reason: str) -> UUID:
    """Ask a manager to lower the computed high of the pair's newest assessment; it stays high meanwhile."""
    row = load_assessment(actor, assessment_id)
    newest = {one.id for one in latest_of_each_pair(actor, row.person_id)}
    if row.id not in newest:
        raise Conflict("A newer assessment of this pair has taken the place of this one.")
    if not row.high_by_count:
        raise Conflict("This level is not a computed high. A new assessment can decide another level.")
    if waiting_on(actor, row.id) is not None:
        raise Conflict(
            "It has already been asked to lower this level. It stays high until a manager decides."
        )
    if level is RiskLevel.HIGH:
        raise Invalid({"level": "Choose a level below high"})
    return open_lowering(actor, row, level, reason)


@action
def approve_lowering(actor: Actor, lowering_id: UUID, *, note: str) -> UUID:
    """Put the lower level in force; answers with the assessment's id."""
    asked, row = _decidable(actor, lowering_id)
    _decide(actor, asked, LoweringState.APPROVED, note)
    row.level_in_force = asked.to_level
    decided_on = (row.decided_at or asked.asked_at).astimezone(clock.LONDON).date()
    row.review_due_on = review_due_on(asked.to_level, decided_on)
    write_summary(actor, load_person(actor, row.person_id))
    record(actor, LOWERING_APPROVED, "lowering", asked.id, person_id=row.person_id, fields=("state", "level"))
    return row.id


@action
def refuse_lowering(actor: Actor, lowering_id: UUID, *, note: str) -> UUID:
    """Leave the level high; answers with the assessment's id."""
    asked, row = _decidable(actor, lowering_id)
    _decide(actor, asked, LoweringState.REFUSED, note)
    record(actor, LOWERING_REFUSED, "lowering", asked.id, person_id=row.person_id, fields=("state",))
    return row.id


def _decidable(actor: Actor, lowering_id: UUID) -> tuple[RiskLowering, Assessment]:
    asked = load_lowering(actor, lowering_id)
    row = load_assessment(actor, asked.assessment_id)
    if asked.state is not LoweringState.WAITING:
        names = user_names(actor, [asked.decided_by])
        who = names.get(asked.decided_by) if asked.decided_by else None
        raise Conflict(
            f"This request is closed: {LOWERING_LABELS[asked.state].lower()}.", who=who, at=asked.decided_at
        )
    if asked.asked_by is not None and asked.asked_by == actor.user_id:
        raise NotAllowed("You asked for this yourself. Another manager decides.")
    return asked, row


def _decide(actor: Actor, asked: RiskLowering, state: LoweringState, note: str) -> None:
    if not note.strip():
        raise Invalid({"note": "Give your reason"})
    asked.state, asked.decision_note = state, note
    asked.decided_by, asked.decided_at = actor.user_id, clock.now()
