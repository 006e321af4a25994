"""Reads that the rule of the level needs, inside an action or a page."""

from uuid import UUID

from sqlalchemy import select

from caseflow.access.viewer import Viewer
from caseflow.assessments.choices import AssessmentState, SafeguardingKind
from caseflow.assessments.models import Assessment
from caseflow.assessments.safeguarding.models import SafeguardingAction
from caseflow.assessments.scope import visible_assessments
from caseflow.calls.scope import load_call_about
from caseflow.database import db
from caseflow.errors import Unknown
from caseflow.people.scope import records_of


def load_assessment(viewer: Viewer, assessment_id: UUID) -> Assessment:
    """Return an assessment that the viewer may see; raises Unknown."""
    row = db.session.scalar(
        select(Assessment).where(Assessment.id == assessment_id, visible_assessments(viewer))
    )
    if row is None:
        raise Unknown
    return row


def call_about(viewer: Viewer, person_id: UUID, call_id: UUID | None) -> UUID | None:
    """Return the call's id if the viewer may know of it and it is not about somebody else; raises Unknown."""
    return load_call_about(viewer, call_id, person_id).id if call_id else None


def has_child_decision(viewer: Viewer, person_id: UUID) -> bool:
    """Tell whether a child safeguarding decision was ever recorded for this person."""
    found = db.session.scalar(
        select(SafeguardingAction.id)
        .where(
            SafeguardingAction.person_id.in_(records_of(person_id)),
            SafeguardingAction.kind == SafeguardingKind.CHILD,
        )
        .limit(1)
    )
    return found is not None


def earlier_of_pair(
    viewer: Viewer,
    person_id: UUID,
    pair: UUID | None,
    *,
    instrument_code: str | None = None,
    but: UUID | None = None,
) -> Assessment | None:
    """Return the newest finished assessment of a pair: of one instrument, or else one that decided a level."""
    wanted = [
        Assessment.person_id.in_(records_of(person_id)),
        Assessment.person_causing_harm_id.is_not_distinct_from(pair),
        Assessment.state == AssessmentState.FINISHED,
    ]
    if instrument_code is not None:
        wanted.append(Assessment.instrument_code == instrument_code)
    else:
        wanted.append(Assessment.level_decided.is_not(None))
    if but is not None:
        wanted.append(Assessment.id != but)
    return db.session.scalar(
        select(Assessment).where(*wanted).order_by(Assessment.decided_at.desc(), Assessment.id).limit(1)
    )


def latest_of_each_pair(viewer: Viewer, person_id: UUID) -> list[Assessment]:
    """Return, for each pair, the newest finished assessment that decided a level."""
    rows = db.session.scalars(
        select(Assessment)
        .where(
            Assessment.person_id.in_(records_of(person_id)),
            Assessment.state == AssessmentState.FINISHED,
            Assessment.level_decided.is_not(None),
        )
        .order_by(Assessment.decided_at.desc(), Assessment.id)
    )
    newest: dict[UUID | None, Assessment] = {}
    for row in rows:
        newest.setdefault(row.person_causing_harm_id, row)
    return list(newest.values())
