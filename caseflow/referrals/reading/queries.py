"""Read one referral: the packet, its life, and what the viewer may do with it."""

from uuid import UUID

from sqlalchemy import select

from caseflow.access.policy import P
from caseflow.access.queries import staffed_services, user_names
from caseflow.access.viewer import Viewer
from caseflow.choices import Element
from caseflow.database import db
from caseflow.directory.queries import funder_names, service_line, service_names
from caseflow.errors import NotAllowed, Unknown
from caseflow.people.queries import identity_bar
from caseflow.people.values import IdentityBar
from caseflow.referrals.choices import (
    AGREEMENT_LABELS,
    BASIS_LABELS,
    DECLINE_LABELS,
    MOVE_LABELS,
    WAITING,
    Move,
    ReferralState,
)
from caseflow.referrals.lines import ReferralPage, Step
from caseflow.referrals.models import Packet, Referral, ReferralMove
from caseflow.referrals.moves import DECIDERS, MOVES, READABLE, RECEIVERS, SENDERS, possible
from caseflow.referrals.packet import Packet as Content
from caseflow.referrals.packet import read
from caseflow.referrals.scope import is_receiver, is_sender, load_referral, too_late

UNANSWERED = (ReferralState.SENT, ReferralState.RETURNED)


def referral_page(viewer: Viewer, referral_id: UUID) -> ReferralPage:
    """Return one referral as the viewer may see it; raises Unknown outside the scope."""
    row = load_referral(viewer, referral_id)
    sender, receiver = is_sender(viewer, row), is_receiver(viewer, row)
    readable = sender or row.state in READABLE
    content = _packet(row) if readable else None
    service = service_line(viewer, row.to_service_id)
    return ReferralPage(
        referral_id=row.id,
        batch_id=row.batch_id,
        person_id=row.person_id,
        bar=_bar(viewer, row) if sender else None,
        known_as=content.known_as if content else "",
        state=row.state,
        need=row.need,
        element=row.element,
        risk=row.clock_level,
        risk_when_sent=row.risk_level,
        from_service=service_names(viewer, [row.from_service_id])[row.from_service_id],
        to_service=service.name,
        to_phone=service.phone,
        outside=service.outside,
        nobody=not service.outside and row.to_service_id not in staffed_services(viewer),
        sent_by=user_names(viewer, [row.sent_by]).get(row.sent_by, "") if row.sent_by else "",
        sent_at=row.sent_at,
        due_at=row.answer_due_at if row.state in WAITING else None,
        hastened_at=row.hastened_at if row.state in WAITING else None,
        safe_tonight=row.safe_tonight,
        agreement=AGREEMENT_LABELS[row.agreement],
        basis=_basis(row) if readable else "",
        funding=funder_names(viewer).get(row.funding_decider, "") if row.funding_decider else "",
        decline=DECLINE_LABELS[row.decline_group] if row.decline_group else "",
        decline_detail=(row.decline_detail or row.outside_answer) if readable else "",
        question=row.return_question if readable else "",
        answer=row.return_answer if readable else "",
        packet=content,
        closed="" if readable else "The packet is closed: this referral was declined or withdrawn.",
        steps=_steps(viewer, row, readable),
        may=_may(viewer, row, sender, receiver),
        may_record_outside=sender and row.element is Element.OUTSIDE and row.state in UNANSWERED,
        may_settle=sender and row.state is ReferralState.DECLINED and row.settled_at is None,
        settled=row.settled_at is not None,
        spoken_at=row.spoken_at,
        closed_unspoken_at=row.closed_unspoken_at,
    )


def _packet(row: Referral) -> Content | None:
    packet = db.session.scalar(select(Packet).where(Packet.referral_id == row.id))
    return read(packet.content) if packet is not None else None


def move_page(viewer: Viewer, referral_id: UUID, *moves: Move) -> ReferralPage:
    """Return a referral for the page that moves it; raises Conflict where it cannot be, NotAllowed for others."""
    page = referral_page(viewer, referral_id)
    if not moves and page.may_settle:
        return page
    if not possible(page.state) & frozenset(moves):
        raise too_late(viewer, load_referral(viewer, referral_id))
    if not page.may & frozenset(moves):
        raise NotAllowed("This is for another service, or another role, to do.")
    return page


def _may(viewer: Viewer, row: Referral, sender: bool, receiver: bool) -> frozenset[Move]:
    mine: frozenset[Move] = frozenset()
    if receiver:
        mine |= RECEIVERS
    if sender:
        mine |= SENDERS
    if viewer.can(P.FUNDING_DECIDE):
        mine |= DECIDERS
    return mine & possible(row.state)


def _basis(row: Referral) -> str:
    words = BASIS_LABELS[row.basis] if row.basis else ""
    return f"{words}: {row.basis_detail}" if row.basis_detail else words


def _bar(viewer: Viewer, row: Referral) -> IdentityBar | None:
    try:
        return identity_bar(viewer, row.person_id)
    except Unknown:
        return None


def _steps(viewer: Viewer, row: Referral, readable: bool) -> tuple[Step, ...]:
    moves = db.session.scalars(
        select(ReferralMove).where(ReferralMove.referral_id == row.id).order_by(ReferralMove.moved_at.desc())
    ).all()
    names = user_names(viewer, [move.moved_by for move in moves])
    made = {(start, end): move for (start, move), end in MOVES.items()}
    return tuple(
        Step(
            title=_title(made, move),
            at=move.moved_at,
            by=names.get(move.moved_by, "") if move.moved_by else "",
            note=move.note if readable else "",
        )
        for move in moves
    )


def _title(made: dict[tuple[ReferralState, ReferralState], Move], step: ReferralMove) -> str:
    found = made.get((step.from_state or ReferralState.DRAFT, step.to_state))
    return MOVE_LABELS[found] if found else "Dealt with by the sender"
