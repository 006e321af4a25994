"""Writes of a person's details."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from caseflow.access.viewer import Actor
from caseflow.audit.action import action
from caseflow.audit.record import changed, record
from caseflow.clock import now, today
from caseflow.database import db
from caseflow.directory.queries import locality_names
from caseflow.errors import Invalid
from caseflow.people import events
from caseflow.people.births import age_on, birth_fault, settled
from caseflow.people.choices import BirthKind, Section
from caseflow.people.details.naming import known_by, put_names, rows_of
from caseflow.people.details.queries import identity_values
from caseflow.people.models import Person, PersonDetail
from caseflow.people.scope import load_for_writing
from caseflow.people.seen import refuse_overtaken

NAMES = ("given", "surname", "other_names")
BIRTH = ("birth_on", "age", "estimated")
PLACES = ("locality_id", "usual_locality_id")


@action
def change_identity(actor: Actor, person_id: UUID, *, seen: str | None = None, **given: Any) -> None:
    """Change those of names, birth and places that are given; refused if somebody changed them since they were seen."""
    unknown = set(given) - {"known_as", *NAMES, *BIRTH, *PLACES}
    if unknown:
        raise TypeError(f"a person has no {', '.join(sorted(unknown))} to change")
    person = load_for_writing(actor, person_id)
    refuse_overtaken(seen, identity_values(actor, person.id).values)
    rows = rows_of(person)
    touched = put_names(person, **{name: _text(given[name]) for name in NAMES if name in given}, rows=rows)
    if "known_as" in given:
        person.known_as = known_by(
            given["known_as"] or "", given.get("given") or "", given.get("surname") or ""
        )
    if any(name in given for name in BIRTH):
        _put_birth(person, given)
    _put_places(actor, person, given)
    fields = (*changed(person), *(("names",) if touched else ()))
    if fields:
        record(actor, events.PERSON_CHANGED, "person", person.id, person_id=person.id, fields=fields)


def _text(value: Any) -> Any:
    return "" if value is None else value


def _put_birth(person: Person, given: Mapping[str, Any]) -> None:
    born: date | None = given.get("birth_on")
    fault = birth_fault(born, today())
    if fault:
        raise Invalid({"birth_on": fault})
    kind = BirthKind.ESTIMATED if given.get("estimated") else BirthKind.EXACT
    age: int | None = given.get("age")
    before: date | None = person.birth_on
    by_age = person.birth_kind is BirthKind.AGE_ONLY
    if born is None and by_age and before is not None and age == age_on(before, today()):
        return  # the same age said again must not move the date that stands for it
    person.birth_on, person.birth_kind = settled(born, age, kind, today())


def _put_places(actor: Actor, person: Person, given: Mapping[str, Any]) -> None:
    places = {name: given[name] for name in PLACES if name in given}
    known = locality_names(actor, places.values())
    faults = {name: "Choose a place on the list" for name, one in places.items() if one and one not in known}
    if faults:
        raise Invalid(faults)
    for name, one in places.items():
        setattr(person, name, one)


@action
def save_section(
    actor: Actor, person_id: UUID, section: Section, content: Mapping[str, Any], *, seen: str | None = None
) -> None:
    """Save one section of a person's details whole; refused if somebody changed it since it was seen."""
    person = load_for_writing(actor, person_id)
    row = db.session.scalar(
        select(PersonDetail).where(PersonDetail.person_id == person.id, PersonDetail.section == section)
    )
    before: dict[str, Any] = dict(row.content or {}) if row else {}
    refuse_overtaken(seen, before)
    after = {name: value for name, value in content.items() if value not in (None, "", [], ())}
    if after == before:
        return
    if row is None:
        row = PersonDetail(vault=person.vault, person=person, section=section, saved_at=now())
        db.session.add(row)
    row.content, row.saved_at, row.saved_by = after, now(), actor.user_id
    fields = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    record(
        actor,
        events.DETAIL_CHANGED,
        "person_detail",
        row.id,
        person_id=person.id,
        fields=[f"{section.value}.{name}" for name in fields],
    )
