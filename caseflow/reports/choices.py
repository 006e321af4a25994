"""Coded lists of reports: what they can be broken down by."""

from enum import StrEnum


class By(StrEnum):
    """What the lines of a report's table are."""

    MONTH = "month"
    QUARTER = "quarter"
    ELEMENT = "element"
    LOT = "lot"
    SERVICE = "service"
    LOCALITY = "locality"
    AUTHORITY = "authority"
    RISK = "risk"
    FUNDER = "funder"
    WORKER = "worker"


BY_LABELS = {
    By.MONTH: "Month",
    By.QUARTER: "Quarter",
    By.ELEMENT: "Element",
    By.LOT: "Lot",
    By.SERVICE: "Service",
    By.LOCALITY: "Locality",
    By.AUTHORITY: "Council area",
    By.RISK: "Risk",
    By.FUNDER: "Funder",
    By.WORKER: "Worker",
}

RELEASED_BY = (By.QUARTER, By.SERVICE, By.AUTHORITY, By.RISK)
"""Fixed and coarse: no line is smaller than a whole quarter, a service, or a council's area over a year."""

NOT_IN_THE_AREA = "not_in_the_area"
NOBODY = "nobody"
NO_FUNDER = "no_funder"
NO_LOT = "no_lot"
"""Codes of the lines for what has no such value."""
