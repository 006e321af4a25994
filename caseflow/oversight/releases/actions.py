"""Writes of releases: ask, decide, withdraw; and what crosses the wall by itself, after the request that allowed it."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from caseflow.access.policy import P
from caseflow.access.viewer import Actor
from caseflow.audit.action import action
from caseflow.audit.record import record
from caseflow.choices import Side
from caseflow.clock import now, today
from caseflow.database import db
from caseflow.errors import Conflict, Invalid, NotAllowed
from caseflow.oversight import events
from caseflow.oversight.releases.choices import DECIDED_WITHIN, OPEN, Consent, Item, ReleaseState
from caseflow.oversight.releases.models import Release, ReleasedItem
from caseflow.oversight.releases.queries import addressee, linked_clients, load_item, load_release, own_words
from caseflow.people.giving_away import given_away
from caseflow.people.models import Person
from caseflow.people.scope import load_person


@action
def ask_release(
    actor: Actor,
    person_id: UUID,
    *,
    kind: Item,
    text: str,
    consent: Consent,
    agreed_on: date | None = None,
    agreed_how: str = "",
    reason: str = "",
) -> UUID:
    """Ask that one item about a survivor is released; agreed to, it goes by itself, else the lead decides."""
    survivor = load_person(actor, person_id)
    if survivor.side is not Side.SURVIVOR or not actor.can(P.ITEM_RELEASE):
        raise NotAllowed("Only the survivor side releases something to the other.")
    away = given_away(text, *own_words(actor, survivor.id))
    faults = _faults(text, away, consent, agreed_on, agreed_how, reason)
    if faults:
        raise Invalid(faults)
    row = Release(
        vault=survivor.vault,
        person=survivor,
        person_id=survivor.id,
        kind=kind,
        text=text,
        consent=consent,
        agreed_on=agreed_on if consent is Consent.AGREED else None,
        agreed_how=agreed_how,
        reason=reason,
        state=ReleaseState.READY if consent is Consent.AGREED else ReleaseState.WAITING,
        asked_at=now(),
        asked_by=actor.user_id,
        due_at=now() + DECIDED_WITHIN,
    )
    db.session.add(row)
    record(
        actor,
        events.RELEASE_ASKED,
        "release",
        row.id,
        person_id=survivor.id,
        fields=("kind", "text", "consent"),
    )
    return row.id


def _faults(
    text: str, away: list[str], consent: Consent, agreed_on: date | None, agreed_how: str, reason: str
) -> dict[str, str]:
    faults = {} if text else {"text": "Enter what the other side is to read"}
    if away:
        faults["text"] = f"This says who it is about. Take out: {', '.join(away)}"
    if consent is Consent.AGREED:
        if agreed_on is None or agreed_on > today():
            faults["agreed_on"] = "Enter the day on which the person agreed"
        if not agreed_how:
            faults["agreed_how"] = "Say how they agreed, and to whom"
    elif not reason:
        faults["reason"] = "Say why it is needed without their agreement"
    return faults


@action
def decide_release(
    actor: Actor, release_id: UUID, *, allowed: bool, reference: str = "", note: str = ""
) -> None:
    """Decide, as the safeguarding lead, whether an item is released, and name the client's record by its reference."""
    if not actor.can(P.WALL_DECIDE):
        raise NotAllowed("Only the safeguarding lead decides this.")
    row = load_release(actor, release_id)
    if row.state not in OPEN:
        raise Conflict("This was decided before.", at=row.decided_at or row.withdrawn_at)
    if allowed:
        client = db.session.scalar(
            select(Person).where(
                Person.reference == reference.strip().upper(), Person.side == Side.PERPETRATOR
            )
        )
        if client is None:
            raise Invalid({"reference": "There is no record on the other side with this reference"})
        linked = linked_clients(actor, row)
        if client.id not in linked and not note.strip():
            raise Invalid({"reference": _not_known(tuple(linked.values()))})
        row.goes_to = client.id.hex
    row.state = ReleaseState.READY if allowed else ReleaseState.REFUSED
    row.decided_at, row.decided_by, row.note = now(), actor.user_id, note
    record(
        actor, events.RELEASE_DECIDED, "release", row.id, person_id=row.person_id, fields=("state", "note")
    )


def _not_known(linked: tuple[str, ...]) -> str:
    """Say that a record is not known to belong together with the survivor's: the item would stand on a stranger's."""
    known = f"{', '.join(linked)} is" if linked else "No record is"
    return f"{known} known to belong together with this one. If it is this one, say under “Why” how you know"


@action
def withdraw_release(actor: Actor, release_id: UUID) -> UUID:
    """Take an item back: it disappears from the other side, and stays here with who released it and took it back."""
    row = load_release(actor, release_id)
    if not actor.can(P.ITEM_RELEASE):
        raise NotAllowed("Your role does not release anything.")
    if row.state in (ReleaseState.WITHDRAWN, ReleaseState.REFUSED):
        raise Conflict("This was taken back or refused before.", at=row.withdrawn_at or row.decided_at)
    row.state, row.withdrawn_at, row.withdrawn_by = ReleaseState.WITHDRAWN, now(), actor.user_id
    record(actor, events.RELEASE_WITHDRAWN, "release", row.id, person_id=row.person_id, fields=("state",))
    return row.person_id


@action
def see_item(actor: Actor, item_id: UUID) -> UUID:
    """Take note of an item on a client's record, for the whole service."""
    row = load_item(actor, item_id)
    if row.seen_at is not None:
        raise Conflict("A colleague has read this.", at=row.seen_at)
    row.seen_at, row.seen_by = now(), actor.user_id
    record(actor, events.ITEM_SEEN, "released_item", row.id, person_id=row.person_id)
    return row.person_id


@action
def carry_across(actor: Actor) -> None:
    """Put what is ready on the client's record, and take away there what was withdrawn: nobody's request sees both."""
    ready = select(Release).where(Release.state == ReleaseState.READY).order_by(Release.asked_at)
    for row in db.session.scalars(ready).all():
        named = addressee(actor, row)
        client = db.session.get(Person, named) if named else None
        if client is not None:
            _carry(actor, row, client)
    back = select(Release).where(Release.state == ReleaseState.WITHDRAWN, Release.taken_back_at.is_(None))
    for row in db.session.scalars(back).all():
        _take_back(actor, row)


def _carry(actor: Actor, row: Release, client: Person) -> None:
    item = ReleasedItem(
        vault=client.vault,
        person=client,
        person_id=client.id,
        kind=row.kind,
        text=row.text,
        released_at=now(),
    )
    db.session.add(item)
    row.state, row.goes_to = ReleaseState.RELEASED, item.id.hex
    # One line for each record: the two never stand in one line of the audit.
    record(actor, events.RELEASE_MADE, "release", row.id, person_id=row.person_id, fields=("state",))
    record(actor, events.ITEM_CAME, "released_item", item.id, person_id=client.id, fields=("text",))


def _take_back(actor: Actor, row: Release) -> None:
    item = db.session.get(ReleasedItem, UUID(row.goes_to)) if row.goes_to else None
    row.taken_back_at = now()
    if item is not None:
        item.text, item.withdrawn_at = "", now()
        record(actor, events.ITEM_GONE, "released_item", item.id, person_id=item.person_id, fields=("text",))
    record(actor, events.RELEASE_GONE, "release", row.id, person_id=row.person_id, fields=("taken_back_at",))
