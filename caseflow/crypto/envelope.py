"""One sealed value: AES-256-GCM with bound context, short values padded to a few sizes.

Layout: format (1 byte) | algorithm (1 byte) | nonce (12) | ciphertext and tag.
"""

import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from caseflow.errors import CaseflowError

FORMAT = 1
AES_256_GCM = 1
HEADER = bytes([FORMAT, AES_256_GCM])
NONCE = 12
TAG = 16
KEY = 32
SIZES = (32, 64, 128)
SHORTEST = len(HEADER) + NONCE + SIZES[0] + TAG


class CannotOpen(CaseflowError):
    """The bytes were not sealed here, for this row and vault, or have been changed."""


def new_key() -> bytes:
    """Return 256 random bits."""
    return os.urandom(KEY)


def binding(*parts: bytes) -> bytes:
    """Join parts, each with its length, so that no two different lists give the same bytes."""
    return b"".join(len(part).to_bytes(2, "big") + part for part in parts)


def row_binding(prefix: bytes, row: UUID, vault: UUID, key_version: int) -> bytes:
    """Return the context of one value: its seal name's prefix, its row, its vault and the data key's version."""
    # The parts after the prefix have fixed lengths; they are still written with them, as binding() does.
    return b"%b\x00\x10%b\x00\x10%b\x00\x04%b" % (
        prefix,
        row.bytes,
        vault.bytes,
        key_version.to_bytes(4, "big"),
    )


def seal(cipher: AESGCM, plain: bytes, context: bytes) -> bytes:
    """Seal a value under a cipher, bound to its context."""
    nonce = os.urandom(NONCE)
    return HEADER + nonce + cipher.encrypt(nonce, pad(plain), context)


def open_sealed(cipher: AESGCM, blob: bytes, context: bytes) -> bytes:
    """Open a value; raises CannotOpen if it was moved, cut, changed or sealed under another key."""
    if len(blob) < SHORTEST or blob[:2] != HEADER:
        raise CannotOpen("not a sealed value of a known format")
    try:
        return unpad(cipher.decrypt(blob[2:14], blob[14:], context))
    except InvalidTag:
        raise CannotOpen("the value was not sealed for this place") from None


def pad(plain: bytes) -> bytes:
    """Lengthen to 32, 64 or 128 bytes, above that to a multiple of 128, so that a length tells little."""
    wanted = len(plain) + 1
    for size in SIZES:
        if wanted <= size:
            break
    else:
        size = -(-wanted // SIZES[-1]) * SIZES[-1]
    return (plain + b"\x80").ljust(size, b"\x00")


def unpad(padded: bytes) -> bytes:
    """Undo pad()."""
    return padded.rstrip(b"\x00")[:-1]
