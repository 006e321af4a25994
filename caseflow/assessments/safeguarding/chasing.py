"""The life of a safeguarding action: decided, sent, answered; and the day on which it is chased."""

from __future__ import annotations

from datetime import date, timedelta

from ..choices import SafeguardingDecision, SafeguardingState

CHASE_DAYS = 2
"""Days until an answer is chased, where the worker names none: a local default, changeable per area."""


def first_state(decision: SafeguardingDecision, sent: bool) -> SafeguardingState:
    """Return where a newly recorded decision stands."""
    if decision is SafeguardingDecision.NO:
        return SafeguardingState.NOT_RAISED
    return SafeguardingState.SENT if sent else SafeguardingState.TO_SEND


def chase_day(decided_on: date, chosen_on: date | None) -> date:
    """Return the day on which it is chased: the one chosen, or two days on."""
    return chosen_on or decided_on + timedelta(days=CHASE_DAYS)


def needs_chasing(state: SafeguardingState, chase_on: date | None, today: date) -> bool:
    """Say whether someone must act today: it was never sent, or nobody answered by its day."""
    if state is SafeguardingState.TO_SEND:
        return True
    return state is SafeguardingState.SENT and chase_on is not None and chase_on <= today
