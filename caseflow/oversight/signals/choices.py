"""Kinds of signals, with the plain reason of each, and what came of asking."""

from enum import StrEnum


class SignalKind(StrEnum):
    """What was noticed."""

    OWN_NAME = "own_name"
    FORMER_CLIENT = "former_client"
    MANY_RECORDS = "many_records"
    RESTRICTED = "restricted"
    OUT_OF_HOURS = "out_of_hours"
    MANY_LOOKERS = "many_lookers"
    OWN_ROLE = "own_role"


SIGNAL_LABELS = {
    SignalKind.OWN_NAME: "Looked at somebody with their own surname",
    SignalKind.FORMER_CLIENT: "Looked at somebody whose last case closed long ago",
    SignalKind.MANY_RECORDS: "Looked at many people in a day without holding a case",
    SignalKind.RESTRICTED: "Asked for a restricted record and was refused",
    SignalKind.OUT_OF_HOURS: "Looked at records at night or at the weekend",
    SignalKind.MANY_LOOKERS: "Looked at by many people within a week",
    SignalKind.OWN_ROLE: "Gave themselves a role",
}


class Outcome(StrEnum):
    """What came of asking."""

    EXPLAINED = "explained"
    SPOKEN_TO = "spoken_to"
    TAKEN_FURTHER = "taken_further"


OUTCOME_LABELS = {
    Outcome.EXPLAINED: "There was a good reason",
    Outcome.SPOKEN_TO: "They were spoken to",
    Outcome.TAKEN_FURTHER: "It is taken further",
}
