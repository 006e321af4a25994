"""Coded list of what a worker holds."""

from enum import StrEnum


class Work(StrEnum):
    """A kind of work that one worker holds."""

    CASE = "case"
    TASK = "task"
    CALLBACK = "callback"
    CALL = "call"
    REFERRAL = "referral"


WORK_WORDS = {
    Work.CASE: ("case", "cases"),
    Work.TASK: ("task", "tasks"),
    Work.CALLBACK: ("call-back", "call-backs"),
    Work.CALL: ("unfinished call", "unfinished calls"),
    Work.REFERRAL: ("sent referral", "sent referrals"),
}
