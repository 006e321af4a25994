"""Rows into an empty database, as they are: sealed values stay sealed, and no rule of the product is asked."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Engine, inspect

from caseflow.crypto.archives import BadArchive
from caseflow.startup import UNFINISHED
from caseflow.upkeep.backup.columns import Values
from caseflow.upkeep.backup.tables import Table
from caseflow.upkeep.broken import told

Link = tuple[str, str, str]
Batch = tuple[Table, list[Values]]
CACHE_KIB = 128 * 1024
INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
LINKS = (
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY 1, 2"
)


@contextmanager
def filling(engine: Engine) -> Iterator[Connection]:
    """Give a connection that may fill tables in any order; whether every row's links hold is checked at the end.

    On PostgreSQL all is there when this ends, or nothing is. An SQLite file is of no use if this did not end.
    """
    if engine.dialect.name == "sqlite":
        engine.dispose()  # how it keeps its journal is changed by the only connection
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            with unchecked(connection), _hasty(connection):
                indexes = connection.exec_driver_sql(INDEXES).all()
                for name, _ in indexes:
                    connection.exec_driver_sql(f'DROP INDEX "{name}"')
                yield connection
                for _, statement in indexes:
                    connection.exec_driver_sql(statement)
                check_links(connection)
                connection.commit()
        else:
            links = links_of(connection)
            drop_links(connection, links)
            yield connection
            add_links(connection, links)
            connection.commit()


@contextmanager
def _hasty(connection: Connection) -> Iterator[None]:
    """Write an SQLite file that is thrown away if this is stopped: without a journal, and made last at the end."""
    raw = _raw(connection)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", f"cache_size=-{CACHE_KIB}"):
        raw.execute(f"PRAGMA {pragma}")
    yield
    for pragma in ("synchronous=FULL", "journal_mode=WAL"):
        raw.execute(f"PRAGMA {pragma}")


@contextmanager
def unchecked(connection: Connection) -> Iterator[None]:
    """Let an SQLite connection put a row before the row that it points to."""
    _raw(connection).execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        connection.rollback()
        _raw(connection).execute("PRAGMA foreign_keys=ON")


def check_links(connection: Connection) -> None:
    """Raise BadArchive if a row in SQLite points to a row that is not there."""
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise BadArchive("Rows point to rows that are not there: nothing was kept.")


def links_of(connection: Connection) -> list[Link]:
    """Return every foreign key of a PostgreSQL database: its table, its name, its definition."""
    return [(row[0], row[1], row[2]) for row in connection.exec_driver_sql(LINKS)]


def drop_links(connection: Connection, links: Iterable[Link]) -> None:
    """Take foreign keys away, those that are there."""
    for table, name, _ in links:
        connection.exec_driver_sql(f'ALTER TABLE {table} DROP CONSTRAINT IF EXISTS "{name}"')


def add_links(connection: Connection, links: Iterable[Link]) -> None:
    """Put foreign keys back; each checks every row."""
    for table, name, definition in links:
        connection.exec_driver_sql(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')


def fill(connection: Connection, batches: Iterable[Batch], progress: Callable[[int], None]) -> None:
    """Insert batches of rows; those of one table come one after the other."""
    # A transaction begins with the connection's own first statement, not with those of the driver below it.
    connection.exec_driver_sql("SELECT 1")
    put = _copy if connection.dialect.name == "postgresql" else _insert
    with told(connection):
        for table, group in groupby(batches, key=lambda batch: batch[0]):
            put(connection, table, (rows for _, rows in group), progress)


def _insert(
    connection: Connection, table: Table, batches: Iterable[list[Values]], progress: Callable[[int], None]
) -> None:
    columns = ", ".join(f'"{column}"' for column in table.columns)
    marks = ", ".join("?" * len(table.columns))
    statement = f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})'
    cursor = _raw(connection).cursor()
    for rows in batches:
        cursor.executemany(statement, rows)
        progress(len(rows))


def _copy(
    connection: Connection, table: Table, batches: Iterable[list[Values]], progress: Callable[[int], None]
) -> None:
    columns = ", ".join(f'"{column}"' for column in table.columns)
    with (
        _raw(connection).cursor() as cursor,
        cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy,
    ):
        for rows in batches:
            for row in rows:
                copy.write_row(row)
            progress(len(rows))


def _raw(connection: Connection) -> Any:
    return connection.connection.driver_connection


def is_empty(engine: Engine) -> bool:
    """Tell whether a database holds no row of anything."""
    with engine.connect() as connection:
        names = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
        return all(
            connection.exec_driver_sql(f'SELECT 1 FROM "{name}" LIMIT 1').first() is None for name in names
        )


def wipe(engine: Engine) -> None:
    """Take every row out of every table."""
    with engine.begin() as connection:
        keep = ("alembic_version", UNFINISHED)
        names = [f'"{name}"' for name in inspect(connection).get_table_names() if name not in keep]
        if names and engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"TRUNCATE {', '.join(names)}")
