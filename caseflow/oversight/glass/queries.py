"""Reads of opened restricted records, for those who review them and for who was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select

from caseflow.access.policy import P
from caseflow.access.queries import user_names
from caseflow.access.viewer import Viewer
from caseflow.audit.events import meaning_of
from caseflow.audit.models import AuditRow
from caseflow.clock import now
from caseflow.database import db
from caseflow.errors import Unknown
from caseflow.oversight.glass.choices import GLASS_OUTCOME_LABELS, GLASS_REASON_LABELS
from caseflow.oversight.glass.models import GlassBreak
from caseflow.people.models import Person

MOST = 100


@dataclass(frozen=True)
class GlassAct:
    """Something that was read or done in that hour."""

    at: datetime
    words: str


@dataclass(frozen=True)
class GlassLine:
    """A restricted record that was opened, by its reference."""

    glass_id: UUID
    who: str
    own: bool
    reference: str
    reason: str
    detail: str
    opened_at: datetime
    until_at: datetime
    review_due_at: datetime
    late: bool
    question: str
    answer: str
    answered_at: datetime | None
    reviewed_at: datetime | None
    reviewed_by: str
    outcome: str
    note: str
    acts: tuple[GlassAct, ...]
    """What the user did with the record in that hour, as the audit has it; of one record alone."""


def visible_breaks(viewer: Viewer) -> ColumnElement[bool]:
    """Return the predicate: a reviewer's own side, but never what the reviewer opened; or what one is asked about."""
    asked = and_(GlassBreak.user_id == viewer.user_id, GlassBreak.asked_at.is_not(None))
    if not viewer.can(P.GLASS_REVIEW):
        return and_(GlassBreak.side == viewer.side, asked)
    return and_(GlassBreak.side == viewer.side, or_(GlassBreak.user_id != viewer.user_id, asked))


def glass_breaks(viewer: Viewer) -> list[GlassLine]:
    """Return who opened restricted records of the side: what waits for review first."""
    return _listed(viewer, visible_breaks(viewer) if viewer.can(P.GLASS_REVIEW) else false())


def breaks_to_review(viewer: Viewer) -> list[GlassLine]:
    """Return the opened records whose review waits, the one due first at the top."""
    if not viewer.can(P.GLASS_REVIEW):
        return []
    return _listed(
        viewer,
        and_(visible_breaks(viewer), GlassBreak.reviewed_at.is_(None), GlassBreak.user_id != viewer.user_id),
    )


def breaks_to_answer(viewer: Viewer) -> list[GlassLine]:
    """Return what the viewer opened and is asked about."""
    mine = and_(
        GlassBreak.user_id == viewer.user_id,
        GlassBreak.asked_at.is_not(None),
        GlassBreak.answered_at.is_(None),
        GlassBreak.reviewed_at.is_(None),
    )
    return _listed(viewer, and_(visible_breaks(viewer), mine))


def glass_break(viewer: Viewer, glass_id: UUID) -> GlassLine:
    """Return one opened record; raises Unknown to whoever neither reviews it nor was asked."""
    row = db.session.scalar(select(GlassBreak).where(GlassBreak.id == glass_id, visible_breaks(viewer)))
    if row is None:
        raise Unknown
    return _lines(viewer, [row])[0]


def _listed(viewer: Viewer, wanted: ColumnElement[bool]) -> list[GlassLine]:
    rows = db.session.scalars(
        select(GlassBreak)
        .where(wanted)
        .order_by(GlassBreak.reviewed_at.is_not(None), GlassBreak.review_due_at, GlassBreak.id)
        .limit(MOST)
    ).all()
    return _lines(viewer, rows)


def _lines(viewer: Viewer, rows: Sequence[GlassBreak]) -> list[GlassLine]:
    names = user_names(viewer, [one for row in rows for one in (row.user_id, row.reviewed_by)])
    ids = [row.person_id for row in rows]
    references = {
        row.id: row.reference
        for row in db.session.execute(select(Person.id, Person.reference).where(Person.id.in_(ids)))
    }
    moment = now()
    return [
        GlassLine(
            row.id,
            names.get(row.user_id, ""),
            row.user_id == viewer.user_id,
            references.get(row.person_id, ""),
            GLASS_REASON_LABELS[row.reason],
            row.detail,
            row.opened_at,
            row.until_at,
            row.review_due_at,
            row.reviewed_at is None and row.review_due_at <= moment,
            row.question,
            row.answer,
            row.answered_at,
            row.reviewed_at,
            names.get(row.reviewed_by, "") if row.reviewed_by else "",
            GLASS_OUTCOME_LABELS[row.outcome] if row.outcome else "",
            row.note,
            _acts(row) if len(rows) == 1 else (),
        )
        for row in rows
    ]


def _acts(row: GlassBreak) -> tuple[GlassAct, ...]:
    """Return what the user did with this person's record in that hour, the first first."""
    found = db.session.execute(
        select(AuditRow.at, AuditRow.event)
        .where(
            AuditRow.person_id == row.person_id,
            AuditRow.actor_id == row.user_id,
            AuditRow.at >= row.opened_at,
            AuditRow.at <= row.until_at,
        )
        .order_by(AuditRow.position)
        .limit(MOST)
    )
    return tuple(GlassAct(at, meaning_of(event)) for at, event in found)
