"""What an erasure leaves in files: the ledger beside the keys is brought up to date, SQLite's log is emptied."""

import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from caseflow.access.viewer import System
from caseflow.crypto import keyring
from caseflow.database import db, end_reading
from caseflow.errors import Misconfigured
from caseflow.privacy import ledger
from caseflow.privacy.erasing.queries import erased_vaults

LOCKS = Path("/proc/locks")
READERS = range(123, 129)
"""The bytes of the -shm file that SQLite's readers of the write-ahead log lock."""


@dataclass(frozen=True)
class Traces:
    """What is still to be done after an erasure, in sentences; nothing if all is done."""

    left: tuple[str, ...]


def remove_traces(keys: Path) -> Traces:
    """Write the ledger beside the keys and empty the write-ahead log; says what could not be done, and why."""
    left = []
    erased = erased_vaults(System("erasures"))
    end_reading()
    try:
        ledger.add_missing(keyring.current(), keys, erased)
    except Misconfigured as fault:
        left.append(str(fault))
    blocking = empty_log(db.engine)
    if blocking is not None:
        who = f"These processes are reading it: {', '.join(blocking)}. " if blocking else ""
        left.append(
            "The write-ahead log still holds what was erased, because somebody was reading the database. "
            f"{who}It is emptied by flask --app wsgi privacy ledger, or when the service stops."
        )
    return Traces(tuple(left))


def empty_log(engine: Engine) -> tuple[str, ...] | None:
    """Truncate SQLite's write-ahead log; returns nothing if that was done, or the numbers of whoever blocks it.

    PostgreSQL keeps old rows until it cleans up by itself: there the promise is the epoch of the key.
    """
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return None
    connection = engine.raw_connection()
    try:
        # Outside of any transaction, which SQLAlchemy's own connection would begin.
        row = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        connection.close()
    return readers(Path(engine.url.database)) if row[0] else None


def readers(database: Path, locks: Path = LOCKS) -> tuple[str, ...]:
    """Return the numbers of the processes that hold a reader's lock, where the system tells (Linux does)."""
    try:
        inode = Path(f"{database}-shm").stat().st_ino
        lines = locks.read_text().splitlines()
    except OSError:
        return ()
    found = set()
    for line in lines:
        # 1: POSIX ADVISORY READ 1234 08:01:5678 124 124
        parts = line.replace("-> ", "").split()
        here = len(parts) == 8 and parts[3] == "READ" and parts[5].rsplit(":", 1)[-1] == str(inode)
        if here and int(parts[6]) in READERS:
            found.add(parts[4] + (" (this one)" if parts[4] == str(os.getpid()) else ""))
    return tuple(sorted(found))
