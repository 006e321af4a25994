"""New data keys: everything opens as before, nothing opens with the old key, and writers beside it lose nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from caseflow.access.viewer import System
from caseflow.audit.action import quiet_action
from caseflow.cases.files.actions import add_file
from caseflow.cases.files.models import CaseFileChunk
from caseflow.cases.files.queries import file_content
from caseflow.crypto import keyring, renewing
from caseflow.crypto.envelope import CannotOpen
from caseflow.crypto.models import Vault
from caseflow.database import db, end_reading, whole_engine
from caseflow.people.models import Person
from caseflow.upkeep.keys import unopenable
from tests.cases.conftest import opened, referred, within  # noqa: F401
from tests.installation import Installation, close

WHO = System("tests")


def test_a_person_gets_new_data_keys_and_all_opens_as_before(
    app: Flask,
    within: Callable[..., Any],  # noqa: F811
    opened: Callable[..., tuple[UUID, UUID]],  # noqa: F811
    viewer: Callable[..., Any],
) -> None:
    person_id, case_id = opened()
    other_id, _ = opened()
    content = b"%PDF-1.7 " + bytes(300_000)
    file_id = within(add_file, viewer("bella"), case_id, called="A letter", content=content)
    lost_id = within(add_file, viewer("bella"), case_id, called="Lost", content=content)
    with app.app_context(), whole_engine().begin() as connection:
        connection.execute(delete(CaseFileChunk).where(CaseFileChunk.of_id == lost_id))
    person = within(lambda: db.session.get_one(Person, person_id))
    run = app.test_cli_runner().invoke
    said = run(args=["keys", "renew", "--person", person.reference])
    assert said.exit_code == 0 and f"1 vaults of {person.reference} have new data keys" in said.output
    again = within(lambda: db.session.get_one(Person, person_id))
    assert again.known_as == person.known_as and again.known_as_sealed != person.known_as_sealed
    assert (person.vault.key_version, again.vault.key_version) == (1, 2)
    with pytest.raises(CannotOpen):
        person.vault.open(again.known_as_sealed, Person.known_as.prefix, person_id)
    assert within(file_content, viewer("bella"), file_id).data == content
    assert within(lambda: db.session.get_one(Person, other_id).vault.key_version) == 1
    assert within(unopenable, WHO, lambda _number: None) == []
    assert run(args=["keys", "renew"]).exit_code == 2
    assert run(args=["keys", "renew", "--person", "BBB-BBB"]).exit_code == 1


def test_all_get_new_data_keys_and_it_can_be_stopped_and_gone_on_with(
    app: Flask,
    within: Callable[..., Any],  # noqa: F811
    opened: Callable[..., tuple[UUID, UUID]],  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    person_id, _ = opened()
    run = app.test_cli_runner().invoke
    number = within(lambda: db.session.scalar(select(func.count()).select_from(Vault)))
    monkeypatch.setattr(renewing, "BATCH", 5)
    taken = renewing.renew_vault
    calls = []

    def killed(*args: Any) -> bool:
        calls.append(args)
        if len(calls) == number // 2:
            raise KeyboardInterrupt
        return taken(*args)

    monkeypatch.setattr(renewing, "renew_vault", killed)
    said = run(args=["keys", "renew", "--all"])
    assert said.exit_code == 1 and "Aborted" in said.output
    go_on = said.output.split("keys renew --all --before ")[1].split()[0]
    assert within(unopenable, WHO, lambda _number: None) == []
    monkeypatch.setattr(renewing, "renew_vault", taken)
    assert run(args=["keys", "renew", "--all", "--before", go_on]).exit_code == 0
    assert run(args=["keys", "renew", "--all"]).exit_code == 0
    versions = within(lambda: set(db.session.scalars(select(Vault.key_version))))
    assert versions <= {2, 3} and within(unopenable, WHO, lambda _number: None) == []
    assert within(lambda: db.session.get_one(Person, person_id).known_as) == "Testina"

    def spoil(_actor: Any) -> None:
        db.session.get_one(Person, person_id).known_as_sealed = b"\x01\x01" + bytes(60)

    within(quiet_action("a test spoils a value")(spoil), WHO)
    said = run(args=["keys", "renew", "--all"])
    assert said.exit_code == 1 and "1 vaults hold something that cannot be opened" in said.output


def test_a_writer_and_a_reader_beside_it_meet_the_new_key(
    app: Flask,
    within: Callable[..., Any],  # noqa: F811
    opened: Callable[..., tuple[UUID, UUID]],  # noqa: F811
    installation: Installation,
) -> None:
    if installation.engine == "sqlite":
        pytest.skip("SQLite writes one after the other and reads as of one moment")
    person_id, _ = opened()
    other = installation.app()
    tries = []

    def renew() -> None:
        with other.app_context():
            vault_id = db.session.scalar(select(Person.vault_id).where(Person.id == person_id))
            assert vault_id and renewing.renew_vault(keyring.current(), db.session(), vault_id)
            db.session.commit()
            db.session.remove()

    def change(_actor: Any) -> None:
        person = db.session.get_one(Person, person_id)
        tries.append(person.vault.key_version)
        if len(tries) == 1:
            renew()
        person.known_as = "Changed Beside"

    within(quiet_action("a test changes a name")(change), WHO)
    assert tries == [1, 2]
    assert within(lambda: db.session.get_one(Person, person_id).known_as) == "Changed Beside"

    with app.app_context():
        held = db.session.scalars(select(Vault).join(Person, Person.vault_id == Vault.id)).all()
        renew()
        # The vault was read before, the row after: it opens with the key as it stands.
        assert held and db.session.get_one(Person, person_id).known_as == "Changed Beside"
        end_reading()
    close(other)


def test_a_vault_that_is_gone_is_not_renewed(app: Flask) -> None:
    with app.app_context():
        assert not renewing.renew_vault(keyring.current(), db.session(), UUID(int=0))
        end_reading()
