"""Signing in and out, as a person does it."""

from __future__ import annotations

import re

from playwright.sync_api import expect


def test_wrong_words_then_right_ones(page, site, sign_in):
    page.goto("/")
    expect(page).to_have_url(re.compile("/sign-in"))
    page.fill("[name=username]", "bella")
    page.fill("[name=password]", "not the password at all")
    page.keyboard.press("Enter")
    expect(page.locator(".govuk-error-summary, .govuk-error-message").first).to_be_visible()
    assert page.input_value("[name=password]") == ""
    sign_in(page, "bella")
    expect(page.locator("body")).to_contain_text("Bella Testford")
    assert "bella" not in page.url


def test_the_sign_in_page_is_open_to_everybody(page, site, axe, picture):
    page.goto("/sign-in")
    assert axe(page) == []
    picture(page, "sign-in")
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.fill("[name=username]", "bella")
    page.fill("[name=password]", "wrong words")
    page.keyboard.press("Enter")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    assert axe(page) == []


def test_nothing_is_left_on_the_machine_after_signing_out(page, site, sign_in):
    sign_in(page, "bella")
    page.locator("summary", has_text="Bella Testford").click()
    page.get_by_role("button", name=re.compile("sign out", re.IGNORECASE)).first.click()
    expect(page).to_have_url(re.compile("/sign-in"))
    page.goto("/")
    expect(page).to_have_url(re.compile("/sign-in"))
