"""Open very many sealed values, without a row object for each: for what is read whole when a process starts."""

from collections.abc import Callable

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from caseflow.crypto.envelope import open_sealed
from caseflow.crypto.keyring import Keyring

Opener = Callable[[bytes, bytes, bytes], bytes]


def opener(ring: Keyring, vault_id: bytes, key_version: int, kek_id: str, wrapped: bytes) -> Opener:
    """Unwrap a vault once; returns what opens a blob by its attribute's prefix and its row's id."""
    cipher = AESGCM(ring.unwrap(kek_id, wrapped, vault_id, key_version))
    # What row_binding() writes after the row's id.
    tail = b"\x00\x10" + vault_id + b"\x00\x04" + key_version.to_bytes(4, "big")

    def open_value(blob: bytes, prefix: bytes, row: bytes) -> bytes:
        return open_sealed(cipher, blob, prefix + b"\x00\x10" + row + tail)

    return open_value
