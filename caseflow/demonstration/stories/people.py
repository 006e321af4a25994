"""Who a story is about: names, contact points with their rules, children, and who causes harm."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from caseflow.choices import FieldState, Side
from caseflow.crypto import keyring
from caseflow.crypto.models import Vault
from caseflow.demonstration.ground import Place
from caseflow.demonstration.names import FIRST_HALVES, GIVEN, LAST_HALVES, OTHERS, STREETS
from caseflow.demonstration.stories.telling import Someone, Telling, day
from caseflow.demonstration.words import LANGUAGES
from caseflow.people.choices import BirthKind, Channel, ContactKind, NameKind, Relationship, Section
from caseflow.people.contact_rules import Rule, confirm_again
from caseflow.people.models import Child, ContactPoint, Person, PersonCausingHarm, PersonDetail, PersonName
from caseflow.people.references import new_reference

A, N, U = FieldState.ALLOWED, FieldState.NOT_ALLOWED, FieldState.NOT_ASKED

WHERE = {
    "Leicester": 36,
    "Charnwood": 14,
    "Hinckley and Bosworth": 9,
    "North West Leicestershire": 8,
    "Blaby": 8,
    "Harborough": 6,
    "Oadby and Wigston": 5,
    "Melton": 4,
    "Rutland": 5,
    "": 5,
}
RELATIONSHIPS = {
    Relationship.FORMER_PARTNER: 42,
    Relationship.PARTNER: 34,
    Relationship.OTHER_FAMILY: 6,
    Relationship.PARENT: 5,
    Relationship.SIBLING: 4,
    Relationship.CHILD: 4,
    Relationship.ACQUAINTANCE: 4,
    Relationship.STRANGER: 1,
}
BIRTHS = {BirthKind.EXACT: 78, BirthKind.ESTIMATED: 7, BirthKind.AGE_ONLY: 10, BirthKind.UNKNOWN: 5}
AGES = {(13, 17): 5, (18, 24): 18, (25, 34): 32, (35, 44): 24, (45, 59): 15, (60, 84): 6}
RULES = {"agreed": 60, "voicemail_too": 12, "careful": 13, "not_asked": 15}


def a_survivor(tell: Telling, at: datetime, references: set[str]) -> Someone:
    """Lay down a person of the survivor side, with all that is known of them."""
    someone = _person(tell, at, Side.SURVIVOR, references, GIVEN)
    if tell.chance.yes(0.82):
        _who_causes_harm(tell, someone, at)
    if tell.chance.yes(0.45):
        _children(tell, someone, at)
    return someone


def a_client(tell: Telling, at: datetime, references: set[str]) -> Someone:
    """Lay down a person of the perpetrator side."""
    return _person(tell, at, Side.PERPETRATOR, references, OTHERS)


def surname(tell: Telling) -> str:
    """Return a surname that nobody bears."""
    return tell.chance.pick(FIRST_HALVES) + tell.chance.pick(LAST_HALVES)


def a_phone(tell: Telling) -> str:
    """Return a number of the range kept for drama."""
    return f"07700 900{tell.chance.whole(0, 999):03d}"


def _person(
    tell: Telling, at: datetime, side: Side, references: set[str], given_names: tuple[str, ...]
) -> Someone:
    chance = tell.chance
    given, family = chance.pick(given_names), surname(tell)
    least, most = chance.of(AGES)
    if side is Side.PERPETRATOR:
        least, most = (18, 58) if chance.yes(0.9) else (14, 17)
    age, kind = chance.whole(least, most), chance.of(BIRTHS)
    place = tell.ground.places.get(chance.of(WHERE))
    usual = place if chance.yes(0.85) else tell.ground.places.get(chance.of(WHERE))
    vault = tell.shelf.vault(None, at)
    person_id = tell.shelf.put(
        Person,
        vault,
        side=side,
        reference=_reference(tell, references),
        known_as=given,
        birth_on=None if kind is BirthKind.UNKNOWN else chance.age(tell.ground.today, age),
        birth_kind=kind,
        locality_id=place.id if place else None,
        usual_locality_id=usual.id if usual else None,
        created_at=at,
        created_by=tell.one_of(tell.ground.helpline.workers),
    )
    row = tell.shelf.last(Person)
    _owned(tell, vault, person_id)
    _names(tell, vault, person_id, given, family)
    phone, point, rule = _phone(tell, vault, person_id, at, row)
    _more_points(tell, vault, person_id, at, place)
    _details(tell, vault, person_id, at)
    return Someone(
        id=person_id,
        vault=vault,
        side=side,
        known_as=given,
        age=age,
        place=place,
        usual=usual,
        phone=phone,
        point_id=point["id"] if point else None,
        point=point,
        rule=rule,
        row=row,
    )


def _names(tell: Telling, vault: Vault, person_id: UUID, given: str, family: str) -> None:
    tell.shelf.put(PersonName, vault, person_id=person_id, kind=NameKind.LEGAL, given=given, surname=family)
    if tell.chance.yes(0.07):
        kind = tell.chance.pick((NameKind.PREVIOUS, NameKind.ALIAS))
        tell.shelf.put(PersonName, vault, person_id=person_id, kind=kind, given=given, surname=surname(tell))


def _owned(tell: Telling, vault: Vault, person_id: UUID) -> None:
    """Write the owner on the vault's row, which was laid down before its person."""
    tell.shelf.last(Vault)["owner_id"] = person_id


