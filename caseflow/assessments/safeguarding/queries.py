"""Reads of safeguarding actions."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, and_, or_, select

from caseflow import clock
from caseflow.access.keys_first import counted_ids, with_total
from caseflow.access.policy import P
from caseflow.access.queries import user_names
from caseflow.access.remembered import remembered, today
from caseflow.access.viewer import Viewer
from caseflow.assessments.choices import SafeguardingDecision, SafeguardingKind, SafeguardingState
from caseflow.assessments.safeguarding.models import SafeguardingAction
from caseflow.database import db
from caseflow.errors import Unknown
from caseflow.people.births import may_be_under_18
from caseflow.people.models import Person
from caseflow.people.queries import identity_bar
from caseflow.people.scope import load_person, of_visible_people, reads_as, records_of
from caseflow.people.values import FirstOf, IdentityBar

LISTED = 50
CHASED = (SafeguardingAction.chase_on.nulls_first(), SafeguardingAction.decided_at)
"""What was never sent has no day yet, and stands first."""


@dataclass(frozen=True)
class SafeguardingLine:
    """A safeguarding action, opened for one who may see the person."""

    id: UUID
    person_id: UUID
    kind: SafeguardingKind
    decision: SafeguardingDecision
    about: str
    reason: str
    sent_to: str
    reference: str
    answer: str
    chase_note: str
    state: SafeguardingState
    decided_by: str
    decided_at: datetime
    sent_at: datetime | None
    answered_at: datetime | None
    chase_on: date | None


@dataclass(frozen=True)
class SafeguardingPage:
    """One safeguarding action, or the page that records one."""

    person_id: UUID
    bar: IdentityBar
    under_18: bool
    line: SafeguardingLine | None
    earlier: tuple[SafeguardingLine, ...]


@dataclass(frozen=True)
class ChaseLine:
    """A safeguarding action that someone must act on today."""

    id: UUID
    person_id: UUID
    known_as: str
    reference: str
    kind: SafeguardingKind
    state: SafeguardingState
    sent_to: str
    decided_at: datetime
    chase_on: date | None
    for_service_id: UUID | None


def safeguarding_chases(viewer: Viewer, limit: int = LISTED) -> FirstOf[ChaseLine]:
    """Return what is still to be sent, or has had no answer by its day, for the viewer's service."""
    if not viewer.can(P.SAFEGUARDING_WRITE):
        return FirstOf([], 0)
    ids, total = counted_ids(_owed(viewer), limit)
    rows = db.session.execute(
        select(SafeguardingAction, Person)
        .join(Person, Person.id == reads_as(SafeguardingAction.person_id))
        .where(SafeguardingAction.id.in_(ids))
        .order_by(*CHASED)
    ).all()
    lines = [
        ChaseLine(
            id=row.id,
            person_id=person.id,
            known_as=person.known_as,
            reference=person.reference,
            kind=row.kind,
            state=row.state,
            sent_to=row.sent_to,
            decided_at=row.decided_at,
            chase_on=row.chase_on,
            for_service_id=row.for_service_id,
        )
        for row, person in rows
    ]
    return FirstOf(lines, total)


@remembered
def _owed(viewer: Viewer) -> Select[UUID, int]:
    to_chase = and_(
        SafeguardingAction.state == SafeguardingState.SENT, SafeguardingAction.chase_on <= today()
    )
    owed = and_(
        or_(SafeguardingAction.state == SafeguardingState.TO_SEND, to_chase),
        SafeguardingAction.for_service_id.is_not_distinct_from(viewer.service_id),
        of_visible_people(viewer, SafeguardingAction.person_id),
    )
    return with_total(select(SafeguardingAction.id).where(owed).order_by(*CHASED))


def person_safeguarding(viewer: Viewer, person_id: UUID) -> list[SafeguardingLine]:
    """Return the safeguarding actions of a person, newest first."""
    rows = db.session.scalars(
        select(SafeguardingAction)
        .where(
            SafeguardingAction.person_id.in_(records_of(person_id)),
            of_visible_people(viewer, SafeguardingAction.person_id),
        )
        .order_by(SafeguardingAction.decided_at.desc(), SafeguardingAction.id)
    ).all()
    names = user_names(viewer, [row.decided_by for row in rows])
    return [_line(row, names) for row in rows]


def new_safeguarding_page(viewer: Viewer, person_id: UUID) -> SafeguardingPage:
    """Return what the page that records a decision shows; raises Unknown."""
    person = load_person(viewer, person_id)
    return SafeguardingPage(
        person_id=person.id,
        bar=identity_bar(viewer, person.id),
        under_18=may_be_under_18(person.birth_on, person.birth_kind, clock.today()),
        line=None,
        earlier=tuple(person_safeguarding(viewer, person.id)),
    )


def safeguarding_page(viewer: Viewer, safeguarding_id: UUID) -> SafeguardingPage:
    """Return one safeguarding action; raises Unknown."""
    row = load_safeguarding(viewer, safeguarding_id)
    person = load_person(viewer, row.person_id)
    return SafeguardingPage(
        person_id=person.id,
        bar=identity_bar(viewer, person.id),
        under_18=may_be_under_18(person.birth_on, person.birth_kind, clock.today()),
        line=_line(row, user_names(viewer, [row.decided_by])),
        earlier=(),
    )


def load_safeguarding(viewer: Viewer, safeguarding_id: UUID) -> SafeguardingAction:
    """Return a safeguarding action of a person whom the viewer may see; raises Unknown."""
    row = db.session.scalar(
        select(SafeguardingAction).where(
            SafeguardingAction.id == safeguarding_id,
            of_visible_people(viewer, SafeguardingAction.person_id),
        )
    )
    if row is None:
        raise Unknown
    return row


def _line(row: SafeguardingAction, names: dict[UUID, str]) -> SafeguardingLine:
    return SafeguardingLine(
        id=row.id,
        person_id=row.person_id,
        kind=row.kind,
        decision=row.decision,
        about=row.about,
        reason=row.reason,
        sent_to=row.sent_to,
        reference=row.reference,
        answer=row.answer,
        chase_note=row.chase_note,
        state=row.state,
        decided_by=names.get(row.decided_by, "") if row.decided_by else "",
        decided_at=row.decided_at,
        sent_at=row.sent_at,
        answered_at=row.answered_at,
        chase_on=row.chase_on,
    )
