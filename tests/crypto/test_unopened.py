"""A value that cannot be opened: its field says so, the page is served, the operator is told, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import create_engine, select

from caseflow.access.models import User
from caseflow.access.viewer import System
from caseflow.crypto import unopened
from caseflow.crypto.envelope import CannotOpen
from caseflow.crypto.sealed import SealedDate
from caseflow.database import db
from caseflow.people.actions import add_person
from caseflow.people.queries import find_people
from tests.installation import Installation
from tests.people.conftest import within as within

WHO = System("tests")


def spoil(installation: Installation, person_id: UUID, what: str) -> None:
    """Break one thing of a person's record, as a broken disk would: past every role and every rule."""
    sqlite = db.engine.dialect.name == "sqlite"
    mark, key = ("?", person_id.hex) if sqlite else ("%s", person_id)
    engine = create_engine(installation.database_url or db.engine.url)
    connection = engine.raw_connection()
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF" if sqlite else "set session_replication_role = replica")
    if what == "vault":
        where = f"select vault_id from people where id = {mark}"
        cursor.execute(f"delete from crypto_vaults where id in ({where})", (key,))
    else:
        cursor.execute(f"update people set known_as_sealed = {mark} where id = {mark}", (b"x" * 60, key))
    connection.commit()
    connection.close()
    engine.dispose()


@pytest.mark.parametrize("what", ["vault", "value"])
def test_a_page_is_served_without_what_cannot_be_opened(
    app: Flask,
    installation: Installation,
    within: Callable[..., Any],
    signed_in: Callable[..., Any],
    viewer: Callable[..., Any],
    capsys: pytest.CaptureFixture[str],
    what: str,
) -> None:
    person_id = within(add_person, viewer("harriet"), known_as="Testina", surname="Testwell")
    other = within(add_person, viewer("harriet"), known_as="Testola", surname="Testwell")
    browser = signed_in("harriet")
    with app.app_context():
        spoil(installation, person_id, what)
    capsys.readouterr()
    page = browser.get(f"/people/{person_id}")
    words = page.get_data(as_text=True)
    assert page.status_code == 200 and unopened.WORDS in words and "Testina" not in words
    assert "Something on this page cannot be opened" in words
    said = capsys.readouterr().out
    assert "people.person.known_as" in said and str(person_id) in said
    assert browser.get(f"/people/{person_id}/details").status_code == 200
    found = within(find_people, viewer("harriet"), "Testola").hits
    assert [one.person_id for one in found] == [other], "nobody else is lost to the search"
    hits = browser.post("/find/now", data={"q": "testwell"}).get_data(as_text=True)
    assert "Testola" in hits and (unopened.WORDS in hits) is (what == "value")
    run = app.test_cli_runner().invoke
    checked = run(args=["keys", "check"])
    assert checked.exit_code == 1 and f"people.person.known_as of row {person_id}" in checked.output
    if what == "vault":
        assert "of people have lost their vault" in run(args=["keys", "status"]).output
        assert "have lost their vault" in run(args=["check"]).output


def test_what_cannot_be_opened_is_never_written_over_by_accident(app: Flask) -> None:
    with app.app_context():
        user = db.session.scalars(select(User)).first()
        assert user is not None
        broken = user.name_sealed = b"\x01\x01" + bytes(60)
        assert user.name == unopened.WORDS
        with pytest.raises(CannotOpen):
            User.name.opened(user)
        user.name = unopened.WORDS
        assert user.name_sealed is broken, "a form sends back what it was shown"
        user.name = "Typed On Purpose"
        assert user.name == User.name.opened(user) == "Typed On Purpose"
        user.name = ""
        assert User.name.opened(user) == ""
        vault, user.name_sealed = user.vault, broken
        with db.session.no_autoflush:
            user.vault = None  # type: ignore[assignment]
            assert user.name == unopened.WORDS
            with pytest.raises(CannotOpen):
                User.name.opened(user)
            with pytest.raises(CannotOpen):
                user.name = "Lost"
            user.name = unopened.WORDS
            assert user.name_sealed is broken
            user.vault = vault
        db.session.rollback()


def test_what_could_not_be_opened_is_collected_for_one_request() -> None:
    unopened.begin()
    unopened.note("b", UUID(int=2))
    unopened.note("a", UUID(int=1))
    unopened.note("a", UUID(int=1))
    assert [one.seal_name for one in unopened.noted()] == ["a", "b"]
    unopened.begin()
    assert unopened.noted() == ()
    assert SealedDate.unreadable is None
