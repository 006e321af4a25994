"""Coded lists of sign-in."""

from enum import StrEnum


class Stage(StrEnum):
    """How far a sign-in has come."""

    SECOND_STEP = "second_step"
    ENROLMENT = "enrolment"
    OPEN = "open"


class Standing(StrEnum):
    """What a session is worth at this moment: its stage, if it is alive and not locked."""

    OVER = "over"
    SECOND_STEP = "second_step"
    ENROLMENT = "enrolment"
    LOCKED = "locked"
    OPEN = "open"


class FactorKind(StrEnum):
    """What kind of second factor a user has; passkeys and single sign-on will be further kinds."""

    TOTP = "totp"
