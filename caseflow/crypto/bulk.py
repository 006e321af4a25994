"""Open very many sealed values, without a row object for each: for what is read whole when a process starts."""

from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from caseflow.crypto.envelope import HEADER, NONCE, SHORTEST, CannotOpen
from caseflow.crypto.keyring import Keyring

Opener = Callable[[bytes, bytes, bytes], bytes]
_BODY = len(HEADER) + NONCE


def opener(ring: Keyring, vault_id: bytes, key_version: int, kek_id: str, wrapped: bytes) -> Opener:
    """Unwrap a vault once; returns what opens a blob by its attribute's prefix and its row's id.

    What cannot be opened comes as nothing: one broken value must not keep all the others from being read.
    """
    try:
        decrypt = AESGCM(ring.unwrap(kek_id, wrapped, vault_id, key_version)).decrypt
    except CannotOpen:
        return lambda _blob, _prefix, _row: b""
    # What row_binding() writes after the row's id.
    tail = b"\x00\x10" + vault_id + b"\x00\x04" + key_version.to_bytes(4, "big")

    def open_value(blob: bytes, prefix: bytes, row: bytes) -> bytes:
        # open_sealed() and unpad() in one: a million people have six million values.
        if len(blob) < SHORTEST or blob[:2] != HEADER:
            return b""
        try:
            plain = decrypt(blob[2:_BODY], blob[_BODY:], prefix + b"\x00\x10" + row + tail)
        except InvalidTag:
            return b""
        return plain.rstrip(b"\x00")[:-1]

    return open_value
