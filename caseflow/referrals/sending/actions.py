"""Send referrals: several at once, each with its own packet, clock and first move; gaps become tasks."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select

from caseflow import clock
from caseflow.access.viewer import Actor
from caseflow.audit.action import action
from caseflow.audit.record import record
from caseflow.calls.actions import note_referral_sent
from caseflow.calls.queries import call_summary
from caseflow.calls.scope import load_call_about
from caseflow.calls.values import CallSummary
from caseflow.choices import Element, Side
from caseflow.database import db
from caseflow.directory.choices import ClockCode, Funding
from caseflow.directory.clocks import ServiceClocks
from caseflow.directory.lines import QuestionLine
from caseflow.directory.models import Service
from caseflow.directory.queries import clocks_of
from caseflow.directory.snapshots.queries import directory_snapshot
from caseflow.errors import Invalid, Unknown
from caseflow.people.models import Person
from caseflow.people.queries import person_brief, reveal
from caseflow.people.scope import load_person, records_of
from caseflow.people.values import PersonBrief
from caseflow.referrals.choices import WAITING, Agreement, Move, Part, ReferralState
from caseflow.referrals.events import REFERRAL_SENT, REFERRAL_SETTLED, REFERRAL_TOLD
from caseflow.referrals.gaps.actions import raise_gap
from caseflow.referrals.known import carried
from caseflow.referrals.models import Packet, Referral, ReferralMove
from caseflow.referrals.moves import MOVES
from caseflow.referrals.packet import Point, Section, assemble, section, write
from caseflow.referrals.routing import rank
from caseflow.referrals.scope import load_as_sender, visible_referrals
from caseflow.referrals.sending.page import USABLE
from caseflow.referrals.sending.plan import Plan, answered, faults, in_words, told_of_partner
from caseflow.referrals.sending.queries import (
    carriable,
    element_questions,
    known_sections,
    sending_service,
)
from caseflow.referrals.situation import Offer


@action
def send_referrals(actor: Actor, person_id: UUID, plan: Plan) -> list[UUID]:
    """Send a person's referrals, all or none, and make each gap a task; returns the ids of the referrals."""
    person = load_person(actor, person_id)
    answer = rank(plan.situation, directory_snapshot(actor, plan.situation.on))
    offers = {offer.team.id: offer for offer in answer.offers}
    elements = {offers[one].team.element for one in plan.services if one in offers}
    questions = element_questions(actor, elements, person.side)
    usable = frozenset(point.id for point in carriable(actor, person_id) if point.state in USABLE)
    call = call_summary(actor, plan.call_id, about=person.id) if plan.call_id else None
    found = faults(plan, answer, questions, usable) | _already_there(plan, person)
    if call and person.side is Side.PERPETRATOR:
        found |= told_of_partner(plan, elements, call.narrative, call.partner)
    if found:
        raise Invalid(found)
    _must_be_of(actor, plan, person)
    clocks = clocks_of(actor, plan.services)
    sending = _Sending(actor, person, plan, clock.now(), uuid4(), sending_service(actor))
    packets = _Packets(actor, plan, person_brief(actor, person.id), call, questions)
    ids = [sending.one(offers[service], clocks[service], packets) for service in dict.fromkeys(plan.services)]
    locality = plan.situation.stay if isinstance(plan.situation.stay, UUID) else None
    for gap in answer.gaps:
        raise_gap(
            actor,
            person,
            gap,
            service_id=sending.from_service,
            call_id=plan.call_id,
            locality_id=locality,
            at=sending.at,
        )
    if ids and plan.call_id:
        note_referral_sent(actor, plan.call_id, sending.at)
    _settle(actor, plan)
    return ids


@action
def note_told(actor: Actor, batch_id: UUID) -> UUID:
    """Note that the caller was told what happens next."""
    rows = db.session.scalars(
        select(Referral).where(Referral.batch_id == batch_id, visible_referrals(actor))
    ).all()
    if not rows:
        raise Unknown
    for row in rows:
        row.told_at, row.told_by = row.told_at or clock.now(), row.told_by or actor.user_id
    record(actor, REFERRAL_TOLD, "batch", batch_id, person_id=rows[0].person_id, fields=("told_at",))
    return batch_id


def _already_there(plan: Plan, person: Person) -> dict[str, str]:
    """A service that has an unanswered referral of this person gets no second one."""
    if not plan.services:
        return {}
    # Two workers who refer the same person at the same moment must not both find nothing there.
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    waiting = select(Service.name).join(Referral, Referral.to_service_id == Service.id)
    names = db.session.scalars(
        waiting.where(
            Referral.person_id.in_(records_of(person.id)),
            Referral.to_service_id.in_(plan.services),
            Referral.state.in_(WAITING),
        )
    ).all()
    if not names:
        return {}
    return {"services": f"{', '.join(sorted(set(names)))}: a referral of this person is not answered yet"}


