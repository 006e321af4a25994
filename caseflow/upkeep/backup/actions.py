"""What backing up writes: the line that says an archive was made."""

from uuid import UUID

from caseflow.access.viewer import Actor
from caseflow.audit.action import action
from caseflow.audit.record import record
from caseflow.upkeep import events


@action
def note_backup(actor: Actor, archive: UUID, rows: int) -> None:
    """Leave the audit line that says an archive of so many rows was made."""
    record(actor, events.BACKUP_CREATED, "archive", archive, count=rows)


@action
def note_restore(actor: Actor, archive: UUID, rows: int) -> None:
    """Leave the audit line that says the database was brought back from an archive."""
    record(actor, events.BACKUP_RESTORED, "archive", archive, count=rows)


@action
def note_drill(actor: Actor, archive: UUID, rows: int) -> None:
    """Leave the audit line that says an archive was restored beside the live data, and found whole."""
    record(actor, events.BACKUP_DRILLED, "archive", archive, count=rows)


@action
def note_move(actor: Actor, rows: int) -> None:
    """Leave the audit line that says the installation was carried to this database."""
    record(actor, events.INSTALLATION_MOVED, count=rows)
