"""Open very many sealed values, without a row object for each: for what is read whole when a process starts."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NoReturn

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from caseflow.crypto.envelope import HEADER, NONCE, unpad
from caseflow.crypto.keyring import Keyring, wrap_context

Decrypt = Callable[[bytes, bytes, bytes], bytes]
DataKey = tuple[Decrypt, bytes]
"""What decrypts under a vault's data key, and what every binding of that vault ends in."""
WrappedKey = tuple[bytes, int, str, bytes]
"""A vault as it is stored: its id, the data key's version, the wrapping key's id and the wrapped key."""
_BODY = len(HEADER) + NONCE


def data_keys(ring: Keyring, vaults: Iterable[WrappedKey]) -> list[DataKey]:
    """Unwrap each of these vaults once; one that cannot be unwrapped opens nothing."""
    found: list[DataKey] = []
    wrapping: dict[str, Decrypt] = {}
    for vault_id, key_version, kek_id, wrapped in vaults:
        version = key_version.to_bytes(4, "big")
        if kek_id not in wrapping:
            wrapping[kek_id] = ring.kek(kek_id).decrypt
        # What Keyring.unwrap() does, without a call for each.
        start, sealed = wrapped[:_BODY], wrapped[_BODY:]
        if start[:2] != HEADER:
            found.append(_NO_KEY)
            continue
        try:
            key = wrapping[kek_id](start[2:], sealed, wrap_context(vault_id, version))
        except (InvalidTag, ValueError):
            found.append(_NO_KEY)
        else:
            # What row_binding() writes after the row's id.
            found.append((AESGCM(unpad(key)).decrypt, b"\x00\x10%b\x00\x04%b" % (vault_id, version)))
    return found


def _refuse(_nonce: bytes, _sealed: bytes, _context: bytes) -> NoReturn:
    raise InvalidTag


_NO_KEY: DataKey = (_refuse, b"")


def opened(
    keys: Sequence[DataKey], prefix: bytes, rows: Sequence[bytes], blobs: Sequence[Any]
) -> list[bytes]:
    """Open one attribute of many rows, each under its own key; an empty one comes as nothing.

    What cannot be opened comes as nothing too: one broken value must not keep all the others from being read.
    """
    start = prefix + b"\x00\x10"
    try:
        # open_sealed() and unpad() in one, without a call for each: a million people have six million values.
        return [
            decrypt(blob[2:_BODY], blob[_BODY:], start + row + end).rstrip(b"\x00")[:-1]
            if blob and blob[:2] == HEADER
            else b""
            for (decrypt, end), row, blob in zip(keys, rows, blobs, strict=True)
        ]
    except (InvalidTag, ValueError):
        if len(blobs) == 1:
            return [b""]
        return [
            opened([key], prefix, [row], [blob])[0] for key, row, blob in zip(keys, rows, blobs, strict=True)
        ]
