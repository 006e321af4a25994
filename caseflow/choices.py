"""The few codes that every room speaks: sides, elements, lots and risk levels.

A stored code never changes its meaning; the words shown for it may.
"""

from enum import StrEnum


class Side(StrEnum):
    """The side of the wall on which a record, a service or a membership stands."""

    SURVIVOR = "survivor"
    PERPETRATOR = "perpetrator"


class Element(StrEnum):
    """The part of the whole system that a service belongs to (domain facts, section 1)."""

    HELPLINE = "helpline"
    LOCALITY = "locality"
    SEXUAL_VIOLENCE = "sexual_violence"
    ACCOMMODATION = "accommodation"
    PERPETRATOR = "perpetrator"
    OUTSIDE = "outside"


class Lot(StrEnum):
    """A share of an element by place."""

    ONE = "1"
    TWO = "2"


class RiskLevel(StrEnum):
    """The risk level decided by a named worker; *not yet assessed* is a level of its own."""

    HIGH = "high"
    MEDIUM = "medium"
    STANDARD = "standard"
    NOT_ASSESSED = "not_assessed"


DANGEROUS = (RiskLevel.HIGH, RiskLevel.NOT_ASSESSED)
"""Not yet assessed is treated as high until somebody has looked."""


class FieldState(StrEnum):
    """The three states of everything that a person may allow or refuse."""

    ALLOWED = "allowed"
    NOT_ALLOWED = "not_allowed"
    NOT_ASKED = "not_asked"


SIDE_LABELS = {Side.SURVIVOR: "Survivor side", Side.PERPETRATOR: "Perpetrator side"}

ELEMENT_LABELS = {
    Element.HELPLINE: "Helpline and engagement",
    Element.LOCALITY: "Locality support",
    Element.SEXUAL_VIOLENCE: "Sexual violence support",
    Element.ACCOMMODATION: "Accommodation-related support",
    Element.PERPETRATOR: "Perpetrator interventions",
    Element.OUTSIDE: "Outside destination",
}

RISK_LABELS = {
    RiskLevel.HIGH: "High risk",
    RiskLevel.MEDIUM: "Medium risk",
    RiskLevel.STANDARD: "Standard risk",
    RiskLevel.NOT_ASSESSED: "Not yet assessed",
}

FIELD_STATE_LABELS = {
    FieldState.ALLOWED: "Allowed",
    FieldState.NOT_ALLOWED: "Not allowed",
    FieldState.NOT_ASKED: "Not yet asked",
}
