"""When somebody who could not be reached is tried again, given to a manager, or let go. Pure: `now` is passed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from caseflow.calls.choices import AttemptOutcome
from caseflow.choices import RiskLevel
from caseflow.directory.calendar import LONDON, Calendar

TRIES = 3
HIGH_WINDOW = timedelta(hours=48)
WORKING_DAYS = 5
LATER_STANDS = timedelta(hours=24)
"""How long a clock stands still when somebody asks for later without saying when."""
STOP_URGENT, STOP_PLAIN = timedelta(hours=4), timedelta(hours=24)
URGENT = (RiskLevel.HIGH, RiskLevel.NOT_ASSESSED)


class Step(StrEnum):
    """What comes next for somebody to reach."""

    FIRST_TRY = "first_try"
    TRY_AGAIN = "try_again"
    WAIT = "wait"
    MANAGER = "manager"
    MAY_CLOSE = "may_close"
    DONE = "done"


class Part(StrEnum):
    """A part of the day, so that tries fall at different times."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


@dataclass(frozen=True)
class Try:
    """One attempt: when, what happened, and until when the person asked to be left."""

    made_at: datetime
    outcome: AttemptOutcome
    again_at: datetime | None = None


@dataclass(frozen=True)
class Standing:
    """How it stands: tries that count, those still to make, what comes next, and words for it."""

    step: Step
    tries: int
    left: int
    until_at: datetime
    """High: when the manager must have it. Medium and standard: the first moment at which it may be let go."""
    untried: tuple[Part, ...]
    words: str


def part_of(at: datetime) -> Part:
    """Return the part of the day in England."""
    hour = at.astimezone(LONDON).hour
    if hour < 12:
        return Part.MORNING
    return Part.AFTERNOON if hour < 17 else Part.EVENING


def standing(
    risk: RiskLevel, counted_from_at: datetime, tries: Sequence[Try], now: datetime, calendar: Calendar
) -> Standing:
    """Say how it stands with somebody to reach.

    High, or not yet assessed: three tries within 48 hours, then a manager chooses; no count ever closes it.
    Medium and standard: three tries at different times of the day, over five working days.
    """
    counted = [one for one in tries if one.made_at >= counted_from_at]
    missed = [one for one in counted if one.outcome not in (AttemptOutcome.SPOKE, AttemptOutcome.LATER)]
    parts = {part_of(one.made_at) for one in missed}
    untried = tuple(part for part in Part if part not in parts)
    high = risk in URGENT
    until = (
        counted_from_at + HIGH_WINDOW if high else calendar.add_working_days(counted_from_at, WORKING_DAYS)
    )
    left = max(0, TRIES - len(missed))
    step = _step(high, counted, missed, parts, until, now)
    return Standing(step, len(missed), left, until, untried, _words(step, high, left, untried))


def _step(
    high: bool,
    counted: Sequence[Try],
    missed: Sequence[Try],
    parts: set[Part],
    until: datetime,
    now: datetime,
) -> Step:
    if any(one.outcome is AttemptOutcome.SPOKE for one in counted):
        return Step.DONE
    last = counted[-1] if counted else None
    if last and last.outcome is AttemptOutcome.LATER and now < later_until(last.made_at, last.again_at):
        return Step.WAIT
    if high:
        if len(missed) >= TRIES or now >= until:
            return Step.MANAGER
    elif len(missed) >= TRIES and len(parts) > 1 and now >= until:
        return Step.MAY_CLOSE
    return Step.TRY_AGAIN if counted else Step.FIRST_TRY


def _words(step: Step, high: bool, left: int, untried: Sequence[Part]) -> str:
    another = f" Not yet tried: {' or '.join(untried)}." if untried else ""
    if step is Step.FIRST_TRY:
        return "Not tried yet."
    if step is Step.TRY_AGAIN and high:
        return f"{_more(left)} within 48 hours, then a manager chooses.{another}"
    if step is Step.TRY_AGAIN and left:
        return f"{_more(left)}, at different times, over five working days.{another}"
    return {
        Step.TRY_AGAIN: f"Three tries made. Keep trying until five working days are over.{another}",
        Step.WAIT: "Asked for later. The clock stands still until then.",
        Step.MANAGER: "A manager chooses the next way. High risk is never closed by a count.",
        Step.MAY_CLOSE: "Three tries at different times over five working days. It may be closed as not reached.",
        Step.DONE: "Spoken to.",
    }[step]


def _more(left: int) -> str:
    return f"{left} more {'try' if left == 1 else 'tries'}"


def later_until(made_at: datetime, again_at: datetime | None) -> datetime:
    """Return when a clock runs on after somebody asked for later."""
    return again_at if again_at and again_at > made_at else made_at + LATER_STANDS


def stop_decided_by(risk: RiskLevel, stopped_at: datetime) -> datetime:
    """Return by when a manager must decide about a stopped number (local default)."""
    return stopped_at + (STOP_URGENT if risk in URGENT else STOP_PLAIN)


def manager_by(asked_at: datetime) -> datetime:
    """Return by when a manager must choose the next way for somebody at high risk (local default)."""
    return asked_at + STOP_URGENT
