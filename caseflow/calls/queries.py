"""Reads of the room, in one place for other rooms and pages to import from."""

from caseflow.calls.callbacks.queries import callbacks_due, callbacks_missed
from caseflow.calls.reaches.attempts.queries import person_attempts, stopped_page, stopped_points
from caseflow.calls.reaches.queries import people_reached_late, people_to_reach, reach_page, reach_queue
from caseflow.calls.records.queries import (
    call_summary,
    calls_without_referral_in_time,
    finished_page,
    person_call_count,
    person_calls,
    today_counts,
)
from caseflow.calls.screen.queries import (
    call_side,
    holds_open_call,
    matches,
    shown_in_call,
    two_screens,
    unfinished_calls,
    working_page,
)

__all__ = [
    "call_side",
    "call_summary",
    "callbacks_due",
    "callbacks_missed",
    "calls_without_referral_in_time",
    "finished_page",
    "holds_open_call",
    "matches",
    "people_reached_late",
    "people_to_reach",
    "person_attempts",
    "person_call_count",
    "person_calls",
    "reach_page",
    "reach_queue",
    "shown_in_call",
    "stopped_page",
    "stopped_points",
    "today_counts",
    "two_screens",
    "unfinished_calls",
    "working_page",
]
