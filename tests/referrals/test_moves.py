"""The life of a referral, every state with every move."""

from itertools import product

import pytest

from caseflow.referrals.choices import (
    AGREEMENT_LABELS,
    BASIS_LABELS,
    DECLINE_LABELS,
    MOVE_LABELS,
    PART_LABELS,
    STATE_LABELS,
    WAITING,
    Agreement,
    Basis,
    Decline,
    Move,
    Part,
    ReferralState,
)
from caseflow.referrals.moves import (
    DECIDERS,
    MOVES,
    READABLE,
    RECEIVERS,
    SENDERS,
    leads_to,
    possible,
    refusal,
)

LIFE = """
    draft            send              sent
    draft            send_for_funding  waiting_funding
    sent             accept            accepted
    sent             decline           declined
    sent             return            returned
    sent             withdraw          withdrawn
    returned         answer            sent
    returned         accept            accepted
    returned         decline           declined
    returned         withdraw          withdrawn
    waiting_funding  fund              sent
    waiting_funding  refuse_funding    declined
    waiting_funding  withdraw          withdrawn
"""
ALLOWED = {
    (ReferralState(a), Move(b)): ReferralState(c) for a, b, c in map(str.split, LIFE.strip().splitlines())
}


@pytest.mark.parametrize(("state", "move"), list(product(ReferralState, Move)))
def test_each_state_with_each_move(state: ReferralState, move: Move) -> None:
    assert leads_to(state, move) == ALLOWED.get((state, move))
    assert (move in possible(state)) is ((state, move) in ALLOWED)


def test_the_end_states_have_no_way_out_and_every_waiting_state_has_one() -> None:
    for state in (ReferralState.ACCEPTED, ReferralState.DECLINED, ReferralState.WITHDRAWN):
        assert possible(state) == frozenset()
    for state in WAITING:
        assert Move.WITHDRAW in possible(state)


def test_every_state_can_be_reached_from_a_draft() -> None:
    reached = {ReferralState.DRAFT}
    for _ in ReferralState:
        reached |= {end for (start, _), end in MOVES.items() if start in reached}
    assert reached == set(ReferralState)


def test_each_move_has_one_kind_of_person_who_makes_it() -> None:
    first = frozenset({Move.SEND, Move.SEND_FOR_FUNDING})
    kinds = (first, RECEIVERS, SENDERS, DECIDERS)
    assert frozenset().union(*kinds) == set(Move)
    assert sum(map(len, kinds)) == len(Move)


def test_a_packet_is_closed_to_the_receiver_once_declined_or_withdrawn() -> None:
    assert (
        frozenset({ReferralState.DECLINED, ReferralState.WITHDRAWN, ReferralState.DRAFT})
        == set(ReferralState) - READABLE
    )


def test_every_code_has_its_words() -> None:
    for choices, labels in (
        (ReferralState, STATE_LABELS),
        (Move, MOVE_LABELS),
        (Decline, DECLINE_LABELS),
        (Agreement, AGREEMENT_LABELS),
        (Basis, BASIS_LABELS),
        (Part, PART_LABELS),
    ):
        assert set(choices) == set(labels)  # type: ignore[call-overload]
    assert all(refusal(state) for state in ReferralState)
