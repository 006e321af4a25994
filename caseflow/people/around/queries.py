"""Reads of those around a person."""

from uuid import UUID

from sqlalchemy import select

from caseflow.access.viewer import Viewer
from caseflow.choices import Side
from caseflow.clock import today
from caseflow.database import db
from caseflow.errors import Unknown
from caseflow.people.births import age_said
from caseflow.people.choices import RELATIONSHIP_LABELS, Relationship
from caseflow.people.models import Child, PersonCausingHarm
from caseflow.people.scope import load_harm, load_person, of_visible_people, records_of
from caseflow.people.values import ChildLine, HarmLine


def persons_causing_harm(viewer: Viewer, person_id: UUID) -> tuple[HarmLine, ...]:
    """Return who is causing harm, as the survivor tells; nobody on the other side has any such lines."""
    person = load_person(viewer, person_id)
    if person.side is not Side.SURVIVOR:
        return ()
    rows = db.session.scalars(
        select(PersonCausingHarm)
        .where(PersonCausingHarm.person_id.in_(records_of(person.id)))
        .order_by(PersonCausingHarm.created_at, PersonCausingHarm.id)
    )
    return tuple(_harm_line(row) for row in rows)


def harm_line(viewer: Viewer, harm_id: UUID) -> HarmLine:
    """Return one person causing harm; raises Unknown outside the scope."""
    return _harm_line(load_harm(viewer, harm_id))


def _harm_line(row: PersonCausingHarm) -> HarmLine:
    said = row.relationship_to
    known = {one.value: words for one, words in RELATIONSHIP_LABELS.items()}
    return HarmLine(
        id=row.id,
        person_id=row.person_id,
        named=row.named,
        name=row.name,
        alias=row.alias,
        relationship=said if said in set(Relationship) else "",
        relationship_words=known.get(said, said),
        born=row.born,
        address=row.address,
        where_now=row.where_now,
        works_where=row.works_where,
    )


def children_of(viewer: Viewer, person_id: UUID) -> tuple[ChildLine, ...]:
    """Return the children of a person, in the order in which they were told of."""
    person = load_person(viewer, person_id)
    rows = db.session.scalars(
        select(Child).where(Child.person_id.in_(records_of(person.id))).order_by(Child.created_at, Child.id)
    )
    return tuple(_child_line(row) for row in rows)


def child_line(viewer: Viewer, child_id: UUID) -> ChildLine:
    """Return one child; raises Unknown outside the scope."""
    row = db.session.scalar(
        select(Child).where(Child.id == child_id, of_visible_people(viewer, Child.person_id))
    )
    if row is None:
        raise Unknown
    return _child_line(row)


def _child_line(row: Child) -> ChildLine:
    return ChildLine(
        id=row.id,
        person_id=row.person_id,
        name=row.name,
        born=row.born,
        age=age_said(row.born, today()),
        sex=row.sex,
        where=row.where,
        note=row.note,
    )
