"""End a transaction in one go: whoever holds the head of the chain keeps every other writer waiting."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError


@contextmanager
def in_one_go(connection: Connection) -> Iterator[Callable[[], None]]:
    """Send the last statements of a transaction and, with what is given, its commit: one errand over the wire.

    The commit is carried out only if all statements before it were, and no answer of theirs can be read. Where the
    database is in the process nothing is on the way, and the session commits as ever.
    """
    if connection.dialect.name != "postgresql":
        yield lambda: None
        return
    driver: Any = connection.connection.driver_connection
    errors: Any = connection.dialect.loaded_dbapi.Error
    try:
        with driver.pipeline():
            yield driver.commit
    except errors as fault:
        # What fails on the errand comes from the driver itself: told on as of every other statement.
        if driver.closed:
            connection.invalidate(fault)
        raise DBAPIError.instance(None, None, fault, errors, hide_parameters=True) from fault
