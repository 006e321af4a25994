"""Reads of those kept apart: whether a step needs the safeguarding lead first, and what became of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from caseflow.access.models import Denial, Grant
from caseflow.access.policy import P
from caseflow.access.queries import user_names, who_leads
from caseflow.access.viewer import Viewer
from caseflow.clock import now
from caseflow.crypto import keyring
from caseflow.database import db
from caseflow.errors import Unknown
from caseflow.people.apart.choices import LEAD_ANSWER_LABELS, STEP_LABELS, LeadAnswer, Step
from caseflow.people.apart.models import LeadQuestion, Separation
from caseflow.people.models import Person

RECENT, MOST = timedelta(days=3), 50


@dataclass(frozen=True)
class QuestionLine:
    """A step that needs the safeguarding lead first, as whoever asked may know of it."""

    question_id: UUID
    person_id: UUID
    step: Step
    step_words: str
    record_id: UUID
    worker: str
    asked_by: str
    asked_at: datetime
    due_at: datetime
    answer: LeadAnswer
    answer_words: str
    answered_at: datetime | None
    reference: str


@dataclass(frozen=True)
class QuestionPage:
    """What became of a step that needs the safeguarding lead first; never why it does."""

    line: QuestionLine
    who: str
    now: datetime


def pair_of(viewer: Viewer, one: UUID, other: UUID) -> bytes:
    """Return the keyed hash of two people, whichever is named first."""
    first, second = sorted((one.hex, other.hex))
    return keyring.current().lookup_hash("pair", f"{first} {second}")


def kept_apart(viewer: Viewer, person_id: UUID, others: Collection[UUID]) -> frozenset[UUID]:
    """Return which of the others may not be held by whoever holds this person."""
    pairs = {pair_of(viewer, person_id, other): other for other in others if other != person_id}
    if not pairs:
        return frozenset()
    rows = db.session.scalars(
        select(Separation.pair).where(Separation.pair.in_(pairs), Separation.ended_at.is_(None))
    )
    return frozenset(pairs[pair] for pair in rows)


def needs_lead(viewer: Viewer, person_id: UUID, worker_id: UUID, held: Collection[UUID]) -> bool:
    """Tell whether a worker who holds these people may take on one more only once the safeguarding lead has said so."""
    if _closed_to(person_id, worker_id):
        return True
    return bool(kept_apart(viewer, person_id, held)) and not _allowed(person_id, worker_id)


def _closed_to(person_id: UUID, worker_id: UUID) -> bool:
    denied = select(Denial.id).where(
        Denial.record_kind == "person",
        Denial.record_id == person_id,
        Denial.user_id == worker_id,
        Denial.ended_at.is_(None),
    )
    listed = select(Grant.id).where(
        Grant.record_kind == "person",
        Grant.record_id == person_id,
        Grant.user_id == worker_id,
        Grant.ended_at.is_(None),
        or_(Grant.until_at.is_(None), Grant.until_at > now()),
    )
    hidden = select(Person.id).where(
        Person.id == person_id, or_(denied.exists(), and_(Person.restricted.is_(True), ~listed.exists()))
    )
    return db.session.scalar(hidden) is not None


def _allowed(person_id: UUID, worker_id: UUID) -> bool:
    said = select(LeadQuestion.id).where(
        LeadQuestion.person_id == person_id,
        LeadQuestion.worker_id == worker_id,
        LeadQuestion.answer == LeadAnswer.ALLOWED,
    )
    return db.session.scalar(said.limit(1)) is not None


def lead_allowed(viewer: Viewer, step: Step, person_id: UUID, record_id: UUID) -> bool:
    """Tell whether the safeguarding lead has said yes to this very step with this very record."""
    said = select(LeadQuestion.id).where(
        LeadQuestion.step == step,
        LeadQuestion.person_id == person_id,
        LeadQuestion.record_id == record_id,
        LeadQuestion.answer == LeadAnswer.ALLOWED,
    )
    return db.session.scalar(said.limit(1)) is not None


def visible_questions(viewer: Viewer) -> ColumnElement[bool]:
    """Return the predicate: one's own, and for the safeguarding lead all of the side."""
    if viewer.side is None:
        return true()
    own = LeadQuestion.asked_by == viewer.user_id if viewer.user_id else false()
    return and_(LeadQuestion.side == viewer.side, or_(own, true() if viewer.can(P.WALL_DECIDE) else false()))


def lead_question(viewer: Viewer, question_id: UUID) -> QuestionPage:
    """Return what became of a step that needs the safeguarding lead first."""
    found = db.session.scalar(
        select(LeadQuestion).where(LeadQuestion.id == question_id, visible_questions(viewer))
    )
    if found is None:
        raise Unknown
    return QuestionPage(_lines(viewer, [found])[0], who_leads(viewer).words, now())


def waiting_questions(viewer: Viewer) -> list[QuestionLine]:
    """Return the steps on the viewer's side that wait for the safeguarding lead, the one due first at the top."""
    if not viewer.can(P.WALL_DECIDE):
        return []
    return _listed(viewer, LeadQuestion.answer == LeadAnswer.WAITING)


def own_questions(viewer: Viewer) -> list[QuestionLine]:
    """Return the steps of the viewer's own that wait, or were answered within the last three days."""
    mine = LeadQuestion.asked_by == viewer.user_id
    recent = LeadQuestion.due_at > now() - RECENT
    return _listed(viewer, and_(mine, or_(LeadQuestion.answer == LeadAnswer.WAITING, recent)))


def _listed(viewer: Viewer, wanted: ColumnElement[bool]) -> list[QuestionLine]:
    rows = db.session.scalars(
        select(LeadQuestion)
        .where(visible_questions(viewer), wanted)
        .order_by(LeadQuestion.due_at, LeadQuestion.id)
        .limit(MOST)
    ).all()
    return _lines(viewer, rows)


def _lines(viewer: Viewer, rows: Collection[LeadQuestion]) -> list[QuestionLine]:
    names = user_names(viewer, [one for row in rows for one in (row.worker_id, row.asked_by)])
    ids = [row.person_id for row in rows]
    references = {
        row.id: row.reference
        for row in db.session.execute(select(Person.id, Person.reference).where(Person.id.in_(ids)))
    }
    return [
        QuestionLine(
            row.id,
            row.person_id,
            row.step,
            STEP_LABELS[row.step],
            row.record_id,
            names.get(row.worker_id, ""),
            names.get(row.asked_by, "") if row.asked_by else "",
            row.asked_at,
            row.due_at,
            row.answer,
            LEAD_ANSWER_LABELS[row.answer],
            row.answered_at,
            references.get(row.person_id, ""),
        )
        for row in rows
    ]
