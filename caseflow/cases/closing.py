"""When a case may be closed, and what must be said. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from caseflow.cases.choices import Change, CloseReason, FeelsSafer, OutcomeArea
from caseflow.choices import RiskLevel
from caseflow.directory.calendar import Calendar

LONDON = ZoneInfo("Europe/London")
TRIES_WANTED = 3
WORKING_DAYS_WANTED = 5
NEVER_WORKED = frozenset({CloseReason.NOT_REACHED, CloseReason.IN_ERROR})
"""Reasons after which no outcomes are asked for: no support was given."""
BY_WORKING = frozenset({CloseReason.NEEDS_MET, CloseReason.COMPLETED, CloseReason.LOST_TOUCH})
"""Reasons that only somebody can give who has spoken to the person."""

HIGH_NEEDS_A_MANAGER = (
    "High risk is never closed by a count. A manager decides the next way: the referrer, another safe route, "
    "MARAC or IDVA, or a police welfare check if that is safe."
)


def closing_faults(
    *,
    reason: CloseReason | None,
    note: str,
    feels_safer: FeelsSafer | None,
    outcomes: Mapping[OutcomeArea, Change],
    has_spoken: bool,
    planned: bool | None,
) -> dict[str, str]:
    """Return all that is missing to close a case, a message for each field."""
    faults = {} if has_spoken or reason is None else _unspoken_faults(reason, note, planned=bool(planned))
    if reason is None:
        faults["reason"] = "Choose why this case closes"
    if planned is None:
        faults["planned"] = "Say whether the close was planned"
    if reason is CloseReason.OTHER and not note:
        faults["note"] = "Say what the reason is"
    if reason is CloseReason.IN_ERROR and not note:
        faults["note"] = "Say what went wrong, so that nobody looks for this case"
    if reason is CloseReason.NOT_REACHED and has_spoken:
        faults["reason"] = "Somebody did speak to the person. Choose “Lost touch after support had begun”"
    if reason not in NEVER_WORKED and feels_safer is None:
        faults["feels_safer"] = "Say whether the person feels safer, or that it was not asked"
    if reason in (CloseReason.NEEDS_MET, CloseReason.COMPLETED) and not outcomes:
        faults["health"] = "Say for at least one area how things stand now"
    return faults


def _unspoken_faults(reason: CloseReason, note: str, *, planned: bool) -> dict[str, str]:
    """Return what cannot be said of a person to whom nobody here has spoken."""
    if reason in NEVER_WORKED:
        return {}
    if reason in BY_WORKING:
        nobody = "Nobody here has spoken to the person. Log the attempt that reached them, or choose another reason"
        return {"reason": nobody}
    faults = {}
    if planned:
        faults["planned"] = "Nobody here has spoken to the person, so it was not agreed with them"
    if not note:
        faults["note"] = "Nobody here has spoken to the person. Say how you know"
    return faults


def unreached_refusal(
    risk: RiskLevel, tries: Sequence[datetime], working_days: int, *, decides: bool
) -> str | None:
    """Say why a case may not yet be given up as not reached, or nothing.

    High, or not yet assessed: only a manager. Otherwise three tries over five working days at different times.
    """
    if decides:
        return None
    if risk in (RiskLevel.HIGH, RiskLevel.NOT_ASSESSED):
        return HIGH_NEEDS_A_MANAGER
    enough = len(tries) >= TRIES_WANTED and working_days >= WORKING_DAYS_WANTED
    if not (enough and at_different_times(tries)):
        made = "1 try" if len(tries) == 1 else f"{len(tries)} tries"
        wanted = f"{TRIES_WANTED} tries over {WORKING_DAYS_WANTED} working days, at different times"
        return f"{wanted}, come first; {made} made."
    return None


def at_different_times(tries: Sequence[datetime]) -> bool:
    """Tell whether the tries were not all made at the same hour of the day, an hour apart at least."""
    minutes = sorted(local.hour * 60 + local.minute for local in (one.astimezone(LONDON) for one in tries))
    return bool(minutes) and timedelta(minutes=minutes[-1] - minutes[0]) >= timedelta(hours=1)


def working_days_of(tries: Sequence[datetime], calendar: Calendar) -> int:
    """Count the working days from the first try to the last, both included."""
    if not tries:
        return 0
    first = min(tries).astimezone(LONDON).date()
    last = max(tries).astimezone(LONDON).date()
    days = ((first + timedelta(days=ahead)) for ahead in range((last - first).days + 1))
    return sum(1 for day in days if calendar.is_working_day(day))
