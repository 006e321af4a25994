"""One item crosses the wall: its text and its day, on the other side's record, and nothing of her; until taken back."""

from __future__ import annotations

import re
from datetime import date

import pytest

from caseflow.access.viewer import System
from caseflow.audit.models import AuditRow
from caseflow.clock import today
from caseflow.database import db
from caseflow.errors import NotAllowed, Unknown
from caseflow.oversight.conflicts.actions import decide_conflict
from caseflow.oversight.conflicts.choices import ConflictState
from caseflow.oversight.conflicts.queries import conflicts
from caseflow.oversight.releases.actions import decide_release, withdraw_release
from caseflow.oversight.releases.models import ReleasedItem
from caseflow.oversight.releases.queries import released_item, releases_page, unread_items, waiting_releases
from caseflow.oversight.watching.looking import look
from caseflow.people.actions import add_person, add_person_causing_harm
from caseflow.people.giving_away import given_away
from tests.cases.conftest import opened, referred

__all__ = ["opened", "referred"]
TESTS = System("tests")
BORN = date(1988, 4, 3)
TEXT = "Bail: no contact by any way until the hearing"


def form(**more: str) -> dict[str, str]:
    day = today()
    agreed = {
        "agreed_on-day": str(day.day),
        "agreed_on-month": str(day.month),
        "agreed_on-year": str(day.year),
    }
    return {
        "kind": "bail",
        "text": TEXT,
        "consent": "agreed",
        "agreed_how": "On the phone, to me",
        **agreed,
        **more,
    }


@pytest.fixture
def couple(within, viewer, opened):
    """Give a survivor of Bella's, and him on the other side."""
    her, _case = opened(by="bella", to="me")
    within(lambda: add_person_causing_harm(TESTS, her, name="Orlin Testwick", born="3 April 1988"))
    him = within(lambda: add_person(viewer("ezra"), given="Orlin", surname="Testwick", birth_on=BORN))
    within(look)
    return her, him


def linked(within, sofia) -> None:
    (line,) = within(conflicts, sofia)
    within(lambda: decide_conflict(sofia, line.conflict_id, state=ConflictState.APART, note=""))


def test_an_agreed_item_stands_on_his_record_alone_and_is_taken_back(app, signed_in, viewer, within, couple):
    her, him = couple
    linked(within, viewer("sofia"))
    bella, ezra = signed_in("bella"), signed_in("ezra")
    page = f"/people/{her}/releases"
    named = bella.post(page, data=form(text="Testina asks for no contact"))
    assert "This says who it is about" in named.text and "testina" in named.text
    assert bella.post(page, data=form()).status_code == 302
    assert "you are not told to whom" in bella.get(page).text
    (item,) = within(unread_items, viewer("ezra"))
    assert (item.person_id, item.text) == (him, TEXT)
    for address in ("/", f"/people/{him}", f"/released/{item.item_id}"):
        answer = ezra.get(address)
        assert answer.status_code == 200 and "Testina" not in answer.text and str(her) not in answer.text
        assert "Bella" not in answer.text and "Willowmere" not in answer.text
    assert TEXT in ezra.get(f"/people/{him}").text
    for nobody in (bella, signed_in("ben")):
        assert nobody.get(f"/released/{item.item_id}").status_code == 404
    assert ezra.post(f"/released/{item.item_id}").status_code == 302
    back = re.search(r"/releases/[0-9a-f-]{36}/withdraw", bella.get(page).text)
    assert ezra.post(back.group()).status_code == 404
    assert bella.post(back.group()).status_code == 302
    assert ezra.get(f"/released/{item.item_id}").status_code == 404
    assert TEXT not in ezra.get(f"/people/{him}").text
    assert TEXT in bella.get(page).text and "Taken back" in bella.get(page).text
    with app.app_context():
        assert db.session.get(ReleasedItem, item.item_id).text == ""
        both = [
            row
            for row in db.session.query(AuditRow)
            if row.event.startswith(("oversight:rel", "oversight:item"))
        ]
        assert {row.person_id for row in both if row.event.startswith("oversight:item")} == {him}
        assert {row.person_id for row in both if row.event.startswith("oversight:rel")} == {her}


def test_without_agreement_or_a_known_record_the_lead_decides(signed_in, viewer, within, couple):
    her, him = couple
    bella, sofia, ezra = signed_in("bella"), viewer("sofia"), viewer("ezra")
    page = f"/people/{her}/releases"
    assert "Say why" in bella.post(page, data=form(consent="lead")).text
    bella.post(page, data=form(consent="lead", reason="Somebody else is in danger"))
    assert "Needs the safeguarding lead first" in bella.get(page).text
    (waiting,) = within(waiting_releases, sofia)
    with pytest.raises(NotAllowed):
        within(lambda: decide_release(viewer("bella"), waiting.release_id, allowed=True, reference="x"))
    lead = signed_in("sofia")
    address = f"/walls/releases/{waiting.release_id}"
    assert (
        "no record on the other side"
        in lead.post(address, data={"answer": "allowed", "reference": waiting.reference}).text
    )
    reference = within(lambda: released_reference(him))
    yes = {"answer": "allowed", "reference": reference}
    assert "No record is known to belong together" in lead.post(address, data=yes).text
    assert within(unread_items, ezra) == []
    assert lead.post(address, data={**yes, "note": "The police named him"}).status_code == 302
    stands = lead.get(address).text
    assert f"It stands on {reference}" in stands and "Take it back" in stands
    assert reference not in bella.get(page).text
    assert [one.text for one in within(unread_items, ezra)] == [TEXT]
    bella.post(page, data=form(text="Hearing on 9 December"))
    (unlinked,) = within(waiting_releases, sofia)
    assert unlinked.text == "Hearing on 9 December", "nobody knows yet whose record it is"
    within(lambda: withdraw_release(viewer("bella"), unlinked.release_id))
    assert within(waiting_releases, sofia) == []
    with pytest.raises(NotAllowed):
        within(lambda: releases_page(ezra, him))
    with pytest.raises(Unknown):
        within(lambda: released_item(viewer("bella"), within(unread_items, ezra)[0].item_id))


def released_reference(person_id):
    from caseflow.people.models import Person  # noqa: PLC0415

    return db.session.get(Person, person_id).reference


def test_what_gives_somebody_away():
    names, exact = ["Asha Quennell", "Jo"], ["BCD-234", "07700 900654", "LE11 3TU"]
    assert given_away("No contact with ASHA or her mother", names, exact) == ["asha"]
    assert given_away("Ring +44 7700 900654", names, exact) == ["07700 900654"]
    assert given_away("Not near le113tu, see bcd 234", names, exact) == ["BCD-234", "LE11 3TU"]
    assert given_away("Jo said: a hearing on 9 December in court", names, exact) == []
