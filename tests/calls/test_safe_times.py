"""Agreed times as people say them, and call-backs inside and outside them."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.calls.safe_times import must_say, outside_words, spans
from caseflow.directory.calendar import LONDON

MONDAY, SATURDAY = 23, 28


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize(
    "text",
    [
        "weekdays 9am to 3pm",
        "Mon-Fri 09:00-15:00",
        "mon to fri between 9am and 3pm",
        "Monday, Tuesday 9am–3pm; Sat evenings",
        "every day from 9am until 15:00.",
        "9-11am; weekdays after 1pm",
        "mornings",
        "Mon and Wed",
    ],
)
def test_a_call_back_at_ten_on_a_monday_is_within(text):
    assert spans(text)
    assert outside_words(text, at(MONDAY, 10), at(MONDAY, 11)) is None


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("weekdays 9am to 3pm", at(SATURDAY, 10), at(SATURDAY, 11)),
        ("weekdays 9am to 3pm", at(MONDAY, 14), at(MONDAY, 15, 1)),
        ("weekdays 9am to 3pm", at(MONDAY, 8, 59), at(MONDAY, 10)),
        ("weekends", at(MONDAY, 10), at(MONDAY, 11)),
        ("after 6pm", at(MONDAY, 10), at(MONDAY, 11)),
        ("before 9am", at(MONDAY, 10), at(MONDAY, 11)),
        ("fri-mon mornings", at(MONDAY, 13), at(MONDAY, 14)),
    ],
)
def test_a_call_back_outside_says_what_was_agreed(text, begins, ends):
    assert text in outside_words(text, begins, ends)


@pytest.mark.parametrize(
    "text",
    ["when he is at work", "not mondays", "9 to 5", "weekdays 3pm to 9am", "25:00-26:00", "school hours"],
)
def test_words_that_are_not_understood_are_never_guessed(text):
    assert spans(text) is None
    assert must_say(text)
    assert outside_words(text, at(MONDAY, 10), at(MONDAY, 11)) is None


def test_nothing_agreed_holds_nothing_back():
    assert outside_words(None, at(MONDAY, 3), at(MONDAY, 4)) is None
    assert not must_say("  ")
    assert not must_say("weekdays")


@given(st.text(max_size=60))
def test_any_text_is_read_or_left(text):
    found = spans(text)
    assert found is None or all(0 <= one.begins < one.ends <= 1440 and one.days for one in found)
