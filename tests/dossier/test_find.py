"""The find page: words in no address, no log and no audit; one side at a time; with and without JavaScript."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from sqlalchemy import select

from caseflow.audit.models import AuditRow
from caseflow.choices import Side
from caseflow.clock import now, today
from caseflow.database import db
from caseflow.dossier import events
from caseflow.dossier.models import SavedSearch
from caseflow.people import actions
from caseflow.people.queries import identity_bar

LINES = select(AuditRow.event, AuditRow.fields, AuditRow.shown, AuditRow.count)


def text_of(answer) -> str:
    return answer.get_data(as_text=True)


def test_a_search_leads_to_a_random_address_and_is_found_there(signed_in, person, within):
    person("Zanzibarina", surname="Sample")
    browser = signed_in("harriet")
    assert browser.get("/find").status_code == 200
    answer = browser.post("/find", data={"q": "zanzibarina"})
    assert answer.status_code == 302 and "zanzi" not in answer.location.lower()
    page = text_of(browser.get(answer.location))
    assert "Zanzibarina" in page and "Found by: name" in page and 'value="zanzibarina"' in page
    rows = within(lambda: db.session.execute(LINES).all())
    assert not any("anzibarina" in f"{row.fields}{row.shown}{row.event}" for row in rows)
    assert [row.count for row in rows if row.event == events.FOUND.name] == [1]


def test_a_hit_says_what_a_worker_needs_to_tell_two_people_apart(signed_in, viewer, person, within):
    asha = person("Asha", age=16)
    within(lambda: actions.change_open_cases(viewer("henry"), asha, 2))
    within(lambda: actions.set_risk_summary(viewer("henry"), asha, "high", today(), None))
    page = text_of(signed_in("harriet").post("/find/now", data={"q": "ash"}))
    for words in ("2 open cases", "Under 18", "High risk", "aged about 16", "Found by: "):
        assert words in page, words


def test_the_words_are_sealed_at_rest(signed_in, installation, within):
    signed_in("harriet").post("/find", data={"name": "Zanzibarina", "phone": "07700 900777"})
    assert within(lambda: db.session.scalars(select(SavedSearch)).one().words) == {
        "name": "Zanzibarina",
        "phone": "07700 900777",
    }
    if installation.engine == "sqlite":
        held = b"".join(path.read_bytes() for path in installation.data.glob("caseflow.sqlite*"))
        assert b"Zanzibarina" not in held and b"900777" not in held


def test_nobody_else_opens_a_search_and_it_ends_after_an_hour(signed_in, person, within):
    person("Asha")
    browser = signed_in("harriet")
    address = browser.post("/find", data={"q": "asha"}).location
    assert "Asha" in text_of(browser.get(address))
    other = signed_in("henry").get(address)
    assert (
        other.status_code == 410 and "This search is over" in text_of(other) and "Asha" not in text_of(other)
    )
    with time_machine.travel(now() + timedelta(minutes=61)):
        late = signed_in("harriet").get(address)
        assert late.status_code == 410 and "Asha" not in text_of(late)
        signed_in("harriet").post("/find", data={"q": "bo"})
        assert len(within(lambda: db.session.scalars(select(SavedSearch)).all())) == 1


def test_nothing_typed_is_said_plainly_and_nothing_found_too(signed_in):
    browser = signed_in("harriet")
    empty = browser.post("/find", data={"q": "  "})
    assert empty.status_code == 200 and "Enter a name" in text_of(empty)
    assert "200 characters or fewer" in text_of(browser.post("/find", data={"q": "a" * 201}))
    none = browser.get(browser.post("/find", data={"q": "nobody 🙂"}).location)
    assert "Nobody was found by name" in text_of(none)


def test_while_typing_a_piece_of_page_comes_and_no_word_is_kept(signed_in, person, within):
    asha = person("Asha")
    browser = signed_in("harriet")
    piece = browser.post("/find/now", data={"q": "ash"})
    assert piece.status_code == 200 and "<html" not in text_of(piece) and f"/people/{asha}" in text_of(piece)
    assert text_of(browser.post("/find/now", data={"q": ""})).strip() == ""
    assert within(lambda: db.session.scalars(select(SavedSearch)).all()) == []


def test_an_answer_is_recorded_when_it_shows_somebody_this_search_has_not_shown(signed_in, person, within):
    person("Asha", surname="Sample")
    browser = signed_in("harriet")
    search = {"search": "5c1d6f0e7b2a4f6d9c3e8a1b2c3d4e5f"}
    for typed in ("as", "ash", "asha", "nobody"):
        browser.post("/find/now", data={"q": typed, **search})
    person("Ashanti")
    browser.post("/find/now", data={"q": "ash", **search})
    browser.post("/find/now", data={"q": "ash"})
    rows = within(lambda: db.session.execute(LINES).all())
    assert [row.count for row in rows if row.event == events.FOUND.name] == [1, 2, 2]


def test_each_thing_has_a_box_of_its_own(signed_in, person, viewer, within):
    asha = person("Asha", contacts=[{"kind": "email", "value": "asha@example.com"}])
    reference = within(lambda: identity_bar(viewer("harriet"), asha).reference)
    browser = signed_in("harriet")
    for typed in ({"email": "Asha@example.com"}, {"reference": reference.lower()}):
        assert f"/people/{asha}" in text_of(browser.post("/find/now", data=typed)), typed


def test_one_side_at_a_time(signed_in, viewer, person, within):
    person("Asha")
    within(lambda: actions.add_person(viewer("ezra"), side=Side.PERPETRATOR, known_as="Ashok"))
    for who, seen, unseen in (("harriet", "Asha", "Ashok"), ("ezra", "Ashok", "Asha<")):
        page = text_of(signed_in(who).post("/find/now", data={"q": "ash"}))
        assert f">{seen}<" in page and unseen not in page


def test_who_has_no_business_with_people_finds_nobody(signed_in):
    assert signed_in("adam").get("/find").status_code == 403
    assert signed_in("carl").post("/find", data={"q": "asha"}).status_code == 403


def test_what_was_typed_is_not_typed_again_for_a_new_person(signed_in):
    browser = signed_in("harriet")
    typed = {"name": "Asha Test Sample", "birth": "27/3/1990", "phone": "07700 900123", "begin": "1"}
    page = text_of(browser.post("/people/add", data=typed))
    for value in ("Asha", "Test Sample", "27", "1990", "07700 900123"):
        assert f'value="{value}"' in page, value
    assert "Error:" not in page
    page = text_of(browser.post("/people/add", data={"q": "asha 27/3/1990 a@example.com", "begin": "1"}))
    assert 'value="asha"' in page and "example.com" not in page