def _must_be_of(actor: Actor, plan: Plan, person: Person) -> None:
    """The call that is named must be this person's, or not tied to anyone yet."""
    if plan.call_id:
        load_call_about(actor, plan.call_id, person.id)


def _settle(actor: Actor, plan: Plan) -> None:
    """The declined referral that this one follows is dealt with."""
    if plan.again_id is None:
        return
    before = load_as_sender(actor, plan.again_id)
    if before.state is ReferralState.DECLINED and before.settled_at is None:
        before.settled_at = clock.now()
        record(
            actor, REFERRAL_SETTLED, "referral", before.id, person_id=before.person_id, fields=("settled_at",)
        )


class _Packets:
    """Makes the packet of each element from what is known, once for all referrals of a sending."""

    def __init__(
        self,
        actor: Actor,
        plan: Plan,
        brief: PersonBrief,
        call: CallSummary | None,
        questions: dict[Element, list[QuestionLine]],
    ) -> None:
        self.plan, self.brief, self.questions = plan, brief, questions
        self.known = known_sections(actor, brief, call)
        self.points: list[Point] = [
            carried(reveal(actor, point.id))
            for point in carriable(actor, brief.person_id)
            if point.id in plan.points
        ]

    def of(self, element: Element) -> dict[str, object]:
        """Return the sealed content for an element: the person always, the other parts as they were ticked."""
        asked, answers = self.questions.get(element, []), self.plan.answers.get(element, {})
        said = {
            one.code: in_words(one, answers[one.code]) for one in asked if answered(answers.get(one.code))
        }
        lines: Section | None = section(Part.QUESTIONS, [(one.label, said.get(one.code)) for one in asked])
        packet = assemble(
            self.known,
            self.plan.parts.get(element, frozenset()) | {Part.PERSON},
            known_as=self.brief.known_as,
            age=self.brief.age or "",
            reference=self.brief.reference,
            points=self.points,
            questions=lines,
            answers=said,
            summary=self.plan.summary,
        )
        return write(packet)


@dataclass(frozen=True)
class _Sending:
    """One sending: everything that its referrals share."""

    actor: Actor
    person: Person
    plan: Plan
    at: datetime
    batch: UUID
    from_service: UUID

    def one(self, offer: Offer, clocks: ServiceClocks, packets: _Packets) -> UUID:
        """Send to one service: referral, packet and first move."""
        referral = self.referral(offer)
        funded = offer.funding is Funding.COVERED
        move = Move.SEND if funded else Move.SEND_FOR_FUNDING
        referral.state = MOVES[ReferralState.DRAFT, move]
        code = ClockCode.ANSWER_TONIGHT if offer.phone_first else ClockCode.ANSWER
        due = clocks.due_at(code if funded else ClockCode.FUNDING, referral.risk_level, self.at)
        referral.answer_due_at = due
        if not funded:
            referral.funding_decider, referral.funding_due_at = offer.decider, due
        packet = Packet(vault=self.person.vault, referral=referral, frozen_at=self.at)
        packet.content = packets.of(offer.team.element)
        first = ReferralMove(
            vault=self.person.vault,
            referral=referral,
            from_state=ReferralState.DRAFT,
            to_state=referral.state,
            moved_by=self.actor.user_id,
            moved_at=self.at,
        )
        db.session.add_all([referral, packet, first])
        record(
            self.actor,
            REFERRAL_SENT,
            "referral",
            referral.id,
            person_id=self.person.id,
            fields=("state", "packet"),
        )
        return referral.id

    def referral(self, offer: Offer) -> Referral:
        """Make the row of a referral to one service."""
        plan, situation = self.plan, self.plan.situation
        agreement = plan.agreement or Agreement.NOT_ASKED
        without = agreement is not Agreement.GIVEN
        return Referral(
            vault=self.person.vault,
            person=self.person,
            person_id=self.person.id,
            side=self.person.side,
            call_id=plan.call_id,
            batch_id=self.batch,
            from_service_id=self.from_service,
            to_service_id=offer.team.id,
            sent_by=self.actor.user_id,
            held_by=self.actor.user_id,
            need=offer.needs[0],
            element=offer.team.element,
            lot=offer.team.lot,
            locality_id=situation.stay if isinstance(situation.stay, UUID) else None,
            usual_locality_id=situation.home if isinstance(situation.home, UUID) else None,
            risk_level=self.person.risk_level,
            safe_tonight=offer.phone_first,
            sent_at=self.at,
            agreement=agreement,
            basis=plan.basis if without else None,
            basis_detail=plan.basis_detail.strip() if without else "",
        )
