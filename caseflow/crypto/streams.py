"""A sealed stream of any length in bounded memory: AES-256-GCM in chunks, after the STREAM construction.

Layout: format (1 byte) | algorithm (1) | nonce prefix (7) | chunks. Each chunk is CHUNK bytes and a tag; the last may
be shorter. A chunk's nonce is prefix | number (4) | last or not (1), so that no chunk opens in another place, and a
stream that was cut, reordered, repeated or lengthened does not open to its end.
"""

import os
from collections.abc import Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from caseflow.crypto.envelope import AES_256_GCM, TAG, CannotOpen, binding

FORMAT = 2
CHUNK = 64 * 1024
PREFIX = 7
HEADER = bytes([FORMAT, AES_256_GCM])
START = len(HEADER) + PREFIX
MOST_CHUNKS = 2**32
"""The number of a chunk has four bytes; at 64 KiB each that is 256 TiB."""


def seal_stream(cipher: AESGCM, plain: Iterable[bytes], context: bytes) -> Iterator[bytes]:
    """Seal bytes that arrive in pieces of any size, bound to their context; yields the sealed pieces in order."""
    prefix = os.urandom(PREFIX)
    yield HEADER + prefix
    bound = _bound(context, prefix)
    for nonce, chunk in _numbered(prefix, _regrouped(plain, CHUNK)):
        yield cipher.encrypt(nonce, chunk, bound)


def open_stream(cipher: AESGCM, sealed: Iterable[bytes], context: bytes) -> Iterator[bytes]:
    """Open a sealed stream that arrives in pieces of any size; raises CannotOpen if it is not whole and genuine.

    What is yielded before the fault is genuine but not all: only a stream that was read to its end is whole.
    """
    pieces = iter(sealed)
    start = b""
    while len(start) < START:
        piece = next(pieces, None)
        if piece is None:
            raise CannotOpen("the sealed stream has no beginning")
        start += piece
    if start[: len(HEADER)] != HEADER:
        raise CannotOpen("not a sealed stream of a known format")
    prefix = start[len(HEADER) : START]
    bound = _bound(context, prefix)
    for nonce, chunk in _numbered(prefix, _regrouped(_with_first(start[START:], pieces), CHUNK + TAG)):
        try:
            yield cipher.decrypt(nonce, chunk, bound)
        except InvalidTag:
            raise CannotOpen("the sealed stream was cut, changed or sealed for another place") from None


def sealed_length(plain: int) -> int:
    """Return how many bytes a stream of this many plain bytes has once it is sealed."""
    return START + plain + TAG * max(1, -(-plain // CHUNK))


def _bound(context: bytes, prefix: bytes) -> bytes:
    return binding(b"caseflow stream", HEADER, prefix, context)


def _with_first(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _numbered(prefix: bytes, chunks: Iterator[tuple[bytes, bool]]) -> Iterator[tuple[bytes, bytes]]:
    """Give each chunk its nonce."""
    for number, (chunk, last) in enumerate(chunks):
        if number >= MOST_CHUNKS:
            raise CannotOpen("the stream is too long")
        yield prefix + number.to_bytes(4, "big") + bytes([last]), chunk


def _regrouped(pieces: Iterable[bytes], size: int) -> Iterator[tuple[bytes, bool]]:
    """Cut pieces of any size into chunks of one size, and say of each whether it is the last; there is always one."""
    held = bytearray()
    for piece in pieces:
        held += piece
        at = 0
        # One whole chunk is held back until more is seen, for only then is it known not to be the last.
        while len(held) - at > size:
            yield bytes(held[at : at + size]), False
            at += size
        del held[:at]
    yield bytes(held), True
