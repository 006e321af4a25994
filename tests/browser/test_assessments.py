"""An assessment in a real browser: answered by keys, left half-way, gone on with, decided."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from caseflow.access.viewer import System
from caseflow.choices import Side
from caseflow.people.actions import add_person, add_person_causing_harm

pytestmark = pytest.mark.browser
TESTS = System("tests")


@pytest.fixture
def person_id(app):
    """Add a survivor and who is causing harm."""
    with app.app_context():
        made = add_person(TESTS, side=Side.SURVIVOR, known_as="Testina", birth_on=date(1990, 3, 27))
        add_person_causing_harm(TESTS, made, name="Rex Testman", relationship="former_partner")
    return made


def begin(page, person_id):
    """Begin a DASH about the one pair."""
    page.goto(f"/people/{person_id}/assess")
    page.get_by_label(re.compile("Rex Testman")).check()
    page.get_by_label("DASH risk checklist, adult").check()
    page.get_by_label("First assessment").check()
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("DASH risk checklist, adult")


def answer_of(page, number):
    """Return the answer that is chosen for an item, or nothing."""
    chosen = page.locator(f"[name=item_{number}_answer]:checked")
    return chosen.get_attribute("value") if chosen.count() else None


@pytest.mark.script(True)
def test_keys_answer_and_a_closed_browser_loses_nothing(new_page, site, sign_in, person_id):
    page = new_page()
    sign_in(page, "harriet")
    begin(page, person_id)
    page.locator("[name=item_1_answer]").first.focus()
    page.keyboard.type("1231")
    assert [answer_of(page, number) for number in range(1, 6)] == ["yes", "no", "dont_know", "yes", None]
    expect(page.locator(".cf-sticky-line")).to_contain_text("2 yes · 1 don't know · 20 not asked")
    page.locator("summary", has_text="Note on 1:").click()
    page.fill("[name=note_1]", "The left arm, on Sunday.")
    expect(page.locator("[data-autosave-status]")).to_contain_text("saved", timeout=5000)
    address = page.url
    page.context.close()
    later = new_page()
    sign_in(later, "henry")
    later.goto(f"/people/{person_id}/assess")
    later.get_by_role("link", name=re.compile("DASH risk checklist, adult, about Rex Testman")).click()
    expect(later).to_have_url(address)
    assert [answer_of(later, number) for number in range(1, 6)] == ["yes", "no", "dont_know", "yes", None]
    assert later.input_value("[name=note_1]") == "The left arm, on Sunday."


def test_half_way_and_back_then_the_stop_card_then_decided(page, site, sign_in, person_id, picture):
    sign_in(page, "harriet")
    begin(page, person_id)
    picture(page, "assessment-items")
    page.locator("[name=item_15_answer][value=yes]").check()
    page.get_by_role("button", name="Save and come back later").click()
    expect(page.locator("main")).to_contain_text("Saved half-way")
    page.get_by_role("link", name=re.compile("DASH risk checklist")).click()
    assert answer_of(page, 15) == "yes"
    page.get_by_label(re.compile("^Medium risk")).check()
    page.fill("[name=reason]", "What was said and seen.")
    page.get_by_role("button", name="Finish").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("have you considered high?")
    expect(page.locator("#stop-card")).to_contain_text("Strangled, choked, suffocated or drowned")
    assert page.input_value("[name=reason]") == "What was said and seen."
    picture(page, "assessment-stop-card")
    page.get_by_label("Yes, and high is right").check()
    page.get_by_label(re.compile("^High risk")).check()
    page.get_by_role("button", name="Finish").click()
    expect(page.locator("#level")).to_contain_text("High risk")
    expect(page.locator("#level")).to_contain_text("Decided by Harriet Testwell")
    picture(page, "assessment-finished")


def sound(page, axe, name):
    """Hold that axe finds nothing, and that a phone needs no sideways scrolling."""
    # At its end, so that the bar that sticks to the bottom lies over nothing.
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert axe(page) == [], name
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, name
    page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.script(True)
def test_every_page_of_the_room_is_sound(page, site, sign_in, person_id, axe, picture):
    sign_in(page, "harriet")
    for name, address in (
        ("assessment-start", f"/people/{person_id}/assess"),
        ("assessment-judge", f"/people/{person_id}/judge"),
        ("assessment-safeguarding", f"/people/{person_id}/safeguarding"),
        ("assessment-history", f"/people/{person_id}/assessments"),
    ):
        page.goto(address)
        sound(page, axe, name)
        picture(page, name)
    begin(page, person_id)
    sound(page, axe, "assessment")
    for number in range(1, 16):
        page.locator(f"[name=item_{number}_answer][value=yes]").check()
    page.get_by_role("button", name="Finish").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    sound(page, axe, "assessment with faults")
    page.get_by_label(re.compile("^Medium risk")).check()
    page.fill("[name=reason]", "What was said and seen.")
    page.get_by_label("Yes, and a lower level is right, because").check()
    page.fill("[name=stop_because]", "It was ten years ago.")
    page.get_by_role("button", name="Finish").click()
    expect(page.locator("main")).to_contain_text("It stays high meanwhile")
    sound(page, axe, "finished")
    picture(page, "assessment-lowering-waits")


@pytest.mark.script(True)
def test_a_manager_decides_about_a_lower_level(new_page, site, sign_in, person_id, axe, picture):
    page = new_page()
    sign_in(page, "harriet")
    begin(page, person_id)
    for number in range(1, 16):
        page.locator(f"[name=item_{number}_answer][value=yes]").check()
    page.get_by_label(re.compile("^Medium risk")).check()
    page.fill("[name=reason]", "What was said and seen.")
    page.get_by_label("Yes, and a lower level is right, because").check()
    page.fill("[name=stop_because]", "It was ten years ago.")
    page.get_by_role("button", name="Finish").click()
    expect(page.locator("main")).to_contain_text("It stays high meanwhile")
    hugo = new_page()
    sign_in(hugo, "hugo")
    hugo.goto("/lowerings")
    sound(hugo, axe, "waiting")
    picture(hugo, "assessment-lowerings")
    hugo.get_by_role("link", name=re.compile("Decide")).click()
    expect(hugo.get_by_role("heading", level=1)).to_contain_text("Lower to medium")
    sound(hugo, axe, "deciding")
    picture(hugo, "assessment-lowering")
    hugo.fill("[name=note]", "Read with the worker.")
    hugo.get_by_role("button", name="Lower it").click()
    expect(hugo.locator("#level")).to_contain_text("Medium risk")
