"""What was sealed before opens for ever: the bytes are pinned, so that no format changes unseen."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from caseflow.crypto.envelope import CannotOpen, binding, open_sealed, row_binding, seal
from caseflow.crypto.keyring import Keyring, check_value
from caseflow.crypto.sealed_streams import SealedStream
from caseflow.crypto.streams import open_stream, seal_stream

KEY = bytes(range(32))
ROW, VAULT = UUID(int=1), UUID(int=2)


class Fixed:
    """A key source with one key that never changes."""

    def material(self, key_id: str) -> bytes:
        return KEY

    def create(self, key_id: str) -> bytes:
        return KEY


@pytest.fixture(autouse=True)
def no_chance(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take what is random as known, so that the bytes can be compared."""
    monkeypatch.setattr(os, "urandom", lambda length: b"\x07" * length)
    yield


def short(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def ring() -> Keyring:
    made = Keyring(Fixed())
    made.learn({"k1": check_value("k1", KEY)}, "k1")
    return made


def test_a_value_is_sealed_as_ever() -> None:
    context = row_binding(binding(b"\x01", b"people.person.known_as"), ROW, VAULT, 3)
    blob = seal(AESGCM(KEY), b"Invented", context)
    assert (blob[:2], short(context), short(blob)) == (b"\x01\x01", "0ec16bfa9bf98956", "ff3a34eba3d199b4")
    assert open_sealed(AESGCM(KEY), blob, context) == b"Invented"


def test_a_stream_is_sealed_as_ever() -> None:
    blob = b"".join(seal_stream(AESGCM(KEY), [b"Invented" * 20_000], b"context"))
    assert (blob[:2], len(blob), short(blob)) == (b"\x02\x01", 160_057, "f864b95f5399a7a6")
    assert b"".join(open_stream(AESGCM(KEY), [blob], b"context")) == b"Invented" * 20_000


def test_a_stream_of_a_row_is_sealed_as_ever() -> None:
    stream, other = SealedStream("cases.file.content"), SealedStream("calls.note.content")
    blob = b"".join(stream.seal_with(AESGCM(KEY), ROW, VAULT, 3, [b"Invented"]))
    assert short(blob) == "a08fea9b420077ae"
    assert b"".join(stream.open_with(AESGCM(KEY), ROW, VAULT, 3, [blob])) == b"Invented"
    with pytest.raises(CannotOpen):
        list(other.open_with(AESGCM(KEY), ROW, VAULT, 3, [blob]))


def test_a_key_is_wrapped_told_and_looked_up_by_as_ever() -> None:
    kek_id, wrapped = ring().wrap(KEY, b"owner", 2)
    assert (kek_id, short(wrapped), short(check_value("k1", KEY))) == (
        "k1",
        "59be035a19e4bf9f",
        "35416f8702858b50",
    )
    assert ring().unwrap("k1", wrapped, b"owner", 2) == KEY
    made = ring()
    kek_id, secret = made.wrap(KEY, b"secret:lookup", 1)
    made.add_secret("lookup", 1, kek_id, secret)
    assert short(made.lookup_hash("phone", "+447700900123")) == "34a459f9314eb769"
