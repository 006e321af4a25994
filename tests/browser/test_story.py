"""The whole way once, in a real browser: from the ring to the figure, on both databases, with a script and without."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Request, expect

pytestmark = pytest.mark.browser

KNOWN_AS = "Quinella"
NAME = "Quinella Testbrook"
PHONE = "07700 900123"


class Looked:
    """Goes to pages, and lets no page pass that axe finds fault with."""

    def __init__(
        self, axe: Callable[[Page], list[str]], picture: Callable[[Page, str], None], javascript: bool
    ) -> None:
        self.axe, self.picture, self.javascript = axe, picture, javascript

    def at(self, page: Page, name: str) -> None:
        """Check the page that is shown now."""
        if self.javascript:  # without it the same pages come, and axe, itself a script, hangs on the longest
            assert self.axe(page) == [], f"{name} at {page.url}"
        self.picture(page, name)


@pytest.fixture
def looked(
    axe: Callable[[Page], list[str]], picture: Callable[[Page, str], None], javascript: bool
) -> Looked:
    """Give the check of every page on the way."""
    return Looked(axe, picture, javascript)


def link(page: Page, words: str) -> Locator:
    """Return a link of the page itself, also one that looks like a button."""
    return page.locator("main a", has_text=re.compile(rf"^\s*{words}\s*$")).first


def count_posts(page: Page) -> list[str]:
    """Count the forms that are posted, without autosave and search."""
    posts: list[str] = []

    def note(request: Request) -> None:
        searched = "do=look" in (request.post_data or "") or 'name="do"\r\n\r\nlook' in (
            request.post_data or ""
        )
        if request.method == "POST" and request.is_navigation_request() and not searched:
            posts.append(request.url)

    page.on("request", note)
    return posts


def open_call(page: Page, looked: Looked) -> None:
    """Open a call and type what the caller says."""
    page.locator("header").get_by_role("button", name="Log a call").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log a call")
    page.check("[name=caller_type][value=survivor]")
    page.check("[name=safe_to_talk][value=yes]")
    page.fill("[name=where_now]", "At home")
    page.check("[name=danger][value=no]")
    page.check("[name=drop_plan][value=do_not_call]")
    page.fill("[name=name]", NAME)
    page.fill("[name=phone]", PHONE)
    page.fill("[name=age]", "34")
    page.select_option("[name=locality_id]", label="Charnwood")
    page.fill("[name=harm_name]", "Rufus Testson")
    page.fill("[name=narrative]", "It has been getting worse since September.")
    page.check("[name=abuse][value=controlling]")
    page.check("[name=outcomes][value=referred]")
    looked.at(page, "call")


def assess(page: Page, looked: Looked) -> None:
    """Answer the checklist and decide the level."""
    page.get_by_label(re.compile("Rufus Testson")).check()
    page.get_by_label("DASH risk checklist, adult").check()
    page.get_by_label("First assessment").check()
    page.check("[name=source][value=person]")
    looked.at(page, "assess-start")
    page.get_by_role("button", name="Begin").click()
    for item in range(1, 16):
        page.check(f"[name=item_{item}_answer][value=yes]")
    page.check("[name=stop_answer][value=high]")
    page.check("[name=level][value=high]")
    page.fill("[name=reason]", "Fifteen yes; strangled last week.")
    looked.at(page, "assess-items")
    page.get_by_role("button", name="Finish").click()
    expect(page.locator("main")).to_contain_text("14 or more yes: computes as visible high")
    looked.at(page, "assessment")


def refer(page: Page, looked: Looked) -> None:
    """Choose what is needed, look at the services in order, and send."""
    link(page, "Refer").click()
    page.check("[name=needs][value=domestic_abuse]")
    page.get_by_role("button", name="See services").click()
    expect(page.locator("main")).to_contain_text("Covers Charnwood")
    page.locator("[name=services]").first.check()
    page.fill("[name=q_locality_wants]", "A safety plan, and someone to talk to.")
    page.check("[name=agreement][value=given]")
    looked.at(page, "refer")
    page.locator("main").get_by_role("button", name="Send").click()
    expect(page.locator("main")).to_contain_text("Tell the caller this")
    looked.at(page, "tell")


def finish_call(page: Page) -> None:
    """Go back to the call and finish it."""
    link(page, "Back to the call").click()
    expect(page.get_by_role("button", name="Finish the call")).to_be_visible()
    page.check("[name=check][value=not_done]") if page.locator("[name=check]").count() else None
    page.get_by_role("button", name="Finish the call").click()
    expect(page.locator(".cf-banner--success")).to_contain_text("The call is finished.")


def open_packet(page: Page, looked: Looked) -> None:
    """Find the referral among those waiting, and read its packet."""
    page.get_by_role("link", name="Referrals waiting").first.click()
    expect(page.locator("tr", has_text=KNOWN_AS).first).to_be_visible()
    looked.at(page, "inbox")
    page.locator("tr", has_text=KNOWN_AS).get_by_role("link").first.click()
    expect(page.locator("main")).to_contain_text("Packet")
    expect(page.locator("main")).to_contain_text("A safety plan, and someone to talk to.")
    content = page.locator("main").inner_text()
    assert content.index("not yet asked") < content.index(PHONE), "the rule stands before the number"
    looked.at(page, "packet")


def accept(page: Page) -> None:
    """Accept for oneself."""
    link(page, "Accept").click()
    page.get_by_label("Me", exact=True).check()
    page.get_by_role("button", name="Accept and open the case").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Case")


def work_case(page: Page, looked: Looked) -> str:
    """Log an attempt, a note, a task, a plan; returns the case's address."""
    looked.at(page, "case")
    address = page.url.split("#")[0].split("?")[0]
    page.goto(address + "/attempt")
    page.check("[name=press][value=spoke_safe]")
    looked.at(page, "attempt")
    page.get_by_role("button", name="Log the attempt").click()
    expect(page.get_by_role("button", name="Log the attempt")).to_have_count(0)
    page.fill("[name=body]", "Talked about the locks, and a code word.")
    page.check("[name=kind][value=general]")
    page.get_by_role("button", name="Save the note").click()
    expect(page.locator("main")).to_contain_text("Talked about the locks, and a code word.")
    page.goto(address + "/task")
    page.fill("[name=title]", "Ring about the locks")
    due = date.today() + timedelta(days=30)
    for part in ("day", "month", "year"):
        page.fill(f"[name=due_on-{part}]", str(getattr(due, part)))
    page.check("[name=task_kind][value=task]")
    page.get_by_role("button", name="Add it").click()
    expect(page.locator("main")).to_contain_text("Ring about the locks")
    page.goto(address + "/plan")
    page.fill("[name=body]", "Keep the phone charged. Code word: teapot.")
    page.get_by_role("button", name="Save the plan").click()
    expect(page.locator("body")).to_contain_text("Code word: teapot.")
    looked.at(page, "case-worked")
    return address


