"""Writes of people. Contact points, details and those around a person have their own files, named here once."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from caseflow.access.grants import grant
from caseflow.access.policy import P
from caseflow.access.viewer import Actor
from caseflow.audit.action import action
from caseflow.audit.record import changed, record
from caseflow.choices import RiskLevel, Side
from caseflow.clock import now, today
from caseflow.crypto.models import Vault
from caseflow.database import db
from caseflow.directory.models import Locality
from caseflow.errors import Conflict, Invalid, NotAllowed, Unknown
from caseflow.people import events
from caseflow.people.around.actions import add_child as add_child
from caseflow.people.around.actions import add_person_causing_harm as add_person_causing_harm
from caseflow.people.around.actions import change_child as change_child
from caseflow.people.around.actions import change_person_causing_harm as change_person_causing_harm
from caseflow.people.around.actions import remove_child as remove_child
from caseflow.people.births import birth_fault, settled
from caseflow.people.choices import BirthKind
from caseflow.people.contact.actions import add_contact_point as add_contact_point
from caseflow.people.contact.actions import change_contact_point as change_contact_point
from caseflow.people.contact.actions import change_contact_rule as change_contact_rule
from caseflow.people.contact.actions import confirm_contact as confirm_contact
from caseflow.people.contact.actions import reopen_contact_point as reopen_contact_point
from caseflow.people.contact.actions import stop_contact_point as stop_contact_point
from caseflow.people.details.actions import change_identity
from caseflow.people.details.actions import save_section as save_section
from caseflow.people.details.naming import known_by, put_names
from caseflow.people.models import Person
from caseflow.people.references import new_reference
from caseflow.people.scope import load_person


@action
def add_person(
    actor: Actor,
    *,
    side: Side | None = None,
    known_as: str = "",
    given: str = "",
    surname: str = "",
    other_names: Sequence[str] = (),
    birth_on: date | None = None,
    age: int | None = None,
    birth_kind: BirthKind | None = None,
    locality_id: UUID | None = None,
    usual_locality_id: UUID | None = None,
    contacts: Sequence[Mapping[str, Any]] = (),
) -> UUID:
    """Add a person on the actor's side, with names, birth, places and contact points; returns the id."""
    side = _own_side(actor, side)
    fault = birth_fault(birth_on, today())
    if fault:
        raise Invalid({"birth_on": fault})
    _known_localities({"locality_id": locality_id, "usual_locality_id": usual_locality_id})
    born, kind = settled(birth_on, age, birth_kind, today())
    person_id = uuid4()
    person = Person(
        id=person_id,
        vault=Vault(owner_id=person_id),
        side=side,
        reference=_free_reference(),
        known_as=known_by(known_as, given, surname),
        birth_on=born,
        birth_kind=kind,
        locality_id=locality_id,
        usual_locality_id=usual_locality_id,
        created_at=now(),
        created_by=actor.user_id,
    )
    db.session.add(person)
    put_names(person, given=given, surname=surname, other_names=other_names)
    db.session.flush()
    record(actor, events.PERSON_ADDED, "person", person.id, person_id=person.id, fields=("names", "birth_on"))
    if actor.service_id and not actor.area_wide:
        grant(actor, "person", person.id, why="added", source_id=person.id, service_id=actor.service_id)
    for contact in contacts:
        add_contact_point(actor, person.id, **contact)
    return person.id


def _own_side(actor: Actor, side: Side | None) -> Side:
    if not actor.can(P.PEOPLE_WRITE):
        raise NotAllowed("Your role in this service does not add people.")
    chosen = side or actor.side
    if chosen is None:
        raise Invalid({"side": "Choose the side of the record"})
    if actor.side not in (None, chosen):
        raise NotAllowed("You are working on the other side. Switch first.")
    return chosen


def _known_localities(given: Mapping[str, UUID | None]) -> None:
    wanted = {one for one in given.values() if one}
    known = set(db.session.scalars(select(Locality.id).where(Locality.id.in_(wanted)))) if wanted else set()
    faults = {name: "Choose a place on the list" for name, one in given.items() if one and one not in known}
    if faults:
        raise Invalid(faults)


def _free_reference() -> str:
    for _ in range(20):
        reference = new_reference(secrets.choice)
        if db.session.scalar(select(Person.id).where(Person.reference == reference)) is None:
            return reference
    raise Conflict("No free reference was found. Try again.")


change_person = change_identity


@action
def set_risk_summary(
    actor: Actor, person_id: UUID, level: RiskLevel, on: date | None, review_due_on: date | None
) -> None:
    """Write the risk level in force, its date and the next review onto the person."""
    person = load_person(actor, person_id)
    person.risk_level, person.risk_on, person.review_due_on = level, on, review_due_on
    _record_summary(actor, person)


@action
def set_marac_until(actor: Actor, person_id: UUID, until_on: date | None) -> None:
    """Write until when the survivor's record carries the flag of a MARAC."""
    person = load_person(actor, person_id)
    if person.side is not Side.SURVIVOR:
        raise NotAllowed("The flag stands on the survivor's record only.")
    person.marac_until_on = until_on
    _record_summary(actor, person)


@action
def change_open_cases(actor: Actor, person_id: UUID, by: int) -> None:
    """Count one more or fewer open case of the person; never fewer than none."""
    person = load_person(actor, person_id)
    person.open_cases = max(0, person.open_cases + by)
    _record_summary(actor, person)


@action
def set_restricted(actor: Actor, person_id: UUID, restricted: bool) -> None:
    """Narrow a record to those on its list, or open it again to whoever may see it otherwise."""
    person = load_person(actor, person_id)
    if not actor.can(P.PEOPLE_RESTRICT):
        raise NotAllowed("Only the safeguarding lead restricts a record.")
    person.restricted = restricted
    event = events.PERSON_RESTRICTED if restricted else events.PERSON_UNRESTRICTED
    record(actor, event, "person", person.id, person_id=person.id, fields=("restricted",))


def _record_summary(actor: Actor, person: Person) -> None:
    record(actor, events.SUMMARY_CHANGED, "person", person.id, person_id=person.id, fields=changed(person))


@action
def own_vault(actor: Actor, person_id: UUID, vault_id: UUID) -> None:
    """Give a call's vault to the person it was about: erasing the person will then take it along."""
    person = load_person(actor, person_id)
    vault = _vault(vault_id)
    if vault.owner_id not in (None, person.id):
        raise Conflict("This belongs to another person already.")
    vault.owner_id = person.id
    record(actor, events.VAULT_GIVEN, "vault", vault.id, person_id=person.id, fields=("owner",))


@action
def give_back_vault(actor: Actor, person_id: UUID, vault_id: UUID) -> None:
    """Take a vault back from a person it was given to by mistake; a person's own vault stays."""
    person = load_person(actor, person_id)
    vault = _vault(vault_id)
    if vault.id == person.vault_id or vault.owner_id != person.id:
        raise Conflict("This vault was not given to this person.")
    vault.owner_id = None
    record(actor, events.VAULT_TAKEN, "vault", vault.id, person_id=person.id, fields=("owner",))


def _vault(vault_id: UUID) -> Vault:
    vault = db.session.get(Vault, vault_id)
    if vault is None:
        raise Unknown
    return vault
