"""A database or a disk that fails in the middle of a work: one sentence, whichever driver noticed it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

FULL = ("disk is full", "no space left", "could not extend", "could not write")


def sentence_of(fault: DBAPIError | OSError, work: str, again: str) -> str:
    """Say in one sentence why a work broke off, and what to do."""
    words = str(getattr(fault, "orig", fault)).lower()
    why = "the disk is full" if any(one in words for one in FULL) else "the database or the disk failed"
    return f"The {work} was not finished: {why}. Mend that and {again}."


@contextmanager
def told(connection: Connection) -> Iterator[None]:
    """Raise what the driver itself says, where it is used without SQLAlchemy, as SQLAlchemy would."""
    driver: Any = connection.dialect.loaded_dbapi
    try:
        yield
    except driver.Error as fault:
        raise DBAPIError(None, None, fault) from None
