"""What goes beyond the rule of a number: said plainly, before anybody rings. No database."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import pytest

from caseflow.calls.choices import AttemptOutcome
from caseflow.calls.dropping import after_drop
from caseflow.calls.reaches.attempts.outside import outside_rule
from caseflow.choices import FieldState
from caseflow.clock import LONDON
from caseflow.people.choices import Channel, ContactKind
from caseflow.people.contact_rules import PointState, RuleToday
from caseflow.people.values import PointCard

MONDAY_NOON = datetime(2026, 11, 23, 12, 0, tzinfo=LONDON)
ANY = FieldState.NOT_ASKED


def point(state=PointState.ALLOWED, kind=ContactKind.PHONE, times="", **may):
    ways = {one: FieldState(may.get(one.value, ANY)) for one in Channel}
    rule = RuleToday(state, "", (), (), ())
    return PointCard(uuid4(), uuid4(), kind, "", "", "", rule, ways, "", times, "", False, None, None, None)


@pytest.mark.parametrize(
    ("card", "outcome", "words"),
    [
        (point(call="allowed"), AttemptOutcome.SPOKE, ""),
        (point(PointState.NOT_ASKED), AttemptOutcome.SPOKE, ""),
        (point(call="not_allowed", text="allowed"), AttemptOutcome.NO_ANSWER, "not to call"),
        (point(call="not_allowed", text="allowed"), AttemptOutcome.LEFT_AS_AGREED, ""),
        (point(call="allowed"), AttemptOutcome.LEFT_AS_AGREED, "No message was agreed"),
        (point(call="allowed", voicemail="not_allowed"), AttemptOutcome.LEFT_AS_AGREED, "No message"),
        (point(call="allowed", times="evenings"), AttemptOutcome.NO_ANSWER, "safe only at: evenings"),
        (point(call="allowed", times="weekdays 9am to 3pm"), AttemptOutcome.NO_ANSWER, ""),
        (point(call="allowed", times="when he is out"), AttemptOutcome.NO_ANSWER, ""),
        (point(PointState.STOPPED), AttemptOutcome.NO_ANSWER, "stopped"),
        (point(kind=ContactKind.EMAIL, email="not_allowed"), AttemptOutcome.NO_ANSWER, "not to write"),
        (point(kind=ContactKind.ADDRESS, post="allowed"), AttemptOutcome.LEFT_AS_AGREED, ""),
    ],
)
def test_what_goes_beyond_the_rule_is_said(card, outcome, words):
    said = " ".join(outside_rule(card, MONDAY_NOON, outcome))
    assert (words in said) if words else said == ""


def test_a_line_that_drops_without_agreement_is_not_rung_back():
    assert after_drop("call_back", "", "07700 900001").number == "07700 900001"
    assert not after_drop("do_not_call", "07700 900001").may_call
    assert not after_drop("", "07700 900001").may_call
