"""The bytes of a PostgreSQL database as they lie on the disk: tables, indexes and write-ahead log."""

from __future__ import annotations

from pathlib import Path

import psycopg


def settled_files(database_url: str) -> list[Path]:
    """Write everything out, and return the files of one database and of the log; none for SQLite."""
    if not database_url:
        return []
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("checkpoint")
        row = connection.execute(
            "select current_setting('data_directory'), oid from pg_database where datname = current_database()"
        ).fetchone()
    assert row is not None
    directory, oid = Path(row[0]), row[1]
    if not directory.is_dir():
        raise RuntimeError("The PostgreSQL server runs on another machine: its files cannot be looked at.")
    folders = (directory / "base" / str(oid), directory / "pg_wal")
    return [path for folder in folders for path in sorted(folder.iterdir()) if path.is_file()]
