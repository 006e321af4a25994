"""The keyring: what it does not know is one sentence, and never a key of somebody else."""

from __future__ import annotations

import contextvars
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask
from sqlalchemy import delete, select, update

from caseflow.access.viewer import System
from caseflow.crypto import keyring
from caseflow.crypto.alive import relearn
from caseflow.crypto.bulk import data_keys, opened
from caseflow.crypto.columns import ReadVault
from caseflow.crypto.envelope import new_key, row_binding, seal
from caseflow.crypto.installing import create_keys, open_keyring
from caseflow.crypto.keyring import Keyring, check_value
from caseflow.crypto.models import Kek, KekPurpose, KekState
from caseflow.crypto.rotation import backup_key_id, promote
from caseflow.crypto.sealed_streams import PIECE, SealedStream
from caseflow.crypto.sources import FolderSource
from caseflow.crypto.streams import START, sealed_length
from caseflow.database import db, end_reading, whole_engine
from caseflow.errors import Misconfigured
from caseflow.people.models import Person
from caseflow.upkeep.actions import add_key


@pytest.fixture
def ring(tmp_path: Path) -> Keyring:
    """Give a keyring over a folder with one key, that knows of one more."""
    source = FolderSource(tmp_path)
    made = Keyring(source)
    made.learn({"k1": check_value("k1", source.create("k1")), "k2": b"x" * 32}, "k1")
    return made


def test_a_key_that_cannot_be_fetched_is_not_reported_as_known(ring: Keyring) -> None:
    assert ring.known() == ("k1",)


def test_what_is_missing_is_said(ring: Keyring) -> None:
    with pytest.raises(Misconfigured, match="The audit secret is missing"):
        ring.secret("audit")
    with pytest.raises(Misconfigured, match="not open yet"):
        Keyring(ring.source).wrap(new_key(), b"owner", 1)
    with pytest.raises(Misconfigured, match="No keyring is in use here"):
        contextvars.Context().run(keyring.current)


def test_one_broken_vault_keeps_nobody_else_from_being_read(ring: Keyring) -> None:
    vault, row, key = uuid4(), uuid4(), new_key()
    kek_id, wrapped = ring.wrap(key, vault.bytes, 1)
    blob = seal(AESGCM(key), b"Testina", row_binding(b"prefix", row, vault, 1))
    spoilt, header = blob[:-1] + bytes([blob[-1] ^ 1]), b"\x02" + blob[1:]
    vaults = [(vault.bytes, 1, kek_id, one) for one in (wrapped, wrapped[:-1] + b"x", b"", wrapped)]
    keys = data_keys(ring, vaults)
    assert opened(keys, b"prefix", [row.bytes] * 4, [blob] * 4) == [b"Testina", b"", b"", b"Testina"]
    good, sealed = [keys[0]] * 6, [blob, spoilt, header, b"", None, blob[:20]]
    assert opened(good, b"prefix", [row.bytes] * 6, sealed) == [b"Testina", b"", b"", b"", b"", b""]
    for lengths in ((2, 3, 3), (3, 2, 3), (3, 3, 2)):
        some = [of * length for of, length in zip(([keys[0]], [row.bytes], [blob]), lengths, strict=True)]
        with pytest.raises(ValueError, match="zip"):
            opened(some[0], b"prefix", some[1], some[2])


def test_a_row_without_its_vault_reads_as_what_cannot_be_opened() -> None:
    lost = ReadVault(None, 1, "k1", b"")
    assert lost.read(Person.known_as, UUID(int=1), b"something") == Person.known_as.unreadable


def test_a_stream_that_fills_its_last_row_has_no_empty_one_after_it() -> None:
    stream, cipher = SealedStream("tests.stream"), AESGCM(new_key())
    whole = PIECE - (sealed_length(PIECE - 4 * START) - PIECE + 4 * START)
    assert sealed_length(whole) == PIECE
    rows = list(stream.seal_with(cipher, UUID(int=1), UUID(int=2), 1, [bytes(whole)]))
    assert [len(one) for one in rows] == [PIECE]
    assert b"".join(stream.open_with(cipher, UUID(int=1), UUID(int=2), 1, rows)) == bytes(whole)


def test_a_stream_has_a_seal_name_of_its_own() -> None:
    with pytest.raises(RuntimeError) as caught:
        type("Other", (), {"holds": SealedStream("access.users.name")})
    assert "used twice" in str(caught.value.__cause__)


@pytest.fixture
def keyless(app: Flask) -> Iterator[Keyring]:
    """Give the keyring of an installation whose keys are all for opening only."""
    with app.app_context():
        with whole_engine().begin() as connection:
            connection.execute(update(Kek).values(state=KekState.OPEN_ONLY))
        yield keyring.current()
        end_reading()


def test_a_database_that_names_no_key_to_wrap_with_says_so(keyless: Keyring) -> None:
    session, source = db.session(), keyless.source
    for work in (open_keyring, promote):
        with pytest.raises(Misconfigured, match="names no primary key"):
            work(Keyring(source), session)
    with pytest.raises(Misconfigured, match="There is no key for backups yet"):
        backup_key_id(session)
    with pytest.raises(Misconfigured, match="has its keys already"):
        create_keys(Keyring(source), session)
    relearn(keyless, db.engine)
    assert keyless.primary == "k1", "what wraps here goes on until another one is named"
    end_reading()
    assert add_key(System("tests"), KekPurpose.BACKUP) == "b2"
    assert session.scalars(select(Kek.key_id).where(Kek.state == KekState.PRIMARY)).all() == ["b2"]


def test_a_database_without_keys_says_what_to_run(app: Flask) -> None:
    with app.app_context():
        with whole_engine().begin() as connection:
            connection.execute(delete(Kek))
        with pytest.raises(Misconfigured, match="run flask --app wsgi keys create"):
            open_keyring(Keyring(keyring.current().source), db.session())
        end_reading()
