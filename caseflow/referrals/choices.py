"""Coded lists of referrals: states, reasons for declining, agreement and its bases, gaps."""

from enum import StrEnum


class ReferralState(StrEnum):
    """Where a referral stands."""

    DRAFT = "draft"
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    RETURNED = "returned"
    WAITING_FUNDING = "waiting_funding"
    WITHDRAWN = "withdrawn"


STATE_LABELS = {
    ReferralState.DRAFT: "Draft",
    ReferralState.SENT: "Sent",
    ReferralState.ACCEPTED: "Accepted",
    ReferralState.DECLINED: "Declined",
    ReferralState.RETURNED: "Returned for information",
    ReferralState.WAITING_FUNDING: "Waiting for funding decision",
    ReferralState.WITHDRAWN: "Withdrawn",
}

WAITING = frozenset({ReferralState.SENT, ReferralState.RETURNED, ReferralState.WAITING_FUNDING})
"""States in which somebody still owes an answer, and the sender holds the risk."""


class Decline(StrEnum):
    """Why a service declined; each is counted as unmet need."""

    NO_CAPACITY = "no_capacity"
    CHOSE_NOT = "chose_not"
    NOT_RIGHT = "not_right"
    RISK_TOO_HIGH = "risk_too_high"
    TOO_NEAR = "too_near"
    AREA = "area"
    AGE = "age"
    SEX = "sex"
    MENTAL_HEALTH = "mental_health"
    DRUGS = "drugs"
    ALCOHOL = "alcohol"
    DISABILITY = "disability"
    MOBILITY = "mobility"
    LANGUAGE = "language"
    FAMILY_SIZE = "family_size"
    CHILD_AGE = "child_age"
    NO_PUBLIC_FUNDS = "no_public_funds"
    OFFENDING = "offending"
    PETS = "pets"
    NO_CONTACT = "no_contact"
    FUNDING_REFUSED = "funding_refused"
    OTHER = "other"


DECLINE_LABELS = {
    Decline.NO_CAPACITY: "No capacity",
    Decline.CHOSE_NOT: "The person chose not to go ahead",
    Decline.NOT_RIGHT: "Not the right service",
    Decline.RISK_TOO_HIGH: "Risk too high for this service",
    Decline.TOO_NEAR: "Too near to the person causing harm",
    Decline.AREA: "Outside the area we cover",
    Decline.AGE: "Outside the ages we work with",
    Decline.SEX: "Sex: single-sex service",
    Decline.MENTAL_HEALTH: "Support needs: mental health",
    Decline.DRUGS: "Support needs: drugs",
    Decline.ALCOHOL: "Support needs: alcohol",
    Decline.DISABILITY: "Support needs: disability",
    Decline.MOBILITY: "Support needs: mobility",
    Decline.LANGUAGE: "Support needs: language",
    Decline.FAMILY_SIZE: "Family too large for the place",
    Decline.CHILD_AGE: "A child over the house's age limit",
    Decline.NO_PUBLIC_FUNDS: "No recourse to public funds",
    Decline.OFFENDING: "Offending history",
    Decline.PETS: "Pets",
    Decline.NO_CONTACT: "Could not be contacted",
    Decline.FUNDING_REFUSED: "Funding refused",
    Decline.OTHER: "Another reason",
}


class Agreement(StrEnum):
    """Whether the person agreed to be referred."""

    GIVEN = "given"
    NOT_GIVEN = "not_given"
    NOT_ASKED = "not_asked"


AGREEMENT_LABELS = {
    Agreement.GIVEN: "Agreed",
    Agreement.NOT_GIVEN: "Did not agree",
    Agreement.NOT_ASKED: "Could not be asked safely",
}


class Basis(StrEnum):
    """On what basis a person is referred without agreement."""

    SERIOUS_HARM = "serious_harm"
    CHILD_AT_RISK = "child_at_risk"
    ADULT_AT_RISK = "adult_at_risk"
    SERIOUS_CRIME = "serious_crime"
    COURT = "court"
    PROFESSIONAL = "professional"


BASIS_LABELS = {
    Basis.SERIOUS_HARM: "Risk of serious harm",
    Basis.CHILD_AT_RISK: "A child is at risk",
    Basis.ADULT_AT_RISK: "An adult who cannot protect themselves is at risk",
    Basis.SERIOUS_CRIME: "To prevent a serious crime",
    Basis.COURT: "A court order",
    Basis.PROFESSIONAL: "A professional's referral of own behaviour work",
}


class GapKind(StrEnum):
    """The kinds of gap that become an owned task."""

    NO_LOT = "no_lot"
    NO_ROOM = "no_room"
    NO_SERVICE = "no_service"
    MARAC_TRANSFER = "marac_transfer"


GAP_LABELS = {
    GapKind.NO_LOT: "No service has this lot",
    GapKind.NO_ROOM: "No safe room was found",
    GapKind.NO_SERVICE: "No service answers this need here",
    GapKind.MARAC_TRANSFER: "MARAC-to-MARAC transfer",
}


class GapState(StrEnum):
    """Whether a gap in what can be offered still waits for its decider."""

    OPEN = "open"
    MET = "met"
    NOT_MET = "not_met"


GAP_STATE_LABELS = {GapState.OPEN: "Open", GapState.MET: "Met", GapState.NOT_MET: "Not met"}


class Move(StrEnum):
    """What can be done with a referral."""

    SEND = "send"
    SEND_FOR_FUNDING = "send_for_funding"
    ACCEPT = "accept"
    DECLINE = "decline"
    RETURN = "return"
    ANSWER = "answer"
    WITHDRAW = "withdraw"
    FUND = "fund"
    REFUSE_FUNDING = "refuse_funding"


MOVE_LABELS = {
    Move.SEND: "Sent",
    Move.SEND_FOR_FUNDING: "Sent, waiting for a funding decision",
    Move.ACCEPT: "Accepted",
    Move.DECLINE: "Declined",
    Move.RETURN: "Returned for information",
    Move.ANSWER: "Information given",
    Move.WITHDRAW: "Withdrawn",
    Move.FUND: "Funding given",
    Move.REFUSE_FUNDING: "Funding refused",
}


class Part(StrEnum):
    """The parts of a packet; each can be left out."""

    PERSON = "person"
    CONTACT = "contact"
    RISK = "risk"
    HARM = "harm"
    CHILDREN = "children"
    LANGUAGE = "language"
    ACCESS = "access"
    CIRCUMSTANCES = "circumstances"
    SAID = "said"
    SUMMARY = "summary"
    QUESTIONS = "questions"


PART_LABELS = {
    Part.PERSON: "The person",
    Part.CONTACT: "How to reach the person",
    Part.RISK: "Risk",
    Part.HARM: "Who is causing harm",
    Part.CHILDREN: "Children",
    Part.LANGUAGE: "Language",
    Part.ACCESS: "Access needs",
    Part.CIRCUMSTANCES: "Circumstances",
    Part.SAID: "What was said on the call",
    Part.SUMMARY: "Summary",
    Part.QUESTIONS: "What this service asks",
}


class StayElsewhere(StrEnum):
    """The two answers about a place that are no locality of the area."""

    OUTSIDE = "outside"
    UNKNOWN = "unknown"


STAY_LABELS = {
    StayElsewhere.OUTSIDE: "Outside the area",
    StayElsewhere.UNKNOWN: "Not known, no fixed abode, or withheld",
}
