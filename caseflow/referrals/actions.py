"""Writes to a referral once it is sent: answered, returned, withdrawn, funded, settled."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from caseflow import clock
from caseflow.access.policy import P
from caseflow.access.viewer import Actor
from caseflow.audit.action import action
from caseflow.audit.events import Event
from caseflow.audit.record import record
from caseflow.choices import Element, RiskLevel
from caseflow.database import db
from caseflow.directory.choices import ClockCode
from caseflow.directory.queries import service_clocks
from caseflow.errors import Invalid, NotAllowed
from caseflow.people.scope import records_of
from caseflow.referrals import events
from caseflow.referrals.choices import WAITING, Decline, Move, ReferralState
from caseflow.referrals.gaps.actions import decide_gap, raise_gap
from caseflow.referrals.models import Referral, ReferralMove
from caseflow.referrals.moves import leads_to
from caseflow.referrals.scope import load_as_receiver, load_as_sender, load_referral, too_late
from caseflow.referrals.sending.actions import note_told, send_referrals

__all__ = [
    "answer_return",
    "decide_funding",
    "decide_gap",
    "decline_referral",
    "hasten_referrals",
    "mark_accepted",
    "note_closed",
    "note_outside_answer",
    "note_spoken",
    "note_told",
    "raise_gap",
    "return_referral",
    "send_referrals",
    "settle_declined",
    "withdraw_referral",
]


@action
def mark_accepted(actor: Actor, referral_id: UUID) -> Referral:
    """Mark a referral accepted, within the action that opens its case; the homes sent to beside it are withdrawn.

    Raises Conflict with who and when if somebody was faster.
    """
    referral = load_as_receiver(actor, referral_id)
    _move(actor, referral, Move.ACCEPT)
    _answered(actor, referral)
    _note(actor, events.REFERRAL_ACCEPTED, referral, "state")
    _withdraw_the_rest(actor, referral)
    return referral


@action
def decline_referral(actor: Actor, referral_id: UUID, *, group: Decline, detail: str = "") -> UUID:
    """Decline a referral with a coded reason; it comes back to the sender, and the packet closes to the service."""
    referral = load_as_receiver(actor, referral_id)
    faults = {}
    if group is Decline.FUNDING_REFUSED:
        faults["group"] = "Only a funding decision gives this reason"
    if group in (Decline.OTHER, Decline.NOT_RIGHT) and not detail.strip():
        faults["detail"] = "Say why, in a sentence"
    if faults:
        raise Invalid(faults)
    _move(actor, referral, Move.DECLINE, detail)
    _answered(actor, referral)
    referral.decline_group, referral.decline_detail = group, detail.strip()
    _note(actor, events.REFERRAL_DECLINED, referral, "state", "decline_group", "decline_detail")
    return referral.id


@action
def return_referral(actor: Actor, referral_id: UUID, *, question: str) -> UUID:
    """Ask the sender for what is missing; the sender's clock to answer starts now."""
    referral = load_as_receiver(actor, referral_id)
    if not question.strip():
        raise Invalid({"question": "Say what you need to know"})
    _move(actor, referral, Move.RETURN, question)
    referral.return_question, referral.return_answer = question.strip(), ""
    referral.answer_due_at = _due_at(actor, referral, referral.clock_level, clock.now())
    _note(actor, events.REFERRAL_RETURNED, referral, "state", "return_question", "answer_due_at")
    return referral.id


@action
def answer_return(actor: Actor, referral_id: UUID, *, answer: str) -> UUID:
    """Answer the service's question; its clock to accept or decline starts again."""
    referral = load_as_sender(actor, referral_id)
    if not answer.strip():
        raise Invalid({"answer": "Write what the service asked for"})
    _move(actor, referral, Move.ANSWER, answer)
    referral.return_answer = answer.strip()
    referral.answer_due_at = _due_at(actor, referral, referral.clock_level, clock.now())
    _note(actor, events.RETURN_ANSWERED, referral, "state", "return_answer", "answer_due_at")
    return referral.id


@action
def withdraw_referral(actor: Actor, referral_id: UUID, *, reason: str) -> UUID:
    """Take a referral back; the packet closes to the service."""
    referral = load_as_sender(actor, referral_id)
    if not reason.strip():
        raise Invalid({"reason": "Say why it is withdrawn"})
    _move(actor, referral, Move.WITHDRAW, reason)
    _answered(actor, referral)
    _note(actor, events.REFERRAL_WITHDRAWN, referral, "state")
    return referral.id


@action
def decide_funding(actor: Actor, referral_id: UUID, *, given: bool, note: str = "") -> UUID:
    """Record the funding decision: given, the service's clock starts; refused, it comes back to the sender."""
    referral = load_referral(actor, referral_id)
    if not actor.can(P.FUNDING_DECIDE):
        raise NotAllowed("Only a manager records a funding decision.")
    _move(actor, referral, Move.FUND if given else Move.REFUSE_FUNDING, note)
    if given:
        referral.answer_due_at = _due_at(actor, referral, referral.clock_level, clock.now())
    else:
        _answered(actor, referral)
        referral.decline_group, referral.decline_detail = Decline.FUNDING_REFUSED, note.strip()
    _note(actor, events.FUNDING_DECIDED, referral, "state", "answer_due_at")
    return referral.id


