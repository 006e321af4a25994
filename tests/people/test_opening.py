"""Opening all names: the same entries however few rows are opened at a time, here or in a process beside this one."""

from __future__ import annotations

import logging
from datetime import date
from multiprocessing.process import BaseProcess
from uuid import UUID, uuid4

import pytest

from caseflow.access.viewer import System
from caseflow.audit.action import action
from caseflow.audit.record import record
from caseflow.choices import Side
from caseflow.crypto import keyring
from caseflow.crypto.models import Vault
from caseflow.crypto.sealed import seal_row
from caseflow.database import db, whole_engine
from caseflow.people import events
from caseflow.people.actions import add_person
from caseflow.people.finding import opening, second_process
from caseflow.people.finding.freshness import index_apart
from caseflow.people.models import PersonName

pytestmark = pytest.mark.usefixtures("inside")
Known = dict[tuple[Side, bytes], tuple[object, ...]]


@pytest.fixture
def people(person) -> list[UUID]:
    """Add people with no more than a name, with several names and addresses, and with a name from elsewhere."""
    places = [{"kind": "address", "value": f"{number} Test Street, LE1 {number}AA"} for number in (1, 2)]
    asha = person(
        "Asha", given="Ashanti", surname="Sample", other_names=["Zed Former", "Ann-Marie"], contacts=places
    )
    others = [
        person("Bo"),
        person("Cy", surname="O’Neil", birth_on=date(1971, 1, 1), contacts=places[:1]),
        person("Dee", other_names=["Dee Łukasz"], contacts=[{"kind": "phone", "value": "07700 900123"}]),
        add_person(System("tests"), side=Side.PERPETRATOR, known_as="Eli", birth_on=date(1980, 2, 3)),
    ]
    _name_from_elsewhere(System("tests"), asha)
    return [asha, *others]


@action
def _name_from_elsewhere(actor: System, person_id: UUID) -> None:
    """Give somebody a name that lies under another vault than their own, as one told in a call does."""
    vault = Vault()
    db.session.add(vault)
    db.session.flush()
    name = seal_row(
        PersonName, vault, uuid4(), person_id=person_id, kind="alias", given="Quixotine", surname=""
    )
    db.session.execute(PersonName.__table__.insert(), [name])
    record(actor, events.PERSON_CHANGED, "person", person_id, person_id=person_id)


def entries() -> Known:
    with whole_engine().connect() as connection:
        found = opening.open_entries(connection, keyring.current(), None)
        return {
            (side, one.identity): (sorted(one.parts), one.born, one.exact, sorted(one.postcodes))
            for side, one in found
        }


def indexed() -> Known:
    known: Known = {}
    for side, held in index_apart().sides.items():
        for row, identity in enumerate(held.ids):
            one = held.known(row)
            known[side, identity] = (sorted(one.parts), one.born, one.exact, sorted(one.postcodes))
    return known


def test_a_person_is_whole_wherever_the_rows_that_are_opened_at_a_time_end(people, monkeypatch):
    whole = entries()
    assert len(whole) == len(people)
    parts = {word for word, _ in whole[Side.SURVIVOR, people[0].bytes][0]}
    assert {"ashanti", "sample", "zed", "former", "ann", "marie", "annmarie", "quixotine"} <= parts
    assert whole[Side.SURVIVOR, people[0].bytes][3] == ["LE11AA", "LE12AA"]
    for few in (1, 2, 3, 7):
        monkeypatch.setattr(opening, "A_MOMENT", few)
        assert entries() == whole


def test_half_of_very_many_is_opened_in_another_process_and_is_the_same(people, monkeypatch, caplog):
    whole = entries()
    assert indexed() == whole
    monkeypatch.setattr(second_process, "MANY", 0)
    monkeypatch.setattr(opening, "AHEAD", 0)
    with caplog.at_level(logging.WARNING):
        assert indexed() == whole
        assert not caplog.records


def test_what_the_other_process_did_not_open_is_opened_here(people, monkeypatch, caplog):
    monkeypatch.setattr(second_process, "MANY", 0)
    monkeypatch.setattr(opening, "AHEAD", 0)
    monkeypatch.setattr(second_process, "_work", logging.debug)  # ends without a word
    with caplog.at_level(logging.WARNING):
        assert indexed() == entries()
    assert "has ended" in caplog.text


@pytest.mark.parametrize("fault", [OSError, RuntimeError, AssertionError])
def test_where_no_other_process_can_be_begun_all_is_opened_here(people, monkeypatch, caplog, fault):
    def refuse(_self: BaseProcess) -> None:
        raise fault

    monkeypatch.setattr(second_process, "MANY", 0)
    monkeypatch.setattr(BaseProcess, "start", refuse)
    with caplog.at_level(logging.WARNING):
        assert indexed() == entries()
    assert "has ended" in caplog.text
