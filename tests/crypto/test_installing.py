"""The keys of a new installation, and the secrets that a keyring holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from caseflow.access.viewer import System
from caseflow.audit.action import quiet_action
from caseflow.crypto.envelope import CannotOpen, new_key
from caseflow.crypto.installing import PURPOSES, create_keys, open_keyring
from caseflow.crypto.keyring import Keyring, check_value
from caseflow.crypto.models import Kek, KekPurpose, KekState, Secret
from caseflow.crypto.sources import FolderSource
from caseflow.database import db, end_reading, whole_engine
from caseflow.errors import Misconfigured


@pytest.fixture
def ring(tmp_path: Path) -> Keyring:
    """Give a keyring over a folder with one key."""
    made = Keyring(FolderSource(tmp_path))
    made.learn({"k1": check_value("k1", made.source.create("k1"))}, "k1")
    return made


@pytest.mark.engines("sqlite")
def test_a_new_installation_has_two_keys_and_a_secret_for_each_purpose(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        with whole_engine().begin() as connection:
            connection.execute(delete(Secret))
            connection.execute(delete(Kek))
        session, source = db.session(), FolderSource(tmp_path / "fresh")
        quiet_action("a test")(lambda _who: create_keys(Keyring(source), session))(System("tests"))
        keks = {kek.key_id: (kek.purpose, kek.state, kek.check_value) for kek in session.scalars(select(Kek))}
        assert keks == {
            "k1": (KekPurpose.DATA, KekState.PRIMARY, check_value("k1", source.material("k1"))),
            "b1": (KekPurpose.BACKUP, KekState.PRIMARY, check_value("b1", source.material("b1"))),
        }
        rows = session.execute(select(Secret.purpose, Secret.generation, Secret.kek_id)).all()
        assert sorted(rows) == sorted((name, 1, "k1") for name in PURPOSES)
        # Bound to its purpose and generation: installations that stand hold theirs so.
        for row in session.scalars(select(Secret)):
            Keyring.unwrap(_opened(source), "k1", row.wrapped, b"secret:" + row.purpose.encode(), 1)
        again = Keyring(source)
        open_keyring(again, session)
        assert again.primary == "k1" and {again.secret(name)[0] for name in PURPOSES} == {1}
        end_reading()
        with whole_engine().begin() as connection:
            connection.execute(update(Kek).where(Kek.key_id == "b1").values(state=KekState.RETIRED))
        later = Keyring(source)
        open_keyring(later, session)
        assert set(again.checks()) == {"k1", "b1"} and set(later.checks()) == {"k1"}
        with pytest.raises(Misconfigured, match="b1"):
            later.kek("b1")
        end_reading()


def _opened(source: FolderSource) -> Keyring:
    ring = Keyring(source)
    ring.learn({"k1": check_value("k1", source.material("k1"))}, "k1")
    return ring


def test_a_keyring_is_open_once_it_knows_what_wraps(ring: Keyring) -> None:
    assert ring.is_open and not Keyring(ring.source).is_open
    ring.forget()
    assert not ring.is_open and ring.checks() == {}


def test_the_newest_of_a_secret_is_used_and_each_is_known_by_its_generation(ring: Keyring) -> None:
    keys = {}
    for purpose, generation in (("audit", 2), ("audit", 1), ("phone", 3), ("phone", 9), ("email", 1)):
        keys[purpose, generation] = key = new_key()
        ring.add_secret(purpose, generation, *ring.wrap(key, b"secret:" + purpose.encode(), generation))
    assert ring.secret("audit") == (2, keys["audit", 2])
    assert ring.secret("phone") == (9, keys["phone", 9])
    assert ring.oldest_secret("audit") == keys["audit", 1]
    assert ring.oldest_secret("phone") == keys["phone", 3]
    assert ring.secret_of("phone", 3) == keys["phone", 3]
    with pytest.raises(CannotOpen, match="generation 4 of the phone secret is unknown"):
        ring.secret_of("phone", 4)


def test_the_database_is_asked_for_a_key_that_is_not_known_and_for_no_other(ring: Keyring) -> None:
    asked: list[str] = []
    check = check_value("k2", ring.source.create("k2"))

    def relearn() -> None:
        asked.append("once")
        ring.learn_one("k2", check)

    ring.relearn = relearn
    first = ring.kek("k1")
    assert ring.kek("k1") is first and asked == []
    Keyring.learn_one(ring, "k1", ring.checks()["k1"])
    ring.kek("k2")
    assert asked == ["once"] and ring.kek("k2") is ring.kek("k2")
