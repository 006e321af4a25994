"""The base of every table, its column types, and how transactions begin on each database."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from flask import g, has_request_context
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as RequestSession
from sqlalchemy import (
    DateTime,
    Dialect,
    Engine,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    Uuid,
)
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry
from sqlalchemy.types import UserDefinedType

from caseflow.errors import Misconfigured

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

IMMEDIATE = "caseflow_immediate"
"""Execution option: this SQLite transaction takes the write lock with its first statement."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; refuses a time without a zone, and always gives one back with it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time needs a zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Code(TypeDecorator[Any]):
    """A short stable code; with an enumeration, its member going in and coming out."""

    impl = String(48)
    cache_ok = True

    def __init__(self, choices: type[StrEnum] | None = None) -> None:
        super().__init__()
        self.choices = choices

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return str(self.choices(value)) if self.choices else str(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return self.choices(value) if value is not None and self.choices else value


class PlainText(TypeDecorator[str]):
    """Text that is kept readable at rest, with the reason why that is right."""

    impl = Text
    cache_ok = True

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason


class SealedBytes(TypeDecorator[bytes]):
    """What a sealed attribute stores: ciphertext only."""

    impl = LargeBinary
    cache_ok = True


class AsStored(UserDefinedType[Any]):
    """A value just as the driver gives and takes it: a million ids need not become objects first."""

    cache_ok = True


def id_of(stored: Any) -> uuid.UUID:
    """Return the id that was read just as it is stored."""
    return stored if isinstance(stored, uuid.UUID) else uuid.UUID(stored)


class KeyedHash(TypeDecorator[bytes]):
    """A keyed hash, by which an exact value can be looked up and never read back."""

    impl = LargeBinary(32)
    cache_ok = True


class Base(DeclarativeBase):
    """The parent of all tables: a random id that exists from construction on."""

    metadata = MetaData(naming_convention=NAMING)
    # On the registry: Flask-SQLAlchemy copies this body, and a type_annotation_map in it would be refused.
    registry = registry(metadata=metadata, type_annotation_map={datetime: UtcDateTime, uuid.UUID: Uuid})

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)

    def __init__(self, **values: Any) -> None:
        # A sealed value is bound to its row and vault, so both must stand before the first one is set.
        self.id = values.pop("id", None) or uuid.uuid4()
        if "vault" in values:
            self.vault = values.pop("vault")
        for name, value in values.items():
            if not hasattr(type(self), name):
                raise TypeError(f"{type(self).__name__} has no attribute {name!r}")
            setattr(self, name, value)


OWNER, KEEPER = "owner", "keeper"
"""The roles beside the application's own: migrations; and what must see all rows, never a request."""

_as_keeper: ContextVar[bool] = ContextVar("caseflow_as_keeper", default=False)


class WalledSession(RequestSession):
    """A session that reaches the database as the walled role in a request, and as the keeper in a command."""

    def get_bind(self, *args: Any, **kwargs: Any) -> Engine | Connection:
        """Return the engine of the role that is right here."""
        keeper = db.engines.get(KEEPER)
        if keeper is not None and (_as_keeper.get() or not has_request_context()):
            return keeper
        return super().get_bind(*args, **kwargs)


db = SQLAlchemy(
    model_class=Base,
    session_options={"expire_on_commit": False, "class_": WalledSession},
    disable_autonaming=True,
)


@contextmanager
def as_keeper() -> Iterator[None]:
    """Read past the wall, for what a process must know as a whole: the index of names. Never to answer a request."""
    before = _as_keeper.set(True)
    try:
        yield
    finally:
        _as_keeper.reset(before)


def owner_engine() -> Engine:
    """Return the engine of the role that owns the tables: the only one that may change them."""
    if is_walled() and OWNER not in db.engines:
        raise Misconfigured("Tables belong to the owner: set CASEFLOW_OWNER_URL for this command.")
    return db.engines.get(OWNER) or db.engine


def whole_engine() -> Engine:
    """Return the engine that sees all rows: for commands that carry the whole database, never for a request."""
    return db.engines.get(KEEPER) or db.engine


def is_walled(engine: Engine | None = None) -> bool:
    """Tell whether the second wall stands in this installation, and whether an engine is the one before it."""
    return KEEPER in db.engines and (engine is None or engine is db.engine)


def in_request() -> bool:
    """Tell whether this is a request's doing, and not a command's."""
    return has_request_context()


def viewer_of_request() -> Any:
    """Return who is looking, as the guard has found; nobody outside a request."""
    return g.get("viewer") if in_request() else None


def begin_writing() -> None:
    """Open the session's transaction for writing: on SQLite the write lock is taken at once."""
    db.session.connection(execution_options={IMMEDIATE: True})


_reading: ContextVar[bool] = ContextVar("caseflow_reading", default=False)


def end_reading() -> None:
    """End the session's read transaction and let go of what it loaded; what was begun for writing is taken back."""
    ending = _reading.set(True)
    try:
        db.session.rollback()
    finally:
        _reading.reset(ending)
    db.session.close()


def ends_a_read(connection: Connection) -> bool:
    """Tell whether what a connection is about to take back was begun for reading, and there is nothing to take."""
    return _reading.get() and not connection.get_execution_options().get(IMMEDIATE)
