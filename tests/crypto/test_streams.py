"""Sealed streams: whole or refused, in bounded memory."""

import os
import tracemalloc
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from caseflow.crypto import streams
from caseflow.crypto.envelope import TAG, CannotOpen, new_key
from caseflow.crypto.streams import CHUNK, START, open_stream, seal_stream, sealed_length

KEY = AESGCM(new_key())
SEALED = CHUNK + TAG


def sealed(plain: bytes, context: bytes = b"here") -> bytes:
    return b"".join(seal_stream(KEY, [plain], context))


def opened(blob: bytes, context: bytes = b"here") -> bytes:
    return b"".join(open_stream(KEY, [blob], context))


def in_pieces(content: bytes, sizes: list[int]) -> Iterator[bytes]:
    at = 0
    for size in sizes:
        yield content[at : at + size]
        at += size
    yield content[at:]


def chunks(blob: bytes) -> list[bytes]:
    return [blob[at : at + SEALED] for at in range(START, len(blob), SEALED)]


@pytest.mark.parametrize(
    "length", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 1, 3 * CHUNK + 77]
)
def test_what_is_sealed_opens_again_and_its_length_is_known(length: int) -> None:
    plain = os.urandom(length)
    blob = sealed(plain)
    assert opened(blob) == plain
    assert len(blob) == sealed_length(length)


@given(
    length=st.integers(0, 2 * CHUNK + 100),
    going_in=st.lists(st.integers(0, CHUNK + 9), max_size=5),
    coming_out=st.lists(st.integers(0, SEALED + 9), max_size=5),
)
def test_the_pieces_may_have_any_size(length: int, going_in: list[int], coming_out: list[int]) -> None:
    plain = bytes(length)
    blob = b"".join(seal_stream(KEY, in_pieces(plain, going_in), b"here"))
    assert b"".join(open_stream(KEY, in_pieces(blob, coming_out), b"here")) == plain


def test_two_streams_of_the_same_bytes_differ() -> None:
    assert sealed(b"same") != sealed(b"same")


def test_cut_reordered_repeated_and_lengthened_streams_are_refused() -> None:
    blob = sealed(os.urandom(3 * CHUNK + 5))
    start, (one, two, three, last) = blob[:START], chunks(blob)
    wrong = {
        "nothing but a start": start,
        "cut between chunks": start + one + two,
        "cut to the first chunk": start + one,
        "cut inside a chunk": blob[: START + SEALED + 40],
        "cut by one byte": blob[:-1],
        "reordered": start + two + one + three + last,
        "repeated": start + one + one + two + three + last,
        "left out": start + one + three + last,
        "first left out": start + two + three + last,
        "last moved": start + one + two + last + three,
        "appended bytes": blob + b"\0",
        "appended chunk": blob + one,
        "appended stream": blob + blob,
        "no beginning": blob[:3],
        "nothing": b"",
    }
    for what, changed in wrong.items():
        with pytest.raises(CannotOpen):
            opened(changed)
            pytest.fail(what)


def test_chunks_of_another_stream_are_refused() -> None:
    first, second = sealed(bytes(2 * CHUNK + 1)), sealed(bytes(2 * CHUNK + 1))
    mixed = first[:START] + chunks(first)[0] + b"".join(chunks(second)[1:])
    with pytest.raises(CannotOpen):
        opened(mixed)


def test_every_flipped_byte_of_a_short_stream_is_refused() -> None:
    blob = sealed(b"Testname")
    for at in range(len(blob)):
        broken = bytearray(blob)
        broken[at] ^= 1
        with pytest.raises(CannotOpen):
            opened(bytes(broken))


def test_another_context_or_key_is_refused() -> None:
    blob = sealed(b"Testname")
    with pytest.raises(CannotOpen):
        opened(blob, b"there")
    with pytest.raises(CannotOpen):
        list(open_stream(AESGCM(new_key()), [blob], b"here"))


def test_a_stream_longer_than_its_numbers_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    blob = sealed(bytes(3 * CHUNK))
    monkeypatch.setattr(streams, "MOST_CHUNKS", 2)
    with pytest.raises(CannotOpen):
        sealed(bytes(3 * CHUNK))
    with pytest.raises(CannotOpen):
        opened(blob)
    assert opened(sealed(bytes(2 * CHUNK))) == bytes(2 * CHUNK)


def test_a_long_stream_needs_little_memory() -> None:
    piece = bytes(CHUNK)
    tracemalloc.start()
    total = sum(
        len(part)
        for part in open_stream(KEY, seal_stream(KEY, (piece for _ in range(160)), b"here"), b"here")
    )
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert total == 160 * CHUNK
    assert most < 12 * CHUNK
