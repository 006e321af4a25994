"""Bring a database back from an archive: the old state stays until the new one is whole, or is marked unfinished."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, delete
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from caseflow import startup
from caseflow.access.viewer import Actor
from caseflow.access.wall.raising import raise_wall
from caseflow.audit import anchoring
from caseflow.clock import now
from caseflow.crypto import keyring
from caseflow.crypto.archives import BadArchive, opened_archive
from caseflow.crypto.installing import open_keyring
from caseflow.crypto.keyring import check_value
from caseflow.crypto.models import Process
from caseflow.crypto.sources import KeySource
from caseflow.database import db, end_reading, owner_engine
from caseflow.errors import CaseflowError, Conflict, Misconfigured
from caseflow.privacy.erasing.actions import replay_ledger
from caseflow.upkeep.backup import actions
from caseflow.upkeep.backup.contents import Contents, rows_of
from caseflow.upkeep.backup.creating import Told, create
from caseflow.upkeep.backup.loading import Batch, fill, filling, is_empty, wipe
from caseflow.upkeep.backup.places import engine_of, files_of, working_on
from caseflow.upkeep.backup.verifying import Verified, archive_file, verify
from caseflow.upkeep.backup.writing import sync_folder
from caseflow.upkeep.broken import sentence_of
from caseflow.upkeep.stopped import refuse_beside_the_service

AGAIN = "run flask --app wsgi restore FILE again"


@dataclass(frozen=True)
class Restored:
    """What was brought back, how many vaults the ledger took out again, and the copy of what stood before."""

    found: Verified
    erased_again: int
    kept: Path | None


@dataclass(frozen=True)
class Folders:
    """Where the keys with their ledger lie, and where a copy of what stands now is kept."""

    keys: Path
    backups: Path


Telling = Callable[[str], Told]
"""Called with what is being done; returns what tells of its progress."""


def restore(actor: Actor, path: Path, folders: Folders, telling: Telling, *, replace: bool) -> Restored:
    """Bring the database back from an archive; raises BadArchive, Conflict or Misconfigured with one sentence."""
    source = keyring.current().source
    found = verify(path, source, telling("Reading"))
    refuse_unusable(found, source)
    unfinished = startup.unfinished(owner_engine())
    empty = unfinished is not None or is_empty(owner_engine())
    if not empty:
        if not replace:
            raise Conflict(
                "The database is not empty: nothing was changed. "
                "With --replace a copy of it is kept, and it is replaced."
            )
        refuse_beside_the_service(owner_engine())
    kept = None if empty else _keep_copy(actor, folders.backups, telling("Keeping a copy"))
    try:
        fill_new = _beside if owner_engine().dialect.name == "sqlite" else _in_place
        fill_new(path, source, found, telling("Restoring"))
        erased = finish(actor, folders.keys)
    except (DBAPIError, OSError) as fault:
        raise Misconfigured(sentence_of(fault, "restore", AGAIN)) from None
    actions.note_restore(actor, found.archive, found.rows)
    startup.mark_finished(owner_engine())
    return Restored(found, erased, kept)


def refuse_unusable(found: Verified, source: KeySource) -> None:
    """Refuse an archive of a later schema, or one whose data no key here opens."""
    if found.manifest.revision not in startup.known_revisions():
        raise BadArchive(
            f"The archive was made by a newer version of caseflow (its schema {found.manifest.revision} "
            "is not known here). Install that version first; nothing was changed."
        )
    for key_id, check in found.manifest.keys.items():
        if check_value(key_id, source.material(key_id)) != check:
            raise Misconfigured(
                f"The key {key_id} here is not the one that the archive's data was sealed with. Nothing was changed."
            )


def load_archive(engine: Engine, path: Path, source: KeySource, revision: str, told: Told) -> None:
    """Lay out an empty database at an archive's schema, fill it, and bring it to the present one."""
    with working_on(engine):
        fill_from(engine, path, source, revision, told)
        startup.migrate("head")


