"""The write that carries a changed contact rule into the packets that stand open."""

from uuid import UUID

from sqlalchemy import select

from caseflow import clock
from caseflow.access.viewer import Actor
from caseflow.audit.action import action
from caseflow.audit.record import record
from caseflow.database import db
from caseflow.errors import Unknown
from caseflow.people.queries import reveal
from caseflow.people.scope import records_of
from caseflow.referrals.events import RULE_CARRIED
from caseflow.referrals.known import carried
from caseflow.referrals.models import Packet, Referral
from caseflow.referrals.moves import READABLE
from caseflow.referrals.packet import Point, read, with_rules, write


@action
def carry_rules(actor: Actor, person_id: UUID) -> int:
    """Give the numbers in a person's open packets the rules that hold now; returns how many packets changed.

    Nothing is added to a packet: a number that was put right or taken away is closed in it, and the sender is asked.
    """
    open_ones = (
        select(Packet, Referral.id, Referral.person_id)
        .join(Referral, Referral.id == Packet.referral_id)
        .where(Referral.person_id.in_(records_of(person_id)), Referral.state.in_(READABLE))
        .order_by(Packet.id)
        .with_for_update(of=Packet)
    )
    changed = 0
    for packet, referral_id, owner_id in db.session.execute(open_ones).all():
        sent = read(packet.content)
        now = {one.id: _now(actor, one) for one in sent.points if one.id}
        renewed = with_rules(sent, now, clock.now())
        if renewed != sent:
            packet.content = write(renewed)
            record(actor, RULE_CARRIED, "referral", referral_id, person_id=owner_id, fields=("packet",))
            changed += 1
    return changed


def _now(actor: Actor, sent: Point) -> Point | None:
    """Return the contact point as it would travel now; None if it is gone, or another number by now."""
    try:
        point = carried(reveal(actor, UUID(sent.id)))
    except Unknown:
        return None
    return point if point.value == sent.value else None
