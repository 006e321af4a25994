"""Reads of imports: which rows were taken in before, and by what another system knew people."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from sqlalchemy import select, tuple_

from caseflow.access.viewer import Viewer
from caseflow.choices import Side
from caseflow.crypto import keyring
from caseflow.database import db
from caseflow.people.importing.models import OutsideReference
from caseflow.people.importing.rows import Row
from caseflow.people.models import ContactPoint, Person
from caseflow.people.pairs.choices import PairState
from caseflow.people.pairs.models import RecordPair
from caseflow.people.scope import visible_people

AT_ONCE = 500


def lookups_of(viewer: Viewer, side: Side, rows: Iterable[Row]) -> list[bytes]:
    """Return the keyed hash by which each row is known again: of its id, or of all it says."""
    ring = keyring.current()
    return [
        ring.lookup_hash(f"outside:{side}", row.id)
        if row.id
        else ring.lookup_hash(f"row:{side}", row.content())
        for row in rows
    ]


def taken_in(viewer: Viewer, lookups: Sequence[bytes]) -> set[bytes]:
    """Return those of these rows that were taken in before."""
    found: set[bytes] = set()
    for first in range(0, len(lookups), AT_ONCE):
        some = lookups[first : first + AT_ONCE]
        found.update(
            db.session.scalars(select(OutsideReference.lookup).where(OutsideReference.lookup.in_(some)))
        )
    return found


def people_of(viewer: Viewer, lookups: Sequence[bytes]) -> list[UUID]:
    """Return who these rows are, as far as they are taken in."""
    found: list[UUID] = []
    for first in range(0, len(lookups), AT_ONCE):
        some = lookups[first : first + AT_ONCE]
        found += db.session.scalars(
            select(OutsideReference.person_id).where(OutsideReference.lookup.in_(some))
        )
    return found


def told_apart(viewer: Viewer, pairs: Collection[tuple[UUID, UUID]]) -> set[frozenset[UUID]]:
    """Return those of these pairs of which somebody said that they are two people."""
    both = (RecordPair.first_id, RecordPair.second_id)
    wanted = [pair for one, other in pairs for pair in ((one, other), (other, one))]
    rows = db.session.execute(
        select(*both).where(tuple_(*both).in_(wanted), RecordPair.state == PairState.APART)
    )
    return {frozenset((row[0], row[1])) for row in rows}


def outside_references(viewer: Viewer, people: Collection[UUID]) -> dict[UUID, str]:
    """Return by what another system knew these people, as far as the viewer may know of them."""
    rows = db.session.scalars(
        select(OutsideReference)
        .join(Person, Person.id == OutsideReference.person_id)
        .where(OutsideReference.person_id.in_(people), visible_people(viewer))
    )
    return {row.person_id: row.value for row in rows}


def references(viewer: Viewer, people: Collection[UUID]) -> dict[UUID, str]:
    """Return the references of these people, as far as the viewer may know of them."""
    statement = select(Person.id, Person.reference).where(Person.id.in_(people), visible_people(viewer))
    return {row.id: row.reference for row in db.session.execute(statement)}


def owners_of_contacts(viewer: Viewer, side: Side, lookups: Collection[bytes]) -> dict[bytes, set[UUID]]:
    """Return who has each of these numbers and addresses, among those of one side whom the viewer may know of."""
    found: dict[bytes, set[UUID]] = {}
    statement = (
        select(ContactPoint.lookup, ContactPoint.person_id)
        .join(Person, Person.id == ContactPoint.person_id)
        .where(ContactPoint.lookup.in_(lookups), Person.side == side, visible_people(viewer))
    )
    for lookup, person_id in db.session.execute(statement):
        found.setdefault(lookup or b"", set()).add(person_id)
    return found