def _reference(tell: Telling, taken: set[str]) -> str:
    while (found := new_reference(tell.chance.pick)) in taken:
        pass
    taken.add(found)
    return found


def _phone(
    tell: Telling, vault: Vault, person_id: UUID, at: datetime, row: dict[str, Any]
) -> tuple[str, dict[str, Any] | None, Rule | None]:
    if not tell.chance.yes(0.94):
        return "", None, None
    number, rule = a_phone(tell), _how_to_ring(tell, at)
    tell.shelf.put(
        ContactPoint,
        vault,
        person_id=person_id,
        kind=ContactKind.PHONE,
        value=number,
        label="Mobile",
        lookup=phone_lookup(number),
        created_at=at,
        **rule,
    )
    row.update(contact_state=rule.get("may_call", U), contact_until_on=rule.get("confirm_again_on"))
    return number, tell.shelf.last(ContactPoint), _as_rule(rule)


def _how_to_ring(tell: Telling, at: datetime) -> dict[str, Any]:
    """Return the rule of a number: as agreed, with care, or not yet asked."""
    chance, how = tell.chance, tell.chance.of(RULES)
    rule: dict[str, Any] = {"withhold_number": A}
    if how == "not_asked":
        rule = {}
    elif how == "careful":
        rule |= {"may_call": chance.pick((A, N)), "may_voicemail": N, "may_text": N, "shared_device": N}
        rule["safe_times"] = chance.pick(
            ("Weekdays 10am to 2pm", "Tuesdays and Thursdays after 7pm", "School hours")
        )
        rule["say_we_are"] = chance.pick(("the dentist", "the library", "a friend from work"))
    else:
        rule |= {
            "may_call": A,
            "may_text": chance.pick((A, N, U)),
            "may_voicemail": A if how == "voicemail_too" else N,
        }
    if how != "not_asked":
        confirmed = day(at) + timedelta(days=chance.whole(0, 150))
        confirmed = min(confirmed, tell.ground.today - timedelta(days=chance.whole(0, 50)))
        rule |= {"confirmed_on": max(confirmed, day(at))}
        rule["confirm_again_on"] = confirm_again(rule["confirmed_on"])
        if chance.yes(0.2):
            rule["code_word"] = chance.pick(("lighthouse", "marmalade", "bluebell", "teaspoon"))
    return rule


def _as_rule(values: dict[str, Any]) -> Rule:
    ways = {Channel.CALL: "may_call", Channel.VOICEMAIL: "may_voicemail", Channel.TEXT: "may_text"}
    return Rule(
        ContactKind.PHONE,
        {channel: values.get(name, U) for channel, name in ways.items()},
        withhold_number=values.get("withhold_number", U),
        safe_times=values.get("safe_times", ""),
        say_we_are=values.get("say_we_are", ""),
        confirmed_on=values.get("confirmed_on"),
        confirm_again_on=values.get("confirm_again_on"),
    )


def phone_lookup(number: str) -> bytes:
    """Return the keyed hash by which a number is found."""
    return keyring.current().lookup_hash("phone", "+44" + number.replace(" ", "")[1:])


def _more_points(tell: Telling, vault: Vault, person_id: UUID, at: datetime, place: Place | None) -> None:
    chance = tell.chance
    if place and chance.yes(0.4):
        tell.shelf.put(
            ContactPoint,
            vault,
            person_id=person_id,
            kind=ContactKind.ADDRESS,
            value=f"{chance.whole(1, 98)} {chance.pick(STREETS)}, {place.name}",
            label="Usual home",
            may_post=chance.pick((N, N, U)),
            created_at=at,
        )


def _details(tell: Telling, vault: Vault, person_id: UUID, at: datetime) -> None:
    if tell.chance.yes(0.12):
        content = {"language": tell.chance.pick(LANGUAGES), "interpreter": tell.chance.pick(("yes", "no"))}
        tell.shelf.put(
            PersonDetail,
            vault,
            person_id=person_id,
            section=Section.LANGUAGE,
            content=content,
            saved_at=at,
        )


def _who_causes_harm(tell: Telling, someone: Someone, at: datetime) -> None:
    chance = tell.chance
    someone.harm_name = f"{chance.pick(OTHERS)} {surname(tell)}"
    relationship = chance.of(RELATIONSHIPS)
    someone.harm_id = tell.shelf.put(
        PersonCausingHarm,
        someone.vault,
        person_id=someone.id,
        name=someone.harm_name,
        relationship_to=relationship.value,
        where_now=chance.pick(("", "Same home", "With a relative", f"{chance.pick(STREETS)}")),
        works_where=chance.pick(("", "", "Drives deliveries", "A warehouse on the ring road")),
        created_at=at,
    )


def _children(tell: Telling, someone: Someone, at: datetime) -> None:
    names = []
    for _ in range(tell.chance.whole(1, 3)):
        name = tell.chance.pick(GIVEN)
        years = tell.chance.whole(0, 16)
        names.append(f"{name}, {years}")
        tell.shelf.put(
            Child,
            someone.vault,
            person_id=someone.id,
            name=name,
            born=tell.chance.age(tell.ground.today, years).isoformat(),
            where=tell.chance.pick(
                ("With the person", "With the person", "With the other parent", "With a grandparent")
            ),
            created_at=at,
        )
    someone.children = tuple(names)
