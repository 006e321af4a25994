"""Writes of contact points and their rules."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from caseflow.access.viewer import Actor
from caseflow.audit.action import action
from caseflow.audit.events import Event
from caseflow.audit.record import changed, record
from caseflow.choices import FieldState
from caseflow.clock import now, today
from caseflow.crypto import keyring
from caseflow.database import db
from caseflow.errors import Conflict, Invalid
from caseflow.people import events
from caseflow.people.choices import CHANNELS_OF, ContactKind, StopReason
from caseflow.people.contact.queries import load_point, same_points
from caseflow.people.contact.rule_values import RULE_TEXTS, recorded_rule
from caseflow.people.contact.summary import summarise
from caseflow.people.contact_rules import confirm_again
from caseflow.people.models import RULE_STATES, ContactPoint, Person
from caseflow.people.phones import normal_email, normal_phone
from caseflow.people.scope import load_for_writing, load_person, records_of
from caseflow.people.seen import refuse_overtaken

PHONE_FAULT = "Enter a phone number, like 07700 900123 or +44 116 496 0123"
EMAIL_FAULT = "Enter an e-mail address, like name@example.com"


@action
def add_contact_point(
    actor: Actor, person_id: UUID, *, kind: ContactKind, value: str, label: str = "", **rule: Any
) -> UUID:
    """Add a number or an address with its rule; what was not asked stays not yet asked. Returns the id."""
    person = load_for_writing(actor, person_id)
    kind = ContactKind(kind)
    lookup = _lookup(kind, value)
    if lookup and (same := _same(person, lookup)):
        stopped = ", and it was stopped" if same.stopped_at else ""
        raise Invalid({"value": f"This is already on the record{stopped}"})
    point = ContactPoint(
        vault=person.vault,
        person=person,
        kind=kind,
        value=value.strip(),
        label=label.strip(),
        lookup=lookup,
        created_at=now(),
        created_by=actor.user_id,
    )
    db.session.add(point)
    _put_rule(point, rule)
    db.session.flush()
    record(
        actor, events.CONTACT_ADDED, "contact_point", point.id, person_id=person.id, fields=("value", *rule)
    )
    summarise(person)
    return point.id


def _lookup(kind: ContactKind, value: str) -> bytes | None:
    """Return the keyed hash of a number or e-mail address; raises Invalid for what is neither."""
    if kind is ContactKind.ADDRESS:
        if not value.strip():
            raise Invalid({"value": "Enter the address"})
        return None
    normal = normal_phone(value) if kind is ContactKind.PHONE else normal_email(value)
    if normal is None:
        raise Invalid({"value": PHONE_FAULT if kind is ContactKind.PHONE else EMAIL_FAULT})
    return keyring.current().lookup_hash(kind.value, normal)


def _same(person: Person, lookup: bytes) -> ContactPoint | None:
    return db.session.scalars(
        select(ContactPoint).where(
            ContactPoint.person_id.in_(records_of(person.id)), ContactPoint.lookup == lookup
        )
    ).first()


@action
def change_contact_point(
    actor: Actor, point_id: UUID, *, value: str, label: str = "", seen: str | None = None, **rule: Any
) -> None:
    """Correct a contact point and its rule; a number that changes is no longer confirmed."""
    point, person = _loaded(actor, point_id)
    refuse_overtaken(seen, recorded_rule(point))
    if value.strip() and value.strip() != point.value:
        lookup = _lookup(point.kind, value)
        if lookup != point.lookup and lookup and _same(person, lookup):
            raise Invalid({"value": "This is already on the record"})
        if lookup != point.lookup or lookup is None:
            # What was agreed for another number is not a yes for this one, until the person says so.
            point.confirmed_on, point.confirm_again_on = None, today()
        point.value, point.lookup = value.strip(), lookup
    point.label = label.strip()
    for one in _same_rows(actor, point):
        _put_rule(one, rule)
        _record_change(actor, events.CONTACT_CHANGED, one)
    summarise(person)


@action
def change_contact_rule(actor: Actor, point_id: UUID, *, seen: str | None = None, **rule: Any) -> None:
    """Change those parts of a contact point's rule that are given."""
    point, person = _loaded(actor, point_id)
    refuse_overtaken(seen, recorded_rule(point))
    for one in _same_rows(actor, point):
        _put_rule(one, rule)
        _record_change(actor, events.CONTACT_CHANGED, one)
    summarise(person)


