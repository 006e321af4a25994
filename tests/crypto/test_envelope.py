"""One sealed value: opens only where it was sealed, and whole."""

from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from caseflow.crypto.envelope import CannotOpen, binding, new_key, open_sealed, pad, row_binding, seal, unpad

KEY = AESGCM(new_key())


@given(st.binary(max_size=500))
def test_padding_comes_off_again(plain: bytes) -> None:
    assert unpad(pad(plain)) == plain


@given(st.binary(max_size=500))
def test_padded_lengths_tell_little(plain: bytes) -> None:
    assert len(pad(plain)) in (32, 64) or len(pad(plain)) % 128 == 0
    assert len(pad(plain)) > len(plain)


@pytest.mark.parametrize(
    ("length", "padded"),
    [(0, 32), (31, 32), (32, 64), (63, 64), (64, 128), (127, 128), (128, 256), (255, 256), (256, 384)],
)
def test_padded_lengths_are_these(length: int, padded: int) -> None:
    assert len(pad(b"x" * length)) == padded


@given(st.text(max_size=300))
def test_what_is_sealed_opens(text: str) -> None:
    assert open_sealed(KEY, seal(KEY, text.encode(), b"here"), b"here").decode() == text


def test_two_seals_of_one_value_differ() -> None:
    assert seal(KEY, b"same", b"here") != seal(KEY, b"same", b"here")


@given(st.lists(st.binary(max_size=20), max_size=5), st.lists(st.binary(max_size=20), max_size=5))
def test_bindings_of_different_parts_differ(one: list[bytes], other: list[bytes]) -> None:
    assert (binding(*one) == binding(*other)) == (one == other)


def test_row_binding_is_the_general_binding() -> None:
    row, vault = uuid4(), uuid4()
    prefix = binding(b"\x01", b"people.name")
    assert row_binding(prefix, row, vault, 7) == binding(
        b"\x01", b"people.name", row.bytes, vault.bytes, (7).to_bytes(4, "big")
    )


@pytest.mark.parametrize("moved", ["row", "vault", "version", "name"])
def test_a_moved_value_is_refused(moved: str) -> None:
    prefix, row, vault = binding(b"\x01", b"people.name"), uuid4(), uuid4()
    blob = seal(KEY, b"Testname", row_binding(prefix, row, vault, 1))
    there = {
        "row": row_binding(prefix, uuid4(), vault, 1),
        "vault": row_binding(prefix, row, uuid4(), 1),
        "version": row_binding(prefix, row, vault, 2),
        "name": row_binding(binding(b"\x01", b"people.other"), row, vault, 1),
    }
    with pytest.raises(CannotOpen):
        open_sealed(KEY, blob, there[moved])


def test_every_flipped_byte_is_refused() -> None:
    blob = seal(KEY, b"Testname", b"here")
    for at in range(len(blob)):
        broken = bytearray(blob)
        broken[at] ^= 1
        with pytest.raises(CannotOpen):
            open_sealed(KEY, bytes(broken), b"here")


@pytest.mark.parametrize("length", [0, 1, 13, 14, 29])
def test_a_cut_value_is_refused(length: int) -> None:
    with pytest.raises(CannotOpen):
        open_sealed(KEY, seal(KEY, b"Testname", b"here")[:length], b"here")


def test_another_key_is_refused() -> None:
    with pytest.raises(CannotOpen):
        open_sealed(AESGCM(new_key()), seal(KEY, b"Testname", b"here"), b"here")
