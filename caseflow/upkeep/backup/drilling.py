"""Restore the newest archive beside the live data, see that it is whole and opens, and throw it away again."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError

from caseflow import startup
from caseflow.access.viewer import Actor
from caseflow.crypto import keyring
from caseflow.crypto.archives import BadArchive
from caseflow.crypto.installing import open_keyring
from caseflow.crypto.keyring import Keyring
from caseflow.crypto.models import Vault
from caseflow.crypto.sources import KeySource
from caseflow.database import db, end_reading, owner_engine, whole_engine
from caseflow.errors import Misconfigured
from caseflow.upkeep.backup import actions
from caseflow.upkeep.backup.comparing import checks_of, differing
from caseflow.upkeep.backup.places import engine_of, working_on
from caseflow.upkeep.backup.restoring import (
    Telling,
    fill_from,
    refuse_unusable,
    remove_files,
)
from caseflow.upkeep.backup.snapshot import counted, snapshot
from caseflow.upkeep.backup.verifying import Verified, verify
from caseflow.upkeep.broken import sentence_of

SAMPLE = 1_000
"""How many vaults are opened to see that the keys are the right ones."""


@dataclass(frozen=True)
class Drilled:
    """An archive that came back whole: how long that took, and how many rows were written since it was made."""

    found: Verified
    seconds: float
    vaults: int
    since: int


def newest(backups: Path) -> Path:
    """Return the newest archive in a folder; raises Misconfigured if there is none."""
    files = sorted(backups.glob("*.caseflow"), key=lambda path: path.stat().st_mtime)
    if not files:
        raise Misconfigured(f"There is no backup in {backups}: make one there, or name the file.")
    return files[-1]


def drill(actor: Actor, path: Path, telling: Telling) -> Drilled:
    """Restore an archive into a database of its own; the live data is only counted."""
    source, live = keyring.current().source, whole_engine()
    began = time.monotonic()
    found = verify(path, source, telling("Reading"))
    refuse_unusable(found, source)
    try:
        with temporary(owner_engine()) as engine, working_on(engine):
            fill_from(engine, path, source, found.manifest.revision, telling("Restoring"))
            with snapshot(engine) as connection:
                back = checks_of(connection, found.manifest.tables, telling("Comparing")(found.rows))
            different = differing(back, found.checks)
            if different:
                raise BadArchive(f"These tables did not come back as they were: {', '.join(different)}.")
            startup.migrate("head")
            startup.check_schema()
            vaults = _opened(source)
    except (DBAPIError, OSError) as fault:
        raise Misconfigured(sentence_of(fault, "drill", "run it again")) from None
    seconds = time.monotonic() - began
    with snapshot(live) as connection:
        now_there = sum(counted(connection, table) for table in found.manifest.tables)
    actions.note_drill(actor, found.archive, found.rows)
    return Drilled(found, seconds, vaults, now_there - found.rows)


def _opened(source: KeySource) -> int:
    """Open the keys and a sample of vaults of the present database, with a keyring of its own."""
    ring = Keyring(source)
    try:
        open_keyring(ring, db.session())
        vaults = db.session.execute(
            select(Vault.id, Vault.kek_id, Vault.key_version, Vault.wrapped).limit(SAMPLE)
        ).all()
    finally:
        end_reading()
    for vault in vaults:
        ring.unwrap(vault.kek_id, vault.wrapped, vault.id.bytes, vault.key_version)
    return len(vaults)


@contextmanager
def temporary(live: Engine) -> Iterator[Engine]:
    """Give an empty database of the same kind beside the live one, and remove it afterwards."""
    if live.dialect.name == "sqlite":
        path = Path(f"{live.url.database}.drill")
        remove_files(path)
        engine = engine_of(f"sqlite:///{path}")
        try:
            yield engine
        finally:
            engine.dispose()
            remove_files(path)
        return
    name = f"{live.url.database}_drill"
    _tell(live, f'DROP DATABASE IF EXISTS "{name}"')
    _tell(live, f'CREATE DATABASE "{name}"')
    engine = engine_of(live.url.set(database=name).render_as_string(hide_password=False))
    try:
        yield engine
    finally:
        engine.dispose()
        _tell(live, f'DROP DATABASE IF EXISTS "{name}"')


def _tell(live: Engine, statement: str) -> None:
    try:
        with live.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(statement)
    except DBAPIError:
        raise Misconfigured(
            "The database's user may not create a database for the drill: ALTER ROLE … CREATEDB allows it."
        ) from None
