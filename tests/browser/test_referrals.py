"""A referral in a real browser: needs, services, packet, what to tell; then declined, and the next ways."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from caseflow.access.viewer import System
from caseflow.choices import FieldState, Side
from caseflow.people.actions import add_person, add_person_causing_harm
from caseflow.people.choices import ContactKind
from tests.referrals.story import locality

KNOWN_AS = "Fennimore"


@pytest.fixture
def person(site):
    with site.app.app_context():
        actor = System("tests")
        made = add_person(
            actor,
            side=Side.SURVIVOR,
            known_as=KNOWN_AS,
            age=29,
            locality_id=locality("Rutland"),
            contacts=[{"kind": ContactKind.PHONE, "value": "07700 900456", "may_call": FieldState.ALLOWED}],
        )
        add_person_causing_harm(actor, made, name="Orlin Testwick", relationship="partner")
    return made


def refer(page, person, *needs):
    page.goto(f"/people/{person}/refer")
    for need in needs:
        page.check(f"input[name=needs][value={need}]")
    page.get_by_role("button", name="See services").click()
    expect(page.get_by_role("button", name="Look again")).to_be_visible()


def test_from_needs_to_a_packet_and_back(new_page, sign_in, person, axe, picture, javascript):
    adviser, worker = new_page(), new_page()
    sign_in(adviser, "harriet")
    send(adviser, person, axe, picture, javascript)
    sign_in(worker, "bella")
    open_and_decline(worker, axe, picture)
    adviser.get_by_role("link", name="The referral and its packet").click()
    expect(adviser.get_by_text("you did nothing wrong")).to_be_visible()
    adviser.get_by_role("button", name="See the next ways").click()
    expect(adviser.get_by_text("This follows a referral that came back")).to_be_visible()
    assert axe(adviser) == []


def send(adviser, person, axe, picture, javascript):
    refer(adviser, person, "stay_at_home", "domestic_abuse")
    expect(adviser.get_by_text("Rutland County Council").first).to_be_visible()
    assert axe(adviser) == []
    if javascript:  # without it, everything is shown from the start
        expect(adviser.get_by_text("Locality support asks")).to_be_hidden()
    adviser.get_by_label("Willowmere Support").check()
    expect(adviser.get_by_text("Locality support asks")).to_be_visible()
    adviser.get_by_role("button", name="Send").click()
    expect(adviser.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert axe(adviser) == []
    picture(adviser, "refer")
    adviser.get_by_label("What the person wants help with first").fill("A solicitor")
    adviser.locator("#parts_locality-harm").uncheck()
    adviser.get_by_label("Agreed", exact=True).check()
    adviser.get_by_role("button", name="Send").click()
    expect(adviser.get_by_role("heading", name="Tell the caller this")).to_be_visible()
    expect(adviser.get_by_text("Their number will not show on your phone")).to_be_visible()
    assert axe(adviser) == []
    picture(adviser, "tell")
    adviser.get_by_role("button", name="I have told the caller").click()
    expect(adviser.get_by_text("The caller was told", exact=True)).to_be_visible()


def open_and_decline(worker, axe, picture):
    worker.goto("/referrals")
    expect(worker.get_by_role("cell", name=re.compile(KNOWN_AS)).first).to_be_visible()
    assert axe(worker) == []
    picture(worker, "inbox")
    worker.set_viewport_size({"width": 390, "height": 900})
    frame = worker.locator(".cf-table-scroll")
    assert frame.evaluate("one => one.scrollWidth <= one.clientWidth"), (
        "lines stand below each other on a phone"
    )
    assert axe(worker) == []
    worker.set_viewport_size({"width": 1280, "height": 900})
    worker.get_by_role("link", name=f"Open the referral of {KNOWN_AS}").click()
    expect(worker.get_by_text("A solicitor")).to_be_visible()
    expect(worker.get_by_text("07700 900456")).to_be_visible()
    expect(worker.get_by_text("Orlin")).to_have_count(0)
    assert axe(worker) == []
    picture(worker, "packet")
    worker.get_by_role("button", name="Decline").click()
    expect(worker.get_by_label("No capacity")).to_be_visible()
    assert axe(worker) == []
    worker.get_by_label("No capacity").check()
    worker.get_by_role("button", name="Decline").click()
    expect(worker.get_by_text("No referral is waiting")).to_be_visible()


def test_nothing_is_wider_than_a_phone(new_page, sign_in, person, axe):
    page = new_page(width=390)
    sign_in(page, "harriet")
    refer(page, person, "domestic_abuse", "sexual_violence")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert axe(page) == []
