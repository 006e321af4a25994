"""The life of a referral: what can be done from which state, and where it leads. Pure."""

from __future__ import annotations

from caseflow.referrals.choices import STATE_LABELS, Move, ReferralState

S = ReferralState

MOVES: dict[tuple[ReferralState, Move], ReferralState] = {
    (S.DRAFT, Move.SEND): S.SENT,
    (S.DRAFT, Move.SEND_FOR_FUNDING): S.WAITING_FUNDING,
    (S.SENT, Move.ACCEPT): S.ACCEPTED,
    (S.SENT, Move.DECLINE): S.DECLINED,
    (S.SENT, Move.RETURN): S.RETURNED,
    (S.SENT, Move.WITHDRAW): S.WITHDRAWN,
    (S.RETURNED, Move.ANSWER): S.SENT,
    (S.RETURNED, Move.ACCEPT): S.ACCEPTED,
    (S.RETURNED, Move.DECLINE): S.DECLINED,
    (S.RETURNED, Move.WITHDRAW): S.WITHDRAWN,
    (S.WAITING_FUNDING, Move.FUND): S.SENT,
    (S.WAITING_FUNDING, Move.REFUSE_FUNDING): S.DECLINED,
    (S.WAITING_FUNDING, Move.WITHDRAW): S.WITHDRAWN,
}

RECEIVERS = frozenset({Move.ACCEPT, Move.DECLINE, Move.RETURN})
SENDERS = frozenset({Move.ANSWER, Move.WITHDRAW})
DECIDERS = frozenset({Move.FUND, Move.REFUSE_FUNDING})
READABLE = frozenset({S.SENT, S.RETURNED, S.WAITING_FUNDING, S.ACCEPTED})
"""States in which the receiver may read the packet."""

REFUSED = {
    S.ACCEPTED: "This referral has been accepted.",
    S.DECLINED: "This referral has been declined.",
    S.WITHDRAWN: "This referral has been withdrawn.",
    S.RETURNED: "This referral has been returned for information.",
    S.WAITING_FUNDING: "This referral waits for a funding decision.",
    S.SENT: "This referral waits for an answer from the service.",
    S.DRAFT: "This referral has not been sent.",
}

OWN = {
    S.ACCEPTED: "You already answered this referral: accepted",
    S.DECLINED: "You already answered this referral: declined",
    S.RETURNED: "You already answered this referral: returned for information",
    S.WITHDRAWN: "You already withdrew this referral",
}


def leads_to(state: ReferralState, move: Move) -> ReferralState | None:
    """Return the state that a move leads to, or nothing where it cannot be made."""
    return MOVES.get((state, move))


def possible(state: ReferralState) -> frozenset[Move]:
    """Return what can be done from a state."""
    return frozenset(move for (start, move) in MOVES if start is state)


def refusal(state: ReferralState) -> str:
    """Say in a sentence why nothing can be done that was asked for."""
    return REFUSED.get(state, f"This referral is {STATE_LABELS[state].lower()}.")


def own_answer(state: ReferralState) -> str:
    """Say that the actor did this before; nothing where the state is no answer of anybody's."""
    return OWN.get(state, "")
