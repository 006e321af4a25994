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

Batch = tuple[Table, list[Values]]
LINKS = (
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY 1, 2"
)


@contextmanager
def filling(engine: Engine) -> Iterator[Connection]:
    """Give a connection that may fill tables in any order; whether every row's links hold is checked at the end.

    Everything is one transaction: it is all there when this ends, or nothing is.
    """
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            # SQLite heeds this outside a transaction only, and it holds for this connection alone.
            raw: Any = connection.connection.driver_connection
            raw.execute("PRAGMA foreign_keys=OFF")
            try:
                yield connection
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                    raise BadArchive("Rows point to rows that are not there: nothing was kept.")
                connection.commit()
            finally:
                connection.rollback()
                raw.execute("PRAGMA foreign_keys=ON")
        else:
            links = connection.exec_driver_sql(LINKS).all()
            for table, name, _ in links:
                connection.exec_driver_sql(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
            yield connection
            for table, name, definition in links:
                connection.exec_driver_sql(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
            connection.commit()


def fill(connection: Connection, batches: Iterable[Batch], progress: Callable[[int], None]) -> None:
    """Insert batches of rows; those of one table come one after the other."""
    put = _copy if connection.dialect.name == "postgresql" else _insert
    for table, group in groupby(batches, key=lambda batch: batch[0]):
        put(connection, table, (rows for _, rows in group), progress)


def _insert(
    connection: Connection, table: Table, batches: Iterable[list[Values]], progress: Callable[[int], None]
) -> None:
    columns = ", ".join(f'"{column}"' for column in table.columns)
    marks = ", ".join("?" * len(table.columns))
    statement = f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})'
    connection.exec_driver_sql("SELECT 1")  # the transaction begins with the connection's first statement
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
        if names:
            connection.exec_driver_sql(f"TRUNCATE {', '.join(names)}")
