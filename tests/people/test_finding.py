"""Finding people: by whatever was typed, within the viewer's scope, as fresh as the last commit of any process."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from caseflow.access.viewer import System
from caseflow.audit.action import action
from caseflow.audit.record import record
from caseflow.clock import now
from caseflow.crypto.models import Vault
from caseflow.crypto.sealed import seal_row
from caseflow.database import db, end_reading
from caseflow.people import actions, events
from caseflow.people.finding import freshness
from caseflow.people.models import Person
from caseflow.people.queries import contact_card, find_people, open_all_names
from tests.installation import close
from tests.people.conftest import counted

pytestmark = pytest.mark.usefixtures("inside")


def found(viewer, *typed: str, **boxes: str) -> list[str]:
    return [hit.known_as for hit in find_people(viewer, *typed, **boxes).hits]


def test_people_are_found_by_everything_and_told_why(viewer, person):
    henry = viewer("henry")
    person(
        "Asha",
        given="Ashanti",
        surname="Sample",
        other_names=["Zed Former"],
        birth_on=date(1990, 3, 27),
        contacts=[
            {"kind": "phone", "value": "07700 900123"},
            {"kind": "email", "value": "Asha@Example.com"},
        ],
    )
    person("Bo", surname="Other", birth_on=date(1971, 1, 1))
    hit = find_people(henry, "sample ashanti").hits[0]
    assert (hit.known_as, hit.why) == ("Asha", ("Full name: Ashanti Sample",))
    assert find_people(henry, "former").hits[0].why == ("Other name in use: Zed Former",)
    assert find_people(henry, "asha").hits[0].why == ("Name",)
    assert find_people(henry, "asha", birth="27.3.90").hits[0].why == ("Name", "Birth date")
    assert find_people(henry, phone="+44 7700 900 123").hits[0].why == ("Phone number",)
    assert find_people(henry, "ASHA@example.com").hits[0].why == ("E-mail address",)
    assert find_people(henry, hit.reference.lower()).hits[0].why == ("Reference",)
    assert found(henry, "nobody") == [] and found(henry, "") == []


def test_what_is_found_stays_within_the_scope(viewer, person):
    asha = person("Asha", contacts=[{"kind": "phone", "value": "07700 900123"}])
    for typed in ("asha", "07700900123"):
        assert found(viewer("henry"), typed) == ["Asha"]
        assert found(viewer("bella"), typed) == []
        assert found(viewer("ezra"), typed) == []
    reference = find_people(viewer("henry"), "asha").hits[0].reference
    assert found(viewer("bella"), reference) == []
    assert asha


def test_a_stopped_number_still_finds_and_says_so(viewer, person):
    asha = person("Asha", contacts=[{"kind": "phone", "value": "07700 900123"}])
    point = contact_card(viewer("henry"), asha).points[0].id
    end_reading()
    actions.stop_contact_point(viewer("henry"), point, reason="not_safe")
    assert find_people(viewer("henry"), "07700900123").hits[0].why == ("Phone number, stopped",)


def test_more_than_the_limit_is_said(viewer, person):
    for number in range(4):
        person("Asha", surname=f"Sample{'abcd'[number]}")
    page = find_people(viewer("henry"), "asha", limit=3)
    assert (len(page.hits), page.more) == (3, True)
    page = find_people(viewer("henry"), "asha", limit=4)
    assert (len(page.hits), page.more) == (4, False)


def test_a_change_is_found_at_once_and_the_old_name_no_longer(viewer, person):
    henry = viewer("henry")
    asha = person("Asha", surname="Before")
    assert found(henry, "before") == ["Asha"]
    end_reading()
    actions.change_person(henry, asha, surname="After")
    assert found(henry, "after") == ["Asha"] and found(henry, "before") == []


def test_what_another_process_saved_is_found(viewer, person, installation):
    henry = viewer("henry")
    person("Asha")
    assert found(henry, "bo") == []
    end_reading()
    other = installation.app()
    with other.app_context():
        actions.add_person(henry, known_as="Bo")
    close(other)
    assert found(henry, "bo") == ["Bo"]


def test_many_added_at_once_make_the_index_be_opened_anew(viewer, person, monkeypatch):
    henry = viewer("henry")
    person("Asha")
    assert found(henry, "asha") == ["Asha"]
    end_reading()
    opened = []
    whole = freshness.open_entries
    monkeypatch.setattr(freshness, "open_entries", lambda *given: opened.append(given[2]) or whole(*given))
    _many(System("tests"), ["Bo", "Cy"])
    assert found(henry, "cy") == ["Cy"]
    assert opened == [None]
    assert found(henry, "bo") == ["Bo"] and opened == [None]


@action
def _many(actor, names):
    for name in names:
        vault = Vault()
        db.session.add(vault)
        db.session.flush()
        row = seal_row(
            Person,
            vault,
            uuid4(),
            side="survivor",
            reference=f"X-{name}",
            known_as=name,
            created_at=now(),
            birth_kind="unknown",
            restricted=False,
            risk_level="not_assessed",
            open_cases=0,
            contact_state="not_asked",
            version=1,
        )
        db.session.execute(Person.__table__.insert(), [row])
    record(actor, events.PEOPLE_LOADED, "person", count=len(names))


def test_a_find_costs_the_same_number_of_queries_for_one_hit_or_many(viewer, person):
    henry = viewer("henry")
    person("Asha")
    found(henry, "asha")
    with counted() as one:
        found(henry, "asha 1990")
    for _ in range(12):
        person("Asha")
    found(henry, "asha")
    with counted() as many:
        found(henry, "asha 1990")
    assert len(one) == len(many) <= 6


def test_no_name_stands_readable_in_the_database(viewer, person, installation):
    person("Zanzibarina", given="Quixotine", surname="Umbrellaton")
    assert found(viewer("henry"), "umbrell") == ["Zanzibarina"]
    end_reading()
    if installation.engine == "sqlite":
        held = b"".join(path.read_bytes() for path in Path(installation.data).glob("caseflow.sqlite*"))
        for word in (b"Zanzibarina", b"zanzibarina", b"Quixotine", b"quixotine", b"mbrellaton"):
            assert word not in held


def test_all_names_can_be_opened_before_anybody_looks(viewer, person):
    person("Asha")
    person("Bo")
    assert open_all_names(viewer("henry")) == 2
    with counted() as said:
        found(viewer("henry"), "asha")
    assert not any("LEFT OUTER JOIN person_names" in one for one in said)
