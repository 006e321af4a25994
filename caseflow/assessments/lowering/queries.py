"""Reads of requests to lower a computed high."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select

from caseflow.access.keys_first import counted_ids, with_total
from caseflow.access.policy import P
from caseflow.access.queries import user_names
from caseflow.access.remembered import remembered
from caseflow.access.viewer import Viewer
from caseflow.assessments.choices import LoweringState
from caseflow.assessments.lowering.models import RiskLowering
from caseflow.assessments.models import Assessment
from caseflow.choices import RiskLevel
from caseflow.database import db
from caseflow.errors import Unknown
from caseflow.people.models import Person
from caseflow.people.queries import identity_bar
from caseflow.people.scope import of_visible_people, reads_as
from caseflow.people.values import FirstOf, IdentityBar

LISTED = 50


@dataclass(frozen=True)
class LoweringLine:
    """A request to lower a computed high, as the desk lists it."""

    id: UUID
    assessment_id: UUID
    person_id: UUID
    known_as: str
    reference: str
    to_level: RiskLevel
    asked_by: str
    asked_at: datetime
    for_service_id: UUID | None
    own: bool


@dataclass(frozen=True)
class LoweringPage:
    """One request, with what a manager needs to decide it."""

    id: UUID
    assessment_id: UUID
    person_id: UUID
    bar: IdentityBar
    to_level: RiskLevel
    reason: str
    state: LoweringState
    asked_by: str
    asked_at: datetime
    decided_by: str
    decided_at: datetime | None
    decision_note: str
    own: bool


def waiting_lowerings(
    viewer: Viewer, limit: int = LISTED, *, here: bool = False, others: bool = False
) -> FirstOf[LoweringLine]:
    """Return the requests that wait for a manager, oldest first; nothing for who may not decide them.

    Those made here are those of the own service, or all for who works area-wide; others' are not one's own.
    """
    if not viewer.can(P.RISK_LOWER):
        return FirstOf([], 0)
    ids, total = counted_ids(_waiting(viewer, here, others), limit)
    rows = db.session.execute(
        select(RiskLowering, Person, Assessment.for_service_id)
        .select_from(RiskLowering)
        .join(Person, Person.id == reads_as(RiskLowering.person_id))
        .join(Assessment, Assessment.id == RiskLowering.assessment_id)
        .where(RiskLowering.id.in_(ids))
        .order_by(RiskLowering.asked_at)
    ).all()
    names = user_names(viewer, [asked.asked_by for asked, _person, _service in rows])
    lines = [
        LoweringLine(
            id=asked.id,
            assessment_id=asked.assessment_id,
            person_id=person.id,
            known_as=person.known_as,
            reference=person.reference,
            to_level=asked.to_level,
            asked_by=names.get(asked.asked_by, "") if asked.asked_by else "",
            asked_at=asked.asked_at,
            for_service_id=service_id,
            own=asked.asked_by == viewer.user_id,
        )
        for asked, person, service_id in rows
    ]
    return FirstOf(lines, total)


@remembered
def _waiting(viewer: Viewer, here: bool, others: bool) -> Select[UUID, int]:
    wanted = [
        RiskLowering.state == LoweringState.WAITING,
        of_visible_people(viewer, RiskLowering.person_id),
    ]
    if here and not viewer.area_wide:
        wanted.append(Assessment.for_service_id == viewer.service_id)
    if others:
        wanted.append(RiskLowering.asked_by.is_distinct_from(viewer.user_id))
    asked = select(RiskLowering.id).join(Assessment, Assessment.id == RiskLowering.assessment_id)
    return with_total(asked.where(*wanted).order_by(RiskLowering.asked_at, RiskLowering.id))


def lowering_page(viewer: Viewer, lowering_id: UUID) -> LoweringPage:
    """Return one request in full; raises Unknown."""
    asked = load_lowering(viewer, lowering_id)
    names = user_names(viewer, [asked.asked_by, asked.decided_by])
    return LoweringPage(
        id=asked.id,
        assessment_id=asked.assessment_id,
        person_id=asked.person_id,
        bar=identity_bar(viewer, asked.person_id),
        to_level=asked.to_level,
        reason=asked.reason,
        state=asked.state,
        asked_by=names.get(asked.asked_by, "") if asked.asked_by else "",
        asked_at=asked.asked_at,
        decided_by=names.get(asked.decided_by, "") if asked.decided_by else "",
        decided_at=asked.decided_at,
        decision_note=asked.decision_note,
        own=asked.asked_by == viewer.user_id,
    )


def load_lowering(viewer: Viewer, lowering_id: UUID) -> RiskLowering:
    """Return a request about a person whom the viewer may see; raises Unknown."""
    row = db.session.scalar(
        select(RiskLowering).where(
            RiskLowering.id == lowering_id, of_visible_people(viewer, RiskLowering.person_id)
        )
    )
    if row is None:
        raise Unknown
    return row


def waiting_on(viewer: Viewer, assessment_id: UUID) -> UUID | None:
    """Return the id of the request that waits on this assessment, if there is one."""
    return db.session.scalar(
        select(RiskLowering.id).where(
            RiskLowering.assessment_id == assessment_id, RiskLowering.state == LoweringState.WAITING
        )
    )