def assess_again(page: Page, address: str, looked: Looked) -> None:
    """Make a second assessment, and see it beside the first."""
    page.goto(address)
    link(page, "Assess risk").click()
    page.get_by_label(re.compile("Rufus Testson")).check()
    page.get_by_label("DASH risk checklist, adult").check()
    page.get_by_label("Review", exact=True).check()
    page.check("[name=source][value=person]")
    page.get_by_role("button", name="Begin").click()
    for item in range(1, 6):
        page.check(f"[name=item_{item}_answer][value=no]")
    page.check("[name=level][value=medium]")
    page.fill("[name=reason]", "Moved to a safe place; no contact for two months.")
    page.get_by_role("button", name="Finish").click()
    expect(page.locator("main")).to_contain_text("It stays high meanwhile")
    link(page, ".*[Cc]ompare.*").click()
    expect(page.locator("main")).to_contain_text("15 yes")
    looked.at(page, "compare")


def approve_lowering(page: Page, looked: Looked) -> None:
    """Agree that the level is lowered, which nobody can do alone."""
    page.goto("/lowerings")
    page.locator("main a[href^='/lowerings/']").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lower to medium")
    looked.at(page, "lowering")
    page.locator("main textarea").first.fill("Seen the new plan; no contact for two months.")
    page.get_by_role("button", name="Lower it").click()
    expect(page.locator("#level")).to_contain_text("Medium risk")
    page.goto("/lowerings")
    expect(page.locator("main a[href^='/lowerings/']")).to_have_count(0)


