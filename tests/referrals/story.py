"""An invented person in the small world, referred the way a helpline adviser would."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select

from caseflow.access.viewer import Viewer
from caseflow.choices import Element, FieldState, Side
from caseflow.database import db, end_reading
from caseflow.directory.choices import Need
from caseflow.directory.models import Locality
from caseflow.directory.queries import service_by_code
from caseflow.people.actions import add_person, add_person_causing_harm
from caseflow.people.choices import ContactKind
from caseflow.people.models import ContactPoint
from caseflow.referrals.actions import send_referrals
from caseflow.referrals.choices import Agreement, Part
from caseflow.referrals.models import Gap, Packet, Referral
from caseflow.referrals.sending.plan import Plan
from caseflow.referrals.sending.queries import starting_situation

NUMBER, KNOWN_AS = "07700 900321", "Wrenna"


def locality(name: str) -> UUID:
    """Return a locality's id."""
    found = db.session.scalar(select(Locality.id).where(Locality.name == name))
    assert found is not None
    return found


def add_wrenna(
    actor: Viewer, *, place: str | None = "Blaby", age: int = 34, side: Side = Side.SURVIVOR
) -> UUID:
    """Add a person with a number that may be called, and who is causing harm."""
    where = locality(place) if place else None
    end_reading()
    person_id = add_person(
        actor,
        side=side,
        known_as=KNOWN_AS,
        given="Wrenna",
        surname="Testleigh",
        age=age,
        locality_id=where,
        usual_locality_id=where,
        contacts=[
            {
                "kind": ContactKind.PHONE,
                "value": NUMBER,
                "may_call": FieldState.ALLOWED,
                "code_word": "lamplight",
            }
        ],
    )
    if side is Side.SURVIVOR:
        add_person_causing_harm(actor, person_id, name="Corvin Testleigh", relationship="partner")
    return person_id


ANSWERS: dict[Element, dict[str, Any]] = {
    Element.LOCALITY: {"wants": "Help with the family court"},
    Element.SEXUAL_VIOLENCE: {"when": "last_7_days", "reported": "no", "forensic_window": "yes"},
    Element.ACCOMMODATION: {"household": "One adult", "unsafe_areas": "Blaby town", "ready_when": "now"},
    Element.PERPETRATOR: {"route": "own_wish"},
    Element.OUTSIDE: {"reason": "Asked for counselling"},
}
EVERYTHING = frozenset({Part.PERSON, Part.CONTACT, Part.RISK, Part.HARM})


def plan(actor: Viewer, person_id: UUID, needs: tuple[Need, ...], *codes: str, **more: Any) -> Plan:
    """Return a plan to send to these services, with everything answered."""
    situation = starting_situation(actor, person_id, needs)
    if "stay" in more:
        situation = replace(situation, stay=more.pop("stay"))
    services = tuple(service_by_code(actor, code) for code in codes)
    points = frozenset(db.session.scalars(select(ContactPoint.id).where(ContactPoint.person_id == person_id)))
    end_reading()
    values: dict[str, Any] = {
        "answers": ANSWERS,
        "parts": dict.fromkeys(Element, EVERYTHING),
        "points": points,
        "agreement": Agreement.GIVEN,
        **more,
    }
    return Plan(situation=situation, services=services, **values)


def send(actor: Viewer, person_id: UUID, needs: tuple[Need, ...], *codes: str, **more: Any) -> list[UUID]:
    """Send referrals."""
    return send_referrals(actor, person_id, plan(actor, person_id, needs, *codes, **more))


def stored(referral_id: UUID) -> Referral:
    """Return a referral as it is stored now."""
    found = db.session.get(Referral, referral_id, populate_existing=True)
    assert found is not None
    return found


def packet_of(referral_id: UUID) -> Any:
    """Return what a packet holds."""
    return db.session.scalars(select(Packet).where(Packet.referral_id == referral_id)).one().content


def gaps_of(person_id: UUID) -> list[Gap]:
    """Return the gaps found for a person."""
    return list(db.session.scalars(select(Gap).where(Gap.person_id == person_id)))
