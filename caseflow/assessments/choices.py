"""The coded lists of the assessments room, and the words shown for them."""

from enum import StrEnum

from caseflow.choices import RiskLevel


class AssessmentState(StrEnum):
    """Half-way, or finished for good."""

    IN_PROGRESS = "in_progress"
    FINISHED = "finished"


class Purpose(StrEnum):
    """Why this assessment is made now."""

    INTAKE = "intake"
    REVIEW = "review"
    INCIDENT = "incident"
    EXIT = "exit"


class Source(StrEnum):
    """Who gave the answers, if not the person."""

    PERSON = "person"
    PROFESSIONAL = "professional"
    FAMILY_OR_FRIEND = "family_or_friend"
    RECORDS = "records"
    OTHER = "other"


class Fact(StrEnum):
    """Other relevant facts, which no item asks for."""

    DISABILITY = "disability"
    LANGUAGE = "language"
    HONOUR_SYSTEMS = "honour_systems"
    ISOLATION = "isolation"
    PLAYING_DOWN = "playing_down"


class StopAnswer(StrEnum):
    """The answer to "Have you considered high?"."""

    HIGH = "high"
    NOT_HIGH = "not_high"


class MaracGround(StrEnum):
    """Any one of these is enough for MARAC."""

    JUDGEMENT = "judgement"
    VISIBLE_HIGH = "visible_high"
    ESCALATION = "escalation"
    REPEAT = "repeat"


class LoweringState(StrEnum):
    """Where a request to lower a computed high stands; the level stays high until it is approved."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    OVERTAKEN = "overtaken"


class SafeguardingKind(StrEnum):
    """Whom the safeguarding decision is about."""

    CHILD = "child"
    ADULT = "adult"


class SafeguardingDecision(StrEnum):
    """Raise it or not; the decision is kept also when it is no."""

    YES = "yes"
    NO = "no"


class SafeguardingState(StrEnum):
    """Where a safeguarding action stands."""

    NOT_RAISED = "not_raised"
    TO_SEND = "to_send"
    SENT = "sent"
    ANSWERED = "answered"


LEVELS = (RiskLevel.HIGH, RiskLevel.MEDIUM, RiskLevel.STANDARD)

STANDARD_WARNING = "still abuse; can change fast"

LEVEL_LABELS = {
    RiskLevel.HIGH: "High risk",
    RiskLevel.MEDIUM: "Medium risk",
    RiskLevel.STANDARD: f"Standard risk: {STANDARD_WARNING}",
    RiskLevel.NOT_ASSESSED: "Not yet assessed",
}

STATE_LABELS = {AssessmentState.IN_PROGRESS: "Half-way", AssessmentState.FINISHED: "Finished"}

PURPOSE_LABELS = {
    Purpose.INTAKE: "First assessment",
    Purpose.REVIEW: "Review",
    Purpose.INCIDENT: "After a new incident",
    Purpose.EXIT: "At the end of support",
}

SOURCE_LABELS = {
    Source.PERSON: "The person",
    Source.PROFESSIONAL: "A professional",
    Source.FAMILY_OR_FRIEND: "Family or a friend",
    Source.RECORDS: "Records held",
    Source.OTHER: "Someone else",
}

FACT_LABELS = {
    Fact.DISABILITY: "Disability or illness",
    Fact.LANGUAGE: "Language or communication",
    Fact.HONOUR_SYSTEMS: "Honour systems, or honour-based abuse",
    Fact.ISOLATION: "Isolation",
    Fact.PLAYING_DOWN: "May be playing it down, from fear or habit",
}

STOP_ANSWER_LABELS = {
    StopAnswer.HIGH: "Yes, and high is right",
    StopAnswer.NOT_HIGH: "Yes, and a lower level is right, because",
}

GROUND_LABELS = {
    MaracGround.JUDGEMENT: "Professional judgement",
    MaracGround.VISIBLE_HIGH: "The count of yes",
    MaracGround.ESCALATION: "Escalation: incidents reported to police in 12 months",
    MaracGround.REPEAT: "Repeat within 12 months of a MARAC referral",
}

LOWERING_LABELS = {
    LoweringState.WAITING: "Waiting for a manager",
    LoweringState.APPROVED: "Approved",
    LoweringState.REFUSED: "Refused",
    LoweringState.OVERTAKEN: "Overtaken by a newer assessment",
}

SAFEGUARDING_KIND_LABELS = {SafeguardingKind.CHILD: "Child", SafeguardingKind.ADULT: "Adult at risk"}

SAFEGUARDING_DECISION_LABELS = {
    SafeguardingDecision.YES: "Yes, raise it",
    SafeguardingDecision.NO: "No, not raised",
}

SAFEGUARDING_STATE_LABELS = {
    SafeguardingState.NOT_RAISED: "Decided: not raised",
    SafeguardingState.TO_SEND: "To be sent",
    SafeguardingState.SENT: "Sent, waiting for an answer",
    SafeguardingState.ANSWERED: "Answered",
}

# Asked of every judgement made without a checklist, which has no items that could open the stop card.
JUDGEMENT_STOP_LABELS = {
    "strangulation": "Strangled, choked, suffocated or drowned",
    "threat_to_kill": "Threat to kill that was believed",
    "stalking": "Stalking",
    "sexual_harm": "Sexual harm",
    "suicide": "Suicide: thoughts, threats or attempts by either",
    "honour_based": "Honour-based abuse, or others who threaten",
    "weapon": "Weapons or objects used to hurt",
    "pregnancy": "Pregnancy, or a baby under 18 months",
    "separation": "Separation, with control and violence",
}
