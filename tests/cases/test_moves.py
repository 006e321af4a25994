"""Moves of a case: where it may go, and what an attempt or a plan makes of it."""

from __future__ import annotations

import pytest

from caseflow.cases.choices import LIVE, CaseState
from caseflow.cases.moves import (
    BY_HAND,
    MOVES,
    after_allocating,
    after_attempt,
    after_plan,
    may_move,
    moves_by_hand,
    refusal,
)

S = CaseState


def test_every_state_has_a_row_and_every_live_one_can_be_closed():
    assert set(MOVES) == set(CaseState)
    assert all(S.CLOSED in MOVES[state] for state in LIVE)
    assert all(state not in MOVES[state] for state in CaseState)


def test_every_state_can_be_reached_from_accepted():
    seen, ahead = set(), [S.ACCEPTED]
    while ahead:
        state = ahead.pop()
        if state not in seen:
            seen.add(state)
            ahead += MOVES[state]
    assert seen == set(CaseState)


@pytest.mark.parametrize(
    ("before", "after", "allowed"),
    [
        (S.ACCEPTED, S.ALLOCATED, True),
        (S.ACCEPTED, S.OPEN, False),
        (S.ALLOCATED, S.NOT_REACHED, False),
        (S.ATTEMPTS, S.NOT_REACHED, True),
        (S.ENGAGED, S.OPEN, True),
        (S.OPEN, S.WAITING_JUSTICE, True),
        (S.OPEN, S.ACCEPTED, False),
        (S.CLOSED, S.OPEN, False),
        (S.CLOSED, S.ALLOCATED, True),
        (S.NOT_REACHED, S.ATTEMPTS, True),
    ],
)
def test_moves(before, after, allowed):
    assert may_move(before, after) is allowed


def test_only_moves_of_the_table_are_offered_by_hand():
    for state in CaseState:
        assert set(moves_by_hand(state)) == MOVES[state] & BY_HAND
    assert moves_by_hand(S.CLOSED) == ()


@pytest.mark.parametrize(
    ("before", "spoke", "after"),
    [
        (S.ACCEPTED, False, S.ATTEMPTS),
        (S.ALLOCATED, False, S.ATTEMPTS),
        (S.ALLOCATED, True, S.ENGAGED),
        (S.ATTEMPTS, True, S.ENGAGED),
        (S.NOT_REACHED, True, S.ENGAGED),
        (S.NOT_REACHED, False, S.ATTEMPTS),
        (S.CHOSE_NOT, True, S.ENGAGED),
        (S.OPEN, True, S.OPEN),
        (S.OPEN, False, S.OPEN),
        (S.PAUSED, True, S.PAUSED),
        (S.WAITING_JUSTICE, True, S.WAITING_JUSTICE),
    ],
)
def test_an_attempt(before, spoke, after):
    assert after_attempt(before, spoke=spoke) is after
    assert after is before or may_move(before, after)


def test_no_attempt_belongs_to_a_closed_case():
    with pytest.raises(ValueError, match="closed"):
        after_attempt(S.CLOSED, spoke=True)


def test_allocating_and_planning_change_only_the_state_they_end():
    assert after_allocating(S.ACCEPTED) is S.ALLOCATED
    assert all(after_allocating(one) is one for one in set(CaseState) - {S.ACCEPTED})
    assert after_plan(S.ENGAGED) is S.OPEN
    assert all(after_plan(one) is one for one in set(CaseState) - {S.ENGAGED})


def test_a_refusal_names_both_states():
    assert refusal(S.CLOSED, S.OPEN) == "This case is “Closed” and cannot become “Open”."
