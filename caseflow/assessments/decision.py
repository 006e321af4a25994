"""The rule of the decided level: what stays high meanwhile, and when it is looked at again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from caseflow.choices import RiskLevel

from .choices import LEVELS, StopAnswer
from .scoring import Counts

REVIEW_WEEKS = {RiskLevel.HIGH: 4, RiskLevel.MEDIUM: 8, RiskLevel.STANDARD: 12}
"""Weeks until a review is due: a local default, changeable per area."""

SERVED_FROM_AGE = 13


@dataclass(frozen=True)
class Decision:
    """What a decided level comes to: the level in force now, and whether a manager must approve it."""

    level: RiskLevel
    in_force: RiskLevel
    needs_manager: bool
    high_by_count: bool
    faults: dict[str, str] = field(default_factory=dict)


def decide(
    *,
    level: RiskLevel | None,
    reason: str,
    counts: Counts | None,
    stop_applies: bool,
    stop_answer: StopAnswer | None,
    stop_because: str,
    earlier_high_by_count: bool = False,
) -> Decision:
    """Apply the rule: raise freely; a computed high is lowered only by a manager and stays high meanwhile.

    `counts` is None for a judgement without a checklist. `earlier_high_by_count` says that the level in force
    for this pair is a high computed by an earlier checklist: a judgement alone, or a checklist with too much not
    known, is no new evidence against it.
    """
    known_enough = counts is not None and not counts.could_be_high
    by_count = (counts is not None and counts.computed_high) or (earlier_high_by_count and not known_enough)
    faults = _level_faults(level, reason) | _stop_faults(level, stop_applies, stop_answer, stop_because)
    chosen = level or RiskLevel.NOT_ASSESSED
    needs_manager = by_count and chosen is not RiskLevel.HIGH
    return Decision(
        level=chosen,
        in_force=RiskLevel.HIGH if by_count else chosen,
        needs_manager=needs_manager,
        high_by_count=by_count,
        faults=faults,
    )


def _level_faults(level: RiskLevel | None, reason: str) -> dict[str, str]:
    faults = {}
    if level not in LEVELS:
        faults["level"] = "Choose the risk level"
    if not reason.strip():
        faults["reason"] = "Give the reason for the level"
    return faults


def _stop_faults(
    level: RiskLevel | None, applies: bool, answer: StopAnswer | None, because: str
) -> dict[str, str]:
    # Deciding high is itself the answer to "have you considered high?".
    if not applies or level is RiskLevel.HIGH:
        return {}
    if answer is None:
        return {"stop_answer": "Answer the question: have you considered high?"}
    if answer is StopAnswer.HIGH:
        return {"stop_answer": "You answered that high is right but chose a lower level. Change one of them"}
    if not because.strip():
        return {"stop_because": "Say why a lower level is right"}
    return {}


def review_due_on(level: RiskLevel, decided_on: date) -> date:
    """Return the day by which the level is looked at again: high 4 weeks, medium 8, standard 12."""
    return decided_on + timedelta(weeks=REVIEW_WEEKS[level])


def review_faults(level: RiskLevel, decided_on: date, chosen_on: date) -> dict[str, str]:
    """A review may be earlier than its due date, never later and never in the past."""
    latest = review_due_on(level, decided_on)
    if chosen_on < decided_on:
        return {"review_on": "The review date must be today or later"}
    if chosen_on > latest:
        return {"review_on": f"The review is due by {latest.day} {latest:%B %Y}. Choose that day or earlier"}
    return {}


def person_level(levels: Iterable[RiskLevel]) -> RiskLevel:
    """Return the level shown for a person: the highest in force of all pairs, or not yet assessed."""
    held = set(levels)
    return next((level for level in LEVELS if level in held), RiskLevel.NOT_ASSESSED)


def is_served(age: int | None, from_age: int = SERVED_FROM_AGE) -> bool:
    """Say whether a person of this age is assessed here; under it, children's services act."""
    return age is None or age >= from_age
