"""Sealed attributes read as plain columns: for lists, where an object for each row costs more than its values."""

from typing import TypeVar
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from caseflow.crypto import keyring, unopened
from caseflow.crypto.envelope import CannotOpen, open_sealed, row_binding
from caseflow.crypto.models import Vault
from caseflow.crypto.sealed import Sealed

T = TypeVar("T")

VAULT = (Vault.id, Vault.key_version, Vault.kek_id, Vault.wrapped)
"""What a statement reads of a vault, in the order in which ``ReadVault`` takes it."""


class ReadVault:
    """A vault that was read as plain columns in one statement with the values under it."""

    def __init__(self, vault_id: UUID | None, key_version: int, kek_id: str, wrapped: bytes) -> None:
        self._id, self._key_version = vault_id, key_version
        self._kek_id, self._wrapped = kek_id, wrapped
        self._cipher: AESGCM | None = None

    def read(self, attribute: Sealed[T], row_id: UUID, blob: bytes | None) -> T:
        """Return a value as its attribute would; one that cannot be opened is noted, and read as the attribute says."""
        if blob is None:
            empty: T = attribute.empty
            return empty
        try:
            return attribute.decode(self._open(blob, attribute.prefix, row_id))
        except CannotOpen:
            unopened.note(attribute.seal_name, row_id)
            unreadable: T = attribute.unreadable
            return unreadable

    def _open(self, blob: bytes, prefix: bytes, row_id: UUID) -> bytes:
        if self._id is None:
            raise CannotOpen("the vault is missing")
        if self._cipher is None:
            ring = keyring.current()
            key = ring.unwrap(self._kek_id, self._wrapped, self._id.bytes, self._key_version)
            self._cipher = AESGCM(key)
        return open_sealed(self._cipher, blob, row_binding(prefix, row_id, self._id, self._key_version))
