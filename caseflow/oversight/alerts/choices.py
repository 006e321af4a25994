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
    Alert.RAISED_RISK: "The risk he poses has risen",
    Alert.NOT_STARTED: "He has not started the programme",
    Alert.MISSED: "He has missed sessions",
    Alert.SUSPENDED: "He is suspended from the programme",
    Alert.ENDED: "He has ended or finished the programme",
}
