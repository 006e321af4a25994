"""New data keys: all that is sealed under a vault is opened and sealed again under a fresh key, in one transaction.

The tables are walked by their metadata, so no sealed attribute can be left out. Stopped at any moment, a vault is
either as it was or renewed. A writer beside it finds the vault's new version and does its work again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.orm import Session

from caseflow.clock import now
from caseflow.crypto.envelope import CannotOpen, new_key, open_sealed, row_binding, seal
from caseflow.crypto.keyring import Keyring
from caseflow.crypto.models import Vault
from caseflow.crypto.sealed import Sealed
from caseflow.crypto.sealed_streams import SealedStream
from caseflow.database import Base

BATCH = 100


@dataclass(frozen=True)
class Key:
    """A data key of a vault: its cipher and its version."""

    cipher: AESGCM
    version: int


def made_before(session: Session, moment: datetime, after: UUID | None, size: int = BATCH) -> list[UUID]:
    """Return the next vaults whose data key was made before a moment, in the order of their ids."""
    wanted = select(Vault.id).where(Vault.created_at < moment).order_by(Vault.id).limit(size)
    return list(session.scalars(wanted if after is None else wanted.where(Vault.id > after)))


def renew_vault(ring: Keyring, session: Session, vault_id: UUID) -> bool:
    """Give a vault a new data key. Where a value under it does not open, nothing is changed; returns whether it was.

    The caller commits, and begins with nothing of this vault loaded.
    """
    table: Any = Vault.__table__
    row = session.execute(
        select(table.c.key_version, table.c.kek_id, table.c.wrapped)
        .where(table.c.id == vault_id)
        .with_for_update()
    ).one_or_none()
    if row is None:
        return False
    plain = new_key()
    try:
        before = ring.unwrap(row.kek_id, row.wrapped, vault_id.bytes, row.key_version)
        old, new = Key(AESGCM(before), row.key_version), Key(AESGCM(plain), row.key_version + 1)
        changes = list(_changes(session, vault_id, old, new))
    except CannotOpen:
        return False
    for statement in changes:
        session.connection().execute(statement)
    kek_id, wrapped = ring.wrap(plain, vault_id.bytes, new.version)
    session.connection().execute(
        update(table)
        .where(table.c.id == vault_id)
        .values(key_version=new.version, kek_id=kek_id, wrapped=wrapped, created_at=now())
    )
    return True


def sealed_columns() -> dict[Table, list[Sealed[Any]]]:
    """Return every sealed attribute of every table."""
    found: dict[Table, list[Sealed[Any]]] = {}
    for mapper in Base.registry.mappers:
        for base in mapper.class_.__mro__:
            for attribute in vars(base).values():
                if isinstance(attribute, Sealed):
                    found.setdefault(mapper.local_table, []).append(attribute)  # type: ignore[arg-type]
    return found


def _changes(session: Session, vault_id: UUID, old: Key, new: Key) -> Iterator[Any]:
    """Yield the statements that seal anew what stands under a vault."""
    for table, attributes in sealed_columns().items():
        columns = [table.c[one.column] for one in attributes]
        rows = session.execute(
            select(table.c.id, *columns).where(table.c.vault_id == vault_id).with_for_update()
        )
        for row_id, *blobs in rows.all():
            values = {
                one.column: _again(blob, one.prefix, row_id, vault_id, old, new)
                for one, blob in zip(attributes, blobs, strict=True)
                if blob is not None
            }
            if values:
                yield update(table).where(table.c.id == row_id).values(values)
    for stream in SealedStream.registry.values():
        yield from _stream_changes(session, stream, vault_id, old, new)


def _again(blob: bytes, prefix: bytes, row_id: UUID, vault_id: UUID, old: Key, new: Key) -> bytes:
    plain = open_sealed(old.cipher, blob, row_binding(prefix, row_id, vault_id, old.version))
    return seal(new.cipher, plain, row_binding(prefix, row_id, vault_id, new.version))


def _stream_changes(
    session: Session, stream: SealedStream, vault_id: UUID, old: Key, new: Key
) -> Iterator[Any]:
    chunks = stream.chunks.__table__
    owner = next(iter(chunks.c.of_id.foreign_keys)).column.table
    for row_id in session.scalars(select(owner.c.id).where(owner.c.vault_id == vault_id)).all():
        sealed = session.scalars(
            select(chunks.c.data).where(chunks.c.of_id == row_id).order_by(chunks.c.number)
        ).all()
        if not sealed:
            continue
        plain = stream.open_with(old.cipher, row_id, vault_id, old.version, sealed)
        again = list(stream.seal_with(new.cipher, row_id, vault_id, new.version, plain))
        yield delete(chunks).where(chunks.c.of_id == row_id)
        yield insert(chunks).values(
            [
                {"id": uuid4(), "of_id": row_id, "number": number, "data": data}
                for number, data in enumerate(again)
            ]
        )
