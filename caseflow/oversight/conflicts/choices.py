"""Coded lists of conflicts."""

from datetime import timedelta
from enum import StrEnum

LOOKED_AT_WITHIN = timedelta(hours=4)


class Meeting(StrEnum):
    """How two records meet."""

    SAME_PERSON = "same_person"
    TOLD_OF = "told_of"


MEETING_LABELS = {
    Meeting.SAME_PERSON: "May be one person, on record on both sides",
    Meeting.TOLD_OF: "One may be who causes the other harm",
}


class ConflictState(StrEnum):
    """What the safeguarding lead made of it."""

    OPEN = "open"
    APART = "apart"
    NO_CONFLICT = "no_conflict"


CONFLICT_STATE_LABELS = {
    ConflictState.OPEN: "Not yet looked at",
    ConflictState.APART: "They belong together: no worker holds both",
    ConflictState.NO_CONFLICT: "They have nothing to do with each other",
}
