"""What was agreed at the start of a call for when the line drops: the first thing to be seen when it does. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from caseflow.calls.choices import DropPlan

NOTHING_AGREED = "Nothing was agreed. Do not ring: wait until they call again."
DO_NOT_CALL = "Do not ring back. They may call again."


@dataclass(frozen=True)
class Dropped:
    """What to do now that the line has dropped."""

    may_call: bool
    words: str
    number: str = ""


def after_drop(plan: str, number: str, number_now: str = "") -> Dropped:
    """Return what was agreed; without an agreement nobody is rung."""
    if plan == DropPlan.CALL_BACK:
        return Dropped(True, "They agreed that you ring back.", number or number_now)
    return Dropped(False, DO_NOT_CALL if plan == DropPlan.DO_NOT_CALL else NOTHING_AGREED)