def _put_rule(point: ContactPoint, rule: Mapping[str, Any]) -> None:
    extra = set(rule) - {*RULE_STATES, *RULE_TEXTS, "confirmed_on", "confirm_again_on"}
    if extra:
        raise TypeError(f"a contact rule has no {', '.join(sorted(extra))}")
    for name in RULE_STATES:
        if rule.get(name) is not None:
            setattr(point, name, FieldState(rule[name]))
    for name in RULE_TEXTS:
        if name in rule:
            setattr(point, name, str(rule[name] or "").strip())
    confirmed: date | None = rule.get("confirmed_on")
    if confirmed is not None:
        if confirmed > today():
            raise Invalid({"confirmed_on": "The day must be today or in the past"})
        point.confirmed_on, point.confirm_again_on = confirmed, confirm_again(confirmed)
    if rule.get("confirm_again_on"):
        point.confirm_again_on = rule["confirm_again_on"]
    # A yes is always given on some day: without one it could never lapse.
    allowed = any(getattr(point, f"may_{one.value}") is FieldState.ALLOWED for one in CHANNELS_OF[point.kind])
    if allowed and point.confirm_again_on is None:
        point.confirmed_on, point.confirm_again_on = today(), confirm_again(today())


@action
def confirm_contact(actor: Actor, point_id: UUID, on: date | None = None) -> None:
    """Record that the person said a contact point is still safe: it holds for its time again."""
    point, person = _loaded(actor, point_id, write=False)
    if point.stopped_at is not None:
        raise Conflict("This was stopped. A manager decides first.", at=point.stopped_at)
    day = on or today()
    for one in _same_rows(actor, point):
        one.confirmed_on, one.confirm_again_on = day, confirm_again(day)
        _record_change(actor, events.CONTACT_CONFIRMED, one)
    summarise(person)


@action
def stop_contact_point(actor: Actor, point_id: UUID, *, reason: StopReason) -> None:
    """Stop a contact point: nobody may use it until it is opened again."""
    point, person = _loaded(actor, point_id, write=False)
    if point.stopped_at is not None:
        raise Conflict("This is stopped already.", at=point.stopped_at)
    for one in _same_rows(actor, point):
        one.stopped_at, one.stopped_by, one.stop_reason = now(), actor.user_id, StopReason(reason)
        _record_change(actor, events.CONTACT_STOPPED, one)
    summarise(person)


@action
def reopen_contact_point(actor: Actor, point_id: UUID) -> None:
    """Open a stopped contact point again: its rule counts as not yet asked until it is confirmed."""
    point, person = _loaded(actor, point_id, write=False)
    if point.stopped_at is None:
        raise Conflict("This is not stopped.")
    for one in _same_rows(actor, point):
        one.stopped_at = one.stopped_by = one.stop_reason = None
        one.confirm_again_on = today()
        _record_change(actor, events.CONTACT_REOPENED, one)
    summarise(person)


def _same_rows(actor: Actor, point: ContactPoint) -> list[ContactPoint]:
    """Return all rows of a number: what holds for it on one record holds for it on those merged with that one."""
    with db.session.no_autoflush:
        return same_points(actor, point)


def _loaded(actor: Actor, point_id: UUID, *, write: bool = True) -> tuple[ContactPoint, Person]:
    """Return a point with its person. Who tries to reach somebody may stop or confirm without changing details."""
    point = load_point(actor, point_id)
    load = load_for_writing if write else load_person
    return point, load(actor, point.person_id)


def _record_change(actor: Actor, event: Event, point: ContactPoint) -> None:
    fields = changed(point)
    if fields:
        record(actor, event, "contact_point", point.id, person_id=point.person_id, fields=fields)
