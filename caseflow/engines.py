"""The engines of both databases: how a connection is set up, and how transactions begin and end on it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Connection, Engine, event

from caseflow.database import IMMEDIATE, db, end_reading, ends_a_read

SAMPLED = 1000
"""How many rows of each index are looked at to learn how they are spread."""


def learn_spread(engine: Engine) -> None:
    """Let the database learn from samples how its rows are spread: without it, it picks indexes blindly.

    A moment's work. A connection reads what was learnt when it is opened, so those at rest are let go of.
    """
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA analysis_limit={SAMPLED}")
        connection.exec_driver_sql("ANALYZE")
    engine.dispose()


def prepare_engine(engine: Engine) -> None:
    """Set up an engine's connections: the promises in SECURITY.md about SQLite's files rest on these."""
    if engine.dialect.name != "sqlite":
        event.listen(engine, "rollback", _keep_plans)
        return
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)


def _keep_plans(connection: Connection) -> None:
    """End a read by a commit: at a rollback psycopg forgets every statement that the server has planned.

    Behind the second wall a plan takes the server milliseconds, many times what running it takes.
    """
    if ends_a_read(connection):
        driver: Any = connection.connection.driver_connection
        # The rollback that follows tells on a connection that was lost; of one that is idle it has nothing to do.
        with suppress(connection.dialect.loaded_dbapi.Error):
            driver.commit()


WIDE, USUAL = "-128000", "-32000"
"""How many KiB of pages each connection to SQLite keeps in memory, as it wants the number."""


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # pysqlite would begin late and deferred; _begin_sqlite does it instead
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "temp_store=MEMORY",
        "busy_timeout=10000",
        f"cache_size={USUAL}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    immediate = connection.get_execution_options().get(IMMEDIATE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


MAPPED = 2**31 - 2**16
"""How many bytes of a file SQLite may read in place, at most."""


@contextmanager
def reading_whole(connection: Connection) -> Iterator[None]:
    """Let SQLite read its file in place, with no copy of each page, while very much of it is read."""
    _map(connection, MAPPED)
    try:
        yield
    finally:
        _map(connection, 0)


def _map(connection: Connection, size: int) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA mmap_size={size}")


@contextmanager
def wide_cache() -> Iterator[None]:
    """Let SQLite keep many pages in memory while very many rows are written: random keys touch pages everywhere."""
    _cache_size(WIDE)
    try:
        yield
    finally:
        end_reading()
        _cache_size(USUAL)


def _cache_size(size: str) -> None:
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA cache_size={size}")
