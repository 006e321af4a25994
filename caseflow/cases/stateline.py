"""The one line that says how a case stands. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from caseflow.cases.choices import CASE_STATE_LABELS, CLOSE_REASON_LABELS, CaseState, CloseReason, TaskKind
from caseflow.cases.values import TaskLine

NEAR = timedelta(days=180)
"""How far away a date may be for its year to go without saying."""
DATED = {TaskKind.HEARING: "hearing", TaskKind.ORDER_ENDS: "order ends"}


def state_line(
    state: CaseState,
    days: int,
    *,
    worker: str | None,
    is_mine: bool,
    plan_review_on: date | None,
    risk_review_on: date | None,
    tasks: Iterable[TaskLine],
    today: date,
) -> tuple[str, ...]:
    """Return the parts of "Open 34 days · allocated to you · review of the plan due 3 December"."""
    parts = [_standing(state, days)]
    if state is not CaseState.CLOSED:
        parts.append(f"allocated to {'you' if is_mine else worker}" if worker else "not yet allocated")
        for of, due_on in (("plan", plan_review_on), ("risk", risk_review_on)):
            if due_on:
                parts.append(
                    f"review of the {of} {'was due' if due_on < today else 'due'} {_day(due_on, today)}"
                )
        for kind, words in DATED.items():
            ahead = [
                one.due_on for one in tasks if one.kind is kind and not one.done_at and one.due_on >= today
            ]
            if ahead:
                parts.append(f"{words} {_day(min(ahead), today)}")
    return tuple(parts)


def closed_line(closed_at: datetime, reason: CloseReason | None, planned: bool | None) -> str:
    """Return how a case ended: "Closed 3 December 2026, planned: needs met, goals reached"."""
    how = "" if planned is None else ", planned" if planned else ", not planned"
    why = f": {CLOSE_REASON_LABELS[reason].lower()}" if reason else ""
    return f"Closed {closed_at.day} {closed_at:%B} {closed_at.year}{how}{why}"


def earliest(*days: date | None) -> date | None:
    """Return the first of the days that are known, or None."""
    return min((day for day in days if day), default=None)


def days_since(at: datetime, now: datetime) -> int:
    """Return whole days between two moments."""
    return max((now - at).days, 0)


def _standing(state: CaseState, days: int) -> str:
    length = "today" if days == 0 else "1 day" if days == 1 else f"{days} days"
    if state is CaseState.OPEN:
        return f"Open {'since today' if days == 0 else length}"
    label = CASE_STATE_LABELS[state]
    if state is CaseState.CLOSED:
        return label
    return f"{label}, accepted today" if days == 0 else f"{label}, {length} since it was accepted"


def _day(on: date, today: date) -> str:
    return f"{on.day} {on:%B}" if abs(on - today) < NEAR else f"{on.day} {on:%B} {on.year}"
