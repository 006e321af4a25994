"""The pages as a browser without JavaScript meets them."""

import re
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from caseflow.choices import Side
from caseflow.database import db, end_reading
from caseflow.directory.choices import Need
from caseflow.directory.queries import service_by_code
from caseflow.people.actions import add_person
from caseflow.referrals.actions import decline_referral
from caseflow.referrals.choices import Decline, ReferralState
from caseflow.referrals.models import Gap, Referral
from tests.referrals.story import KNOWN_AS, NUMBER, add_wrenna, gaps_of, locality, send, stored


@pytest.fixture
def made(app: Flask, viewer):
    """Do something in the application's context: made(function)."""

    def run(function):
        with app.app_context():
            value = function()
            end_reading()
            return value

    return run


@pytest.fixture
def person(made, viewer) -> UUID:
    return made(lambda: add_wrenna(viewer("harriet")))


def text(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


def values(html: str, name: str) -> list[str]:
    """Return the values of the ticked boxes and filled inputs of a name, the way a browser would send them."""
    found = []
    for tag in re.findall(r"<input[^>]*>", html):
        kind = re.search(r'type="(\w+)"', tag)
        if f'name="{name}"' in tag and (
            kind is None or kind[1] not in ("checkbox", "radio") or " checked" in tag
        ):
            found.append(re.search(r'value="([^"]*)"', tag)[1])
    return found


def test_two_posts_from_the_page_to_a_sent_referral(signed_in, person, made):
    harriet = signed_in("harriet")
    page = harriet.get(f"/people/{person}/refer")
    assert page.status_code == 200 and "See services" in text(page) and "Send to" not in text(page)
    stay = made(lambda: str(locality("Blaby")))
    assert f'value="{stay}" selected' in page.get_data(as_text=True)
    stay = made(lambda: str(locality("Rutland")))
    looked = harriet.post(
        f"/people/{person}/refer",
        data={"needs": ["domestic_abuse", "stay_at_home"], "stay": stay, "do": "look"},
    )
    html = looked.get_data(as_text=True)
    assert looked.status_code == 200
    for words in ("Send to", "Willowmere", "Covers Rutland", "What nobody covers", "Locality support asks"):
        assert words in text(looked), words
    assert "Corvin Testleigh" in text(looked)  # the packet, as the receiver will see it
    assert NUMBER not in html  # a number is not shown before it travels
    service = re.search(r'name="services"[^>]*value="([^"]+)"[^>]*>\s*<label[^>]*><strong>Willowmere', html)[
        1
    ]
    sent = harriet.post(
        f"/people/{person}/refer",
        data={
            "needs": ["domestic_abuse", "stay_at_home"],
            "stay": stay,
            "do": "send",
            "services": [service],
            "shown": values(html, "shown"),
            "points": values(html, "points"),
            "parts_locality": values(html, "parts_locality"),
            "q_locality_wants": "Help with the court",
            "agreement": "given",
        },
    )
    assert sent.status_code == 302 and "/referrals/sent/" in sent.location
    tell = harriet.get(sent.location)
    assert "will try to ring you by" in text(tell) and "not have done anything wrong" in text(tell)
    assert "she" not in text(tell).lower().split()
    told = harriet.post(sent.location, data={})
    assert told.status_code == 302 and "The caller was told" in text(harriet.get(sent.location))
    page = harriet.get(made(lambda: f"/referrals/{db.session.scalars(select(Referral.id)).one()}"))
    assert NUMBER in text(page) and "Help with the court" in text(page) and "lamplight" in text(page)


def test_what_was_typed_is_kept_when_something_is_missing(signed_in, person, made):
    harriet = signed_in("harriet")
    stay = made(lambda: str(locality("Blaby")))
    answer = harriet.post(
        f"/people/{person}/refer",
        data={
            **{"needs": ["domestic_abuse"], "stay": stay, "do": "send", "shown": "points,locality"},
            **{
                "parts_locality": ["contact"],
                "summary": "Typed with care 😀",
                "q_locality_justice": ["reported"],
            },
        },
    )
    html = answer.get_data(as_text=True)
    assert answer.status_code == 200 and "There is a problem" in html
    for words in ("Choose a service for domestic abuse support, or untick the need",):
        assert words in text(answer)
    assert "Typed with care 😀" in html
    assert values(html, "parts_locality") == ["person", "contact"]
    assert values(html, "q_locality_justice") == ["reported"]
    assert made(lambda: db.session.scalar(select(func.count()).select_from(Referral))) == 0


BAD = [
    {"needs": ["nonsense"], "stay": "nowhere"},
    {"needs": [], "stay": ""},
    {"needs": ["domestic_abuse"], "stay": "00000000-0000-0000-0000-000000000000"},
    {"needs": ["domestic_abuse"], "stay": "outside", "people": "99999999999999999999"},
    {"needs": ["domestic_abuse"], "stay": "unknown", "unsafe": ["\x00", "x" * 5000]},
    {"needs": ["domestic_abuse"], "stay": "unknown", "do": "send", "services": ["not an id", "\u202e"]},
    {
        "needs": ["domestic_abuse"],
        "stay": "unknown",
        "do": "send",
        "agreement": "perhaps",
        "summary": "x" * 9000,
    },
]


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("data", BAD)
def test_bad_input_is_a_plain_message_and_sends_nothing(signed_in, person, made, data):
    answer = signed_in("harriet").post(f"/people/{person}/refer", data={"do": "send", **data})
    assert answer.status_code == 200 and "There is a problem" in text(answer)
    assert made(lambda: db.session.scalar(select(func.count()).select_from(Referral))) == 0


def test_the_inbox_its_filters_stay_and_the_packet_opens(signed_in, person, made, viewer):
    [referral] = made(lambda: send(viewer("harriet"), person, (Need.DOMESTIC_ABUSE,), "b1"))
    bella = signed_in("bella")
    inbox = bella.get("/referrals")
    assert "1 waiting, most urgent first" in text(inbox) and KNOWN_AS in text(inbox)
    assert "Risk not yet assessed" in text(inbox)
    none = bella.get("/referrals?state=returned")
    assert "No referral is waiting for these filters." in text(none)
    stays = bella.get("/referrals")
    assert stays.status_code == 302 and "state=returned" in stays.location
    assert bella.get("/referrals?clear=1").status_code == 302
    assert KNOWN_AS in text(bella.get("/referrals"))
    page = bella.get(f"/referrals/{referral}")
    for words in (
        "Accept",
        "Decline",
        "Return for information",
        NUMBER,
        "Use it as agreed",
        "Corvin Testleigh",
    ):
        assert words in text(page), words
    assert "Withdraw" not in text(page)


def test_declining_in_the_browser_brings_it_back_with_the_next_ways(signed_in, person, made, viewer):
    [referral] = made(lambda: send(viewer("harriet"), person, (Need.DOMESTIC_ABUSE,), "b1"))
    bella = signed_in("bella")
    assert "Choose a reason" in text(bella.post(f"/referrals/{referral}/decline", data={"detail": "Full"}))
    done = bella.post(f"/referrals/{referral}/decline", data={"group": "no_capacity", "detail": "Full"})
    assert done.status_code == 302
    closed = text(bella.get(f"/referrals/{referral}"))
    assert "The packet is closed" in closed and KNOWN_AS not in closed and NUMBER not in closed
    again = bella.post(f"/referrals/{referral}/decline", data={"group": "pets"})
    assert again.status_code == 409 and "You already answered this referral: declined" in text(again)
    assert "other person" not in text(again) and "Somebody was faster" not in text(again)
    back = bella.get(f"/referrals/{referral}/decline")
    assert back.status_code == 409 and "You already answered this referral: declined" in text(back)
    assert "You have sent nothing by opening this page." in text(back) and "not carried out" not in text(back)
    assert f'href="/referrals/{referral}"' in back.text, "the way to how it stands now"
    late = signed_in("bruno").post(f"/referrals/{referral}/decline", data={"group": "pets"})
    assert "Bella Testford" in text(late) and "What the other person did stands." in text(late)
    harriet = signed_in("harriet")
    page = text(harriet.get(f"/referrals/{referral}"))
    assert "No capacity" in page and "you did nothing wrong" in page and "See the next ways" in page
    again = harriet.get(f"/people/{person}/refer?again={referral}")
    assert "no capacity" in text(again) and "Send to" in text(again)
    settled = harriet.post(f"/referrals/{referral}/settle", data={"note": "The helpline keeps in touch"})
    assert settled.status_code == 302
    assert "See the next ways" not in text(harriet.get(f"/referrals/{referral}"))


def test_question_answer_and_withdrawal_in_the_browser(signed_in, person, made, viewer):
    [referral] = made(lambda: send(viewer("harriet"), person, (Need.DOMESTIC_ABUSE,), "b1"))
    bella, harriet = signed_in("bella"), signed_in("harriet")
    assert bella.post(f"/referrals/{referral}/return", data={"question": "Which school?"}).status_code == 302
    assert "Which school?" in text(harriet.get(f"/referrals/{referral}/answer"))
    assert harriet.post(f"/referrals/{referral}/answer", data={"answer": "By the park"}).status_code == 302
    assert "By the park" in text(bella.get(f"/referrals/{referral}"))
    assert harriet.post(f"/referrals/{referral}/withdraw", data={"reason": "Safe now"}).status_code == 302
    assert made(lambda: stored(referral).state) is ReferralState.WITHDRAWN
    assert harriet.get(f"/referrals/{referral}/answer").status_code == 409


def test_funding_outside_answer_and_gap_in_the_browser(signed_in, made, viewer):
    harriet = viewer("harriet")
    his = next(held.id for held in harriet.memberships if held.side is Side.PERPETRATOR)
    rutland = made(lambda: add_wrenna(harriet, place="Rutland"))
    made(lambda: send(harriet, rutland, (Need.STAY_AT_HOME,)))
    gap = made(lambda: gaps_of(rutland)[0].id)
    adviser = signed_in("harriet")
    assert "Rutland County Council" in text(adviser.get(f"/gaps/{gap}"))
    assert (
        adviser.post(f"/gaps/{gap}", data={"met": "met", "note": "A hotel until Monday"}).status_code == 302
    )
    assert made(lambda: db.session.scalars(select(Gap.decided_by)).one()) == harriet.user_id
    [outside] = made(lambda: send(harriet, rutland, (Need.COUNSELLING,), "counselling"))
    assert "Record their answer" in text(adviser.get(f"/referrals/{outside}"))
    said = {"accepted": "declined", "answer": "Closed until spring"}
    assert adviser.post(f"/referrals/{outside}/outside", data=said).status_code == 302
    client = made(
        lambda: add_wrenna(viewer("harriet", membership_id=his), place="Melton", side=Side.PERPETRATOR)
    )
    sender = viewer("harriet", membership_id=his)
    [funded] = made(lambda: send(sender, client, (Need.OWN_BEHAVIOUR,), "e"))
    assert adviser.get(f"/referrals/{funded}").status_code == 404  # the other side of the wall
    assert signed_in("adam").post(f"/referrals/{funded}/funding", data={"given": "given"}).status_code == 403


def test_someone_elses_referral_and_one_that_never_was_answer_alike(signed_in, person, made, viewer):
    [referral] = made(lambda: send(viewer("harriet"), person, (Need.DOMESTIC_ABUSE,), "b1"))
    made(lambda: decline_referral(viewer("bella"), referral, group=Decline.AREA))
    cora = signed_in("cora")
    for path in ("", "/decline", "/return", "/withdraw", "/answer"):
        real, never = (cora.get(f"/referrals/{one}{path}") for one in (referral, UUID(int=5)))
        assert real.status_code == never.status_code == 404


def _without_number(viewer) -> UUID:
    end_reading()
    place = locality("Rutland")
    end_reading()
    return add_person(
        viewer("harriet"), side=Side.SURVIVOR, known_as=KNOWN_AS, age=34, locality_id=place, contacts=[]
    )


def test_without_a_number_nobody_promises_to_ring_and_a_gap_alone_is_told_too(signed_in, made, viewer):
    person = made(lambda: _without_number(viewer))
    harriet, stay = signed_in("harriet"), made(lambda: str(locality("Rutland")))
    service = made(lambda: str(service_by_code(viewer("harriet"), "b1")))
    data = {
        "needs": ["domestic_abuse", "stay_at_home"],
        "stay": stay,
        "do": "send",
        "services": [service],
        "q_locality_wants": "Help with the court",
        "agreement": "given",
    }
    refused = harriet.post(f"/people/{person}/refer", data=data)
    assert refused.status_code == 200 and text(refused).count("There is no number yet") >= 2
    assert made(lambda: db.session.scalar(select(func.count()).select_from(Referral))) == 0
    sent = harriet.post(f"/people/{person}/refer", data={**data, "summary": "Comes by on Fridays"})
    told = text(harriet.get(sent.location))
    assert (
        "has no safe number on which to ring you. Please ring them on 0116" in told
        and "will try to ring" not in told
    )
    assert "Rutland County Council will decide what happens, by" in told and "staying safely at home" in told
    alone = {"needs": ["stay_at_home"], "stay": stay, "do": "send"}
    refused = harriet.post(f"/people/{person}/refer", data=alone)
    assert "Say whether the person agreed" in text(refused)
    sent = harriet.post(f"/people/{person}/refer", data={**alone, "agreement": "given"})
    assert sent.status_code == 302 and "/referrals/sent/" in sent.location
    told = text(harriet.get(sent.location))
    assert "Rutland County Council will decide what happens, by" in told and "I have told" not in told
