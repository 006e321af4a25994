"""Reads of a person's details, as their pages and forms show them."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from caseflow.access.viewer import Viewer
from caseflow.clock import today
from caseflow.database import db
from caseflow.people.births import age_on
from caseflow.people.choices import BirthKind, NameKind, Section
from caseflow.people.details.naming import rows_of
from caseflow.people.models import Person, PersonDetail, PersonName
from caseflow.people.names import full_name
from caseflow.people.scope import load_person
from caseflow.people.seen import seen_token


@dataclass(frozen=True)
class IdentityValues:
    """What the form of names, birth and places begins with."""

    values: dict[str, Any]
    seen: str


@dataclass(frozen=True)
class SectionValues:
    """What the form of one section begins with; the years decide which questions are asked."""

    section: Section
    values: dict[str, Any]
    years: int | None
    seen: str


def identity_values(viewer: Viewer, person_id: UUID) -> IdentityValues:
    """Return a person's names, birth and places as they are recorded now."""
    person = load_person(viewer, person_id)
    values = _recorded_identity(person, rows_of(person), today())
    return IdentityValues(values, seen_token(values))


def section_values(viewer: Viewer, person_id: UUID, section: Section) -> SectionValues:
    """Return one section of a person's details as it is recorded now."""
    person = load_person(viewer, person_id)
    row = db.session.scalar(
        select(PersonDetail).where(PersonDetail.person_id == person.id, PersonDetail.section == section)
    )
    values = dict(row.content or {}) if row else {}
    born: date | None = person.birth_on
    return SectionValues(section, values, age_on(born, today()) if born else None, seen_token(values))


def _recorded_identity(person: Person, rows: list[PersonName], day: date) -> dict[str, Any]:
    legal = next((row for row in rows if row.kind is NameKind.LEGAL), None)
    others = [
        full_name(row.given, row.surname) for row in rows if row.kind in (NameKind.ALIAS, NameKind.PREVIOUS)
    ]
    born: date | None = person.birth_on
    by_age = person.birth_kind is BirthKind.AGE_ONLY
    return {
        "known_as": person.known_as,
        "given": legal.given if legal else "",
        "surname": legal.surname if legal else "",
        "other_names": sorted(others, key=str.casefold),
        "birth_on": None if by_age else born,
        "estimated": person.birth_kind is BirthKind.ESTIMATED,
        "age": age_on(born, day) if by_age and born else None,
        "locality_id": person.locality_id,
        "usual_locality_id": person.usual_locality_id,
    }
