"""The frame, the components and the script in a real browser, shown by the gallery: no database, no sign-in."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.look.gallery import ERRORS, PAGES, create_gallery

pytestmark = pytest.mark.browser
COVER = "[data-cover]"


class Quiet(WSGIRequestHandler):
    """Serves without a line for each request."""

    def log_request(self, *_said: Any) -> None:
        """Say nothing."""


@dataclass
class Gallery:
    url: str
    app: Flask

    @property
    def saved(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = self.app.extensions["saved"]
        return found


@pytest.fixture
def site() -> Iterator[Gallery]:
    app = create_gallery()
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    running = threading.Thread(target=server.serve_forever, daemon=True)
    running.start()
    yield Gallery(f"http://127.0.0.1:{server.server_port}", app)
    server.shutdown()
    running.join()
    server.server_close()


def go(page: Page, name: str) -> list[str]:
    """Open a page of the gallery; the list fills with whatever the browser complains of."""
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    page.goto(f"/gallery/{name}")
    return complaints


def after(seconds: float, true: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.02)
    return true()


# --- every page, wide and narrow --------------------------------------------------------------------


@pytest.mark.script(True)  # axe waits on timers, which do not run where scripts are off
@pytest.mark.parametrize(
    "name", [*PAGES, "form?as=nobody", "lists?flash=1", "error/404", "error/409", "error/503"]
)
def test_pages_are_accessible_and_fit(page: Page, axe: Callable[[Page], list[str]], name: str) -> None:
    go(page, name)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        # Where a page stands, a bar that sticks may cover half of a box; at the page's end it covers nothing.
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        assert axe(page) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.script(False)
@pytest.mark.parametrize("name", ["lists", "lists?as=one"])
def test_nothing_in_the_header_covers_anything_else(page: Page, name: str) -> None:
    go(page, name)
    parts = page.locator(".cf-header__bar > :not(.cf-header__service), .cf-header__service > *")
    for width in (1280, 1145, 1135, 890, 820, 700, 390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        boxes = [box for one in parts.all() if (box := one.bounding_box())]
        assert len(boxes) == 6
        for one, other in combinations(boxes, 2):
            beside = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
            above = one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]
            assert beside or above, (width, one, other)
        assert max(box["x"] + box["width"] for box in boxes) <= width


@pytest.mark.script(False)
def test_on_a_phone_the_bar_of_actions_is_one_line_and_opens_without_script(
    new_page: Callable[..., Page],
) -> None:
    page = new_page(390)
    go(page, "call")
    bar = page.locator(".cf-action-bar").bounding_box()
    assert bar and bar["height"] <= 66
    expect(page.get_by_role("button", name="Park")).to_be_hidden()
    page.get_by_role("button", name="More actions").press("Enter")
    expect(page.get_by_role("button", name="Park")).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 844})
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Park")).to_be_visible()
    expect(page.get_by_role("button", name="More actions")).to_be_hidden()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_form_with_faults_is_accessible(
    new_page: Callable[..., Page], axe: Callable[[Page], list[str]], width: int, javascript: bool
) -> None:
    page = new_page(width)
    go(page, "form")
    page.fill("#born-day", "31")
    page.fill("#born-month", "Feb")
    page.fill("#children", "two")
    page.click("main button:has-text('Save') >> nth=0")
    expect(page).to_have_title(re.compile("^Error: "))
    assert not javascript or axe(page) == []
    summary = page.locator(".govuk-error-summary a").all_text_contents()
    assert summary == [
        "Choose an answer for “Caller”",
        "Enter known-as name",
        "Date of birth must include a year",
        "Number of children must be a whole number, like 3",
    ]
    assert page.input_value("#born-month") == "Feb"
    assert page.input_value("#children") == "two"
    if javascript:
        expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.click("text=Date of birth must include a year >> nth=0")
    if javascript:
        expect(page.locator("#born-year")).to_be_focused()


@pytest.mark.script(True)
@pytest.mark.parametrize("name", PAGES)
def test_the_browser_has_nothing_to_complain_of(page: Page, name: str) -> None:
    complaints = go(page, name)
    page.wait_for_load_state("networkidle")
    assert complaints == []


def test_unknown_pages_hold_no_form(page: Page) -> None:
    go(page, "error/404")
    assert page.locator("form").count() == 0
    assert page.locator("h1").text_content() == "Page not found"


@pytest.mark.parametrize("code", ERRORS)
@pytest.mark.script(False)
def test_every_error_page_says_the_way_on(page: Page, code: int) -> None:
    go(page, f"error/{code}")
    assert page.locator("main h1").count() == 1
    assert page.locator("main a").count() >= 1


# --- without the script -----------------------------------------------------------------------------


@pytest.mark.script(False)
def test_without_script_everything_is_shown_and_sent(page: Page) -> None:
    go(page, "call")
    expect(page.locator("#not-safe")).to_be_visible()
    expect(page.get_by_role("button", name="Switch")).to_be_visible()
    page.click("[data-hide-screen]")
    expect(page.locator("h1")).to_have_text("This page is resting.")
    go(page, "form")
    expect(page.get_by_label("Locality")).to_be_visible()


# --- with it ----------------------------------------------------------------------------------------


@pytest.mark.script(True)
def test_keys_answer_and_move_on(page: Page) -> None:
    go(page, "items")
    page.focus("#item_01")
    for key in "1321":
        page.keyboard.press(key)
    assert [page.locator(f"[name=item_{n:02}]:checked").get_attribute("value") for n in (1, 2, 3, 4)] == [
        "yes",
        "unknown",
        "no",
        "yes",
    ]
    expect(page.locator("#item_05")).to_be_focused()
    assert page.locator("[data-count-of]").all_text_contents() == ["2", "1", "23"]
    page.keyboard.press("9")
    assert page.locator("[name=item_05]:checked").count() == 0


@pytest.mark.script(True)
def test_digits_in_a_note_stay_digits(page: Page) -> None:
    go(page, "items")
    page.locator(".cf-compact__note summary").first.click()
    page.fill("#note_01", "")
    page.type("#note_01", "123")
    assert page.input_value("#note_01") == "123"
    assert page.locator("[name=item_01]:checked").count() == 0


@pytest.mark.script(True)
def test_what_is_typed_is_kept(page: Page, site: Gallery) -> None:
    go(page, "call")
    page.fill("#said", "first")
    page.check("[name=caller][value=survivor]")
    expect(page.locator("[data-autosave-status]")).to_contain_text("saved", timeout=5000)
    expect(page.locator("[data-autosave-status]")).to_contain_text("s ago")
    assert after(5, lambda: bool(site.saved) and site.saved[-1]["said"] == "first")
    assert site.saved[-1]["caller"] == "survivor"
    assert site.saved[-1]["csrf_token"]


@pytest.mark.script(True)
def test_a_failure_to_keep_is_said_and_mended(page: Page, site: Gallery) -> None:
    go(page, "call")
    site.app.extensions["broken"] = True
    page.fill("#said", "words")
    status = page.locator("[data-autosave-status]")
    expect(status).to_have_text("not saved — still on this screen", timeout=5000)
    assert site.saved == []
    site.app.extensions["broken"] = False
    expect(status).to_contain_text("s ago", timeout=8000)
    assert site.saved[-1]["said"] == "words"


@pytest.mark.script(True)
def test_a_redirect_is_not_taken_for_kept(page: Page) -> None:
    go(page, "call")
    page.route(
        "**/gallery/save", lambda route: route.fulfill(status=302, headers={"Location": "/gallery/form"})
    )
    page.fill("#said", "words")
    expect(page.locator("[data-autosave-status]")).to_have_text(
        "not saved — still on this screen", timeout=5000
    )


@pytest.mark.script(True)
def test_matches_follow_and_late_answers_are_dropped(page: Page) -> None:
    go(page, "call")

    def slow_first(route: Route) -> None:
        if "known_as=Mari&" in (route.request.post_data or "") + "&":
            time.sleep(1)
        route.continue_()

    page.route("**/gallery/matches", slow_first)
    page.fill("#known_as", "Mari")
    page.wait_for_timeout(400)
    page.fill("#known_as", "Marigold <b>")
    expect(page.locator("#matches")).to_have_text("Matches for Marigold <b>", timeout=5000)
    page.wait_for_timeout(1300)
    expect(page.locator("#matches")).to_have_text("Matches for Marigold <b>")


@pytest.mark.script(True)
def test_parts_show_when_they_apply(page: Page) -> None:
    go(page, "call")
    expect(page.locator("#not-safe")).to_be_hidden()
    page.check("[name=safe][value=no]")
    expect(page.locator("#not-safe")).to_be_visible()
    page.check("[name=safe][value=yes]")
    expect(page.locator("#not-safe")).to_be_hidden()
    go(page, "form")
    expect(page.get_by_label("Locality")).to_be_hidden()
    page.check("[name=safe][value=yes]")
    expect(page.get_by_label("Locality")).to_be_visible()


@pytest.mark.script(True)
def test_the_screen_hides_and_comes_back_with_what_was_typed(page: Page) -> None:
    go(page, "lists")
    go(page, "call")
    page.fill("#said", "her own words")
    length = page.evaluate("history.length")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator(COVER)).to_be_visible()
    expect(page.locator("main")).to_be_hidden()
    expect(page.locator("header")).to_be_hidden()
    expect(page).to_have_title("Page")
    assert page.evaluate("history.length") == length
    page.go_back()
    expect(page.locator("main")).to_be_hidden()
    expect(page.locator(COVER)).to_be_visible()
    page.go_forward()
    page.click("text=Carry on")
    expect(page.locator("main")).to_be_visible()
    expect(page).to_have_title(re.compile("^Log a call"))


@pytest.mark.script(True)
def test_carry_on_keeps_the_words(page: Page) -> None:
    go(page, "call")
    page.fill("#said", "her own words")
    page.click("[data-hide-screen]")
    expect(page.locator("#said")).to_be_hidden()
    page.click("text=Carry on")
    assert page.input_value("#said") == "her own words"
    page.keyboard.press("Escape")
    page.wait_for_timeout(900)
    page.keyboard.press("Escape")
    expect(page.locator("main")).to_be_visible()


@pytest.mark.script(True)
def test_log_a_call_has_a_key(page: Page) -> None:
    go(page, "lists")
    page.keyboard.press("Alt+l")
    page.wait_for_url("**/calls/new")


@pytest.mark.script(True)
def test_a_form_is_sent_once(page: Page) -> None:
    go(page, "form")
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.url) if asked.method == "POST" else None)

    def slow(route: Route) -> None:
        time.sleep(0.5)
        route.continue_()

    page.route("**/gallery/form", slow)
    page.evaluate(
        "for (let i = 0; i < 3; i++) document.querySelector('main form button[type=submit]').click()"
    )
    page.wait_for_timeout(1500)
    assert len(sent) == 1


@pytest.mark.script(True)
def test_the_call_is_timed(page: Page) -> None:
    go(page, "call")
    page.evaluate(
        "document.querySelector('[data-timer-since]').dataset.timerSince = new Date(Date.now() - 372000).toISOString()"
    )
    expect(page.locator("[data-timer-since]")).to_have_text("06:13", timeout=4000)


@pytest.mark.script(True)
def test_the_context_folds_on_a_phone(new_page: Callable[..., Page]) -> None:
    page = new_page(390)
    go(page, "lists")
    expect(page.locator("text=07700 900123")).to_be_hidden()
    page.get_by_role("button", name="What we know").click()
    expect(page.locator("text=07700 900123")).to_be_visible()


@pytest.mark.script(True)
def test_choosing_a_service_sends_it(page: Page) -> None:
    go(page, "lists")
    page.select_option("#working-service", label="Locality support, lot 1")
    page.wait_for_url("**/service")


@pytest.mark.script(True)
def test_the_menu_opens_and_closes(page: Page) -> None:
    go(page, "lists")
    page.click("text=Ash Invented >> nth=0")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
