"""What a client tells on the phone names who is harmed: none of it reaches the side that works with the client."""

from __future__ import annotations

from datetime import date

import pytest

from caseflow.choices import Element
from caseflow.directory.choices import Need
from caseflow.referrals.choices import Part
from caseflow.referrals.sending.plan import Plan, told_of_partner
from caseflow.referrals.situation import Situation

CHANGE = Element.PERPETRATOR
SAID = "Shouted at Delphine again, and she has gone to her mother in Testtown."
SITUATION = Situation((Need.OWN_BEHAVIOUR,), date(2026, 3, 2))


def faults(partner="Delphine Testwick, 12 Made-up Close", narrative=SAID, *, ticked=True, **more):
    parts = {CHANGE: frozenset({Part.PERSON, Part.SAID} if ticked else {Part.PERSON})}
    return told_of_partner(Plan(SITUATION, parts=parts, **more), [CHANGE], narrative, partner)


def test_a_ticked_story_that_names_the_partner_is_held_back():
    assert faults() == {
        "parts_perpetrator": "This names who is harmed, and goes to who works with the person harming: "
        "take out delphine, or untick “What was said on the call”"
    }
    assert faults(ticked=False) == {}


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("summary", {"summary": "Wants to win Delphine back"}),
        (
            "q_perpetrator_said",
            {"answers": {CHANGE: {"said": "I never hit Ms TESTWICK", "on": date.today()}}},
        ),
    ],
)
def test_what_is_typed_for_the_packet_is_read_too(field, more):
    assert set(faults(ticked=False, **more)) == {field}


@pytest.mark.parametrize(
    "partner", ["", "my wife", "His ex-wife", "Jo, lives Close by", "wife, Again and Mother"]
)
def test_what_is_no_name_holds_nothing_back(partner):
    assert faults(partner) == {}
