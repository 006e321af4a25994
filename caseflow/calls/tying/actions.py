"""Writes that tie a call to the person it is about: the call's vault is given to them, nothing is sealed again."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from caseflow.access.viewer import Actor
from caseflow.audit.action import action
from caseflow.audit.record import changed, record
from caseflow.calls import events
from caseflow.calls.choices import ANONYMOUS, NEW, SHORT_CALLS, UNFINISHED, CallerCheck, side_of
from caseflow.calls.content import rule_said, side_fault, split_name
from caseflow.calls.models import Call, Callback
from caseflow.calls.scope import load_call, load_held, on_side
from caseflow.calls.tying.queries import known_point
from caseflow.calls.tying.sought import sought_in
from caseflow.choices import Side
from caseflow.database import db
from caseflow.directory.queries import localities_for_postcode
from caseflow.errors import Conflict, Invalid, NotAllowed, Unknown
from caseflow.people.actions import (
    add_contact_point,
    add_person_causing_harm,
    give_back_vault,
    own_vault,
)
from caseflow.people.choices import ContactKind
from caseflow.people.models import PersonCausingHarm
from caseflow.people.names import folded
from caseflow.people.pairs.actions import add_new_person
from caseflow.people.pairs.shown import ids_in
from caseflow.people.scope import load_person, records_of

FIELDS = {"birth_on": "born", "value": "phone", "known_as": "name", "none_of_these": "who"}
"""What another room calls a field, by the name it has on a call's form."""
HARM = {
    "harm_name": "name",
    "harm_relationship": "relationship",
    "harm_where": "where_now",
    "harm_born": "born",
    "harm_area": "address",
    "harm_works": "works_where",
}


@action
def tie_call(actor: Actor, call_id: UUID, person_id: UUID) -> UUID:
    """Tie a call to a person who is known; raises Invalid across the wall, and Conflict if it is tied already."""
    call = load_call(actor, call_id)
    if call.state in UNFINISHED:
        load_held(actor, call_id)
    _tie(actor, call, person_id)
    return call.id


@action
def untie_call(actor: Actor, call_id: UUID) -> UUID:
    """Untie a call from a person it was tied to by mistake; what they were given in it they give back."""
    call = load_call(actor, call_id)
    if call.state in UNFINISHED:
        load_held(actor, call_id)
    if call.person_id is None:
        raise Conflict("This call is not tied to anybody.")
    if call.referred_at is not None:
        raise Conflict(
            "A referral was sent from this call, so it stays with the person.", at=call.referred_at
        )
    person_id = call.person_id
    give_back_vault(on_side(actor, call.side), person_id, call.vault_id)
    call.person_id = call.person_causing_harm_id = None
    db.session.execute(
        update(Callback).where(Callback.call_id == call.id).values(person_id=None, contact_point_id=None)
    )
    record(actor, events.CALL_UNTIED, "call", call.id, person_id=person_id, fields=("person_id",))
    return call.id


@action
def go_on_with_person(actor: Actor, call_id: UUID, values: Mapping[str, Any]) -> UUID:
    """Tie the call to whom it is about, adding them if they are new, so that assessing or referring can begin."""
    call = load_held(actor, call_id)
    if not values.get("caller_type"):
        raise Invalid({"caller_type": "Choose who is calling"})
    if call.person_id is None:
        call.side = side_of(values["caller_type"])
    tie_as_chosen(actor, call, values)
    if call.person_id is None:
        raise Invalid({"who": "Choose who this is about: one of those found, or a new person"})
    record(actor, events.CALL_WENT_ON, "call", call.id, person_id=call.person_id)
    return call.person_id


@action
def tie_as_chosen(actor: Actor, call: Call, values: Mapping[str, Any]) -> None:
    """Tie a call to the known or new person who was chosen on its form; anonymous, or no choice, ties nobody."""
    if call.person_id is None and values.get("who") in (None, "", ANONYMOUS):
        return
    try:
        there = on_side(actor, call.side)
    except NotAllowed as fault:
        raise Invalid({"who": fault.message}) from None
    if call.person_id is None:
        person_id = whom(there, values, side=call.side or Side.SURVIVOR)
        if person_id is None:
            return
        _tie(actor, call, person_id)
    # A number or an address said by somebody who did not pass the check may be that of the person causing harm.
    if values.get("check") is CallerCheck.PASSED and call.person_id is not None:
        point_for(there, call.person_id, values)
        _email_for(there, call.person_id, values)
    if call.side is Side.SURVIVOR and call.person_id and call.person_causing_harm_id is None:
        call.person_causing_harm_id = _harm(there, call.person_id, values)


