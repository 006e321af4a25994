"""Reports in a real browser: sound on every page, wide and narrow, and filters that need no script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("username", "addresses"),
    [
        ("mona", ("/reports", "/reports/caseload", "/reports/referrals?by=month", "/caseload")),
        ("hugo", ("/reports/referrals?period=custom&from_on-day=40&by=service", "/caseload")),
        ("carl", ("/reports", "/reports/referrals")),
    ],
)
@pytest.mark.engines("sqlite")
def test_every_page_is_sound(page, site, sign_in, axe, username, addresses):
    sign_in(page, username)
    for address in addresses:
        page.goto(address)
        assert axe(page) == [], address
        page.set_viewport_size({"width": 390, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
        page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.engines("sqlite")
def test_a_filter_is_set_and_the_picture_is_drawn(page, site, sign_in):
    sign_in(page, "hugo")
    page.goto("/reports/referrals")
    page.get_by_label("Risk").select_option("high")
    page.get_by_role("button", name="Apply").click()
    expect(page).to_have_url(re.compile("risk=high"))
    expect(page.get_by_label("Risk")).to_have_value("high")
    drawn = page.locator("main img")
    drawn.evaluate("one => one.decode()")
    assert drawn.evaluate("one => one.naturalWidth > 0")
    page.get_by_role("link", name="Clear filters").click()
    expect(page.get_by_label("Risk")).to_have_value("")
