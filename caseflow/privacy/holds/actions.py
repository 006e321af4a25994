"""Writes of holds."""

from uuid import UUID

from sqlalchemy import select

from caseflow.access.viewer import Actor
from caseflow.audit.action import action
from caseflow.audit.record import record
from caseflow.clock import now
from caseflow.database import db
from caseflow.errors import Conflict, Unknown
from caseflow.people.scope import load_person, of_visible_people
from caseflow.privacy import events
from caseflow.privacy.choices import HoldGround
from caseflow.privacy.models import Hold


@action
def place_hold(actor: Actor, person_id: UUID, *, ground: HoldGround, note: str = "") -> UUID:
    """Put a person's record on hold: it cannot be erased until the hold is lifted."""
    person = load_person(actor, person_id)
    hold = Hold(
        vault=person.vault,
        person_id=person.id,
        ground=ground,
        note=note,
        placed_by=actor.user_id,
        placed_at=now(),
    )
    db.session.add(hold)
    record(actor, events.HOLD_PLACED, "hold", hold.id, person_id=person.id, fields=("ground",))
    return hold.id


@action
def lift_hold(actor: Actor, hold_id: UUID) -> UUID:
    """Lift a hold; returns the person. One for child sexual abuse is never lifted."""
    hold = db.session.scalar(select(Hold).where(Hold.id == hold_id, of_visible_people(actor, Hold.person_id)))
    if hold is None:
        raise Unknown
    if hold.lifted_at is not None:
        raise Conflict("This hold was lifted before.", at=hold.lifted_at)
    if hold.ground is HoldGround.CHILD_SEXUAL_ABUSE:
        raise Conflict("Records of the sexual abuse of a child are never erased. This hold stays.")
    hold.lifted_at, hold.lifted_by = now(), actor.user_id
    record(actor, events.HOLD_LIFTED, "hold", hold.id, person_id=hold.person_id, fields=("lifted_at",))
    return hold.person_id
