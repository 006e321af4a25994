"""Finding the caller, and contacting nobody unsafely, in a real browser: four stories."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from caseflow.access.viewer import System
from caseflow.calls import actions
from caseflow.calls.choices import CallerCheck, CallerType
from caseflow.choices import Side
from caseflow.clock import now
from caseflow.database import db
from caseflow.people.actions import add_person
from caseflow.people.choices import ContactKind
from caseflow.people.models import ContactPoint
from caseflow.people.queries import identity_bar

pytestmark = pytest.mark.browser
TESTS = System("tests")
NUMBER = "07700 900123"


def add(app, known_as, surname, **more):
    with app.app_context():
        point = {"kind": ContactKind.PHONE, "value": NUMBER, "may_call": "allowed"}
        return add_person(
            TESTS,
            side=Side.SURVIVOR,
            known_as=known_as,
            given=known_as,
            surname=surname,
            contacts=[point],
            **more,
        )


@pytest.fixture
def zara(app):
    """Add a survivor who is known, with a number that may be called."""
    return add(app, "Zara", "Testwick", birth_on=date(1990, 3, 27))


@pytest.mark.script(True)
def test_a_known_caller_is_found_from_a_misspelt_name_while_she_speaks(
    page, site, sign_in, app, viewer, zara, axe, picture
):
    with app.app_context():
        refused = actions.open_call(viewer("henry"), person_id=zara)
        values = {"caller_type": CallerType.SURVIVOR, "check": CallerCheck.NOT_PASSED, "outcomes": []}
        actions.finish_call(viewer("henry"), refused, values)
    sign_in(page, "harriet")
    page.get_by_role("button", name=re.compile("^Log a call")).first.click()
    page.get_by_label("Survivor", exact=True).check()
    page.locator("#known summary").first.click()
    page.get_by_label("Not done", exact=True).check()
    page.locator("[name=name]").press_sequentially("Sara Testwik", delay=20)
    expect(page.locator("#matches")).to_contain_text("Zara, aged")
    expect(page.locator("#matches")).to_contain_text("A caller was refused before")
    expect(page.locator("#matches-said")).to_have_text("1 may fit.")
    assert "Testwik" not in page.url
    page.get_by_text("What we know of Zara").click()
    expect(page.locator("#matches")).to_contain_text("Caller refused")
    expect(page.locator("#matches .cf-contact-rule__rule").first).to_be_visible()
    assert axe(page) == []
    picture(page, "finding-call")
    page.get_by_label(re.compile("None of these: a new person")).check()
    page.get_by_label(re.compile("^Zara, aged")).check()
    page.get_by_role("button", name="Line dropped").click()
    expect(page.locator("#line-dropped")).to_contain_text("Nothing was agreed. Do not ring")
    picture(page, "finding-dropped")
    page.get_by_role("button", name="Finish the call").click()
    expect(page.locator(".cf-banner--success")).to_contain_text("The call is finished.")
    page.goto("/find")
    page.locator("main [name=q]").press_sequentially("testwik 27/3/1990", delay=20)
    expect(page.locator("#matches")).to_contain_text("Zara")
    said = page.get_by_role("status").filter(has_text="found")
    expect(said).to_have_text(re.compile("^1 found, by "))
    assert axe(page) == []
    picture(page, "finding-find")


@pytest.mark.script(False)
def test_a_man_answers_her_phone_and_nobody_rings_it_again(
    new_page, site, sign_in, app, viewer, zara, axe, picture
):
    with app.app_context():
        point = db.session.scalars(select(ContactPoint.id).where(ContactPoint.person_id == zara)).one()
        promised = actions.plan_callback(
            TESTS,
            person_id=zara,
            contact_point_id=point,
            from_at=now() - timedelta(minutes=5),
            until_at=now() + timedelta(hours=1),
        )
    adviser = new_page()
    sign_in(adviser, "harriet")
    expect(adviser.locator("main")).to_contain_text("Call back now")
    adviser.get_by_role("link", name=re.compile("^Ring back")).click()
    expect(adviser.get_by_role("heading", level=1)).to_have_text("Ring back Zara")
    expect(adviser.locator("main")).not_to_contain_text("07700")
    adviser.get_by_role("button", name=re.compile("^Show it")).click()
    expect(adviser.locator("main .cf-phone")).to_have_text(NUMBER)
    assert axe(adviser) == []
    picture(adviser, "finding-callback")
    adviser.get_by_role("button", name="Someone else", exact=True).click()
    expect(adviser.locator("main")).to_contain_text("Contact stopped: a manager decides")
    expect(adviser.get_by_role("button", name=re.compile("^Show it"))).to_have_count(0)
    expect(adviser.get_by_role("button", name="No answer")).to_have_count(0)
    colleague = new_page()
    sign_in(colleague, "henry")
    colleague.goto(f"/people/{zara}/contact")
    expect(colleague.locator("main")).to_contain_text("Do not use this. A manager decides first.")
    expect(colleague.get_by_role("button", name=re.compile("^Show it"))).to_have_count(0)
    colleague.goto(f"/callbacks/{promised}")
    expect(colleague.locator("main")).not_to_contain_text("07700")
    manager = new_page()
    sign_in(manager, "hugo")
    manager.get_by_role("link", name=re.compile("^Decide.*Number stopped")).click()
    manager.get_by_label("Do not use it any more").check()
    manager.get_by_label("Why").fill("He has her phone")
    manager.get_by_role("button", name="Decide").click()
    expect(manager.locator("main")).to_contain_text("Do not use it any more")
    adviser.goto(f"/callbacks/{promised}")
    expect(adviser.locator("main")).to_contain_text("Contact stopped")


@pytest.mark.script(False)
def test_a_duplicate_is_merged_and_taken_apart(new_page, site, sign_in, app, viewer, zara, axe, picture):
    twin = add(app, "Zarah", "Testwick")
    with app.app_context():
        reference = identity_bar(TESTS, twin).reference
    page = new_page()
    sign_in(page, "hugo")
    page.get_by_role("link", name="Who may be one person").click()
    expect(page.locator("main")).to_contain_text("The same number")
    assert axe(page) == []
    picture(page, "finding-likely")
    page.goto(f"/people/{zara}/merge/{twin}")
    page.get_by_label("Known as: Zarah").check()
    assert axe(page) == []
    picture(page, "finding-merge")
    page.get_by_role("button", name="Merge the second into the first").click()
    expect(page.locator(".cf-banner--success")).to_contain_text("read as one now")
    expect(page.locator(".cf-identity")).to_contain_text("Zarah")
    page.goto(f"/people/{twin}")
    assert page.url.endswith(f"/people/{zara}")
    page.goto(f"/people/{zara}/merge")
    assert axe(page) == []
    picture(page, "finding-merges")
    page.get_by_role("button", name=re.compile(f"Take apart.*{reference}")).click()
    expect(page.locator(".cf-banner--success")).to_contain_text("stand for themselves again")
    expect(page.locator(".cf-identity")).to_contain_text(reference)
    page.goto(f"/people/{zara}/merge")
    expect(page.locator(".cf-identity__name")).to_have_text("Zara")
    expect(page.locator("main")).to_contain_text("Nothing was merged into this record.")


OLD_SYSTEM = """id,given_name,surname,date_of_birth,postcode,phone,email
A1,Zelda,Testwick,1990-03-27,LE1 1AA,07700 900123,
A2,Bo,Sample,19710102,,,
"""


@pytest.mark.script(False)
def test_a_legacy_file_taken_in_twice_has_one_effect(page, site, sign_in, app, tmp_path):
    (tmp_path / "old.csv").write_text(OLD_SYSTEM, encoding="utf-8")
    for said in ("2 people were taken in", "0 people were taken in; 2 were there already"):
        with app.app_context():
            answer = app.test_cli_runner().invoke(args=["people", "import", str(tmp_path / "old.csv")])
        assert said in answer.output, answer.output
    sign_in(page, "harriet")
    for typed in ("zelda testwik", "07700 900123", "LE1 1AA"):
        page.goto("/find")
        page.locator("main [name=q]").fill(typed)
        page.locator("main").get_by_role("button", name="Find").click()
        expect(page.locator("#matches")).to_contain_text("1 found, by ")
    page.get_by_role("link", name="Zelda").click()
    expect(page.locator(".cf-identity__name")).to_have_text("Zelda")
