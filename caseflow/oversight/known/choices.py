"""Coded lists of whom staff know."""

from enum import StrEnum


class MatchState(StrEnum):
    """What the safeguarding lead made of a worker and a person who may know each other."""

    CLOSED = "closed"
    KEPT = "kept"
    OPENED = "opened"


MATCH_STATE_LABELS = {
    MatchState.CLOSED: "Closed to them, not yet looked at",
    MatchState.KEPT: "Stays closed to them",
    MatchState.OPENED: "Open to them: somebody else",
}
