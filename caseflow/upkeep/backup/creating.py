"""Make an archive of the database as it stands, while others go on writing."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import Connection, inspect
from sqlalchemy.exc import DBAPIError

from caseflow.access.viewer import Actor
from caseflow.clock import now
from caseflow.crypto import keyring
from caseflow.crypto.archives import sealed_archive
from caseflow.crypto.rotation import backup_key_id
from caseflow.database import db, end_reading, whole_engine
from caseflow.errors import Misconfigured
from caseflow.upkeep.backup import actions
from caseflow.upkeep.backup.contents import Manifest, written
from caseflow.upkeep.backup.snapshot import batches, counted, snapshot
from caseflow.upkeep.backup.tables import Table, all_tables
from caseflow.upkeep.backup.writing import write_whole

Told = Callable[[int], Callable[[int], None]]
"""Called with the number of rows that will come; returns what is called with each number of rows that went by."""


@dataclass(frozen=True)
class Made:
    """An archive that was made."""

    archive: UUID
    rows: int
    people: int
    size: int


def create(actor: Actor, path: Path, told: Told) -> Made:
    """Make an archive of the database under the present key of backups; raises Misconfigured."""
    ring, archive, key_id = keyring.current(), uuid4(), _backup_key_id()
    try:
        with snapshot(whole_engine()) as connection:
            manifest = manifest_of(connection)
            progress = told(sum(manifest.rows.values()))
            plain = written(manifest, lambda table: batches(connection, table), progress)
            size = write_whole(path, sealed_archive(ring, key_id, archive, now(), plain))
    except DBAPIError:
        raise Misconfigured("The database stopped answering: nothing was kept of the archive.") from None
    rows = sum(manifest.rows.values())
    actions.note_backup(actor, archive, rows)
    return Made(archive, rows, manifest.people, size)


def manifest_of(connection: Connection) -> Manifest:
    """Return what an archive of this look at the database will hold."""
    tables = tuple(all_tables())
    _miss_none(connection, tables)
    head = connection.exec_driver_sql("SELECT position, digest FROM audit_head").one_or_none()
    keys = connection.exec_driver_sql(
        "SELECT key_id, check_value FROM crypto_keks WHERE key_id IN"
        " (SELECT kek_id FROM crypto_vaults UNION SELECT kek_id FROM crypto_secrets)"
    )
    return Manifest(
        revision=connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one(),
        tables=tables,
        rows={table.name: counted(connection, table) for table in tables},
        position=head.position if head else 0,
        digest=bytes(head.digest) if head else b"",
        keys={row.key_id: bytes(row.check_value) for row in keys},
    )


def _miss_none(connection: Connection, tables: tuple[Table, ...]) -> None:
    """Refuse to leave a table out: an archive that lacks one is no backup."""
    unknown = (
        set(inspect(connection).get_table_names()) - {table.name for table in tables} - {"alembic_version"}
    )
    if unknown:
        raise Misconfigured(
            f"The database has tables that are not of this version: {', '.join(sorted(unknown))}."
        )


def _backup_key_id() -> str:
    try:
        return backup_key_id(db.session())
    finally:
        end_reading()
