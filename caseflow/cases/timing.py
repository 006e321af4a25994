"""The clocks of one case: which run, which were met, which are late. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from caseflow.cases.choices import CaseState
from caseflow.directory.choices import ClockCode

CLOCKS_RUN = frozenset(
    {
        CaseState.ACCEPTED,
        CaseState.ALLOCATED,
        CaseState.ATTEMPTS,
        CaseState.ENGAGED,
        CaseState.OPEN,
        CaseState.PAUSED,
        CaseState.WAITING_JUSTICE,
    }
)
"""States in which somebody still owes the person something by a time."""

LIMITS = {
    ClockCode.ALLOCATE: ("allocate_due_at", "allocated_at"),
    ClockCode.FIRST_TRY: ("first_try_due_at", "first_tried_at"),
    ClockCode.SPOKEN_TO: ("spoken_due_at", "spoken_at"),
    ClockCode.ASSESSED: ("plan_due_at", "planned_at"),
}
"""Each clock of a case with the fields that hold when it is due and when it was met."""

FROM_ACCEPTANCE = (ClockCode.FIRST_TRY, ClockCode.SPOKEN_TO, ClockCode.ASSESSED)
"""The clocks that begin when a referral is accepted and may stand still."""

OWED = {
    ClockCode.ALLOCATE: "Give it to a worker",
    ClockCode.FIRST_TRY: "First try",
    ClockCode.SPOKEN_TO: "Speak to the person",
    ClockCode.ASSESSED: "Safety plan",
}


class ClockState(StrEnum):
    """How a clock stands."""

    MET = "met"
    MET_LATE = "met_late"
    STANDING = "standing"
    RUNNING = "running"
    OVERDUE = "overdue"
    NONE = "none"


class HasClocks(Protocol):
    """What a case shows of its clocks."""

    state: CaseState
    allocate_due_at: datetime | None
    allocated_at: datetime | None
    first_try_due_at: datetime | None
    first_tried_at: datetime | None
    spoken_due_at: datetime | None
    spoken_at: datetime | None
    plan_due_at: datetime | None
    planned_at: datetime | None
    clocks_stopped_at: datetime | None


@dataclass(frozen=True)
class Limit:
    """One clock of a case: when it is due and when it was met."""

    clock: ClockCode
    due_at: datetime | None
    met_at: datetime | None
    state: ClockState

    @property
    def words(self) -> str:
        """Return what is owed."""
        return OWED[self.clock]

    @property
    def owed(self) -> bool:
        """Tell whether somebody still has to do it by a time."""
        return self.state in (ClockState.RUNNING, ClockState.OVERDUE)


def limits(case: HasClocks, now: datetime) -> tuple[Limit, ...]:
    """Return the clocks of a case in the order in which they fall due in its life."""
    running = case.state in CLOCKS_RUN
    return tuple(
        Limit(clock, due, met, _state(due, met, now, running, case.clocks_stopped_at is not None))
        for clock, (due_name, met_name) in LIMITS.items()
        for due, met in [(getattr(case, due_name), getattr(case, met_name))]
    )


def _state(
    due: datetime | None, met: datetime | None, now: datetime, running: bool, standing: bool
) -> ClockState:
    if met is not None:
        return ClockState.MET_LATE if due is not None and met > due else ClockState.MET
    if not running:
        return ClockState.NONE
    if due is None:
        return ClockState.STANDING if standing else ClockState.NONE
    return ClockState.OVERDUE if due <= now else ClockState.RUNNING


def next_due_at(case: HasClocks) -> datetime | None:
    """Return when the first thing that is still owed falls due, whether that lies ahead or behind."""
    if case.state not in CLOCKS_RUN:
        return None
    owed = (getattr(case, due) for due, met in LIMITS.values() if getattr(case, met) is None)
    return min((due for due in owed if due is not None), default=None)


def next_limit(clocks: Iterable[Limit]) -> Limit | None:
    """Return what is owed soonest, or nothing."""
    return min((one for one in clocks if one.owed and one.due_at), key=_due, default=None)


def is_overdue(clocks: Iterable[Limit]) -> bool:
    """Tell whether any clock has run out."""
    return any(one.state is ClockState.OVERDUE for one in clocks)


def _due(one: Limit) -> datetime:
    assert one.due_at is not None
    return one.due_at
