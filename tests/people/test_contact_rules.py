"""The rule of a contact point: three states, what lapses, what is never taken for a yes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow.choices import FieldState
from caseflow.people.choices import CHANNELS_OF, Channel, ContactKind
from caseflow.people.contact_rules import (
    FIRST_CONTACT,
    PointState,
    Rule,
    best_state,
    channel_state,
    confirm_again,
    hidden_value,
    point_state,
    rule_today,
)

YES, NO, UNASKED = FieldState.ALLOWED, FieldState.NOT_ALLOWED, FieldState.NOT_ASKED
TODAY = date(2026, 11, 23)
PHONE = Rule(ContactKind.PHONE, {})
AGREED = Rule(
    ContactKind.PHONE,
    {Channel.CALL: YES, Channel.VOICEMAIL: NO},
    withhold_number=YES,
    safe_times="weekday mornings",
    say_we_are="the dentist",
    has_code_word=True,
    confirmed_on=date(2026, 11, 1),
    confirm_again_on=date(2026, 12, 31),
)


def test_nothing_asked_is_the_first_contact_procedure():
    today = rule_today(PHONE, TODAY)
    assert today.state is PointState.NOT_ASKED
    assert today.steps == FIRST_CONTACT
    assert today.allowed == ()
    assert "Whether we may call is not yet asked" in today.not_allowed


def test_an_agreed_rule_says_what_may_be_done_and_how():
    today = rule_today(AGREED, TODAY)
    assert today.state is PointState.ALLOWED
    assert today.allowed == (
        "May call",
        "Withhold our number",
        "Safe at: weekday mornings",
        "Say we are: the dentist",
        "A code word is agreed",
    )
    assert today.not_allowed == ("No voicemail", "Texts not yet asked: send none")
    assert today.steps == ()


def test_our_number_is_withheld_until_the_person_wants_it_shown():
    assert "Withhold our number" in rule_today(replace(AGREED, withhold_number=UNASKED), TODAY).allowed
    assert "Let our number show" in rule_today(replace(AGREED, withhold_number=NO), TODAY).allowed


def test_a_lapsed_rule_counts_as_not_yet_asked_and_a_refusal_stays():
    late = replace(AGREED, confirm_again_on=TODAY)
    assert channel_state(late, Channel.CALL, TODAY) is UNASKED
    assert channel_state(late, Channel.VOICEMAIL, TODAY) is NO
    today = rule_today(late, TODAY)
    assert (today.state, today.steps, today.allowed) == (PointState.LAPSED, FIRST_CONTACT, ())
    assert "since today" in today.rule
    assert rule_today(AGREED, date(2026, 12, 30)).state is PointState.ALLOWED
    assert "3 days ago" in rule_today(replace(AGREED, confirm_again_on=date(2026, 11, 20)), TODAY).rule


def test_a_stopped_point_allows_nothing():
    stopped = replace(AGREED, stopped=True)
    today = rule_today(stopped, TODAY)
    assert (today.state, today.allowed) == (PointState.STOPPED, ())
    assert channel_state(stopped, Channel.CALL, TODAY) is NO


def test_all_refused_is_not_allowed():
    refused = Rule(ContactKind.EMAIL, {Channel.EMAIL: NO})
    assert point_state(refused, TODAY) is PointState.NOT_ALLOWED
    assert rule_today(refused, TODAY).not_allowed == ("No e-mails",)


def test_a_kind_has_only_its_own_channels():
    letter = Rule(ContactKind.ADDRESS, {Channel.POST: YES, Channel.CALL: YES})
    assert channel_state(letter, Channel.CALL, TODAY) is NO
    assert rule_today(letter, TODAY).allowed == ("May send a letter",)


def test_text_only_says_not_to_call():
    assert "Do not call" in rule_today(Rule(ContactKind.PHONE, {Channel.TEXT: YES}), TODAY).rule


@settings(deadline=None)
@given(
    st.sampled_from(ContactKind),
    st.dictionaries(st.sampled_from(Channel), st.sampled_from(FieldState)),
    st.booleans(),
    st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
)
def test_nothing_is_allowed_that_was_not_allowed_and_is_still_fresh(kind, may, stopped, again):
    rule = Rule(kind, may, stopped=stopped, confirm_again_on=again)
    for channel in Channel:
        if channel_state(rule, channel, TODAY) is YES:
            assert may[channel] is YES and not stopped and channel in CHANNELS_OF[kind]
            assert again is None or again > TODAY
    if point_state(rule, TODAY) is not PointState.ALLOWED:
        assert not [words for words in rule_today(rule, TODAY).allowed if words.startswith("May")]


def test_a_rule_is_to_be_confirmed_again_after_sixty_days():
    assert confirm_again(date(2026, 11, 1)) == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("states", "best"),
    [
        ([], (UNASKED, None)),
        ([(NO, None)], (NO, None)),
        ([(NO, None), (UNASKED, None)], (UNASKED, None)),
        ([(YES, date(2026, 1, 1)), (YES, date(2026, 2, 1)), (NO, None)], (YES, date(2026, 2, 1))),
        ([(YES, date(2026, 1, 1)), (YES, None)], (YES, None)),
    ],
)
def test_the_best_of_several(states, best):
    assert best_state(states) == best


def test_a_hidden_value_tells_two_apart_and_no_more():
    assert hidden_value(ContactKind.PHONE, "07700 900123") == "Number ending in 123"
    assert hidden_value(ContactKind.PHONE, "12345") == "A number"
    assert hidden_value(ContactKind.EMAIL, "sample@example.com") == "An e-mail address"
    assert hidden_value(ContactKind.ADDRESS, "1 Sample Street") == "An address"
