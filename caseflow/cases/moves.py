"""The states of a case and the moves between them. Pure."""

from __future__ import annotations

from caseflow.cases.choices import CASE_STATE_LABELS, LIVE, CaseState

S = CaseState

MOVES: dict[CaseState, frozenset[CaseState]] = {
    S.ACCEPTED: frozenset({S.ALLOCATED, S.ATTEMPTS, S.ENGAGED, S.PAUSED, S.CHOSE_NOT, S.CLOSED}),
    S.ALLOCATED: frozenset({S.ATTEMPTS, S.ENGAGED, S.PAUSED, S.CHOSE_NOT, S.CLOSED}),
    S.ATTEMPTS: frozenset({S.ENGAGED, S.NOT_REACHED, S.CHOSE_NOT, S.PAUSED, S.CLOSED}),
    S.ENGAGED: frozenset({S.OPEN, S.NOT_REACHED, S.CHOSE_NOT, S.PAUSED, S.WAITING_JUSTICE, S.CLOSED}),
    S.NOT_REACHED: frozenset({S.ATTEMPTS, S.ENGAGED, S.CHOSE_NOT, S.CLOSED}),
    S.CHOSE_NOT: frozenset({S.ATTEMPTS, S.ENGAGED, S.OPEN, S.CLOSED}),
    S.OPEN: frozenset({S.NOT_REACHED, S.CHOSE_NOT, S.PAUSED, S.WAITING_JUSTICE, S.CLOSED}),
    S.PAUSED: frozenset({S.ATTEMPTS, S.ENGAGED, S.OPEN, S.WAITING_JUSTICE, S.CHOSE_NOT, S.CLOSED}),
    S.WAITING_JUSTICE: frozenset({S.OPEN, S.PAUSED, S.NOT_REACHED, S.CHOSE_NOT, S.CLOSED}),
    S.CLOSED: frozenset({S.ACCEPTED, S.ALLOCATED}),
}
"""From each state, where a case may go. Out of closed it only comes back by being opened again."""

BY_HAND = frozenset({S.OPEN, S.PAUSED, S.WAITING_JUSTICE, S.NOT_REACHED, S.CHOSE_NOT, S.ATTEMPTS})
"""States that a worker chooses; the others come of allocating, of speaking to the person and of closing."""

NEEDS_WORDS = frozenset({S.NOT_REACHED, S.CHOSE_NOT, S.PAUSED, S.WAITING_JUSTICE})
"""States that a worker gives a reason for."""


def may_move(before: CaseState, after: CaseState) -> bool:
    """Tell whether a case may go from one state to another."""
    return after in MOVES[before]


def moves_by_hand(state: CaseState) -> tuple[CaseState, ...]:
    """Return where a worker may send a case from here, in the order of the list."""
    return tuple(one for one in CaseState if one in MOVES[state] & BY_HAND)


def after_allocating(state: CaseState) -> CaseState:
    """Return the state once a worker has it: only one that nobody has begun changes."""
    return S.ALLOCATED if state is S.ACCEPTED else state


def after_attempt(state: CaseState, *, spoke: bool) -> CaseState:
    """Return the state after an attempt; speaking engages, whatever was given up before."""
    if state not in LIVE:
        raise ValueError("no attempt belongs to a closed case")
    if spoke:
        return state if state in (S.OPEN, S.ENGAGED, S.PAUSED, S.WAITING_JUSTICE) else S.ENGAGED
    return S.ATTEMPTS if state in (S.ACCEPTED, S.ALLOCATED, S.NOT_REACHED, S.CHOSE_NOT) else state


def after_plan(state: CaseState) -> CaseState:
    """Return the state once a safety plan stands: support has begun."""
    return S.OPEN if state is S.ENGAGED else state


def refusal(before: CaseState, after: CaseState) -> str:
    """Return the words for a move that is not possible from here."""
    return f"This case is “{CASE_STATE_LABELS[before]}” and cannot become “{CASE_STATE_LABELS[after]}”."
