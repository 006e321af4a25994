"""The walls in a real browser: who finds nothing, who breaks the glass and is asked, a man who rings as a victim."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from playwright.sync_api import expect
from sqlalchemy import select

from caseflow.access.viewer import System
from caseflow.choices import Side
from caseflow.clock import now
from caseflow.database import db, end_reading
from caseflow.oversight.restricting.actions import restrict_record
from caseflow.people.actions import add_person, add_person_causing_harm
from caseflow.people.choices import ContactKind
from caseflow.people.models import Person
from tests.seen import find_viewer

pytestmark = pytest.mark.script(True)
TESTS = System("tests")
NUMBER = "07700 900654"


@pytest.fixture
def survivor(site):
    """Add a survivor who tells of Orlin Testwick, and the man himself on the other side."""
    with site.app.app_context():
        made = add_person(
            TESTS,
            side=Side.SURVIVOR,
            given="Asha",
            surname="Quennell",
            birth_on=date(1990, 2, 1),
            contacts=[{"kind": ContactKind.PHONE, "value": NUMBER}],
        )
        add_person_causing_harm(TESTS, made, name="Orlin Testwick", born="3 April 1988")
    return made


def reference_of(site, person) -> str:
    with site.app.app_context():
        found = db.session.scalars(select(Person.reference).where(Person.id == person)).one()
        end_reading()
    return found


def test_the_perpetrators_worker_finds_nothing(page, site, sign_in, survivor, axe, picture):
    with site.app.app_context():
        add_person(TESTS, side=Side.PERPETRATOR, given="Orlin", surname="Testwick", birth_on=date(1988, 4, 3))
    sign_in(page, "ezra")
    for sought in ("Asha Quennell", "Quennell", NUMBER, "1 February 1990", reference_of(site, survivor)):
        page.goto("/")
        page.fill("#find-box", sought)
        page.press("#find-box", "Enter")
        page.wait_for_url("**/find/**")
        expect(page.locator("main")).not_to_contain_text("aged 36")
        assert f"/people/{survivor}" not in page.content()
    picture(page, "wall-nothing-found")
    for address in (f"/people/{survivor}", f"/people/{survivor}/details", f"/people/{survivor}/contact"):
        page.goto(address)
        expect(page.get_by_role("heading", name="Page not found")).to_be_visible()
        assert "Quennell" not in page.content()
    assert axe(page) == []
    picture(page, "wall-not-found")


def test_a_colleague_who_breaks_the_glass_is_asked_next_day(new_page, site, sign_in, survivor, axe, picture):
    with site.app.app_context():
        restrict_record(find_viewer(site.app, "sofia"), survivor, reason="Known in the town")
    colleague, lead = new_page(), new_page()
    sign_in(colleague, "henry")
    colleague.goto(f"/people/{survivor}")
    colleague.get_by_role("link", name="open a restricted record").click()
    colleague.fill("[name=which]", "BCD-234")
    colleague.get_by_label("Somebody is in danger now").check()
    colleague.fill("[name=detail]", "She rang and the line broke off")
    colleague.get_by_role("button", name="Open for 60 minutes").click()
    expect(colleague.get_by_text("There is no restricted record with this reference").first).to_be_visible()
    assert axe(colleague) == []
    picture(colleague, "glass-open")
    colleague.fill("[name=which]", reference_of(site, survivor))
    colleague.get_by_role("button", name="Open for 60 minutes").click()
    expect(colleague.get_by_text("Open to you for 60 minutes")).to_be_visible()
    expect(colleague.get_by_role("link", name="Asha")).to_be_visible()
    with time_machine.travel(now() + timedelta(days=1)):
        sign_in(lead, "sofia")
        lead.get_by_role("link", name="Review").first.click()
        expect(lead.get_by_role("heading", level=1)).to_contain_text("Was it right to open this record?")
        picture(lead, "glass-review")
        assert axe(lead) == []
        lead.fill("[name=question]", "Who was on the line?")
        lead.get_by_role("button", name="Ask Henry Testwell").click()
        expect(lead.get_by_role("heading", name="The question")).to_be_visible()
        colleague.goto("/")
        sign_in(colleague, "henry")
        colleague.goto(f"/people/{survivor}")
        expect(colleague.get_by_role("heading", name="Page not found")).to_be_visible()
        colleague.goto("/")
        colleague.get_by_role("link", name="Answer").first.click()
        expect(colleague.get_by_text("Who was on the line?")).to_be_visible()
        colleague.fill("[name=answer]", "Her neighbour, with her there")
        colleague.get_by_role("button", name="Send your answer").click()
        expect(colleague.get_by_text("Your answer is sent.")).to_be_visible()
        lead.reload()
        expect(lead.get_by_text("Her neighbour, with her there")).to_be_visible()
        lead.get_by_label("Justified", exact=True).check()
        lead.get_by_role("button", name="Finish the review").click()
        expect(lead.get_by_text("Justified")).to_be_visible()
        picture(lead, "glass-reviewed")


def test_a_man_who_rings_as_a_victim_is_a_survivor_like_anyone(
    new_page, site, sign_in, survivor, axe, picture
):
    adviser, lead = new_page(), new_page()
    sign_in(adviser, "harriet")
    adviser.goto("/people/add")
    for name, typed in (("given", "Orlin"), ("surname", "Testwick")):
        adviser.fill(f"[name={name}]", typed)
    for part, typed in (("day", "3"), ("month", "4"), ("year", "1988")):
        adviser.fill(f"[name=birth_on-{part}]", typed)
    adviser.get_by_role("button", name="Add the person").click()
    expect(adviser.get_by_role("link", name="Orlin")).to_be_visible()
    picture(adviser, "man-added")
    assert "Quennell" not in adviser.content() and "meet" not in adviser.locator("main").inner_text()
    sign_in(lead, "sofia")
    expect(lead.get_by_text("One may be who causes the other harm", exact=True)).to_be_visible()
    lead.get_by_role("link", name="Look").first.click()
    expect(lead.get_by_text("Both are on the survivor side")).to_be_visible()
    assert "Quennell" not in lead.content() and reference_of(site, survivor) in lead.content()
    assert axe(lead) == []
    picture(lead, "conflict")
    lead.get_by_label("They belong together").check()
    lead.get_by_label("Why").fill("Each tells of the other.")
    lead.get_by_role("button", name="Decide").click()
    expect(lead.get_by_text("They belong together").first).to_be_visible()
    assert axe(lead) == []
    picture(lead, "walls")
