"""Which people a viewer may know of: one predicate, the same for lists and for one person."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from caseflow.access.grants import granted
from caseflow.access.policy import P
from caseflow.access.viewer import Viewer
from caseflow.database import db
from caseflow.errors import NotAllowed, Unknown
from caseflow.people.models import Person, PersonCausingHarm

HOPS = 20
"""Records merged into one another form a chain; a longer one than this is broken."""


def visible_people(viewer: Viewer) -> ColumnElement[bool]:
    """Return the predicate on people: of the viewer's side, not merged away, and within the viewer's scope."""
    return and_(Person.merged_into_id.is_(None), _in_scope(viewer))


def _in_scope(viewer: Viewer) -> ColumnElement[bool]:
    if not viewer.can(P.PEOPLE_READ):
        return false()
    if viewer.side is None:
        return true()
    open_to_viewer = granted(viewer, "person", Person.id)
    if viewer.area_wide:
        open_to_viewer = or_(Person.restricted.is_(False), open_to_viewer)
    # The wall comes first: a grant across it opens nothing.
    return and_(Person.side == viewer.side, open_to_viewer)


def of_visible_people(viewer: Viewer, person_id: Any) -> ColumnElement[bool]:
    """Return the predicate on another table: its row hangs on a person whom the viewer may know of."""
    # A look-up for each row that is read: a list of everybody in scope would be made anew for every query.
    found = select(Person.id).where(Person.id == person_id, visible_people(viewer))
    return found.correlate_except(Person).exists()


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
