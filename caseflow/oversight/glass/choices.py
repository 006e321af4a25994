"""Coded lists of break-glass."""

from datetime import timedelta
from enum import StrEnum

OPEN_FOR = timedelta(minutes=60)
REVIEWED_WITHIN = timedelta(hours=72)
MAY_NOT = "There is no restricted record with this reference that you may open"
"""The one answer for what does not exist and for what may not be opened."""


class GlassReason(StrEnum):
    """Why a restricted record had to be opened."""

    DANGER = "danger"
    CALLER = "caller"
    CHILD = "child"
    STATUTORY = "statutory"
    OTHER = "other"


GLASS_REASON_LABELS = {
    GlassReason.DANGER: "Somebody is in danger now",
    GlassReason.CALLER: "The person is on the line, or at the door",
    GlassReason.CHILD: "A child may be at risk",
    GlassReason.STATUTORY: "Police, court or a review asks, and it cannot wait",
    GlassReason.OTHER: "Something else",
}


class GlassOutcome(StrEnum):
    """What the review came to."""

    JUSTIFIED = "justified"
    TRAINING = "training"
    NOT_JUSTIFIED = "not_justified"


GLASS_OUTCOME_LABELS = {
    GlassOutcome.JUSTIFIED: "Justified",
    GlassOutcome.TRAINING: "Understandable, but not needed: talked about with them",
    GlassOutcome.NOT_JUSTIFIED: "Not justified: taken further",
}
