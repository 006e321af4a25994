"""Vaults: which belong to a person, and what opens when a key is not the one that was read."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import insert, select

from caseflow.access.viewer import System
from caseflow.audit.action import quiet_action
from caseflow.choices import Side
from caseflow.crypto.envelope import CannotOpen
from caseflow.crypto.erasure import vaults_under
from caseflow.crypto.models import Vault
from caseflow.database import db, end_reading, whole_engine
from caseflow.people.actions import add_person
from caseflow.people.models import Person

TESTS = System("tests")


def person() -> UUID:
    return add_person(TESTS, side=Side.SURVIVOR, given="Testina", surname="Sample")


def vault(owner: UUID | None) -> UUID:
    def add(_who: System) -> UUID:
        made = Vault(owner)
        db.session.add(made)
        db.session.flush()
        return made.id

    return quiet_action("a test")(add)(TESTS)


def name_row(person_id: UUID, under: UUID) -> None:
    """Put a row of a person under a vault, as a loose call's rows were before they were tied."""
    table = Person.metadata.tables["person_names"]
    with whole_engine().begin() as connection:
        connection.execute(
            insert(table).values(id=uuid4(), person_id=person_id, vault_id=under, kind="alias")
        )


def test_a_persons_vaults_are_those_they_own_and_nobodys_that_their_rows_lie_under(app: Flask) -> None:
    with app.app_context():
        one, other = person(), person()
        own, nobodys, others, loose, elsewhere = (
            vault(one),
            vault(None),
            vault(other),
            vault(None),
            vault(None),
        )
        name_row(one, nobodys)
        name_row(one, others)
        name_row(other, elsewhere)
        with whole_engine().connect() as connection:
            first = connection.scalar(select(Person.__table__.c.vault_id).where(Person.id == one))
            found = vaults_under(connection, "people", {one})
        assert first is not None and found == {first, own, nobodys}
        assert not found & {others, loose, elsewhere}
        end_reading()


def test_only_a_key_that_was_renewed_since_is_tried_again(app: Flask) -> None:
    with app.app_context():
        row = uuid4()
        held = db.session.get_one(Vault, vault(None))
        sealed = held.seal(b"Testina", b"prefix", row)
        with pytest.raises(CannotOpen, match="the one it was read with"):
            held.open_as_it_stands(sealed, b"prefix", row)
        with whole_engine().begin() as connection:
            table = Vault.metadata.tables["crypto_vaults"]
            connection.execute(table.delete().where(table.c.id == held.id))
        with pytest.raises(CannotOpen, match="the one it was read with"):
            held.open_as_it_stands(sealed, b"prefix", row)
        db.session.expunge(held)
        with pytest.raises(CannotOpen, match="not in a session"):
            held.open_as_it_stands(sealed, b"prefix", row)
        end_reading()
