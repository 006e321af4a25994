"""Writes of those around a person."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from caseflow.access.viewer import Actor
from caseflow.audit.action import AN_HOUR, action, adding_action
from caseflow.audit.record import changed, record
from caseflow.choices import Side
from caseflow.clock import now
from caseflow.database import db
from caseflow.errors import Invalid, NotAllowed, Unknown
from caseflow.people import events
from caseflow.people.around.values import CHILD_FIELDS, HARM_FIELDS, recorded
from caseflow.people.models import Child, Person, PersonCausingHarm
from caseflow.people.scope import load_for_writing, load_harm
from caseflow.people.seen import refuse_overtaken


@adding_action(within=AN_HOUR)
def add_person_causing_harm(actor: Actor, person_id: UUID, **told: Any) -> UUID:
    """Add who is causing harm to a survivor's record: as the survivor tells of them, or not named; returns the id."""
    person = load_for_writing(actor, person_id)
    if person.side is not Side.SURVIVOR:
        raise NotAllowed("Who is causing harm is recorded on a survivor's record only.")
    values = _told(told, HARM_FIELDS)
    named = _named(values, told.get("named"))
    row = PersonCausingHarm(vault=person.vault, person=person, named=named, created_at=now(), **values)
    db.session.add(row)
    db.session.flush()
    record(
        actor,
        events.HARM_ADDED,
        "person_causing_harm",
        row.id,
        person_id=person.id,
        fields=(*values, "named"),
    )
    return row.id


@action
def change_person_causing_harm(actor: Actor, harm_id: UUID, *, seen: str | None = None, **told: Any) -> None:
    """Change what is known of a person causing harm; refused if somebody changed it since it was seen."""
    row = load_harm(actor, harm_id)
    load_for_writing(actor, row.person_id)
    refuse_overtaken(seen, recorded(row, HARM_FIELDS))
    for name, value in _told(told, HARM_FIELDS).items():
        setattr(row, name, value)
    row.named = _named(recorded(row, HARM_FIELDS), told.get("named", row.named))
    _record_change(actor, events.HARM_CHANGED, "person_causing_harm", row)


def _named(values: dict[str, str], named: bool | None) -> bool:
    """A name makes somebody named; without one it must be said that none was given."""
    if values.get("name"):
        return True
    if named:
        raise Invalid({"name": "Enter the name, or say that they are not named"})
    return False


@action
def add_child(actor: Actor, person_id: UUID, **told: Any) -> UUID:
    """Add one child to a person's record; returns the id."""
    person: Person = load_for_writing(actor, person_id)
    values = _told(told, CHILD_FIELDS)
    if not any(values.values()):
        raise Invalid({"name": "Enter a name, an age, or anything else that is known of the child"})
    row = Child(vault=person.vault, person=person, created_at=now(), **values)
    db.session.add(row)
    db.session.flush()
    record(actor, events.CHILD_ADDED, "child", row.id, person_id=person.id, fields=tuple(values))
    return row.id


@action
def change_child(actor: Actor, child_id: UUID, *, seen: str | None = None, **told: Any) -> None:
    """Change what is known of a child; refused if somebody changed it since it was seen."""
    row = _child(actor, child_id)
    refuse_overtaken(seen, recorded(row, CHILD_FIELDS))
    for name, value in _told(told, CHILD_FIELDS).items():
        setattr(row, name, value)
    if not any(recorded(row, CHILD_FIELDS).values()):
        raise Invalid({"name": "Enter what is known, or take the child off the record"})
    _record_change(actor, events.CHILD_CHANGED, "child", row)


@action
def remove_child(actor: Actor, child_id: UUID) -> None:
    """Take a child off a record to which it was added by mistake."""
    row = _child(actor, child_id)
    db.session.delete(row)
    record(actor, events.CHILD_REMOVED, "child", row.id, person_id=row.person_id)


def _child(actor: Actor, child_id: UUID) -> Child:
    row = db.session.scalar(select(Child).where(Child.id == child_id))
    if row is None:
        raise Unknown
    load_for_writing(actor, row.person_id)
    return row


def _told(told: dict[str, Any], fields: dict[str, str]) -> dict[str, str]:
    """Return what was told, by attribute; raises TypeError for what there is no place for."""
    extra = set(told) - set(fields) - {"named"}
    if extra:
        raise TypeError(f"there is no place for {', '.join(sorted(extra))}")
    return {fields[name]: str(value or "").strip() for name, value in told.items() if name in fields}


def _record_change(actor: Actor, event: Any, kind: str, row: PersonCausingHarm | Child) -> None:
    fields = changed(row)
    if fields:
        record(actor, event, kind, row.id, person_id=row.person_id, fields=fields)
