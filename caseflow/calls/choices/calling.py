"""Coded lists of calls: who rings, how, and what came of it."""

from enum import StrEnum

from caseflow.choices import Side


class CallState(StrEnum):
    """How far a call has come."""

    OPEN = "open"
    PARKED = "parked"
    FINISHED = "finished"
    ABANDONED = "abandoned"


CALL_STATE_LABELS = {
    CallState.OPEN: "In progress",
    CallState.PARKED: "Parked",
    CallState.FINISHED: "Finished",
    CallState.ABANDONED: "Dropped: opened by mistake",
}

UNFINISHED = (CallState.OPEN, CallState.PARKED)

NEW, ANONYMOUS = "new", "anonymous"
"""Whom a call is about, beside the people who are known: somebody new, or nobody who is named."""


class Channel(StrEnum):
    """How a contact came in or went out."""

    PHONE = "phone"
    TEXT = "text"
    CHAT = "chat"
    EMAIL = "email"
    WEB_FORM = "web_form"
    IN_PERSON = "in_person"


CHANNEL_LABELS = {
    Channel.PHONE: "Phone",
    Channel.TEXT: "Text message",
    Channel.CHAT: "Web chat",
    Channel.EMAIL: "E-mail",
    Channel.WEB_FORM: "Web form",
    Channel.IN_PERSON: "In person",
}


class Direction(StrEnum):
    """Who began a contact."""

    IN = "in"
    OUT = "out"
    CALL_BACK = "call_back"


DIRECTION_LABELS = {Direction.IN: "To us", Direction.OUT: "From us", Direction.CALL_BACK: "Call-back"}


class CallerType(StrEnum):
    """Who rings, as far as the call shows."""

    SURVIVOR = "survivor"
    FRIEND = "friend"
    FAMILY = "family"
    PROFESSIONAL = "professional"
    OWN_BEHAVIOUR = "own_behaviour"
    CHILD = "child"
    PUBLIC = "public"
    NOT_GENUINE = "not_genuine"
    SILENT = "silent"
    ABUSIVE = "abusive"
    WRONG_NUMBER = "wrong_number"


CALLER_LABELS = {
    CallerType.SURVIVOR: "Survivor",
    CallerType.FRIEND: "Friend",
    CallerType.FAMILY: "Family",
    CallerType.PROFESSIONAL: "Professional",
    CallerType.OWN_BEHAVIOUR: "Worried about own behaviour",
    CallerType.CHILD: "Child or young person",
    CallerType.PUBLIC: "Member of the public",
    CallerType.NOT_GENUINE: "Not a genuine call",
    CallerType.SILENT: "Silent call",
    CallerType.ABUSIVE: "Abusive call",
    CallerType.WRONG_NUMBER: "Wrong number",
}

SHORT_CALLS = (CallerType.SILENT, CallerType.WRONG_NUMBER, CallerType.ABUSIVE)
"""Calls that are logged with one button, about nobody."""

ASKED_CALLERS = tuple(one for one in CallerType if one not in SHORT_CALLS)


def side_of(caller: CallerType) -> Side:
    """Return the side of the wall that a caller's own record stands on."""
    return Side.PERPETRATOR if caller is CallerType.OWN_BEHAVIOUR else Side.SURVIVOR


class Profession(StrEnum):
    """The kind of organisation that a professional rings or writes from."""

    POLICE = "police"
    HEALTH = "health"
    ADULT_CARE = "adult_care"
    CHILDREN_CARE = "children_care"
    EDUCATION = "education"
    HOUSING = "housing"
    PROBATION = "probation"
    COURT = "court"
    DWP = "dwp"
    EMPLOYER = "employer"
    VOLUNTARY = "voluntary"
    OTHER_SERVICE = "other_service"
    LEGAL = "legal"
    FAITH = "faith"


PROFESSION_LABELS = {
    Profession.POLICE: "Police",
    Profession.HEALTH: "Health",
    Profession.ADULT_CARE: "Adult social care",
    Profession.CHILDREN_CARE: "Children's social care",
    Profession.EDUCATION: "Education",
    Profession.HOUSING: "Housing",
    Profession.PROBATION: "Probation",
    Profession.COURT: "Court",
    Profession.DWP: "Work and pensions (DWP)",
    Profession.EMPLOYER: "Employer",
    Profession.VOLUNTARY: "Voluntary sector",
    Profession.OTHER_SERVICE: "Another domestic or sexual violence service",
    Profession.LEGAL: "Legal",
    Profession.FAITH: "Faith or community",
}


class CallerCheck(StrEnum):
    """Whether the caller has shown to be who they say they are."""

    PASSED = "passed"
    NOT_PASSED = "not_passed"
    NOT_DONE = "not_done"


CHECK_LABELS = {
    CallerCheck.PASSED: "Passed",
    CallerCheck.NOT_PASSED: "Not passed",
    CallerCheck.NOT_DONE: "Not done",
}


