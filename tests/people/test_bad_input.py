"""What people type that no form expects: plain words beside the field, nothing lost, and never a fault."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from caseflow.database import db
from caseflow.errors import Invalid
from caseflow.people.contact.actions import add_contact_point
from caseflow.people.models import Person
from caseflow.people.queries import contact_card, find_people, identity_bar

pytestmark = pytest.mark.engines("sqlite")

ODD = (
    "Q",
    "Ó",
    "x" * 100,
    "🙂🙂",
    "\u202eZara\u202c",
    "שרה",
    "نور",
    "Dr",
    "Mrs Prof. Rev",
    "O'Brien-Ng",
    "李",
    "-",
)


DATES = ("31/2/1990", "0/0/0", "99/99/9999", "1/1/2990", "-1", "27/3/19900", "٣/٤/١٩٩٠")


def test_an_odd_name_is_kept_and_looked_for_without_a_fault(within, viewer, person):
    for name in ODD:
        who = person(name)
        assert within(identity_bar, viewer("harriet"), who).known_as == name
        found = [hit.person_id for hit in within(find_people, viewer("harriet"), name=name).hits]
        assert found == [] or who in found, name


def test_an_impossible_date_is_no_fault(within, viewer):
    for typed in DATES:
        assert within(find_people, viewer("harriet"), birth=typed).hits == ()
        assert within(find_people, viewer("harriet"), f"zara {typed}").hits == ()


def test_names_that_are_too_long_or_nothing_are_refused_beside_the_field(signed_in, within):
    browser = signed_in("harriet")
    for typed in (
        {"known_as": "x" * 200},
        {"known_as": " \u200b "},
        {"known_as": "Zara", "birth_on-day": "32"},
    ):
        answer = browser.post("/people/add", data=typed)
        assert answer.status_code == 200 and "There is a problem" in answer.get_data(as_text=True)
    for typed in (
        {"q": "x" * 200},
        {"q": "\u202e🙂"},
        {"postcode": "🙂"},
        {"reference": "\x00"},
        {"email": "@"},
    ):
        assert browser.post("/find/now", data=typed).status_code == 200
    assert within(lambda: db.session.scalar(select(func.count()).select_from(Person))) == 0


def test_forty_numbers_of_one_person(within, viewer, person, signed_in):
    who = person("Zara")
    harriet = viewer("harriet")
    for number in range(40):
        within(add_contact_point, harriet, who, kind="phone", value=f"07700 9001{number:02d}")
    with pytest.raises(Invalid):
        within(add_contact_point, harriet, who, kind="phone", value="+44 7700 900100")
    assert len(within(contact_card, harriet, who).points) == 40
    page = signed_in("harriet").get(f"/people/{who}/contact")
    assert page.status_code == 200 and page.get_data(as_text=True).count("Number ending in") >= 40
    assert [hit.person_id for hit in within(find_people, harriet, phone="07700 900139").hits] == [who]
