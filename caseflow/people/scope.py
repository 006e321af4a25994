"""Which people a viewer may know of: one predicate, the same for lists and for one person."""

from typing import Any, TypeVarTuple, cast
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    false,
    func,
    not_,
    or_,
    select,
    true,
    union_all,
)

from caseflow.access.grants import denied, granted, named
from caseflow.access.policy import P
from caseflow.access.remembered import remembered
from caseflow.access.viewer import Viewer
from caseflow.database import db
from caseflow.errors import NotAllowed, Unknown
from caseflow.people.models import Person, PersonCausingHarm

Rows = TypeVarTuple("Rows")
_MERGED, _READ, _RECORD, _RECORDED, _WHOLE = (Person.__table__.alias() for _ in range(5))
"""Of the table, not of the class: that would ask for all classes to be there when this is imported."""
RISK_NOW = func.coalesce(_WHOLE.c.risk_level, _RECORDED.c.risk_level).label("risk_level")
"""The risk level of the person whom a record reads as, in rows of ``with_risk``."""
HOPS = 20
"""Records merged into one another form a chain; a longer one than this is broken."""


@remembered
def visible_people(viewer: Viewer) -> ColumnElement[bool]:
    """Return the predicate on people: of the viewer's side, not merged away, and within the viewer's scope."""
    return and_(Person.merged_into_id.is_(None), _in_scope(viewer))


def _in_scope(viewer: Viewer) -> ColumnElement[bool]:
    if not viewer.can(P.PEOPLE_READ):
        return false()
    if viewer.side is None:
        return true()
    unrestricted: ColumnElement[bool] = Person.restricted.is_(False)
    if not viewer.area_wide:
        unrestricted = and_(unrestricted, or_(granted(viewer, "person", Person.id), _merged_granted(viewer)))
    # The wall comes first: a grant across it opens nothing. What a service may see ends where a restriction begins.
    return and_(
        Person.side == viewer.side,
        or_(unrestricted, and_(Person.restricted.is_(True), _allowed(viewer))),
        Person.id.not_in(denied(viewer, "person")),
    )


def _merged_granted(viewer: Viewer) -> ColumnElement[bool]:
    """Return the predicate: what opens a record that was merged into this person opens this person."""
    found = select(_MERGED.c.id).where(
        _MERGED.c.merged_into_id == Person.id, granted(viewer, "person", _MERGED.c.id)
    )
    return found.correlate_except(_MERGED).exists()


def _allowed(viewer: Viewer) -> ColumnElement[bool]:
    """Return the predicate on a restricted person: the viewer is on the list, or is who keeps the list."""
    return true() if viewer.can(P.PEOPLE_RESTRICT) else named(viewer, "person", Person.id)


@remembered
def hidden_people(viewer: Viewer) -> Select[UUID]:
    """Return the few people whom nothing opens to the viewer: restricted to others, or closed to the viewer."""
    restricted = select(Person.id).where(Person.restricted.is_(True), not_(_allowed(viewer)))
    hidden = union_all(restricted, denied(viewer, "person")).subquery().select()
    merged = select(Person.id).where(Person.merged_into_id.in_(hidden))
    return cast("Select[UUID]", union_all(hidden, merged).subquery().select())


def not_hidden(viewer: Viewer, person_id: Any) -> ColumnElement[bool]:
    """Return the predicate on another table: whoever its row hangs on, if on anybody, is not hidden from the viewer.

    It opens nothing by itself: it narrows what a service may see of its own work.
    """
    return or_(person_id.is_(None), person_id.not_in(hidden_people(viewer)))


def of_visible_people(viewer: Viewer, person_id: Any) -> ColumnElement[bool]:
    """Return the predicate on another table: its row hangs on a person whom the viewer may know of."""
    # A look-up for each row that is read: a list of everybody in scope would be made anew for every query.
    found = select(Person.id).where(Person.id == reads_as(person_id), visible_people(viewer))
    return found.correlate_except(Person).exists()


def reads_as(person_id: Any) -> ScalarSelect[Any]:
    """Return whom a record reads as: itself, or the one into which it was merged."""
    found = select(func.coalesce(_READ.c.merged_into_id, _READ.c.id)).where(_READ.c.id == person_id)
    return found.correlate_except(_READ).scalar_subquery()


def with_risk(rows: Select[*Rows], person_id: Any) -> Select[*Rows]:
    """Return rows that read ``RISK_NOW``, joined to the person each hangs on, and to whom that one reads as, if any."""
    found = rows.join(_RECORDED, _RECORDED.c.id == person_id)
    return found.outerjoin(_WHOLE, _WHOLE.c.id == _RECORDED.c.merged_into_id)


def records_of(person_id: Any) -> Select[Any]:
    """Return the ids of all records that read as one person with this one, so that their rows are found together."""
    whole = reads_as(person_id)
    return select(_RECORD.c.id).where(or_(_RECORD.c.id == whole, _RECORD.c.merged_into_id == whole))


def are_one(one_id: UUID | None, other_id: UUID | None) -> bool:
    """Tell whether two records read as one person."""
    if one_id == other_id or one_id is None or other_id is None:
        return one_id == other_id
    return bool(db.session.scalar(select(reads_as(one_id) == reads_as(other_id))))


def load_person(viewer: Viewer, person_id: UUID) -> Person:
    """Return a person, or whom they were merged into; raises Unknown where the viewer may not know of them."""
    wanted = person_id
    for _ in range(HOPS):
        person = db.session.scalar(select(Person).where(Person.id == wanted, visible_people(viewer)))
        if person is not None:
            return person
        target = db.session.scalar(select(Person.merged_into_id).where(Person.id == wanted))
        if target is None:
            break
        wanted = target
    raise Unknown


def load_for_writing(actor: Viewer, person_id: UUID) -> Person:
    """Return a person to be changed; raises Unknown outside the scope, and NotAllowed without the permission."""
    person = load_person(actor, person_id)
    if not actor.can(P.PEOPLE_WRITE):
        raise NotAllowed("You can read this record but not change it.")
    return person


def load_harm(viewer: Viewer, harm_id: UUID) -> PersonCausingHarm:
    """Return a person causing harm, by the survivor who told of them; raises Unknown outside the scope."""
    found = db.session.scalar(
        select(PersonCausingHarm).where(
            PersonCausingHarm.id == harm_id, of_visible_people(viewer, PersonCausingHarm.person_id)
        )
    )
    if found is None:
        raise Unknown
    return found
