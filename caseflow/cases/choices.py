"""Coded lists of a case: its states, why it pauses and closes, and the classes of notes."""

from enum import StrEnum

from caseflow.choices import Side


class CaseState(StrEnum):
    """Where a case stands."""

    ACCEPTED = "accepted"
    ALLOCATED = "allocated"
    ATTEMPTS = "attempts"
    ENGAGED = "engaged"
    NOT_REACHED = "not_reached"
    CHOSE_NOT = "chose_not"
    OPEN = "open"
    PAUSED = "paused"
    WAITING_JUSTICE = "waiting_justice"
    CLOSED = "closed"


CASE_STATE_LABELS = {
    CaseState.ACCEPTED: "Accepted, not yet allocated",
    CaseState.ALLOCATED: "Allocated",
    CaseState.ATTEMPTS: "Trying to reach",
    CaseState.ENGAGED: "Engaged",
    CaseState.NOT_REACHED: "Not reached safely",
    CaseState.CHOSE_NOT: "Chose not to go ahead for now",
    CaseState.OPEN: "Open",
    CaseState.PAUSED: "Paused",
    CaseState.WAITING_JUSTICE: "Waiting for police, CPS or court",
    CaseState.CLOSED: "Closed",
}

LIVE = frozenset(CaseState) - {CaseState.CLOSED}
"""States in which a case counts as somebody's work."""

BEFORE_CONTACT = frozenset({CaseState.ACCEPTED, CaseState.ALLOCATED, CaseState.ATTEMPTS})
"""States in which nobody of the service has spoken to the person yet."""


class PauseReason(StrEnum):
    """Why a case stands still; only the first two stop its clocks."""

    ASKED_LATER = "asked_later"
    NOT_SAFE = "not_safe"
    OTHER = "other"


PAUSE_REASON_LABELS = {
    PauseReason.ASKED_LATER: "Asked to be contacted later",
    PauseReason.NOT_SAFE: "Not safe to contact now",
    PauseReason.OTHER: "Another reason (the clocks go on running)",
}

STOPS_CLOCKS = frozenset({PauseReason.ASKED_LATER, PauseReason.NOT_SAFE})


class NoteClass(StrEnum):
    """What a note is about, which decides who reads it and what may leave with a copy of the record."""

    GENERAL = "general"
    SAFEGUARDING = "safeguarding"
    THIRD_PARTY = "third_party"
    THERAPEUTIC = "therapeutic"
    MARAC = "marac"
    PROGRAMME = "programme"


NOTE_CLASS_LABELS = {
    NoteClass.GENERAL: "General",
    NoteClass.SAFEGUARDING: "Safeguarding",
    NoteClass.THIRD_PARTY: "Third party",
    NoteClass.THERAPEUTIC: "Therapeutic",
    NoteClass.MARAC: "MARAC",
    NoteClass.PROGRAMME: "Programme",
}

NOTE_CLASS_HINTS = {
    NoteClass.GENERAL: "Support given and what was agreed",
    NoteClass.SAFEGUARDING: "A child or an adult at risk",
    NoteClass.THIRD_PARTY: "Told by, or about, somebody else",
    NoteClass.THERAPEUTIC: "Only this service reads it",
    NoteClass.MARAC: "Our own agency’s actions, never the minutes",
    NoteClass.PROGRAMME: "Attendance and work in a programme; only this service reads it",
}

NOTE_CLASSES = {
    Side.SURVIVOR: tuple(one for one in NoteClass if one is not NoteClass.PROGRAMME),
    Side.PERPETRATOR: tuple(one for one in NoteClass if one is not NoteClass.MARAC),
}
"""The classes of each side: a MARAC note on a client's record would tell the client of the survivor."""

ONLY_OWN_SERVICE = frozenset({NoteClass.THERAPEUTIC, NoteClass.PROGRAMME})
"""Classes that nobody outside the case's service reads, the safeguarding lead included."""


class TaskKind(StrEnum):
    """What a date in the case is for."""

    TASK = "task"
    HEARING = "hearing"
    ORDER_ENDS = "order_ends"
    REVIEW = "review"


TASK_KIND_LABELS = {
    TaskKind.TASK: "Task",
    TaskKind.HEARING: "Hearing",
    TaskKind.ORDER_ENDS: "Order or bail ends",
    TaskKind.REVIEW: "Review",
}


