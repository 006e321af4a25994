"""The pages of people, pressed as a browser without JavaScript presses them."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from caseflow.audit.models import AuditRow
from caseflow.choices import FieldState, Side
from caseflow.database import db
from caseflow.people import actions, events
from caseflow.people.models import Child, ContactPoint, Person, PersonCausingHarm
from caseflow.people.pairs.choices import PairState
from caseflow.people.pairs.models import RecordPair
from caseflow.people.queries import children_of, contact_card, person_brief, persons_causing_harm

NUMBER = "07700 900123"


def text_of(answer) -> str:
    return answer.get_data(as_text=True)


POINT = select(ContactPoint.id, ContactPoint.may_text, ContactPoint.confirm_again_on)
REVEALS = select(AuditRow.record_id, AuditRow.person_id).where(AuditRow.event == events.CONTACT_REVEALED.name)


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Person)) or 0


def first_point(viewer, within, person_id):
    who = viewer("henry")
    return within(lambda: contact_card(who, person_id).points[0])


def hidden(answer, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', text_of(answer))
    assert found, f"no field {name}"
    return found[1]


def test_a_person_is_added_after_a_look_at_who_may_be_the_same(signed_in, person, within):
    other = person("Asha", surname="Sample")
    browser = signed_in("harriet")
    typed = {"known_as": "Asha", "surname": "Sample", "phone": NUMBER}
    looked = browser.post("/people/add", data=typed)
    assert looked.status_code == 200 and "Is it one of these?" in text_of(looked)
    assert within(count) == 1
    assert f'name="not_these" value="{other}"' in text_of(looked)
    unseen = browser.post("/people/add", data={**typed, "none_of_these": "y"})
    assert unseen.status_code == 200 and within(count) == 1
    added = browser.post("/people/add", data={**typed, "none_of_these": "y", "not_these": str(other)})
    assert added.status_code == 302 and added.location.endswith("/contact")
    assert within(count) == 2
    pair = select(RecordPair.state, RecordPair.first_id, RecordPair.second_id)
    ((state, *both),) = within(lambda: db.session.execute(pair).all())
    assert state is PairState.APART and other in both


def test_nobody_like_that_is_added_at_once_and_twice_posted_has_one_effect(signed_in, within):
    browser = signed_in("harriet")
    typed = {"known_as": "Asha", "age": "34", "once": uuid4().hex}
    first, second = (browser.post("/people/add", data=typed) for _ in range(2))
    assert first.status_code == second.status_code == 302 and first.location == second.location
    assert within(count) == 1
    # With other words it is a post of its own: it finds the first, who has not been shown to this form yet.
    third = browser.post("/people/add", data={**typed, "none_of_these": "y"})
    assert third.status_code == 200 and "Asha" in text_of(third)
    assert within(count) == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Enter the name that the person goes by"),
        ({"known_as": "A" * 101}, "100 characters or fewer"),
        ({"known_as": "Asha", "birth_on": "31/2/1990"}, "must be a real date"),
        ({"known_as": "Asha", "birth_on": "1/1/2190"}, "in the past"),
        ({"known_as": "Asha", "age": "-3"}, "between 0 and 120"),
        ({"known_as": "Asha", "age": "30", "birth_on": "1/1/1990"}, "not both"),
        ({"known_as": "Asha", "phone": "twelve"}, "must be a full number in digits"),
        ({"known_as": "Asha", "locality_id": "nowhere"}, "not on the list"),
        ({"known_as": "Asha", "locality_id": str(uuid4())}, "not on the list"),
        ({"known_as": "Ash\x00a"}, "cannot be seen"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_kept(signed_in, typed, words, within):
    answer = signed_in("harriet").post("/people/add", data=typed)
    assert answer.status_code == 200 and words in text_of(answer)
    assert within(count) == 0
    if "age" in typed:
        assert f'value="{typed["age"]}"' in text_of(answer)


def test_the_number_stands_nowhere_until_the_press_that_is_recorded(signed_in, viewer, person, within):
    asha = person(
        contacts=[{"kind": "phone", "value": NUMBER, "may_call": "allowed", "code_word": "marmalade"}]
    )
    point = first_point(viewer, within, asha).id
    browser = signed_in("harriet")
    for page in ("", "/details", "/contact", "/referrals"):
        answer = browser.get(f"/people/{asha}{page}")
        assert answer.status_code == 200, page
        assert "900123" not in text_of(answer).replace(" ", "") and "marmalade" not in text_of(answer)
    assert browser.get(f"/people/contact/{point}/reveal").status_code == 302
    revealed = text_of(browser.post(f"/people/contact/{point}/reveal"))
    assert revealed.index("May call") < revealed.index(NUMBER) and "marmalade" in revealed
    rows = within(lambda: db.session.execute(REVEALS).all())
    assert [tuple(row) for row in rows] == [(point, asha)]


def test_not_yet_asked_shows_the_steps_of_first_contact(signed_in, person):
    asha = person(contacts=[{"kind": "phone", "value": NUMBER}])
    page = text_of(signed_in("harriet").get(f"/people/{asha}/contact"))
    assert "Withhold our number." in page and "Leave no voicemail." in page
    assert page.index("Withhold our number.") < page.index("ending in 123") + len(page)


def test_a_contact_point_is_added_changed_confirmed_and_stopped(signed_in, viewer, person, within):
    asha = person()
    browser = signed_in("harriet")
    wrong = browser.post(f"/people/{asha}/contact/add/phone", data={"value": "none"})
    assert "must be a full number in digits" in text_of(wrong)
    typed = {
        "value": NUMBER,
        "may_call": "allowed",
        "may_voicemail": "not_allowed",
        "say_we_are": "the dentist",
    }
    assert browser.post(f"/people/{asha}/contact/add/phone", data=typed).status_code == 302
    again = browser.post(f"/people/{asha}/contact/add/phone", data={"value": "+44 7700 900123"})
    assert "already on the record" in text_of(again)
    point = within(lambda: db.session.execute(POINT).one())
    assert (point.may_text, point.confirm_again_on is not None) == (FieldState.NOT_ASKED, True)
    opened = browser.get(f"/people/contact/{point.id}")
    changed = browser.post(
        f"/people/contact/{point.id}", data={**typed, "seen": hidden(opened, "seen"), "may_text": "allowed"}
    )
    assert changed.status_code == 302
    assert browser.post(f"/people/contact/{point.id}/confirm").status_code == 302
    assert "Choose why" in text_of(browser.post(f"/people/contact/{point.id}/stop"))
    assert browser.post(f"/people/contact/{point.id}/stop", data={"reason": "not_safe"}).status_code == 302
    assert browser.post(f"/people/contact/{point.id}/confirm").status_code == 409
    card = first_point(viewer, within, asha)
    assert (card.state, card.stop_words) == ("stopped", "It is no longer safe")


def test_two_people_at_one_form_lose_nobodys_words(signed_in, person, viewer, within):
    asha = person("Asha", surname="Sample")
    mine, theirs = signed_in("harriet"), signed_in("henry")
    opened = mine.get(f"/people/{asha}/details/names")
    seen = hidden(opened, "seen")
    typed = {"known_as": "Asha-Bee", "surname": "Sample", "seen": seen}
    assert theirs.post(f"/people/{asha}/details/names", data={**typed, "known_as": "Ash"}).status_code == 302
    refused = mine.post(f"/people/{asha}/details/names", data=typed)
    page = text_of(refused)
    assert "What is recorded now" in page and "Asha-Bee" in page and ">Ash<" in page
    again = mine.post(f"/people/{asha}/details/names", data={**typed, "seen": hidden(refused, "seen")})
    assert again.status_code == 302
    assert within(lambda: person_brief(viewer("henry"), asha).known_as) == "Asha-Bee"


def test_sections_are_saved_and_not_asked_is_not_an_answer(signed_in, viewer, person, within):
    asha = person("Asha", age=34)
    browser = signed_in("harriet")
    base = f"/people/{asha}/details"
    for part, typed in (
        ("language", {"language": "Gujarati", "interpreter": "yes", "relay": ["bsl"]}),
        ("access", {"needs": ["step_free", "hearing"]}),
        ("circumstances", {"recourse": "none"}),
        ("equality", {"ethnicity": "prefer_not_to_say", "religion": "not_asked", "sex": "female"}),
    ):
        seen = hidden(browser.get(f"{base}/{part}"), "seen")
        assert browser.post(f"{base}/{part}", data={**typed, "seen": seen}).status_code == 302, part
    sections = within(lambda: person_brief(viewer("henry"), asha).sections)
    assert sections["language"] == {"language": "Gujarati", "interpreter": "yes", "relay": ["bsl"]}
    assert sections["equality"] == {"ethnicity": "prefer_not_to_say", "sex": "female"}
    page = text_of(browser.get(base))
    for words in ("Gujarati", "Step-free access, Help with hearing", "Prefer not to say", "Not asked"):
        assert words in page
    wrong = browser.post(f"{base}/equality", data={"sex": "none such"})
    assert "not on the list" in text_of(wrong)


def test_under_16_some_questions_are_not_asked(signed_in, person):
    page = text_of(signed_in("harriet").get(f"/people/{person(age=14)}/details/equality"))
    assert "Sexual orientation" not in page and "Ethnic group" in page


def test_children_and_who_causes_harm_are_added_and_changed(signed_in, viewer, person, within):
    asha = person()
    browser = signed_in("harriet")
    assert "Enter the name" in text_of(browser.post(f"/people/{asha}/harm/add", data={}))
    typed = {"name": "Bob Sample", "relationship": "partner"}
    assert browser.post(f"/people/{asha}/harm/add", data=typed).status_code == 302
    harm = within(lambda: db.session.scalars(select(PersonCausingHarm.id)).one())
    seen = hidden(browser.get(f"/people/harm/{harm}"), "seen")
    changed = {**typed, "where_now": "Unknown", "seen": seen}
    assert browser.post(f"/people/harm/{harm}", data=changed).status_code == 302
    assert within(lambda: persons_causing_harm(viewer("henry"), asha)[0].where_now) == "Unknown"
    assert (
        browser.post(f"/people/{asha}/children/add", data={"name": "Chi", "born": "2020"}).status_code == 302
    )
    child = within(lambda: db.session.scalars(select(Child.id)).one())
    seen = hidden(browser.get(f"/people/children/{child}"), "seen")
    data = {"name": "Chi", "sex": "female", "seen": seen}
    assert browser.post(f"/people/children/{child}", data=data).status_code == 302
    assert browser.post(f"/people/children/{child}/remove").status_code == 302
    assert within(lambda: children_of(viewer("henry"), asha)) == ()


def test_another_services_and_the_other_sides_people_do_not_exist(signed_in, viewer, person, within):
    asha = person("Asha", contacts=[{"kind": "phone", "value": NUMBER}])
    harm = within(lambda: actions.add_person_causing_harm(viewer("henry"), asha, name="Bob"))
    child = within(lambda: actions.add_child(viewer("henry"), asha, name="Chi"))
    point = first_point(viewer, within, asha).id
    for who in ("bella", "ezra"):
        browser = signed_in(who)
        for path in (
            f"/people/{asha}",
            f"/people/{asha}/details",
            f"/people/{asha}/details/names",
            f"/people/{asha}/details/language",
            f"/people/{asha}/contact",
            f"/people/{asha}/contact/add/phone",
            f"/people/{asha}/harm/add",
            f"/people/{asha}/referrals",
            f"/people/contact/{point}",
            f"/people/contact/{point}/stop",
            f"/people/harm/{harm}",
            f"/people/children/{child}",
        ):
            assert browser.get(path).status_code == 404, path
        assert browser.post(f"/people/contact/{point}/reveal").status_code == 404
        assert browser.post(f"/people/children/{child}/remove").status_code == 404
        assert browser.post(f"/people/{asha}/details/names", data={"known_as": "X"}).status_code == 404
    for who in ("adam", "carl"):
        assert signed_in(who).get(f"/people/{asha}").status_code == 403


def test_a_clients_bar_holds_nothing_of_a_survivor(signed_in, viewer, within):
    ezra = viewer("ezra")
    client = within(lambda: actions.add_person(ezra, side=Side.PERPETRATOR, known_as="Cy", age=30))
    browser = signed_in("ezra")
    for page in ("", "/details", "/contact", "/referrals"):
        text = text_of(browser.get(f"/people/{client}{page}"))
        assert "cf-risk" not in text and "Safe contact: not yet asked" not in text.split("</section>")[0]
        assert "MARAC" not in text and "causing harm" not in text
    assert browser.post(f"/people/{client}/harm/add", data={"name": "X"}).status_code == 403


def test_who_may_only_read_sees_no_way_to_change(signed_in, person):
    asha = person(contacts=[{"kind": "phone", "value": NUMBER}])
    browser = signed_in("petra")
    page = text_of(browser.get(f"/people/{asha}/details"))
    assert ">Change<" not in page and "Add a child" not in page
    assert browser.post(f"/people/{asha}/details/names", data={"known_as": "X"}).status_code == 403
