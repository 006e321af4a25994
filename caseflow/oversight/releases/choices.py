"""Coded lists of releases."""

from datetime import timedelta
from enum import StrEnum

DECIDED_WITHIN = timedelta(hours=4)


class Item(StrEnum):
    """What is released: one fact, never a record."""

    COURT_DATE = "court_date"
    BAIL = "bail"
    ORDER = "order"
    SENTENCE = "sentence"


ITEM_LABELS = {
    Item.COURT_DATE: "A court date",
    Item.BAIL: "A bail condition",
    Item.ORDER: "What an order forbids, and until when",
    Item.SENTENCE: "A sentence written for this purpose",
}


class Consent(StrEnum):
    """On what it rests."""

    AGREED = "agreed"
    LEAD = "lead"


CONSENT_LABELS = {
    Consent.AGREED: "The person agrees to exactly this text",
    Consent.LEAD: "Without their agreement: ask the safeguarding lead",
}


class ReleaseState(StrEnum):
    """How far a release has come."""

    WAITING = "waiting"
    READY = "ready"
    RELEASED = "released"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


# Whether there is a record on the other side is told to nobody on this one: ready and released read alike.
STATE_WORDS = {
    ReleaseState.WAITING: "Needs the safeguarding lead first",
    ReleaseState.READY: "Released; you are not told to whom",
    ReleaseState.RELEASED: "Released; you are not told to whom",
    ReleaseState.REFUSED: "Not released: the safeguarding lead said no",
    ReleaseState.WITHDRAWN: "Taken back",
}
OPEN = (ReleaseState.WAITING, ReleaseState.READY)
"""What the safeguarding lead still has to look at."""
