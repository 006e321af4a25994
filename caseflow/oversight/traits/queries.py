"""Opens by what people can be known, within this process; nothing of it is written anywhere."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from caseflow.access.viewer import Viewer
from caseflow.choices import Side
from caseflow.crypto import keyring
from caseflow.database import db
from caseflow.oversight.traits.comparing import Birth, Traits, address_keys, name_keys, told_birth
from caseflow.people.choices import BirthKind, ContactKind
from caseflow.people.models import ContactPoint, Person, PersonCausingHarm, PersonName
from caseflow.people.names import full_name
from caseflow.people.phones import normal_email, normal_phone


@dataclass(frozen=True)
class Known:
    """A person as they are recorded, and those who cause them harm, as they tell of them."""

    person_id: UUID
    side: Side
    own: Traits
    harm: tuple[Traits, ...] = ()


def known_people(viewer: Viewer, ids: Collection[UUID]) -> dict[UUID, Known]:
    """Return by what these people can be known, whoever may see them: for the watch, never for a page."""
    people = db.session.scalars(
        select(Person).where(Person.id.in_(ids), Person.merged_into_id.is_(None))
    ).all()
    names: dict[UUID, list[PersonName]] = {}
    for name in db.session.scalars(select(PersonName).where(PersonName.person_id.in_(ids))):
        names.setdefault(name.person_id, []).append(name)
    points: dict[UUID, list[ContactPoint]] = {}
    for point in db.session.scalars(select(ContactPoint).where(ContactPoint.person_id.in_(ids))):
        points.setdefault(point.person_id, []).append(point)
    harm: dict[UUID, list[Traits]] = {}
    for row in db.session.scalars(select(PersonCausingHarm).where(PersonCausingHarm.person_id.in_(ids))):
        harm.setdefault(row.person_id, []).append(told_of(viewer, row))
    return {
        one.id: Known(
            one.id,
            one.side,
            _own(one, names.get(one.id, []), points.get(one.id, [])),
            tuple(harm.get(one.id, [])),
        )
        for one in people
    }


def told_of(viewer: Viewer, row: PersonCausingHarm) -> Traits:
    """Return by what a person causing harm can be known, as far as was told of them."""
    return Traits(
        names=name_keys(row.name, row.alias),
        birth=told_birth(row.born, row.created_at.date()),
        addresses=address_keys(row.address, row.where_now),
    )


def number_keys(viewer: Viewer, *numbers: str) -> frozenset[bytes]:
    """Return the keyed hashes of telephone numbers and e-mail addresses that were typed."""
    ring, found = keyring.current(), set()
    for text in numbers:
        if phone := normal_phone(text):
            found.add(ring.lookup_hash("phone", phone))
        elif email := normal_email(text):
            found.add(ring.lookup_hash("email", email))
    return frozenset(found)


def _own(person: Person, names: list[PersonName], points: list[ContactPoint]) -> Traits:
    said = [person.known_as]
    for one in names:
        said += [full_name(one.given, one.surname), full_name(person.known_as, one.surname)]
    homes = [point.value for point in points if point.kind is ContactKind.ADDRESS]
    return Traits(
        names=name_keys(*said),
        birth=_birth(person),
        numbers=frozenset(point.lookup for point in points if point.lookup),
        addresses=address_keys(*homes),
    )


def _birth(person: Person) -> Birth | None:
    born = person.birth_on
    if born is None or person.birth_kind is BirthKind.UNKNOWN:
        return None
    return Birth(day=born) if person.birth_kind is BirthKind.EXACT else Birth(years=(born.year,))
