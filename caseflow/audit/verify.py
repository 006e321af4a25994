"""Check the audit chain from its first row to its head."""

from dataclasses import dataclass

from sqlalchemy import select

from caseflow.audit.actors import Who
from caseflow.audit.chain import START, Entry, link
from caseflow.audit.models import AuditHead, AuditRow
from caseflow.audit.record import HEAD_ID
from caseflow.crypto import keyring
from caseflow.database import db, end_reading

BATCH = 5000
FIELDS = tuple(Entry.__dataclass_fields__)


@dataclass(frozen=True)
class Verdict:
    """How many rows hold, and what is wrong at which position, if anything."""

    rows: int
    broken_at: int | None
    what: str


def verify(viewer: Who) -> Verdict:
    """Walk the chain in order and compare every digest; a cut tail shows as a head beyond the last row."""
    try:
        return _walk()
    finally:
        end_reading()


def _walk() -> Verdict:
    ring = keyring.current()
    position, digest = 0, START
    columns = [getattr(AuditRow, name) for name in (*FIELDS, "position", "generation", "digest")]
    while True:
        rows = db.session.execute(
            select(*columns).where(AuditRow.position > position).order_by(AuditRow.position).limit(BATCH)
        ).all()
        for row in rows:
            if row.position != position + 1:
                return Verdict(position, position + 1, "a row is missing")
            entry = Entry(*row[: len(FIELDS)])
            wanted = link(ring.secret_of("audit", row.generation), digest, entry, row.position)
            if wanted != row.digest:
                return Verdict(position, row.position, "a row was changed")
            position, digest = row.position, wanted
        if len(rows) < BATCH:
            break
    head = db.session.execute(
        select(AuditHead.position, AuditHead.digest).where(AuditHead.id == HEAD_ID)
    ).one_or_none()
    if (head.position, head.digest) != (position, digest) if head else position > 0:
        return Verdict(position, position + 1, "rows were cut from the end")
    return Verdict(position, None, "every row holds")
