"""Reads and writes the values of a person that are chosen in a merge, within its actions."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from caseflow.access.viewer import Actor
from caseflow.clock import now
from caseflow.database import db
from caseflow.people.choices import BirthKind, NameKind, Section
from caseflow.people.details.naming import put_names, rows_of
from caseflow.people.models import Person, PersonDetail, PersonName

SECTIONS = {section.value for section in Section}
PLACES = ("locality_id", "usual_locality_id")


def value_of(person: Person, field: str) -> Any:
    """Return a value as it can be kept and put back: exactly what stands there now."""
    if field in SECTIONS:
        row = _section(person, field)
        return None if row is None else dict(row.content or {})
    if field == "names":
        legal = next((row for row in rows_of(person) if row.kind is NameKind.LEGAL), None)
        return [legal.given, legal.surname] if legal else ["", ""]
    if field == "birth":
        born: date | None = person.birth_on
        return [born.isoformat() if born else None, person.birth_kind.value]
    if field in PLACES:
        place: UUID | None = getattr(person, field)
        return str(place) if place else None
    return person.known_as


def put_value(actor: Actor, person: Person, field: str, value: Any) -> None:
    """Put a value in its place."""
    if field in SECTIONS:
        _put_section(actor, person, field, value)
    elif field == "names":
        put_names(person, given=value[0], surname=value[1], rows=rows_of(person))
    elif field == "birth":
        person.birth_on = date.fromisoformat(value[0]) if value[0] else None
        person.birth_kind = BirthKind(value[1])
    elif field in PLACES:
        setattr(person, field, UUID(value) if value else None)
    else:
        person.known_as = value


def _section(person: Person, field: str) -> PersonDetail | None:
    return db.session.scalar(
        select(PersonDetail).where(
            PersonDetail.person_id == person.id, PersonDetail.section == Section(field)
        )
    )


def _put_section(actor: Actor, person: Person, field: str, content: Any) -> None:
    row = _section(person, field)
    if content is None:
        if row is not None:
            db.session.delete(row)
        return
    if row is None:
        row = PersonDetail(vault=person.vault, person=person, section=Section(field), saved_at=now())
        db.session.add(row)
    row.content, row.saved_at, row.saved_by = content, now(), actor.user_id


def keep_findable(person: Person, names: list[tuple[str, str]]) -> list[str]:
    """Keep names that gave way as other names, so that the person is still found by them; returns the rows' ids."""
    known = {(row.given, row.surname) for row in rows_of(person)} | {(person.known_as, "")}
    added = []
    for given, surname in names:
        if (given or surname) and (given, surname) not in known:
            row = PersonName(
                vault=person.vault, person=person, kind=NameKind.ALIAS, given=given, surname=surname
            )
            db.session.add(row)
            added.append(row.id.hex)
    return added


def forget_names(person: Person, ids: list[str]) -> None:
    """Take away the names that a merge had added."""
    for row in rows_of(person):
        if row.id.hex in ids:
            db.session.delete(row)