def fill_from(engine: Engine, path: Path, source: KeySource, revision: str, told: Told) -> None:
    """Lay out the present database at an archive's schema, and fill it."""
    startup.migrate(revision)
    with archive_file(path) as file, filling(engine) as connection:
        contents = Contents(opened_archive(file, source))
        fill(connection, _rows(contents), told(sum(contents.manifest.rows.values())))


def _rows(contents: Contents) -> Iterator[Batch]:
    for table, content in contents.batches():
        yield table, rows_of(table, content)


def finish(actor: Actor, keys: Path) -> int:
    """Open the keys of what was loaded, sign for where its audit ends, and carry out again every known erasure."""
    open_keys()
    # Before anything is added to the chain: what it had beyond this point is given up here, and signed for.
    anchoring.reanchor(actor, "restored")
    forget_processes()
    return replay_ledger(actor, keys)


def open_keys() -> None:
    """Open the keys of the present database, and forget those of any other."""
    startup.check_schema()
    keyring.current().forget()
    try:
        open_keyring(keyring.current(), db.session())
    finally:
        end_reading()


def forget_processes() -> None:
    """Forget the servers that ran on the database that this one was made from: none of them serves this one."""
    db.session.execute(delete(Process))
    db.session.commit()


def _beside(path: Path, source: KeySource, found: Verified, told: Told) -> None:
    """Fill a file beside the database's own and give it that name: until then the old one stands untouched."""
    database = Path(str(owner_engine().url.database))
    beside = database.with_name(f"{database.name}.restoring")
    remove_files(beside)
    try:
        load_archive(engine_of(f"sqlite:///{beside}"), path, source, found.manifest.revision, told)
        other = engine_of(f"sqlite:///{beside}")
        startup.mark_unfinished(other, AGAIN)
        other.dispose()
        _settle(beside)
        owner_engine().dispose()
        _settle(database)
        os.replace(beside, database)
        sync_folder(database.parent)
    finally:
        remove_files(beside)


def _settle(database: Path) -> None:
    """Bring everything from the log into the file, so that the file alone is the database."""
    if database.exists():
        with closing(sqlite3.connect(database, isolation_level=None)) as connection:
            try:
                # Nobody else may have it open: whoever has would go on writing into a file without a name.
                connection.execute("PRAGMA locking_mode=EXCLUSIVE")
                busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
                connection.execute("PRAGMA journal_mode=DELETE")
            except sqlite3.OperationalError:
                busy = True
        if busy:
            raise Conflict("Somebody is using the database: stop the service, then run this again.")
        with database.open("rb") as file:
            os.fsync(file.fileno())


def remove_files(database: Path) -> None:
    for file in files_of(database):
        file.unlink(missing_ok=True)


def _in_place(path: Path, source: KeySource, found: Verified, told: Told) -> None:
    """Mark the database unfinished, empty it, and fill it."""
    startup.mark_unfinished(owner_engine(), AGAIN)
    wipe(owner_engine())
    startup.migrate("base")
    load_archive(owner_engine(), path, source, found.manifest.revision, told)
    with owner_engine().begin() as connection:
        raise_wall(connection)


def _keep_copy(actor: Actor, backups: Path, told: Told) -> Path:
    kept = backups / f"before-restore-{now():%Y%m%d-%H%M%S-%f}.caseflow"
    try:
        backups.mkdir(mode=0o700, parents=True, exist_ok=True)
        open_keys()
        create(actor, kept, told)
    except (CaseflowError, SQLAlchemyError, OSError) as fault:
        end_reading()
        said = str(fault) if isinstance(fault, CaseflowError) else "It cannot be read or written."
        raise Conflict(
            f"No copy could be kept of the database as it stands, so nothing was changed. {said} "
            "Move the database away by hand, and restore into an empty one."
        ) from None
    return kept