class SafeToTalk(StrEnum):
    """Whether the caller can speak freely now."""

    YES = "yes"
    NO = "no"


SAFE_LABELS = {SafeToTalk.YES: "Yes", SafeToTalk.NO: "No"}


class Danger(StrEnum):
    """Whether there is immediate danger."""

    NO = "no"
    YES = "yes"
    NOT_CLEAR = "not_clear"


DANGER_LABELS = {Danger.NO: "No", Danger.YES: "Yes", Danger.NOT_CLEAR: "Not clear"}


class Dialled(StrEnum):
    """Who rang 999."""

    WE = "we"
    CALLER = "caller"
    SOMEONE = "someone"
    NOBODY = "nobody"


DIALLED_LABELS = {
    Dialled.WE: "We did",
    Dialled.CALLER: "The caller did",
    Dialled.SOMEONE: "Someone else did",
    Dialled.NOBODY: "Nobody yet",
}


class DropPlan(StrEnum):
    """What to do if the line drops."""

    CALL_BACK = "call_back"
    DO_NOT_CALL = "do_not_call"


DROP_LABELS = {DropPlan.CALL_BACK: "Call back", DropPlan.DO_NOT_CALL: "Do not call"}


class Outcome(StrEnum):
    """What came of a call; several may be true."""

    INFORMATION = "information"
    CONSULTATION = "consultation"
    EMOTIONAL_SUPPORT = "emotional_support"
    SAFETY_PLANNING = "safety_planning"
    RISK_ASSESSED = "risk_assessed"
    REFERRED = "referred"
    SIGNPOSTED = "signposted"
    SAFEGUARDING = "safeguarding"
    MARAC = "marac"
    EMERGENCY = "emergency"
    CALL_BACK = "call_back"
    ENDED = "ended"
    DROPPED = "dropped"


OUTCOME_LABELS = {
    Outcome.INFORMATION: "Information",
    Outcome.CONSULTATION: "Consultation: advice to a professional, nobody named",
    Outcome.EMOTIONAL_SUPPORT: "Emotional support",
    Outcome.SAFETY_PLANNING: "Safety planning",
    Outcome.RISK_ASSESSED: "Risk assessed",
    Outcome.REFERRED: "Referred, or a referral is to be sent",
    Outcome.SIGNPOSTED: "Signposted",
    Outcome.SAFEGUARDING: "Safeguarding raised",
    Outcome.MARAC: "MARAC",
    Outcome.EMERGENCY: "999 or 101",
    Outcome.CALL_BACK: "Call-back booked",
    Outcome.ENDED: "Ended by the caller",
    Outcome.DROPPED: "Line dropped",
}


class AbuseKind(StrEnum):
    """Kinds of abuse; what they are called follows the Domestic Abuse Act 2021, section 1, and common practice."""

    PHYSICAL = "physical"
    SEXUAL = "sexual"
    THREATENING = "threatening"
    CONTROLLING = "controlling"
    ECONOMIC = "economic"
    EMOTIONAL = "emotional"
    STRANGULATION = "strangulation"
    STALKING = "stalking"
    TECHNOLOGY = "technology"
    IMAGES = "images"
    HONOUR = "honour"
    FORCED_MARRIAGE = "forced_marriage"
    FGM = "fgm"
    CHILD_TO_PARENT = "child_to_parent"
    EXPLOITATION = "exploitation"
    POST_SEPARATION = "post_separation"


ABUSE_LABELS = {
    AbuseKind.PHYSICAL: "Physical",
    AbuseKind.SEXUAL: "Sexual",
    AbuseKind.THREATENING: "Violent or threatening",
    AbuseKind.CONTROLLING: "Controlling or coercive",
    AbuseKind.ECONOMIC: "Economic",
    AbuseKind.EMOTIONAL: "Psychological or emotional",
    AbuseKind.STRANGULATION: "Strangulation",
    AbuseKind.STALKING: "Stalking",
    AbuseKind.TECHNOLOGY: "Through technology",
    AbuseKind.IMAGES: "Image-based",
    AbuseKind.HONOUR: "Honour-based",
    AbuseKind.FORCED_MARRIAGE: "Forced marriage",
    AbuseKind.FGM: "FGM",
    AbuseKind.CHILD_TO_PARENT: "Child to parent",
    AbuseKind.EXPLOITATION: "Exploitation",
    AbuseKind.POST_SEPARATION: "After separation",
}


class CallbackState(StrEnum):
    """What became of a promise to ring back."""

    BOOKED = "booked"
    DONE = "done"
    CANCELLED = "cancelled"


CALLBACK_STATE_LABELS = {
    CallbackState.BOOKED: "Booked",
    CallbackState.DONE: "Done",
    CallbackState.CANCELLED: "Not needed any more",
}
