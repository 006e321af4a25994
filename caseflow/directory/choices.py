"""Coded lists of the directory: what can be needed, who pays, what clocks there are."""

from enum import StrEnum

from caseflow.choices import Element, Lot, Side

__all__ = ["Element", "Lot", "Side"]


class Need(StrEnum):
    """What a person may need; routing answers each with services, gaps and signposts."""

    SAFE_TONIGHT = "safe_tonight"
    DOMESTIC_ABUSE = "domestic_abuse"
    SEXUAL_VIOLENCE = "sexual_violence"
    SAFE_HOUSING = "safe_housing"
    STAY_AT_HOME = "stay_at_home"
    OWN_BEHAVIOUR = "own_behaviour"
    YOUNG_BEHAVIOUR = "young_behaviour"
    PARTNER_SUPPORT = "partner_support"
    ENGAGEMENT = "engagement"
    COUNSELLING = "counselling"
    CHILD_SAFETY = "child_safety"
    HEALTH = "health"
    DRUGS_ALCOHOL = "drugs_alcohol"
    MENTAL_HEALTH = "mental_health"
    HOME_SERVICE = "home_service"


NEED_LABELS = {
    Need.SAFE_TONIGHT: "Somewhere safe tonight",
    Need.DOMESTIC_ABUSE: "Domestic abuse support",
    Need.SEXUAL_VIOLENCE: "Sexual violence support, any time, any offender",
    Need.SAFE_HOUSING: "Safe housing",
    Need.STAY_AT_HOME: "Staying safely at home",
    Need.OWN_BEHAVIOUR: "Help with own behaviour",
    Need.YOUNG_BEHAVIOUR: "Help with own behaviour, under 18",
    Need.PARTNER_SUPPORT: "Support while a partner or former partner is on a programme",
    Need.ENGAGEMENT: "Staying in touch with the helpline",
    Need.COUNSELLING: "Counselling",
    Need.CHILD_SAFETY: "Children's services",
    Need.HEALTH: "Health",
    Need.DRUGS_ALCOHOL: "Drugs and alcohol",
    Need.MENTAL_HEALTH: "Mental health",
    Need.HOME_SERVICE: "The service where the person lives, outside this area",
}

OFFERED = {
    Side.SURVIVOR: (
        Need.SAFE_TONIGHT,
        Need.DOMESTIC_ABUSE,
        Need.SEXUAL_VIOLENCE,
        Need.SAFE_HOUSING,
        Need.STAY_AT_HOME,
        Need.PARTNER_SUPPORT,
        Need.ENGAGEMENT,
        Need.COUNSELLING,
        Need.CHILD_SAFETY,
        Need.HEALTH,
        Need.DRUGS_ALCOHOL,
        Need.MENTAL_HEALTH,
    ),
    Side.PERPETRATOR: (
        Need.OWN_BEHAVIOUR,
        Need.CHILD_SAFETY,
        Need.HEALTH,
        Need.DRUGS_ALCOHOL,
        Need.MENTAL_HEALTH,
    ),
}
"""The needs that a worker may tick, by the side of the person's record."""


class Funding(StrEnum):
    """Whether a place is paid for by the contract, or somebody decides each time."""

    COVERED = "covered"
    DECISION = "funding_decision"


FUNDING_LABELS = {Funding.COVERED: "Covered by contract", Funding.DECISION: "Needs a funding decision"}


class PlaceType(StrEnum):
    """The kinds of safe accommodation that the national return counts."""

    REFUGE = "refuge"
    SPECIALIST = "specialist"
    DISPERSED_SELF_CONTAINED = "dispersed_self_contained"
    DISPERSED_SEMI_INDEPENDENT = "dispersed_semi_independent"
    SANCTUARY = "sanctuary"
    SECOND_STAGE = "second_stage"
    OTHER = "other"


PLACE_TYPE_LABELS = {
    PlaceType.REFUGE: "Refuge",
    PlaceType.SPECIALIST: "Specialist safe accommodation",
    PlaceType.DISPERSED_SELF_CONTAINED: "Dispersed, self-contained",
    PlaceType.DISPERSED_SEMI_INDEPENDENT: "Dispersed, semi-independent",
    PlaceType.SANCTUARY: "Sanctuary at home",
    PlaceType.SECOND_STAGE: "Second stage",
    PlaceType.OTHER: "Other safe accommodation",
}


class Fit(StrEnum):
    """What a home must be able to take, for a household to fit."""

    CHILDREN = "children"
    OLDER_CHILDREN = "older_children"
    STEP_FREE = "step_free"
    PETS = "pets"
    NO_PUBLIC_FUNDS = "no_public_funds"


FIT_LABELS = {
    Fit.CHILDREN: "children",
    Fit.OLDER_CHILDREN: "sons over 13",
    Fit.STEP_FREE: "step-free access",
    Fit.PETS: "pets",
    Fit.NO_PUBLIC_FUNDS: "no recourse to public funds",
}


class ClockCode(StrEnum):
    """The clocks that run between a call and a safety plan."""

    REFER = "refer"
    ANSWER = "answer"
    ANSWER_TONIGHT = "answer_tonight"
    FIRST_TRY = "first_try"
    SPOKEN_TO = "spoken_to"
    ASSESSED = "assessed"
    ALLOCATE = "allocate"
    INFORMATION = "information"
    FUNDING = "funding"
    GAP = "gap"


CLOCK_LABELS = {
    ClockCode.REFER: "Referral sent after the call",
    ClockCode.ANSWER: "Accept or decline",
    ClockCode.ANSWER_TONIGHT: "Accept or decline, safe tonight: phone first",
    ClockCode.FIRST_TRY: "First try",
    ClockCode.SPOKEN_TO: "Spoken to",
    ClockCode.ASSESSED: "Assessment and safety plan",
    ClockCode.ALLOCATE: "Allocate to a worker",
    ClockCode.INFORMATION: "Answer a question that came back",
    ClockCode.FUNDING: "Funding decision",
    ClockCode.GAP: "Gap decided",
}


class Unit(StrEnum):
    """Elapsed hours, day and night; or working days."""

    HOURS = "h"
    WORKING_DAYS = "wd"


UNIT_LABELS = {Unit.HOURS: "hours", Unit.WORKING_DAYS: "working days"}


class QuestionKind(StrEnum):
    """How a question of an element is answered."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    DATE = "date"


QUESTION_KIND_LABELS = {
    QuestionKind.TEXT: "One line",
    QuestionKind.LONG_TEXT: "Several lines",
    QuestionKind.YES_NO: "Yes, no or don't know",
    QuestionKind.CHOICE: "One of a list",
    QuestionKind.CHOICES: "Any of a list",
    QuestionKind.DATE: "A date",
}
