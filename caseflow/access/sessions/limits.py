"""How long a session may last, and how long it may lie idle."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any


@dataclass(frozen=True)
class Limits:
    """The limits of this installation's sessions."""

    idle: timedelta = timedelta(minutes=15)
    in_call: timedelta = timedelta(minutes=60)
    longest: timedelta = timedelta(hours=8)
    fresh: timedelta = timedelta(minutes=10)
    half: timedelta = timedelta(minutes=10)
    """How long a sign-in may take from the password to its last step."""


def limits_of(settings: Mapping[str, Any]) -> Limits:
    """Return the limits that the settings name."""
    return Limits(
        idle=timedelta(minutes=settings["CASEFLOW_IDLE_MINUTES"]),
        in_call=timedelta(minutes=settings["CASEFLOW_IDLE_IN_CALL_MINUTES"]),
        longest=timedelta(hours=settings["CASEFLOW_SESSION_HOURS"]),
        fresh=timedelta(minutes=settings["CASEFLOW_FRESH_MINUTES"]),
    )
