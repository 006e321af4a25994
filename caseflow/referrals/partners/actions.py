"""The write that sends a client's partner to partner support, on the other side of the wall from the client."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from caseflow import clock
from caseflow.access.policy import P
from caseflow.access.viewer import Actor
from caseflow.audit.action import action
from caseflow.calls.reaches.scope import load_reach
from caseflow.calls.scope import on_side
from caseflow.calls.tying.actions import point_for, whom
from caseflow.choices import Side
from caseflow.directory.choices import Need
from caseflow.directory.snapshots.queries import directory_snapshot
from caseflow.errors import Invalid, NotAllowed
from caseflow.people.actions import add_person_causing_harm
from caseflow.people.queries import person_brief
from caseflow.referrals.choices import Agreement, Basis, Part, StayElsewhere
from caseflow.referrals.routing import rank
from caseflow.referrals.sending.actions import send_referrals
from caseflow.referrals.sending.plan import Plan
from caseflow.referrals.situation import Situation

PARTS = frozenset({Part.CONTACT, Part.HARM, Part.SUMMARY, Part.LANGUAGE})


@action
def refer_partner(actor: Actor, reach_id: UUID, values: Mapping[str, Any]) -> UUID:
    """Send a partner to partner support as a survivor of their own; returns the referral.

    Nothing of it is written on the client's side, not even that it was done.
    """
    reach = load_reach(on_side(actor, Side.PERPETRATOR), reach_id)
    if reach.side is not Side.PERPETRATOR or not actor.can(P.REFERRALS_SEND):
        raise NotAllowed("A partner goes to partner support from the referral of somebody's own behaviour.")
    there = on_side(actor, Side.SURVIVOR)
    person_id = whom(there, values, side=Side.SURVIVOR)
    if person_id is None:
        raise Invalid({"who": "Choose who this is: one of those found, or a new person"})
    point_id = point_for(there, person_id, values)
    if values.get("harm_name"):
        told = {"name": values["harm_name"], "born": values.get("harm_born") or ""}
        add_person_causing_harm(there, person_id, relationship="partner", **told)
    ids: list[UUID] = send_referrals(there, person_id, _plan(there, person_id, point_id, values))
    return ids[0]


def _plan(there: Actor, person_id: UUID, point_id: UUID | None, values: Mapping[str, Any]) -> Plan:
    brief = person_brief(there, person_id)
    stay = brief.locality_id or StayElsewhere.UNKNOWN
    situation = Situation((Need.PARTNER_SUPPORT,), clock.today(), stay=stay, home=stay, age=brief.years)
    teams = [offer.team for offer in rank(situation, directory_snapshot(there, situation.on)).offers]
    if not teams:
        raise Invalid({"partner_support": "No partner support takes this person. Ask the safeguarding lead"})
    team = teams[0]
    return Plan(
        situation,
        services=(team.id,),
        parts={team.element: PARTS},
        points=frozenset({point_id} if point_id else ()),
        summary=values.get("summary") or "",
        agreement=Agreement.NOT_ASKED,
        basis=Basis.PROFESSIONAL,
        basis_detail="Named by the professional who referred a client",
    )
