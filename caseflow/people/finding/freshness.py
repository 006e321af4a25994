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

from sqlalchemy import Connection, Engine, bindparam, or_, select
from sqlalchemy.exc import SQLAlchemyError

from caseflow.audit.models import AuditHead, AuditRow
from caseflow.crypto import keyring
from caseflow.crypto.keyring import Keyring
from caseflow.database import as_keeper, db, whole_engine
from caseflow.engines import reading_whole
from caseflow.errors import CaseflowError
from caseflow.people.events import NAMES_CHANGED_BY, PEOPLE_IMPORTED
from caseflow.people.finding import second_process
from caseflow.people.finding.index import Index
from caseflow.people.finding.opening import Told, both_parts, count_people, open_entries, open_part, parting
from caseflow.people.importing.models import OutsideReference

FEW = 5_000
"""So many people are opened while somebody waits; more are opened beside the pages."""

MANY = 20_000
"""When more people than this have changed, it is quicker to open all anew."""
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
        if changed is None or len(changed) > MANY:
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
            with self._engine.connect() as connection, reading_whole(connection):
                self.opened, self.to_open = 0, count_people(connection)
                index, mark = self._whole(connection, told)
            with self.lock:
                self.index, self.mark = index, mark
        finally:
            self._opening = False

    def _whole(self, connection: Connection, told: Told = lambda _percent: None) -> tuple[Index, Mark]:
        mark = _head(connection)
        many = self.to_open >= second_process.MANY

        def tell(opened: int) -> None:
            self.opened = min(opened * 2, self.to_open) if many else opened
            told(min(99, 100 * self.opened // max(self.to_open, 1)))

        with _collector_at_rest():
            if not many:
                return Index(open_entries(connection, self._ring, None, tell)), mark
            at = parting(connection, self.to_open)
            first, _ = both_parts(connection, at)
            with second_process.second_part(connection, self._ring, at) as second:
                return Index(open_part(connection, self._ring, first, tell), second), mark


# Made once: every find sends them.
_HEAD = select(AuditHead.position, AuditHead.digest)
_SINCE = select(
    AuditRow.position, AuditRow.digest, AuditRow.person_id, AuditRow.event, AuditRow.record_id
).where(
    AuditRow.position >= bindparam("mark"),
    or_(AuditRow.position == bindparam("mark"), AuditRow.event.in_(CHANGES)),
)


def _head(connection: Connection) -> Mark:
    head = connection.execute(_HEAD).one_or_none()
    return (head.position, head.digest) if head else (0, b"")


def _changed_since(connection: Connection, mark: Mark) -> set[UUID] | None:
    """Return who changed since a mark, or None if that cannot be told: then all are opened anew."""
    rows = connection.execute(_SINCE, {"mark": mark[0]}).all()
    # Another database, or one that was restored to an earlier day, has another chain.
    if (mark[0], mark[1]) not in {(row.position, row.digest) for row in rows}:
        return None
    changes = [row for row in rows if row.position > mark[0]]
    batches = [row.record_id for row in changes if row.event == PEOPLE_IMPORTED.name]
    changes = [row for row in changes if row.event != PEOPLE_IMPORTED.name]
    if any(row.person_id is None for row in changes):
        return None
    return {row.person_id for row in changes} | _imported(connection, batches)


def _imported(connection: Connection, batches: list[UUID]) -> set[UUID]:
    """Return who came with these batches of imports."""
    if not batches:
        return set()
    table = OutsideReference.__table__
    return set(connection.scalars(select(table.c.person_id).where(table.c.batch_id.in_(batches[:MANY]))))


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
        engine = whole_engine()
        kept = _kept.get(engine)
        if kept is None:
            kept = _kept[engine] = KeptIndex(engine, keyring.current())
        return kept


def index_apart() -> Index:
    """Open all names into an index of the caller's own, to try out what is not stored."""
    apart = KeptIndex(whole_engine(), keyring.current())
    apart.open_now()
    return apart.index or Index()


@contextmanager
def searching() -> Iterator[tuple[Index | None, int | None]]:
    """Give one thread at a time the index, fresh, if it is there, and how much is opened while it is being opened."""
    kept = kept_index()
    with kept.lock:
        # The index holds everybody; each viewer's scope is laid over it at every search.
        with as_keeper():
            kept.freshen(db.session.connection())
        yield kept.index, kept.percent
