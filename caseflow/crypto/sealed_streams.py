"""Sealed streams of a row: content too long for one value, sealed in chunks that lie in rows of their own."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from caseflow.crypto.envelope import binding, row_binding
from caseflow.crypto.models import Vault
from caseflow.crypto.sealed import Sealed
from caseflow.crypto.streams import FORMAT, open_stream, seal_stream

PIECE = 256 * 1024
"""How much of a sealed stream lies in one row."""


class SealedStream:
    """Content of a row, kept in a table of chunks: cut, reordered, moved or changed chunks do not open.

    The table of chunks has ``of_id`` (the row), ``number`` and ``data``, and says ``holds = SealedStream(…)``.
    """

    registry: ClassVar[dict[str, "SealedStream"]] = {}

    def __init__(self, seal_name: str) -> None:
        self.seal_name = seal_name
        self.prefix = binding(bytes([FORMAT]), seal_name.encode())
        self.chunks: Any = None

    def __set_name__(self, owner: type, name: str) -> None:
        place = f"{owner.__module__}.{owner.__qualname__}.{name}"
        if Sealed.registry.setdefault(self.seal_name, place) != place:
            raise TypeError(f"the seal name {self.seal_name} is used twice")
        self.registry[self.seal_name] = self
        self.chunks = owner

    def seal(self, vault: Vault, row_id: UUID, plain: Iterable[bytes]) -> Iterator[bytes]:
        """Seal content that arrives in pieces; yields what goes into one row of chunks after the other."""
        return self.seal_with(vault.cipher(), row_id, vault.id, vault.key_version, plain)

    def open(self, vault: Vault, row_id: UUID, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Open content chunk by chunk; raises CannotOpen if it is not whole, genuine and this row's."""
        return self.open_with(vault.cipher(), row_id, vault.id, vault.key_version, chunks)

    def seal_with(
        self, cipher: AESGCM, row_id: UUID, vault_id: UUID, version: int, plain: Iterable[bytes]
    ) -> Iterator[bytes]:
        """Seal content under one data key of a vault."""
        held = bytearray()
        for sealed in seal_stream(cipher, plain, row_binding(self.prefix, row_id, vault_id, version)):
            held += sealed
            for _ in range(len(held) // PIECE):
                yield bytes(held[:PIECE])
                del held[:PIECE]
        if held:
            yield bytes(held)

    def open_with(
        self, cipher: AESGCM, row_id: UUID, vault_id: UUID, version: int, chunks: Iterable[bytes]
    ) -> Iterator[bytes]:
        """Open content under one data key of a vault."""
        return open_stream(cipher, chunks, row_binding(self.prefix, row_id, vault_id, version))