def _tie(actor: Actor, call: Call, person_id: UUID) -> None:
    if call.caller_type in SHORT_CALLS:
        raise Invalid({"who": "A short call is about nobody"})
    person = load_person(on_side(actor, call.side), person_id)
    if call.person_id is not None:
        raise Conflict("This call is tied to somebody already. Untie it first.")
    fault = side_fault(call.side, person.side) if call.side else None
    if fault:
        raise Invalid({"who": fault})
    call.side, call.person_id = person.side, person.id
    if call.vault_id != person.vault_id:
        own_vault(on_side(actor, person.side), person.id, call.vault_id)
    record(actor, events.CALL_TIED, "call", call.id, person_id=person.id, fields=changed(call))
    db.session.flush()
    db.session.execute(update(Callback).where(Callback.call_id == call.id).values(person_id=person.id))


@action
def whom(actor: Actor, values: Mapping[str, Any], *, side: Side) -> UUID | None:
    """Return the person chosen on a form, adding a new one from what was typed about them; or nobody."""
    chosen = str(values.get("who") or "")
    if chosen in ("", ANONYMOUS):
        return None
    if chosen != NEW:
        try:
            return load_person(actor, UUID(chosen)).id
        except (ValueError, Unknown):
            raise Invalid({"who": "This person cannot be found any more. Choose again"}) from None
    if not values.get("name"):
        raise Invalid({"name": "Enter a name, or what to call them"})
    given, surname = split_name(values["name"])
    phone, email = values.get("phone"), values.get("email")
    points = [
        {"kind": ContactKind.PHONE, "value": phone, **rule_said(values)},
        {"kind": ContactKind.EMAIL, "value": email},
    ]
    try:
        return add_new_person(
            actor,
            sought=sought_in(values),
            not_these=ids_in(values.get("not_these")),
            side=side,
            known_as=given,
            given=given,
            surname=surname,
            birth_on=values.get("born"),
            age=values.get("age") if values.get("born") is None else None,
            locality_id=values.get("locality_id") or _clear_locality(actor, values),
            contacts=[point for point in points if point["value"]],
        )
    except Invalid as fault:
        faults = {FIELDS.get(name, name): words for name, words in fault.faults.items()}
        if "none_of_these" in fault.faults and not values.get("check", CallerCheck.NOT_DONE):
            faults["check"] = "Say how the caller check went: then those who may be the same person are shown"
        raise Invalid(faults) from None


def _clear_locality(actor: Actor, values: Mapping[str, Any]) -> UUID | None:
    """Return where a postcode lies, if its first half leaves no doubt; otherwise the worker has to ask."""
    postcode = values.get("postcode")
    answer = localities_for_postcode(actor, postcode) if postcode else None
    return answer.candidates[0].id if answer and answer.clear and len(answer.candidates) == 1 else None


@action
def point_for(actor: Actor, person_id: UUID, values: Mapping[str, Any], *, label: str = "") -> UUID | None:
    """Return the contact point of the number that was typed, adding it with its rule if it is new."""
    phone = values.get("phone") or ""
    if not phone:
        return None
    found = known_point(actor, person_id, phone)
    if found is not None:
        return found
    return add_contact_point(
        actor, person_id, kind=ContactKind.PHONE, value=phone, label=label, **rule_said(values)
    )


def _email_for(actor: Actor, person_id: UUID, values: Mapping[str, Any]) -> None:
    """Add the e-mail address that was typed if it is new; whether it may be used is not yet asked."""
    email = values.get("email") or ""
    if email and known_point(actor, person_id, email, ContactKind.EMAIL) is None:
        add_contact_point(actor, person_id, kind=ContactKind.EMAIL, value=email)


def _harm(actor: Actor, person_id: UUID, values: Mapping[str, Any]) -> UUID | None:
    """Return who is causing harm as a row of the survivor's, adding it if the call told of somebody new."""
    name = str(values.get("harm_name") or "")
    told = {attribute: str(values.get(field) or "") for field, attribute in HARM.items()}
    if not name and not values.get("harm_not_named"):
        return None
    for row in db.session.scalars(
        select(PersonCausingHarm).where(PersonCausingHarm.person_id.in_(records_of(person_id)))
    ):
        if folded(row.name) == folded(name):
            return row.id
    return add_person_causing_harm(actor, person_id, named=bool(name), **told)
