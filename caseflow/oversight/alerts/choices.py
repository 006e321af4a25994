"""Coded lists of risk alerts."""

from datetime import timedelta
from enum import StrEnum

PASSED_ON_WITHIN = timedelta(hours=4)


class Alert(StrEnum):
    """What happened with a client that she may have to know."""

    RAISED_RISK = "raised_risk"
    NOT_STARTED = "not_started"
    MISSED = "missed"
    SUSPENDED = "suspended"
    ENDED = "ended"


ALERT_LABELS = {
    Alert.RAISED_RISK: "The risk from the person causing harm has risen",
    Alert.NOT_STARTED: "The programme was not started",
    Alert.MISSED: "Sessions of the programme were missed",
    Alert.SUSPENDED: "Suspended from the programme",
    Alert.ENDED: "The programme was ended or finished",
}