class Answered(StrEnum):
    """Yes, no, or not known."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


ANSWERED_LABELS = {Answered.YES: "Yes", Answered.NO: "No", Answered.UNKNOWN: "Don’t know"}


class CloseReason(StrEnum):
    """Why a case ended."""

    NEEDS_MET = "needs_met"
    COMPLETED = "completed"
    TRANSFERRED = "transferred"
    MOVED_AWAY = "moved_away"
    CHOSE_NOT = "chose_not"
    NOT_REACHED = "not_reached"
    LOST_TOUCH = "lost_touch"
    DIED = "died"
    IN_ERROR = "in_error"
    OTHER = "other"


CLOSE_REASON_LABELS = {
    CloseReason.NEEDS_MET: "Needs met, goals reached",
    CloseReason.COMPLETED: "Support or programme completed",
    CloseReason.TRANSFERRED: "Handed over to another service",
    CloseReason.MOVED_AWAY: "Moved out of the area",
    CloseReason.CHOSE_NOT: "Chose not to go ahead, or to stop",
    CloseReason.NOT_REACHED: "Not reached safely",
    CloseReason.LOST_TOUCH: "Lost touch after support had begun",
    CloseReason.DIED: "Died",
    CloseReason.IN_ERROR: "Opened in error",
    CloseReason.OTHER: "Another reason",
}


class OutcomeArea(StrEnum):
    """The eight areas in which outcomes are counted."""

    HEALTH = "health"
    SHELTER = "shelter"
    FAMILY = "family"
    WORK = "work"
    DRUGS_ALCOHOL = "drugs_alcohol"
    FINANCE = "finance"
    OUTLOOK = "outlook"
    SOCIAL = "social"


OUTCOME_AREA_LABELS = {
    OutcomeArea.HEALTH: "Health",
    OutcomeArea.SHELTER: "Somewhere to live",
    OutcomeArea.FAMILY: "Family, friends and children",
    OutcomeArea.WORK: "Education, skills and work",
    OutcomeArea.DRUGS_ALCOHOL: "Drugs and alcohol",
    OutcomeArea.FINANCE: "Money",
    OutcomeArea.OUTLOOK: "Outlook and attitude",
    OutcomeArea.SOCIAL: "Social life",
}


class Change(StrEnum):
    """How things stand in one area at the end."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    NOT_NEEDED = "not_needed"


CHANGE_LABELS = {
    Change.BETTER: "Better",
    Change.SAME: "The same",
    Change.WORSE: "Worse",
    Change.NOT_NEEDED: "No need in this area",
}


class FeelsSafer(StrEnum):
    """What the person says at the end."""

    SAFER = "safer"
    SAME = "same"
    LESS_SAFE = "less_safe"
    NOT_ASKED = "not_asked"


FEELS_SAFER_LABELS = {
    FeelsSafer.SAFER: "Feels safer",
    FeelsSafer.SAME: "Feels the same",
    FeelsSafer.LESS_SAFE: "Feels less safe",
    FeelsSafer.NOT_ASKED: "Not asked, or no answer",
}


class Press(StrEnum):
    """One press of a contact attempt: what happened, and whether the contact rule still holds."""

    SPOKE_SAFE = "spoke_safe"
    SPOKE = "spoke"
    SPOKE_NOT_SAFE = "spoke_not_safe"
    NO_ANSWER = "no_answer"
    MAY_ANSWER = "may_answer"
    SOMEONE_ELSE = "someone_else"
    LEFT_AS_AGREED = "left_as_agreed"
    WRONG_NUMBER = "wrong_number"
    LINE_DROPPED = "line_dropped"
    LATER = "later"


PRESS_LABELS = {
    Press.SPOKE_SAFE: "Spoke, still safe",
    Press.SPOKE: "Spoke, could not ask",
    Press.SPOKE_NOT_SAFE: "Spoke, no longer safe here",
    Press.NO_ANSWER: "No answer",
    Press.MAY_ANSWER: "Someone who may answer",
    Press.SOMEONE_ELSE: "Someone else",
    Press.LEFT_AS_AGREED: "Left a message as agreed",
    Press.WRONG_NUMBER: "Wrong number",
    Press.LINE_DROPPED: "Line dropped",
    Press.LATER: "Asked for later",
}


class AllocateTo(StrEnum):
    """For whom a referral is accepted."""

    ME = "me"
    COLLEAGUE = "colleague"
    TEAM = "team"


ALLOCATE_TO_LABELS = {
    AllocateTo.ME: "Me",
    AllocateTo.COLLEAGUE: "A colleague",
    AllocateTo.TEAM: "The team: a worker is named later",
}


class YesNo(StrEnum):
    """Yes or no."""

    YES = "yes"
    NO = "no"


PLANNED_LABELS = {YesNo.YES: "Planned, agreed with the person", YesNo.NO: "Not planned"}
