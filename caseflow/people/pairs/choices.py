"""Coded lists of pairs of records."""

from enum import StrEnum


class PairState(StrEnum):
    """What is said of two records that look alike."""

    SUGGESTED = "suggested"
    APART = "apart"


PAIR_STATE_LABELS = {
    PairState.SUGGESTED: "May be one person",
    PairState.APART: "Told apart: two people",
}
