"""Coded lists of steps that need the safeguarding lead first."""

from datetime import timedelta
from enum import StrEnum

NEEDS_LEAD = "This needs the safeguarding lead first."
"""The one wording of every hold that the wall causes: it says nothing of why."""

ANSWERED_WITHIN = timedelta(hours=4)


class Step(StrEnum):
    """What somebody was about to do."""

    ACCEPT = "accept"
    ALLOCATE = "allocate"
    REOPEN = "reopen"
    MERGE = "merge"


STEP_LABELS = {
    Step.ACCEPT: "Accept a referral",
    Step.ALLOCATE: "Give a case to a worker",
    Step.REOPEN: "Open a case again",
    Step.MERGE: "Merge two records",
}


class LeadAnswer(StrEnum):
    """What the safeguarding lead decided."""

    WAITING = "waiting"
    ALLOWED = "allowed"
    REFUSED = "refused"


LEAD_ANSWER_LABELS = {
    LeadAnswer.WAITING: "Waits for the safeguarding lead",
    LeadAnswer.ALLOWED: "You may go on",
    LeadAnswer.REFUSED: "Somebody else has to do this",
}