def close(page: Page, address: str, looked: Looked) -> None:
    """Close the case with its reason and what came of it."""
    page.goto(address + "/close")
    page.check("[name=reason][value=needs_met]")
    page.check("[name=planned][value=yes]")
    page.check("[name=feels_safer][value=safer]")
    for area in ("health", "shelter", "family", "work", "drugs_alcohol", "finance", "outlook", "social"):
        page.check(f"[name={area}][value=same]")
    looked.at(page, "close")
    page.get_by_role("button", name="Close the case").click()
    expect(page.locator("main")).to_contain_text("Closed")
    looked.at(page, "case-closed")


def take_call(page: Page, looked: Looked) -> None:
    """From the ring to a sent referral in at most five posted forms, and the call finished."""
    looked.at(page, "desk-helpline")
    posts = count_posts(page)
    open_call(page, looked)
    page.check("[name=who][value=new]")
    page.get_by_role("button", name="Assess risk").click()
    assess(page, looked)
    refer(page, looked)
    assert len(posts) <= 5, posts
    finish_call(page)


def race_for_it(worker: Page, slower: Page, looked: Looked) -> None:
    """Accept what a colleague has open too: the colleague is told who was faster."""
    looked.at(worker, "desk-worker")
    open_packet(worker, looked)
    slower.goto(worker.url + "/accept")
    slower.get_by_label("Me", exact=True).check()
    accept(worker)
    slower.get_by_role("button", name="Accept and open the case").click()
    expect(slower.locator("main")).to_contain_text("Bella Testford")
    looked.at(slower, "conflict")


def manage(page: Page, looked: Looked) -> None:
    """See what could hurt someone, approve, and pull both reports as page, CSV and XLSX."""
    looked.at(page, "desk-manager")
    page.get_by_role("link", name="What could hurt someone").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("What could hurt someone")
    looked.at(page, "hurt")
    approve_lowering(page, looked)
    page.get_by_role("link", name="Caseload", exact=True).first.click()
    expect(page.locator("main")).to_contain_text("Bella Testford")
    looked.at(page, "caseload")
    for code in ("caseload", "referrals"):
        page.goto(f"/reports/{code}")
        looked.at(page, f"report-{code}")
        for kind in ("csv", "xlsx"):
            answer = page.request.get(f"/reports/{code}.{kind}")
            assert answer.ok and len(answer.body()) > 100


def fund(page: Page, looked: Looked) -> None:
    """See released figures only: small numbers hidden, nobody named, no caseload of workers."""
    looked.at(page, "desk-funder")
    page.goto("/reports/referrals")
    expect(page.locator("main")).to_contain_text("*")
    looked.at(page, "report-released")
    assert KNOWN_AS not in page.content() and "Bella" not in page.content()
    answer = page.goto("/reports/caseload")
    assert answer is not None and answer.status in (403, 404)


def whole_way(new_page: Callable[..., Page], sign_in: Callable[[Page, str], None], looked: Looked) -> None:
    """Go from the ring to the figures: five people, each at a desk of their own."""
    helpline, worker, slower, manager, funder = (new_page() for _ in range(5))
    for page, name in zip(
        (helpline, worker, slower, manager, funder),
        ("harriet", "bella", "bruno", "mona", "carl"),
        strict=True,
    ):
        sign_in(page, name)
    take_call(helpline, looked)
    worker.goto("/")
    race_for_it(worker, slower, looked)
    address = work_case(worker, looked)
    assess_again(worker, address, looked)
    helpline.goto("/")
    expect(helpline.locator("main")).to_contain_text(re.compile(KNOWN_AS + r".*accepted .*, spoke", re.S))
    manager.goto("/")
    manage(manager, looked)
    close(worker, address, looked)
    fund(funder, looked)


# Every other test in a browser is on SQLite, with and without script: the whole way is gone once more on PostgreSQL.
@pytest.mark.engines("postgresql")
@pytest.mark.script(True)
def test_a_call_becomes_an_assessment_a_referral_a_case_and_a_figure(
    new_page: Callable[..., Page], sign_in: Callable[[Page, str], None], looked: Looked, site: Any
) -> None:
    whole_way(new_page, sign_in, looked)


@pytest.mark.engines("sqlite")
@pytest.mark.script(False)
def test_all_of_it_without_a_script(
    new_page: Callable[..., Page], sign_in: Callable[[Page, str], None], looked: Looked, site: Any
) -> None:
    whole_way(new_page, sign_in, looked)
