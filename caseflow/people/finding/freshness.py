"""Keeps each process's index of names fresh: names are opened into memory, and nowhere else.

The change number is the position of the audit chain. It is given out under the lock on the chain's head, so it rises
in the order in which transactions commit: whoever has read up to a position has missed nothing before it.
"""

import gc
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock, Thread
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, or_, select
from sqlalchemy.exc import SQLAlchemyError

from caseflow.audit.models import AuditHead, AuditRow
from caseflow.crypto import keyring
from caseflow.crypto.keyring import Keyring
from caseflow.database import db
from caseflow.errors import CaseflowError
from caseflow.people.events import NAMES_CHANGED_BY
from caseflow.people.finding.index import Index
from caseflow.people.finding.opening import Told, count_people, open_entries

FEW = 5_000
"""So many people are opened while somebody waits; more are opened beside the pages."""

CHANGES = [event.name for event in NAMES_CHANGED_BY]
Mark = tuple[int, bytes]
log = logging.getLogger(__name__)


class KeptIndex:
    """The index of one database in this process, and up to where in the chain it has read."""

    def __init__(self, engine: Engine, ring: Keyring) -> None:
        self.lock = RLock()
        self.index: Index | None = None
        self.mark: Mark | None = None
        self.opened, self.to_open = 0, 0
        self._engine, self._ring = engine, ring
        self._opening = False

    @property
    def percent(self) -> int | None:
        """Return how much is opened while names are being opened, else nothing."""
        return min(99, 100 * self.opened // max(self.to_open, 1)) if self._opening else None

    def freshen(self, connection: Connection) -> None:
        """Take in what was committed since, by whatever process; the caller holds the lock."""
        # Read before the names are: what commits in between is taken in once more the next time.
        here = _head(connection)
        if here == self.mark or self._opening:
            return
        changed = _changed_since(connection, self.mark) if self.mark and self.index else None
        if changed is None or len(changed) > FEW:
            if self.mark and changed is None:
                self.index = None  # another database, or one restored to an earlier day
            self._open_all(connection)
            return
        if changed and self.index:
            self.index.replace(changed, open_entries(connection, self._ring, list(changed)))
        self.mark = here

    def _open_all(self, connection: Connection) -> None:
        self.opened, self.to_open = 0, count_people(connection)
        if self.to_open <= FEW:
            self.index, self.mark = self._whole(connection)
            return
        self._opening = True
        Thread(target=self._open_beside, name="caseflow-names", daemon=True).start()

    def _open_beside(self) -> None:
        try:
            self.open_now()
        except (CaseflowError, SQLAlchemyError):
            log.exception("names could not be opened")

    def open_now(self, told: Told = lambda _percent: None) -> None:
        """Open all names on a connection of their own while others go on, and then take them in at once."""
        self._opening = True
        try:
            with self._engine.connect() as connection:
                self.opened, self.to_open = 0, count_people(connection)
                index, mark = self._whole(connection, told)
            with self.lock:
                self.index, self.mark = index, mark
        finally:
            self._opening = False

    def _whole(self, connection: Connection, told: Told = lambda _percent: None) -> tuple[Index, Mark]:
        mark = _head(connection)

        def tell(opened: int) -> None:
            self.opened = opened
            told(min(99, 100 * opened // max(self.to_open, 1)))

        with _collector_at_rest():
            return Index(open_entries(connection, self._ring, None, tell)), mark


def _head(connection: Connection) -> Mark:
    head = connection.execute(select(AuditHead.position, AuditHead.digest)).one_or_none()
    return (head.position, head.digest) if head else (0, b"")


def _changed_since(connection: Connection, mark: Mark) -> set[UUID] | None:
    """Return who changed since a mark, or None if that cannot be told: then all are opened anew."""
    rows = connection.execute(
        select(AuditRow.position, AuditRow.digest, AuditRow.person_id, AuditRow.event).where(
            AuditRow.position >= mark[0],
            or_(AuditRow.position == mark[0], AuditRow.event.in_(CHANGES)),
        )
    ).all()
    # Another database, or one that was restored to an earlier day, has another chain.
    if (mark[0], mark[1]) not in {(row.position, row.digest) for row in rows}:
        return None
    changes = [row for row in rows if row.position > mark[0]]
    if any(row.person_id is None for row in changes):
        return None
    return {row.person_id for row in changes}


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Leave the collector out while all names are opened: it would walk a growing index again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


_kept: WeakKeyDictionary[Engine, KeptIndex] = WeakKeyDictionary()
_making = RLock()


def kept_index() -> KeptIndex:
    """Return what this process keeps of the database in use."""
    with _making:
        engine = db.engine
        kept = _kept.get(engine)
        if kept is None:
            kept = _kept[engine] = KeptIndex(engine, keyring.current())
        return kept


@contextmanager
def searching() -> Iterator[tuple[Index | None, int | None]]:
    """Give one thread at a time the index, fresh, if it is there, and how much is opened while it is being opened."""
    kept = kept_index()
    with kept.lock:
        kept.freshen(db.session.connection())
        yield kept.index, kept.percent
