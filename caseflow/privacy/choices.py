"""Coded lists of privacy: why somebody is erased, what holds a record, and how an erasure stands."""

from enum import StrEnum


class Ground(StrEnum):
    """Why a person's record is to be erased."""

    ASKED = "asked"
    RETENTION = "retention"
    WRONG_RECORD = "wrong_record"


GROUND_LABELS = {
    Ground.ASKED: "The person asked for it",
    Ground.RETENTION: "It has been kept for as long as it may be",
    Ground.WRONG_RECORD: "The record should never have been made",
}


class ErasureState(StrEnum):
    """How a proposal stands. One that is carried out is gone with the record."""

    PROPOSED = "proposed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class HoldGround(StrEnum):
    """Why a record must not be erased for now."""

    COURT = "court"
    POLICE = "police"
    REVIEW = "review"
    COMPLAINT = "complaint"
    CHILD_SEXUAL_ABUSE = "child_sexual_abuse"


HOLD_LABELS = {
    HoldGround.COURT: "Court proceedings, or they are likely",
    HoldGround.POLICE: "A police investigation",
    HoldGround.REVIEW: "A domestic abuse related death review, or another statutory review or inquiry",
    HoldGround.COMPLAINT: "A complaint or a subject access request is open",
    HoldGround.CHILD_SEXUAL_ABUSE: "The record tells of the sexual abuse of a child",
}


class Told(StrEnum):
    """What whoever proposes an erasure says about child sexual abuse in the record."""

    NO = "no"
    YES = "yes"
    NOT_SURE = "not_sure"


TOLD_LABELS = {
    Told.NO: "No, I have looked",
    Told.YES: "Yes",
    Told.NOT_SURE: "I am not sure",
}
