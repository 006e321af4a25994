"""Sealed attributes and vaults over a real database."""

from datetime import date
from typing import cast

import pytest
from flask import Flask
from sqlalchemy import inspect, select, text

from caseflow import startup
from caseflow.access.models import User
from caseflow.access.names import name_hash
from caseflow.access.viewer import Actor, System
from caseflow.audit.action import action
from caseflow.audit.events import KEYS_CREATED
from caseflow.audit.record import changed, record
from caseflow.crypto import keyring, unopened
from caseflow.crypto.envelope import CannotOpen
from caseflow.crypto.models import Vault
from caseflow.crypto.sealed import Sealed, SealedDate, SealedJson, SealedText, seal_row
from caseflow.database import Base, db
from caseflow.errors import Misconfigured
from tests.installation import Installation, close


def harriet() -> User:
    return db.session.scalars(select(User).where(User.username_hash == name_hash("harriet"))).one()


def test_the_column_holds_only_ciphertext(app: Flask) -> None:
    with app.app_context():
        user = harriet()
        assert user.name == "Harriet Testwell"
        assert b"Harriet" not in (user.name_sealed or b"")
        rows = db.session.execute(text("select name_sealed from users")).scalars().all()
        assert rows and not any(b"Test" in bytes(row) for row in rows)


def test_setting_the_same_value_is_no_change(app: Flask) -> None:
    with app.app_context():
        user = harriet()
        before = user.name_sealed
        user.name = "Harriet Testwell"
        assert user.name_sealed is before and not changed(user)
        user.name = "Harriet Other"
        assert user.name_sealed != before and changed(user) == ("name",)
        db.session.rollback()


@pytest.mark.engines("sqlite")
def test_nothing_is_kept_as_nothing(app: Flask) -> None:
    with app.app_context():
        user = harriet()
        for nothing in ("", cast(str, None)):
            user.name = "Harriet Testwell"
            user.name = nothing
            assert user.name_sealed is None and user.name == ""
            assert User.name.sealed(user.vault, user.id, nothing) is None
        db.session.rollback()


def test_every_sealed_column_may_be_empty() -> None:
    columns = [
        one for table in Base.metadata.tables.values() for one in table.c if one.name.endswith("_sealed")
    ]
    assert len(columns) > 9 and [one for one in columns if not one.nullable] == []


def test_a_value_moved_to_another_row_or_column_is_refused(app: Flask) -> None:
    with app.app_context():
        user = harriet()
        other = db.session.scalars(select(User).where(User.username_hash == name_hash("henry"))).one()
        user.name_sealed, kept = other.name_sealed, user.name_sealed
        assert user.name == unopened.WORDS
        with pytest.raises(CannotOpen):
            User.name.opened(user)
        user.name_sealed = user.username_sealed
        assert user.name == unopened.WORDS
        with pytest.raises(CannotOpen):
            User.name.opened(user)
        user.name_sealed = kept
        assert user.name == "Harriet Testwell"
        db.session.rollback()


def test_a_list_opens_without_a_query_for_each_row(app: Flask, statements: list[str]) -> None:
    with app.app_context():
        users = db.session.scalars(select(User)).all()
        seen = len(statements)
        assert all(user.name for user in users)
        assert len(statements) == seen, "vaults come with their rows"


def test_a_bulk_row_opens_like_any_other(app: Flask) -> None:
    with app.app_context():
        vault = Vault()
        user = User(vault=vault, username="x", name="Bulk Testname", username_hash=b"x" * 32)
        columns = seal_row(User, vault, user.id, name="Bulk Testname", left_at=None)
        assert set(columns) == {"id", "vault_id", "name_sealed", "left_at"}
        assert seal_row(User, vault, user.id, name="")["name_sealed"] is None
        user.name_sealed = columns["name_sealed"]
        assert user.name == "Bulk Testname"
        db.session.rollback()


def test_values_of_every_kind_come_back() -> None:
    for attribute, value in (
        (SealedText("tests.text"), "Ñandú 🌊 عربى"),
        (SealedDate("tests.date"), date(1990, 2, 28)),
        (SealedJson("tests.json"), {"yes": [1, None, "é"]}),
    ):
        assert attribute.decode(attribute.encode(value)) == value  # type: ignore[arg-type, attr-defined]
    for name in ("tests.text", "tests.date", "tests.json"):
        Sealed.registry.pop(name, None)


def test_the_same_dictionary_is_the_same_text_in_whatever_order_it_was_made() -> None:
    attribute = SealedJson("tests.json")
    assert attribute.encode({"b": "é", "a": 1}) == attribute.encode({"a": 1, "b": "é"})
    assert attribute.encode({"b": "é", "a": 1}) == '{"a":1,"b":"é"}'.encode()


def test_a_seal_name_is_used_once() -> None:
    with pytest.raises(RuntimeError, match="__set_name__") as caught:
        type("Other", (), {"name": SealedText("access.users.name")})
    assert "used twice" in str(caught.value.__cause__)


def test_a_sealed_value_needs_its_vault_first() -> None:
    with pytest.raises(TypeError, match="before its vault"):
        User(name="No Vault")


@action
def _one_more_vault(actor: Actor) -> None:
    db.session.add(Vault())
    record(actor, KEYS_CREATED)


def test_without_its_vault_nothing_opens(app: Flask) -> None:
    with app.app_context():
        user = harriet()
        user.vault.__dict__.pop("_cipher", None)
        user.vault.wrapped = user.vault.wrapped[:-1] + bytes([user.vault.wrapped[-1] ^ 1])
        assert user.name == unopened.WORDS
        with pytest.raises(CannotOpen):
            User.name.opened(user)
        db.session.rollback()


def test_the_wrong_key_is_told_before_anything_is_written(app: Flask, installation: Installation) -> None:
    path = installation.keys / "kek-k1.key"
    path.chmod(0o600)
    path.write_text("A" * 43 + "=")
    path.chmod(0o400)
    fresh = installation.unready_app()
    with fresh.app_context(), pytest.raises(Misconfigured, match="not the one this data was sealed with"):
        startup.ready(fresh)
    close(fresh)


def test_lookup_hashes_differ_by_kind_and_installation(app: Flask) -> None:
    with app.app_context():
        ring = keyring.current()
        assert ring.lookup_hash("phone", "1") != ring.lookup_hash("email", "1")
        assert ring.lookup_hash("phone", "1") == ring.lookup_hash("phone", "1")


def test_a_row_knows_its_id_before_it_is_saved(app: Flask) -> None:
    with app.app_context():
        vault = Vault()
        assert vault.id is not None and inspect(vault).transient
        _one_more_vault(System("tests"))
