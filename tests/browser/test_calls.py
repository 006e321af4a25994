"""Calls in a real browser: with the keyboard only, through crashes, parked and swapped, with a script and without."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from caseflow.access.viewer import System
from caseflow.calls import actions
from caseflow.calls.choices import AttemptOutcome, CallerType, Outcome
from caseflow.calls.queries import stopped_points
from caseflow.choices import Side
from caseflow.people.actions import add_person
from caseflow.people.choices import ContactKind
from caseflow.people.queries import contact_card

pytestmark = pytest.mark.browser
TESTS = System("tests")


@pytest.fixture
def zara(app):
    """Add a survivor who is known, with a number."""
    with app.app_context():
        return add_person(
            TESTS,
            side=Side.SURVIVOR,
            known_as="Zara",
            given="Zara",
            surname="Testwick",
            birth_on=date(1990, 3, 27),
            contacts=[{"kind": ContactKind.PHONE, "value": "07700 900123", "may_call": "allowed"}],
        )


def log_call(page):
    page.get_by_role("button", name=re.compile("^Log a call")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log a call")


def saved(page):
    expect(page.locator("[data-autosave-status]")).to_contain_text("s ago", timeout=6000)


@pytest.mark.script(True)
def test_a_call_is_logged_with_the_keyboard_only(page, site, sign_in):
    sign_in(page, "harriet")
    page.keyboard.press("Alt+l")
    expect(page.get_by_role("heading", level=1)).to_have_text("Log a call")
    page.locator("[name=caller_type]").first.focus()
    page.keyboard.press("Space")
    for name, words in (("where_now", "At home"), ("name", "Zara Testwick"), ("narrative", "What was said")):
        for _ in range(80):
            if page.evaluate("document.activeElement.name") == name:
                break
            page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.name") == name
        page.keyboard.type(words)
    page.locator("[name=who][value=anonymous]").focus()
    page.keyboard.press("Space")
    for _ in range(80):
        if page.evaluate("document.activeElement.textContent.trim()") == "Finish the call":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".cf-banner--success")).to_contain_text("The call is finished.")


@pytest.mark.script(True)
def test_after_a_crash_the_call_is_offered_again(new_page, site, sign_in):
    page = new_page()
    sign_in(page, "harriet")
    log_call(page)
    page.get_by_label("Survivor", exact=True).check()
    page.get_by_label("What was said").fill("Half a story, and then the power went")
    saved(page)
    site.stop()
    page.context.close()
    site.start()
    later = new_page()
    sign_in(later, "harriet")
    later.goto("/")
    later.get_by_role("link", name=re.compile("Survivor")).first.click()
    expect(later.get_by_label("What was said")).to_have_value("Half a story, and then the power went")
    expect(later.get_by_label("Survivor", exact=True)).to_be_checked()


@pytest.mark.script(True)
def test_typing_that_cannot_be_saved_says_so_and_is_saved_later(page, site, sign_in):
    sign_in(page, "harriet")
    log_call(page)
    page.get_by_label("What was said").fill("one")
    saved(page)
    site.stop()
    page.get_by_label("What was said").fill("one two")
    expect(page.locator("[data-autosave-status]")).to_contain_text("not saved", timeout=8000)
    site.start()
    saved(page)


@pytest.mark.script(True)
def test_the_form_follows_the_caller(page, site, sign_in):
    sign_in(page, "harriet")
    log_call(page)
    harm = page.locator("#harm")
    own = page.locator("#own")
    page.get_by_label("Survivor", exact=True).check()
    expect(harm).to_be_visible()
    expect(own).to_be_hidden()
    page.get_by_label("Worried about own behaviour", exact=True).check()
    expect(harm).to_be_hidden()
    expect(own).to_be_visible()
    expect(page.get_by_label("Log number")).to_be_hidden()
    page.locator("[name=danger][value=yes]").check()
    expect(page.get_by_label("Log number")).to_be_visible()


@pytest.mark.script(True)
def test_matches_follow_the_typing_after_the_check_only(page, site, sign_in, zara):
    sign_in(page, "harriet")
    log_call(page)
    page.get_by_label("Survivor", exact=True).check()
    page.locator("[name=name]").fill("zara test")
    expect(page.locator("#matches")).to_contain_text("after the caller check")
    expect(page.locator("#matches")).not_to_contain_text("Zara")
    page.locator("#known summary", has_text="Look").click()
    page.get_by_role("group", name="Caller check").get_by_label("Not done").check()
    expect(page.locator("#matches")).to_contain_text("Zara")
    page.locator("#matches summary").first.click()
    expect(page.locator("#matches")).to_contain_text("Number ending in 123")
    page.locator("[name=age]").fill("16")
    expect(page.locator("#under-18")).to_be_visible()


@pytest.mark.script(True)
def test_who_is_chosen_while_the_matches_are_on_their_way_is_asked_again_when_they_came(
    page, site, sign_in, zara
):
    sign_in(page, "harriet")
    log_call(page)
    page.get_by_label("Survivor", exact=True).check()
    with page.expect_response("**/matches"):
        page.locator("[name=name]").fill("zara test")
    page.locator("#known summary", has_text="Look").click()
    held = []
    page.route("**/matches", lambda route: held.append(route), times=1)
    with page.expect_request("**/matches"):
        page.get_by_role("group", name="Caller check").get_by_label("Passed", exact=True).check()
    page.locator("#who-new").check()
    held[0].continue_()
    expect(page.locator("#matches")).to_contain_text("Zara")
    expect(page.locator("#who-new")).to_be_focused()
    expect(page.locator("#who-new")).not_to_be_checked()
    page.locator("#who-new").check()
    with page.expect_response("**/matches"):
        page.locator("[name=age]").fill("34")
    expect(page.locator("#matches")).not_to_have_attribute("aria-busy", "true")
    expect(page.locator("#who-new")).to_be_checked()


def test_silent_takes_two_presses(page, site, sign_in):
    sign_in(page, "harriet")
    page.get_by_role("button", name=re.compile("^Log a call")).first.click()
    page.get_by_role("button", name="Silent").click()
    expect(page.locator(".cf-banner--success")).to_contain_text("Nobody is rung back.")


def test_two_calls_are_parked_and_swapped(page, site, sign_in):
    sign_in(page, "harriet")
    log_call(page)
    page.get_by_label("Survivor", exact=True).check()
    page.locator("[name=narrative]").fill("The first call")
    page.get_by_role("button", name="Park").click()
    log_call(page)
    page.get_by_label("Friend", exact=True).check()
    page.locator("[name=narrative]").fill("The second call")
    page.get_by_role("button", name="Save").last.click()
    page.get_by_role("navigation", name="Calls in progress").get_by_role(
        "button", name=re.compile("Survivor")
    ).click()
    expect(page.locator("[name=narrative]")).to_have_value("The first call")
    page.get_by_role("navigation", name="Calls in progress").get_by_role(
        "button", name=re.compile("Friend")
    ).click()
    expect(page.locator("[name=narrative]")).to_have_value("The second call")


def test_a_known_person_is_tied_on_the_way_to_the_assessment(page, site, sign_in, zara, axe, picture):
    sign_in(page, "harriet")
    log_call(page)
    page.get_by_label("Survivor", exact=True).check()
    page.locator("[name=name]").fill("Zara Testwick")
    page.locator("#known summary", has_text="Look").click()
    page.get_by_role("group", name="Caller check").get_by_label("Passed", exact=True).check()
    page.get_by_role("button", name="Look for them").click()
    page.get_by_label(re.compile("^Zara")).check()
    picture(page, "call-matches")
    assert axe(page) == []
    page.get_by_role("button", name="Assess risk").click()
    expect(page).to_have_url(re.compile(f"/people/{zara}/assess"))
    page.go_back()
    page.reload()
    expect(page.locator("#known")).to_contain_text("This call is tied to Zara")
    assert axe(page) == []
    picture(page, "call-tied")
    page.get_by_role("button", name="Finish the call").click()
    expect(page.locator(".cf-banner--success")).to_contain_text("The call is finished.")


def test_faults_stand_beside_their_fields(page, site, sign_in, axe, picture):
    sign_in(page, "harriet")
    log_call(page)
    assert axe(page) == []
    picture(page, "call-empty")
    page.locator("[name=narrative]").fill("Kept")
    page.locator("[name='born-day']").fill("31")
    page.locator("[name='born-month']").fill("2")
    page.locator("[name='born-year']").fill("1990")
    page.get_by_role("button", name="Finish the call").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("must be a real date")
    expect(page.locator("[name=narrative]")).to_have_value("Kept")
    assert axe(page) == []
    picture(page, "call-faults")


def test_a_professional_refers_and_the_person_is_reached(page, site, sign_in, axe, picture):
    sign_in(page, "harriet")
    page.goto("/reach/new")
    assert axe(page) == []
    page.get_by_label("Name of the referrer").fill("PC Testley")
    page.get_by_label("Organisation type").select_option(label="Police")
    page.locator("[name=agency]").fill("An invented force")
    page.get_by_label("How to reach the referrer").fill("0116 496 0123")
    page.get_by_label(re.compile("published switchboard")).check()
    today = date.today()
    for part, value in (("day", today.day), ("month", today.month), ("year", today.year)):
        page.locator(f"[name='received_on-{part}']").fill(str(value))
    page.locator("[name=received_time]").fill("00:01")
    page.get_by_label("Somebody who experiences abuse").check()
    page.locator("[name=name]").fill("Zara Testwick")
    page.get_by_label("Knows and agrees").check()
    page.locator("[name=phone]").fill("07700 900123")
    page.locator("[name=narrative]").fill("Called to the address")
    picture(page, "reach-new")
    page.get_by_role("button", name="Log the referral").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose who this is about")
    page.get_by_label(re.compile("A new person")).check()
    page.get_by_role("button", name="Log the referral").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Reach Zara")
    assert axe(page) == []
    picture(page, "reach-one")
    page.get_by_role("button", name=re.compile("^Show it")).click()
    expect(page.locator(".cf-phone")).to_have_text("07700 900123")
    page.get_by_role("button", name="Someone else", exact=True).click()
    expect(page.locator("main")).to_contain_text("A manager decides")
    page.goto("/reach")
    expect(page.locator("main")).to_contain_text("Zara")
    assert axe(page) == []
    picture(page, "reach-queue")


def test_the_other_pages_have_no_fault(new_page, site, sign_in, app, viewer, zara, axe, picture):
    harriet = viewer("harriet")
    with app.app_context():
        finished = actions.open_call(harriet)
        values = {
            "caller_type": CallerType.FRIEND,
            "narrative": "What was said",
            "outcomes": [Outcome.REFERRED],
        }
        actions.finish_call(harriet, finished, values)
        point = contact_card(harriet, zara).points[0].id
        actions.record_attempt(harriet, zara, outcome=AttemptOutcome.WRONG_NUMBER, contact_point_id=point)
        stopped = stopped_points(viewer("hugo"))[0].stopped_id
        held = actions.open_call(harriet)
        actions.save_draft(harriet, held, {"narrative": ["half"]}, page="one", seen=0)
        actions.save_draft(harriet, held, {"narrative": ["another half"]}, page="two", seen=0)
    page = new_page()
    sign_in(page, "harriet")
    for name, path in (
        ("call-finished", f"/calls/{finished}"),
        ("call-tie", f"/calls/{finished}/tie"),
        ("call-start", "/calls/new"),
        ("call-screens", f"/calls/{held}"),
    ):
        page.goto(path)
        assert axe(page) == [], name
        picture(page, name)
    page.goto("/reach")
    expect(page.locator(".cf-banner--warning")).to_contain_text("Not finished")
    assert axe(page) == []
    manager = new_page()
    sign_in(manager, "hugo")
    manager.goto(f"/calls/{held}")
    expect(manager.get_by_role("heading", level=1)).to_have_text("Harriet Testwell is logging this call")
    assert axe(manager) == []
    manager.goto(f"/stopped/{stopped}")
    manager.get_by_label("Do not use it any more").check()
    manager.get_by_label("Why").fill("It is somebody else's now")
    assert axe(manager) == []
    picture(manager, "stopped")
    manager.get_by_role("button", name="Decide").click()
    expect(manager.locator("main")).to_contain_text("Do not use it any more")
