"""The earlier assessment beside the new one, and the life of a safeguarding action."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from caseflow.assessments.choices import SafeguardingDecision, SafeguardingState
from caseflow.assessments.comparison import items_compared
from caseflow.assessments.content import Content
from caseflow.assessments.instruments.loader import instruments
from caseflow.assessments.safeguarding.chasing import chase_day, first_state, needs_chasing

DASH = instruments()["dash", "1"]
GRID = instruments()["severity", "1"]
DAY = date(2026, 11, 23)


def test_every_item_stands_in_both_columns() -> None:
    earlier = Content(answers={"1": {"answer": "yes"}, "2": {"answer": "no"}}, notes={"1": "Arm."})
    later = Content(answers={"1": {"answer": "no"}, "2": {"answer": "no"}})
    rows = items_compared(DASH, earlier, DASH, later)
    assert len(rows) == 24
    assert (rows[0].earlier, rows[0].later, rows[0].changed) == ("Yes", "No", True)
    assert rows[0].earlier_note == "Arm."
    assert (rows[1].earlier, rows[1].later, rows[1].changed) == ("No", "No", False)
    assert (rows[2].earlier, rows[2].later) == ("Not asked", "Not asked")


def test_a_grid_is_compared_on_each_scale() -> None:
    rows = items_compared(GRID, Content(), GRID, Content(answers={"physical": {"change": "worse"}}))
    assert len(rows) == 8
    assert [(row.scale, row.later) for row in rows[:2]] == [
        ("How severe", "Not asked"),
        ("In the past three months", "Worse"),
    ]


def test_an_item_of_one_version_only_is_kept_and_said() -> None:
    shorter = replace(DASH, version="2", items=DASH.items[:-1])
    rows = items_compared(DASH, Content(answers={"24": {"answer": "yes"}}), shorter, Content())
    assert (rows[-1].code, rows[-1].earlier, rows[-1].later) == ("24", "Yes", "Not in this version")


def test_different_instruments_have_no_items_in_common() -> None:
    assert items_compared(GRID, Content(), DASH, Content()) == ()


@pytest.mark.parametrize(
    ("decision", "sent", "state"),
    [
        (SafeguardingDecision.NO, False, SafeguardingState.NOT_RAISED),
        (SafeguardingDecision.NO, True, SafeguardingState.NOT_RAISED),
        (SafeguardingDecision.YES, False, SafeguardingState.TO_SEND),
        (SafeguardingDecision.YES, True, SafeguardingState.SENT),
    ],
)
def test_where_a_safeguarding_decision_stands(
    decision: SafeguardingDecision, sent: bool, state: SafeguardingState
) -> None:
    assert first_state(decision, sent) is state


def test_an_answer_is_chased_two_days_on_unless_a_day_is_named() -> None:
    assert chase_day(DAY, None) == date(2026, 11, 25)
    assert chase_day(DAY, date(2026, 11, 24)) == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("state", "chase_on", "due"),
    [
        (SafeguardingState.TO_SEND, None, True),
        (SafeguardingState.SENT, DAY, True),
        (SafeguardingState.SENT, date(2026, 11, 24), False),
        (SafeguardingState.ANSWERED, DAY, False),
        (SafeguardingState.NOT_RAISED, None, False),
    ],
)
def test_who_must_be_chased(state: SafeguardingState, chase_on: date | None, due: bool) -> None:
    assert needs_chasing(state, chase_on, DAY) is due