@action
def note_outside_answer(actor: Actor, referral_id: UUID, *, accepted: bool, answer: str) -> UUID:
    """Record what an outside destination answered, where nobody signs in."""
    referral = load_as_sender(actor, referral_id)
    if referral.element is not Element.OUTSIDE:
        raise NotAllowed("This service answers by itself.")
    if not answer.strip():
        raise Invalid({"answer": "Write what they said, and who said it"})
    _move(actor, referral, Move.ACCEPT if accepted else Move.DECLINE, answer)
    _answered(actor, referral)
    referral.outside_answer = answer.strip()
    if not accepted:
        referral.decline_group = Decline.OTHER
    _note(actor, events.OUTSIDE_ANSWERED, referral, "state", "outside_answer")
    return referral.id


@action
def settle_declined(actor: Actor, referral_id: UUID, *, note: str = "") -> UUID:
    """Take a declined referral off the sender's desk: sent on, or talked through with the person."""
    referral = load_as_sender(actor, referral_id)
    if referral.state is not ReferralState.DECLINED:
        raise too_late(actor, referral)
    if referral.settled_at is None:
        referral.settled_at = clock.now()
        _trace(actor, referral, ReferralState.DECLINED, ReferralState.DECLINED, note)
        _note(actor, events.REFERRAL_SETTLED, referral, "settled_at")
    return referral.id


@action
def note_spoken(actor: Actor, referral_id: UUID, at: datetime) -> None:
    """Tell the sender's desk when the service first spoke to the person; the first time counts."""
    referral = db.session.get(Referral, referral_id)
    if referral is not None and referral.spoken_at is None:
        referral.spoken_at, referral.closed_unspoken_at = at, None
        _note(actor, events.SPOKEN_NOTED, referral, "spoken_at")


@action
def hasten_referrals(actor: Actor, person_id: UUID, level: RiskLevel, since: datetime) -> int:
    """Let answers that a person waits for be due by a level from a moment on, if that is sooner; returns how many."""
    waiting = select(Referral).where(
        Referral.person_id.in_(records_of(person_id)), Referral.state.in_(WAITING)
    )
    hastened = 0
    for referral in db.session.scalars(waiting.order_by(Referral.id).with_for_update(of=Referral)):
        due = _due_at(actor, referral, level, since)
        if referral.answer_due_at and due < referral.answer_due_at:
            referral.answer_due_at, referral.hastened_at, referral.hastened_level = due, since, level
            _note(actor, events.REFERRAL_HASTENED, referral, "answer_due_at", "hastened_level")
            hastened += 1
    return hastened


@action
def note_closed(actor: Actor, referral_id: UUID, at: datetime | None) -> None:
    """Tell the sender's desk that the case closed and nobody had spoken to the person, or that it is open again."""
    referral = db.session.get(Referral, referral_id)
    if referral is not None and referral.spoken_at is None and referral.closed_unspoken_at != at:
        referral.closed_unspoken_at = at
        _note(actor, events.CLOSED_NOTED, referral, "closed_unspoken_at")


def _move(actor: Actor, referral: Referral, move: Move, note: str = "") -> None:
    """Move a referral along; raises Conflict with who and when if the move is no longer possible."""
    before = referral.state
    after = leads_to(before, move)
    if after is None:
        raise too_late(actor, referral)
    referral.state = after
    _trace(actor, referral, before, after, note)


def _trace(actor: Actor, referral: Referral, before: ReferralState, after: ReferralState, note: str) -> None:
    db.session.add(
        ReferralMove(
            vault=referral.vault,
            referral=referral,
            from_state=before,
            to_state=after,
            moved_by=actor.user_id,
            moved_at=clock.now(),
            note=note.strip(),
        )
    )


def _answered(actor: Actor, referral: Referral) -> None:
    referral.answered_at, referral.answered_by = clock.now(), actor.user_id


def _due_at(actor: Actor, referral: Referral, level: RiskLevel, since: datetime) -> datetime:
    """Return when whoever owes the next answer has to give it, by a level from a moment on."""
    owing, code = referral.to_service_id, ClockCode.ANSWER
    if referral.state is ReferralState.RETURNED:
        owing, code = referral.from_service_id, ClockCode.INFORMATION
    elif referral.state is ReferralState.WAITING_FUNDING:
        code = ClockCode.FUNDING
    elif referral.safe_tonight:
        code = ClockCode.ANSWER_TONIGHT
    return service_clocks(actor, owing).due_at(code, level, since)


def _note(actor: Actor, event: Event, referral: Referral, *fields: str) -> None:
    record(actor, event, "referral", referral.id, person_id=referral.person_id, fields=fields)


def _withdraw_the_rest(actor: Actor, taken: Referral) -> None:
    """The first home that is offered withdraws those sent to beside it."""
    if taken.element is not Element.ACCOMMODATION:
        return
    beside = db.session.scalars(
        select(Referral).where(
            Referral.batch_id == taken.batch_id,
            Referral.element == Element.ACCOMMODATION,
            Referral.id != taken.id,
            Referral.state.in_(WAITING),
        )
    ).all()
    for other in beside:
        _move(actor, other, Move.WITHDRAW, "Another service offered a home first.")
        _answered(actor, other)
        _note(actor, events.REFERRAL_WITHDRAWN, other, "state")
