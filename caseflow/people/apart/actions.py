"""Writes of those kept apart: keep apart, let together, ask the safeguarding lead, answer."""

from uuid import UUID

from sqlalchemy import select

from caseflow.access.policy import P
from caseflow.access.viewer import Actor
from caseflow.audit.action import action
from caseflow.audit.record import changed, record
from caseflow.clock import now
from caseflow.database import db
from caseflow.errors import Conflict, NotAllowed, Unknown
from caseflow.people import events
from caseflow.people.apart.choices import ANSWERED_WITHIN, LeadAnswer, Step
from caseflow.people.apart.models import LeadQuestion, Separation
from caseflow.people.apart.queries import pair_of, visible_questions
from caseflow.people.models import Person


@action
def keep_apart(actor: Actor, one: UUID, other: UUID) -> UUID:
    """Let no worker come to hold both of two people, until the safeguarding lead says otherwise."""
    pair = pair_of(actor, one, other)
    row = db.session.scalar(select(Separation).where(Separation.pair == pair))
    if row is None:
        row = Separation(pair=pair, since_at=now())
        db.session.add(row)
    row.ended_at = None
    record(actor, events.KEPT_APART, "separation", row.id)
    return row.id


@action
def let_together(actor: Actor, one: UUID, other: UUID) -> None:
    """Let a worker hold both of two people who were kept apart."""
    row = db.session.scalar(select(Separation).where(Separation.pair == pair_of(actor, one, other)))
    if row is not None and row.ended_at is None:
        row.ended_at = now()
        record(actor, events.LET_TOGETHER, "separation", row.id)


@action
def ask_lead(actor: Actor, person_id: UUID, *, step: Step, record_id: UUID, worker_id: UUID) -> UUID:
    """Put a step before the safeguarding lead; the same step asked again is the same question."""
    before = db.session.scalar(
        select(LeadQuestion)
        .where(
            LeadQuestion.person_id == person_id,
            LeadQuestion.record_id == record_id,
            LeadQuestion.worker_id == worker_id,
            LeadQuestion.asked_by == actor.user_id,
            LeadQuestion.answer != LeadAnswer.ALLOWED,
        )
        .limit(1)
    )
    if before is not None:
        return before.id
    person = db.session.scalars(select(Person).where(Person.id == person_id)).one()
    moment = now()
    row = LeadQuestion(
        vault=person.vault,
        person=person,
        person_id=person.id,
        side=person.side,
        step=step,
        record_id=record_id,
        worker_id=worker_id,
        asked_by=actor.user_id,
        asked_at=moment,
        due_at=moment + ANSWERED_WITHIN,
        answer=LeadAnswer.WAITING,
    )
    db.session.add(row)
    record(actor, events.LEAD_ASKED, "lead_question", row.id, person_id=person.id, fields=("step",))
    return row.id


@action
def answer_question(actor: Actor, question_id: UUID, *, allowed: bool, note: str = "") -> UUID:
    """Allow or refuse a step, as the safeguarding lead; whoever asked is told only which."""
    row = db.session.scalar(
        select(LeadQuestion).where(LeadQuestion.id == question_id, visible_questions(actor))
    )
    if row is None:
        raise Unknown
    if not actor.can(P.WALL_DECIDE):
        raise NotAllowed("Only the safeguarding lead decides this.")
    if row.answer is not LeadAnswer.WAITING:
        raise Conflict("This was answered before.", at=row.answered_at)
    row.answer = LeadAnswer.ALLOWED if allowed else LeadAnswer.REFUSED
    row.answered_at, row.answered_by, row.note = now(), actor.user_id, note
    record(actor, events.LEAD_ANSWERED, "lead_question", row.id, person_id=row.person_id, fields=changed(row))
    return row.person_id
