"""Tables of the audit chain and of one-time keys."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.database import Base, Code, KeyedHash, PlainText


class AuditRow(Base):
    """One line of the chain: its hash covers its own content and the line before it."""

    __tablename__ = "audit_rows"
    __table_args__ = (Index(None, "record_kind", "record_id"), Index(None, "actor_id", "at"))
    __unaudited__ = "it is the audit"

    position: Mapped[int] = mapped_column(BigInteger, unique=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[UUID | None]
    purpose: Mapped[str | None] = mapped_column(Code())
    event: Mapped[str] = mapped_column(Code())
    record_kind: Mapped[str | None] = mapped_column(Code())
    record_id: Mapped[UUID | None]
    person_id: Mapped[UUID | None] = mapped_column(index=True)
    fields: Mapped[str] = mapped_column(PlainText("names of changed fields, never their values"))
    shown: Mapped[str] = mapped_column(PlainText("random ids of the records that a list showed"))
    count: Mapped[int]
    generation: Mapped[int]
    digest: Mapped[bytes] = mapped_column(KeyedHash())


class AuditHead(Base):
    """The one row that says where the chain ends; it is locked last in every writing transaction."""

    __tablename__ = "audit_head"
    __unaudited__ = "it is the audit"

    position: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[bytes] = mapped_column(KeyedHash())


class OneTimeKey(Base):
    """A form's one-time key with the answer of the action that it carried, kept for 48 hours."""

    __tablename__ = "one_time_keys"
    __table_args__ = (UniqueConstraint("user_id", "key", "action"),)
    __unaudited__ = "it goes with the action that is audited"

    user_id: Mapped[UUID]
    key: Mapped[str] = mapped_column(Code())
    action: Mapped[str] = mapped_column(Code())
    result: Mapped[str] = mapped_column(PlainText("ids of what the action made"))
    created_at: Mapped[datetime] = mapped_column(index=True)
