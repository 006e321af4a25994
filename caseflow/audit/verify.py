"""Check the audit chain from its first row to its head, and against the anchors outside the database."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from sqlalchemy import Connection, select, text

from caseflow.audit import anchoring
from caseflow.audit.actors import Who
from caseflow.audit.anchors import Standing
from caseflow.audit.chain import START, framed, sealed
from caseflow.audit.models import AuditHead
from caseflow.audit.record import HEAD_ID
from caseflow.crypto import keyring
from caseflow.crypto.envelope import CannotOpen
from caseflow.database import db, end_reading

BATCH = 5000
# As the columns are stored, so that a million rows need not become objects first.
STORED = {
    "sqlite": "select position, generation, digest, id, replace(at, ' ', 'T') || '+00:00', coalesce(actor_id, ''),"
    " coalesce(purpose, ''), event, coalesce(record_kind, ''), coalesce(record_id, ''), coalesce(person_id, ''),"
    " fields, shown, cast(count as text) from audit_rows order by position",
    "postgresql": "select position, generation, digest, replace(id::text, '-', ''),"
    " to_char(at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US') || '+00:00',"
    " replace(coalesce(actor_id::text, ''), '-', ''), coalesce(purpose, ''), event, coalesce(record_kind, ''),"
    " replace(coalesce(record_id::text, ''), '-', ''), replace(coalesce(person_id::text, ''), '-', ''),"
    " fields, shown, count::text from audit_rows order by position",
}


class Status(IntEnum):
    """What a check found: the exit status of the command."""

    SOUND = 0
    BROKEN = 1
    CANNOT_TELL = 2


@dataclass(frozen=True)
class Verdict:
    """How many rows hold, what is wrong at which position, if anything, and how far the anchors reach."""

    rows: int
    broken_at: int | None
    what: str
    anchored: int = 0

    @property
    def status(self) -> Status:
        """Tell whether the chain is sound; without an anchor nobody can tell whether its end was cut off."""
        if self.broken_at is not None:
            return Status.BROKEN
        return Status.SOUND if self.anchored else Status.CANNOT_TELL


class _Broken(Exception):
    def __init__(self, at: int, what: str) -> None:
        super().__init__(what)
        self.at, self.what = at, what


def verify(
    viewer: Who, progress: Callable[[int], None] = lambda _rows: None, copies: Iterable[str] = ()
) -> Verdict:
    """Walk the chain in order, compare every digest and every anchor; ``copies`` are anchors kept elsewhere."""
    end_reading()
    standing = anchoring.standing(copies)
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            # One picture of all rows and of the head, while others go on writing.
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        return check(connection, standing, progress)


def check(
    connection: Connection, standing: Standing, progress: Callable[[int], None] = lambda _rows: None
) -> Verdict:
    """Check the chain as a connection sees it, within whatever transaction it is in."""
    walk = _Walk(standing)
    try:
        with closing(_batches(connection)) as batches:
            for batch in batches:
                walk.over(batch)
                progress(len(batch))
        walk.end(connection)
    except _Broken as broken:
        return Verdict(walk.position, broken.at, broken.what, standing.furthest)
    return Verdict(walk.position, None, "every row holds", standing.furthest)


def _batches(connection: Connection) -> Generator[list[Any], None, None]:
    streamed = connection.execution_options(stream_results=True, max_row_buffer=BATCH)
    with streamed.execute(text(STORED[connection.dialect.name])) as cursor:
        while batch := list(cursor.fetchmany(BATCH)):
            yield batch


class _Walk:
    """How far the check has come."""

    def __init__(self, standing: Standing) -> None:
        self.position, self.digest = 0, START
        self.standing = standing
        self.secrets: dict[int, bytes] = {}

    def over(self, rows: list[Any]) -> None:
        """Check some more rows; raises _Broken at the first that does not hold."""
        position, before, anchored = self.position, self.digest, self.standing.wanted
        try:
            for at, generation, digest, *parts in rows:
                if at != position + 1:
                    raise _Broken(
                        position + 1, "a row stands twice" if at <= position else "a row is missing"
                    )
                secret = self.secrets.get(generation) or self._secret(generation, at)
                before = sealed(secret, before, framed(str(at), *parts))
                if before != bytes(digest):
                    raise _Broken(at, "a row was changed")
                if at in anchored and anchored[at] != before.hex():
                    raise _Broken(at, "the chain leaves its anchor: it was cut and written anew")
                position = at
        finally:
            self.position, self.digest = position, before

    def end(self, connection: Connection) -> None:
        """Compare the end with the head and the last anchor; raises _Broken if rows were cut off."""
        where = AuditHead.id == HEAD_ID
        head = connection.execute(select(AuditHead.position, AuditHead.digest).where(where)).one_or_none()
        if head is None and self.position:
            raise _Broken(self.position + 1, "the head of the chain is missing")
        if head is not None and head.position < self.position:
            raise _Broken(head.position + 1, "a row stands beyond the head of the chain")
        if head is not None and (head.position, bytes(head.digest)) != (self.position, self.digest):
            raise _Broken(self.position + 1, "rows were cut from the end")
        if self.standing.furthest > self.position:
            raise _Broken(self.position + 1, "rows were cut from the end, and the head with them")
        if self.standing.fault:
            raise _Broken(self.standing.furthest, self.standing.fault)

    def _secret(self, generation: int, at: int) -> bytes:
        try:
            secret = self.secrets[generation] = keyring.current().secret_of("audit", generation)
        except CannotOpen:
            raise _Broken(at, "a row names a secret of the audit that is not there") from None
        return secret
