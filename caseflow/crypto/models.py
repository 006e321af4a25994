"""Tables of the keyring: key-encryption keys, wrapped secrets and vaults."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import ForeignKey, UniqueConstraint, event, select
from sqlalchemy.orm import Mapped, Session, declared_attr, mapped_column, object_session, relationship
from sqlalchemy.orm.exc import StaleDataError

from caseflow.clock import now
from caseflow.crypto import keyring
from caseflow.crypto.envelope import CannotOpen, new_key, open_sealed, row_binding, seal
from caseflow.database import Base, Code, KeyedHash, PlainText, SealedBytes


class KekState(StrEnum):
    """What a key-encryption key may still be used for."""

    NEW = "new"
    PRIMARY = "primary"
    OPEN_ONLY = "open_only"
    RETIRED = "retired"


class KekPurpose(StrEnum):
    """What a key-encryption key wraps: data keys and secrets, or the keys of backups. Never both."""

    DATA = "data"
    BACKUP = "backup"


class Kek(Base):
    """A key-encryption key as the database knows it: its id, its state, and a value that tells it from a wrong one."""

    __tablename__ = "crypto_keks"
    key_id: Mapped[str] = mapped_column(Code(), unique=True)
    purpose: Mapped[KekPurpose] = mapped_column(Code(KekPurpose))
    state: Mapped[KekState] = mapped_column(Code(KekState))
    check_value: Mapped[bytes] = mapped_column(KeyedHash())
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class Process(Base):
    """A running server process, and the key ids that it has reported to know."""

    __tablename__ = "crypto_processes"
    __unaudited__ = "a sign of life, not a record of anyone"

    number: Mapped[int]
    knows: Mapped[str] = mapped_column(PlainText("ids of keys, which are no secret"))
    wraps_with: Mapped[str | None] = mapped_column(Code())
    """The key under which it would wrap a new vault now."""
    seen_at: Mapped[datetime] = mapped_column(index=True)


class Secret(Base):
    """A random secret of the installation (lookup hashes, audit chain, sessions), wrapped by a KEK."""

    __tablename__ = "crypto_secrets"
    __table_args__ = (UniqueConstraint("purpose", "generation"),)
    purpose: Mapped[str] = mapped_column(Code())
    generation: Mapped[int]
    kek_id: Mapped[str] = mapped_column(Code())
    wrapped: Mapped[bytes] = mapped_column(SealedBytes())
    created_at: Mapped[datetime]


class Vault(Base):
    """A random data key, wrapped by a KEK. Without its row, nothing sealed under it can ever be read.

    A person may own several: the call that was tied to her brought its own.
    """

    __tablename__ = "crypto_vaults"
    owner_id: Mapped[UUID | None] = mapped_column(index=True)
    key_version: Mapped[int]
    kek_id: Mapped[str] = mapped_column(Code(), index=True)
    wrapped: Mapped[bytes] = mapped_column(SealedBytes())
    created_at: Mapped[datetime]

    def __init__(self, owner_id: UUID | None = None) -> None:
        identity, key = uuid4(), new_key()
        kek_id, wrapped = keyring.current().wrap(key, identity.bytes, 1)
        super().__init__(
            id=identity, owner_id=owner_id, key_version=1, kek_id=kek_id, wrapped=wrapped, created_at=now()
        )
        self._cipher = AESGCM(key)

    def cipher(self) -> AESGCM:
        """Return the cipher of the vault's data key, unwrapped once for as long as this row is held."""
        cipher: AESGCM | None = self.__dict__.get("_cipher")
        if cipher is None:
            key = keyring.current().unwrap(self.kek_id, self.wrapped, self.id.bytes, self.key_version)
            cipher = self.__dict__["_cipher"] = AESGCM(key)
        return cipher

    def open_as_it_stands(self, blob: bytes, prefix: bytes, row: UUID) -> bytes:
        """Open with the key the vault has in the database now, if that is another than when it was read."""
        session = object_session(self)
        if session is None:
            raise CannotOpen("the vault is not in a session")
        table: Any = Vault.__table__
        columns = (table.c.key_version, table.c.kek_id, table.c.wrapped)
        with session.no_autoflush:
            found = session.execute(select(*columns).where(table.c.id == self.id)).one_or_none()
        if found is None or found.key_version == self.key_version:
            raise CannotOpen("the vault's key is the one it was read with")
        key = keyring.current().unwrap(found.kek_id, found.wrapped, self.id.bytes, found.key_version)
        return open_sealed(AESGCM(key), blob, row_binding(prefix, row, self.id, found.key_version))

    def seal(self, plain: bytes, prefix: bytes, row: UUID) -> bytes:
        """Seal a value of a row."""
        return seal(self.cipher(), plain, row_binding(prefix, row, self.id, self.key_version))

    def open(self, blob: bytes, prefix: bytes, row: UUID) -> bytes:
        """Open a value of a row; raises CannotOpen if it does not belong there."""
        return open_sealed(self.cipher(), blob, row_binding(prefix, row, self.id, self.key_version))


class Vaulted:
    """A row with sealed attributes: it belongs to a vault, which is loaded with it and never by a query of its own."""

    vault_id: Mapped[UUID] = mapped_column(ForeignKey("crypto_vaults.id"), index=True)

    @declared_attr
    def vault(cls) -> Mapped[Vault]:
        """Return the vault under which this row's values are sealed."""
        table: Any = cls
        # Not an inner join: a row whose vault is missing must not vanish from a list, it says that it cannot be opened.
        return relationship(Vault, lazy="joined", foreign_keys=lambda: [table.vault_id])


def _hold_keys(session: Session, _context: object, _instances: object) -> None:
    """Before a write: hold the keys that were sealed with, and do the work anew if one was renewed meanwhile.

    SQLite writes one after the other, so there a key cannot change between its reading and the writing.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    written: list[Any] = [row for row in (*session.new, *session.dirty) if isinstance(row, Vaulted)]
    used = {row.vault.id: row.vault for row in written if row.__dict__.get("vault") is not None}
    read = {one: vault.key_version for one, vault in used.items() if vault not in session.new}
    if not read:
        return
    rows = session.execute(
        select(Vault.id, Vault.key_version).where(Vault.id.in_(read)).with_for_update(read=True)
    )
    if {row.id: row.key_version for row in rows} != read:
        raise StaleDataError("a data key was renewed")


event.listen(Session, "before_flush", _hold_keys)
