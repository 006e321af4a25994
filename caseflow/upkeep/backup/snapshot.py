"""One consistent look at a whole database while others write: every table, batch by batch, in the order of its keys."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import Connection, Engine

from caseflow.upkeep.backup.tables import Table
from caseflow.upkeep.broken import told

BATCH = 250
"""Rows in a batch. The check of a table is taken over its batches, so both sides of a comparison use this number."""

Rows = list[Sequence[Any]]


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees the database as it stands now, and nothing that is committed later."""
    options: dict[str, Any] = {}
    if engine.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect().execution_options(**options) as connection:
        # On either database the look is fixed by the first statement, not by the beginning of the transaction.
        connection.exec_driver_sql("SELECT version_num FROM alembic_version").all()
        try:
            yield connection
        finally:
            connection.rollback()


def counted(connection: Connection, table: Table) -> int:
    """Return how many rows a table has."""
    return int(connection.exec_driver_sql(f'SELECT count(*) FROM "{table.name}"').scalar_one())


def batches(connection: Connection, table: Table, after: str | None = None) -> Iterator[Rows]:
    """Read a table in batches, in the order of its keys; all of it, or what comes after a key."""
    dialect = connection.dialect.name
    raw: Any = connection.connection.driver_connection
    statement = table.selected(dialect, after=after is not None)
    cursor = raw.cursor("caseflow_rows") if dialect == "postgresql" else raw.cursor()
    with told(connection), closing(cursor):
        cursor.execute(statement, (after,) if after is not None else ())
        while rows := cursor.fetchmany(BATCH):
            yield rows
