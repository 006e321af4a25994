"""Coded lists of contact attempts, of people to reach and of stopped numbers."""

from enum import StrEnum


class AttemptOutcome(StrEnum):
    """What happened when somebody tried to get in touch."""

    SPOKE = "spoke"
    NO_ANSWER = "no_answer"
    MAY_ANSWER = "may_answer"
    SOMEONE_ELSE = "someone_else"
    LEFT_AS_AGREED = "left_as_agreed"
    WRONG_NUMBER = "wrong_number"
    LINE_DROPPED = "line_dropped"
    LATER = "later"


ATTEMPT_LABELS = {
    AttemptOutcome.SPOKE: "Spoke",
    AttemptOutcome.NO_ANSWER: "No answer",
    AttemptOutcome.MAY_ANSWER: "Someone who may answer",
    AttemptOutcome.SOMEONE_ELSE: "Someone else",
    AttemptOutcome.LEFT_AS_AGREED: "Left a message as agreed",
    AttemptOutcome.WRONG_NUMBER: "Wrong number",
    AttemptOutcome.LINE_DROPPED: "Line dropped",
    AttemptOutcome.LATER: "Asked for later",
}

STOPPING = (AttemptOutcome.SOMEONE_ELSE, AttemptOutcome.WRONG_NUMBER)
"""Outcomes after which the number is not used until a manager decides."""

UNANSWERED = tuple(one for one in AttemptOutcome if one not in (AttemptOutcome.SPOKE, AttemptOutcome.LATER))
"""Outcomes that count as a try in which the person was not reached."""


class ReachState(StrEnum):
    """How far the helpline has come with somebody to reach."""

    WAITING = "waiting"
    MANAGER = "manager"
    SPOKEN = "spoken"
    NOT_REACHED = "not_reached"
    CLOSED = "closed"


REACH_STATE_LABELS = {
    ReachState.WAITING: "To reach",
    ReachState.MANAGER: "A manager chooses the next way",
    ReachState.SPOKEN: "Spoken to",
    ReachState.NOT_REACHED: "Not reached safely",
    ReachState.CLOSED: "Closed",
}

LIVE_REACHES = (ReachState.WAITING, ReachState.MANAGER)


class Verified(StrEnum):
    """How it was made sure that the referrer is who they say they are."""

    KNOWN_NUMBER = "known_number"
    SWITCHBOARD = "switchboard"
    SECURE_EMAIL = "secure_email"
    NOT_YET = "not_yet"


VERIFIED_LABELS = {
    Verified.KNOWN_NUMBER: "By a number that we hold",
    Verified.SWITCHBOARD: "By the organisation's published switchboard, found by us",
    Verified.SECURE_EMAIL: "By a known secure e-mail address",
    Verified.NOT_YET: "Not yet",
}


class OutsideTool(StrEnum):
    """The tool behind a grade that another organisation gave; a grade is never converted into ours."""

    DASH = "dash"
    DARA = "dara"
    POLICE_DASH = "police_dash"
    OTHER = "other"


OUTSIDE_TOOL_LABELS = {
    OutsideTool.DASH: "DASH",
    OutsideTool.DARA: "DARA",
    OutsideTool.POLICE_DASH: "Police DASH",
    OutsideTool.OTHER: "Another tool",
}


class OutsideGrade(StrEnum):
    """The grade as the other organisation named it."""

    HIGH = "high"
    MEDIUM = "medium"
    STANDARD = "standard"
    NONE = "none"


OUTSIDE_GRADE_LABELS = {
    OutsideGrade.HIGH: "High",
    OutsideGrade.MEDIUM: "Medium",
    OutsideGrade.STANDARD: "Standard",
    OutsideGrade.NONE: "No grade given",
}


class Told(StrEnum):
    """Whether the person knows of the referral."""

    AGREES = "agrees"
    KNOWS = "knows"
    DOES_NOT_KNOW = "does_not_know"
    NOT_SAID = "not_said"


TOLD_LABELS = {
    Told.AGREES: "Knows and agrees",
    Told.KNOWS: "Knows, agreement not said",
    Told.DOES_NOT_KNOW: "Does not know",
    Told.NOT_SAID: "Not said",
}


class NextWay(StrEnum):
    """What a manager chose for somebody at high risk who could not be reached."""

    REFERRER = "referrer"
    OTHER_ROUTE = "other_route"
    MARAC = "marac"
    IDVA = "idva"
    WELFARE_CHECK = "welfare_check"
    KEEP_TRYING = "keep_trying"
    NOT_REACHED = "not_reached"


NEXT_WAY_LABELS = {
    NextWay.REFERRER: "Back to the referrer, who will reach the person",
    NextWay.OTHER_ROUTE: "Another safe route, such as a GP, school or midwife",
    NextWay.MARAC: "MARAC",
    NextWay.IDVA: "An IDVA tries",
    NextWay.WELFARE_CHECK: "Police welfare check, where that is safe",
    NextWay.KEEP_TRYING: "Keep trying: three more tries within 48 hours",
    NextWay.NOT_REACHED: "Close as not reached safely: nothing more is safe to do",
}


class StopDecision(StrEnum):
    """What a manager decided about a stopped number or address."""

    KEEP_STOPPED = "keep_stopped"
    ALLOW_AGAIN = "allow_again"


STOP_DECISION_LABELS = {
    StopDecision.KEEP_STOPPED: "Do not use it any more",
    StopDecision.ALLOW_AGAIN: "It may be used again, starting with the first-contact procedure",
}
