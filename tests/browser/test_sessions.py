"""A stolen cookie, and a screen that locks itself, in a real browser."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from caseflow.access.sessions.limits import Limits
from tests.installation import PASSWORD

OVER_AT_ONCE = Limits(idle=timedelta(), in_call=timedelta())


def until(page, there):
    """Lets the browser go on until it is there; fails when it is not after ten seconds."""
    for _ in range(500):
        if there():
            return
        page.wait_for_timeout(20)
    pytest.fail("it did not come to that")


@pytest.mark.script(False)
def test_a_stolen_cookie_no_longer_works(new_page, site, sign_in):
    page, thief = new_page(), new_page()
    sign_in(page, "bella")
    thief.context.add_cookies(page.context.cookies())
    thief.goto("/cases")
    expect(thief).to_have_url(re.compile("/cases"))
    page.locator("summary", has_text="Bella Testford").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/sign-in"))
    thief.goto("/cases")
    expect(thief).to_have_url(re.compile("/sign-in"))
    expect(thief.locator("body")).not_to_contain_text("Bella")


def test_the_lock_keeps_a_half_typed_call(page, site, sign_in, javascript, picture, axe):
    sign_in(page, "harriet")
    page.get_by_role("button", name="Log a call").first.click()
    expect(page.locator("[name=narrative]")).to_be_visible()
    address = page.url
    limits = site.app.extensions["caseflow.limits"]
    page.locator("[name=narrative]").type("She said that the invented")
    site.app.extensions["caseflow.limits"] = OVER_AT_ONCE
    if javascript:
        page.locator("[name=narrative]").type(" kettle was cold")
        expect(page.get_by_role("heading", name="Locked")).to_be_visible()
        expect(page.locator("[name=narrative]")).not_to_be_visible()
    else:
        page.locator("[name=narrative]").type(" kettle was cold")
        page.locator("[name=number_now]").press("Enter")
        expect(page).to_have_url(re.compile("/account/unlock"))
    picture(page, "locked")
    assert axe(page) == []
    site.app.extensions["caseflow.limits"] = limits
    page.get_by_label("Password").first.fill("not the password at all")
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("body")).to_contain_text("This is not your password.")
    page.get_by_label("Password").first.fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    if javascript:
        expect(page.get_by_role("heading", name="Locked")).not_to_be_visible()
        assert page.url == address
        assert page.input_value("[name=narrative]") == "She said that the invented kettle was cold"
        expect(page.locator("[data-autosave-status]").first).to_contain_text("saved")
    else:
        expect(page.locator("main")).to_contain_text("She said that the invented kettle was cold")
        page.get_by_role("button", name="Send it now").click()
        expect(page.locator("[name=narrative]")).to_have_value("She said that the invented kettle was cold")


@pytest.mark.script(True)
def test_an_answer_from_before_the_password_does_not_lock_the_page_again(page, site, sign_in):
    sign_in(page, "harriet")
    page.get_by_role("button", name="Log a call").first.click()
    expect(page.locator("[name=narrative]")).to_be_visible()
    limits = site.app.extensions["caseflow.limits"]
    site.app.extensions["caseflow.limits"] = OVER_AT_ONCE
    page.locator("[name=narrative]").type("She said")
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    held = []
    page.route("**/account/present", lambda route: held.append((route, route.fetch())), times=1)
    page.evaluate("document.dispatchEvent(new Event('caseflow:refused'))")
    until(page, lambda: held)
    site.app.extensions["caseflow.limits"] = limits
    page.get_by_label("Password").first.fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Locked")).not_to_be_visible()
    answers = []
    page.on("response", lambda answer: answers.append(answer.status) if "/present" in answer.url else None)
    held[0][0].fulfill(response=held[0][1])
    until(page, lambda: len(answers) == 2)
    assert answers == [401, 204]
    expect(page.get_by_role("heading", name="Locked")).not_to_be_visible()
