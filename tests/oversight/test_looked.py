"""Who looked at this record: all for the privacy officer, one's own people for a manager, nobody else's business."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from caseflow.audit.models import AuditRow
from caseflow.clock import today
from caseflow.database import db
from caseflow.oversight.choices import SUBJECTS
from caseflow.oversight.looked.queries import looked_page
from caseflow.oversight.trail.asked import Asked, asked_of

LOOKED = "/people/{}/looked"


def asked(**given: str) -> Asked:
    return asked_of(given, today(), SUBJECTS)


def lines(page) -> list[tuple[str, str]]:
    return [(line.who, line.words) for line in page.trail.lines]


def test_whoever_looked_stands_there_with_what_they_did(signed_in, person, viewer, within):
    asha = person("Asha", surname="Sample")
    signed_in("henry").get(f"/people/{asha}")
    page = within(lambda: looked_page(viewer("petra"), asha, asked()))
    assert ("Henry Testwell", "A person's page with the timeline was shown") in lines(page)
    assert ("Harriet Testwell", "A person was added") in lines(page)


def test_a_search_that_showed_them_counts_as_a_look(signed_in, person, viewer, within):
    asha = person("Asha", surname="Sample")
    found = signed_in("henry").post("/find", data={"q": "Sample"}, follow_redirects=True)
    assert "Asha" in found.text
    page = within(lambda: looked_page(viewer("petra"), asha, asked()))
    assert ("Henry Testwell", "The people that a search found were shown") in lines(page)
    assert page.trail.lines[0].count == 1


def test_a_manager_sees_her_own_people_only(signed_in, person, viewer, within):
    asha = person("Asha", by="henry")
    signed_in("sofia").get(f"/people/{asha}")
    page = within(lambda: looked_page(viewer("hugo"), asha, asked()))
    assert {who for who, _ in lines(page)} == {"Henry Testwell"}


@pytest.mark.parametrize("username", ["henry", "bella", "otto", "adam", "carl"])
def test_others_may_not_ask(signed_in, person, username):
    assert signed_in(username).get(LOOKED.format(person())).status_code == 403


def test_a_person_beyond_ones_scope_never_existed(signed_in, person):
    browser = signed_in("mona")
    assert browser.get(LOOKED.format(person())).status_code == 404
    assert browser.get(LOOKED.format(uuid4())).status_code == 404


def test_to_ask_leaves_a_row_too(signed_in, person, within):
    asha = person()
    assert signed_in("petra").get(LOOKED.format(asha)).status_code == 200
    newest = select(AuditRow.event, AuditRow.person_id).order_by(AuditRow.position.desc()).limit(1)
    assert within(lambda: db.session.execute(newest).one()) == ("oversight:looked:read", asha)


def test_an_address_that_cannot_be_read_asks_for_the_usual_days():
    usual = asked()
    assert asked(back="soon", about="dossiers", before="²") == usual
    assert usual.from_on == today() - timedelta(days=30)
    assert asked(back="week", about="people", before="12").given == {"back": "week", "about": "people"}
    assert asked(before="12").before == 12 and asked(before="12").whole() == usual
