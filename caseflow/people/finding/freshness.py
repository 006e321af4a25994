"""Keeps each process's index of names fresh: names are opened into memory, and nowhere else.

The change number is the position of the audit chain. It is given out under the lock on the chain's head, so it rises
in the order in which transactions commit: whoever has read up to a position has missed nothing before it.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from threading import RLock
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, Select, or_, select

from caseflow.audit.models import AuditHead, AuditRow
from caseflow.crypto.models import Vault
from caseflow.crypto.sealed import Sealed
from caseflow.database import db
from caseflow.people.choices import BirthKind
from caseflow.people.events import NAMES_CHANGED_BY
from caseflow.people.index import Entry, Index
from caseflow.people.models import Person, PersonName
from caseflow.people.names import folded, searchable_parts

BATCH = 2_000
TOO_MANY = 5_000
"""When more people than this have changed, it is quicker to open all anew."""

CHANGES = [event.name for event in NAMES_CHANGED_BY]
Mark = tuple[int, bytes]


class KeptIndex:
    """The index of one database in this process, and up to where in the chain it has read."""

    def __init__(self) -> None:
        self.lock = RLock()
        self.index = Index()
        self.mark: Mark | None = None

    def freshen(self) -> None:
        """Take in what was committed since, by whatever process; the caller holds the lock."""
        head = db.session.execute(select(AuditHead.position, AuditHead.digest)).one_or_none()
        # Read before the names are: what commits in between is taken in once more the next time.
        here = (head.position, head.digest) if head else (0, b"")
        if here == self.mark:
            return
        changed = self._changed_since(self.mark) if self.mark else None
        if changed is None or len(changed) > TOO_MANY:
            self.index = Index(opened_entries(None))
        elif changed:
            self.index.replace(changed, opened_entries(changed))
        self.mark = here

    @staticmethod
    def _changed_since(mark: Mark) -> set[UUID] | None:
        """Return who changed since a mark, or None if that cannot be told: then all are opened anew."""
        rows = db.session.execute(
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


_kept: WeakKeyDictionary[Engine, KeptIndex] = WeakKeyDictionary()
_making = RLock()


@contextmanager
def searching() -> Iterator[Index]:
    """Give the index of the database in use, fresh, to one thread at a time."""
    with _making:
        kept = _kept.setdefault(db.engine, KeptIndex())
    with kept.lock:
        kept.freshen()
        yield kept.index


def opened_entries(people: Iterable[UUID] | None) -> Iterator[Entry]:
    """Open the names and births of these people, or of all, into entries of the index."""
    wanted = None if people is None else list(people)
    parts: dict[UUID, set[str]] = {}
    for vault, row_id, person_id, given, surname in _rows(_names(wanted)):
        known = parts.setdefault(person_id, set())
        for attribute, blob in ((PersonName.given, given), (PersonName.surname, surname)):
            known.update(searchable_parts(_opened(attribute, vault, row_id, blob) or ""))
    for vault, row_id, side, kind, merged_into, known_as, birth in _rows(_people(wanted)):
        shown: str = _opened(Person.known_as, vault, row_id, known_as) or ""
        born: date | None = _opened(Person.birth_on, vault, row_id, birth)
        yield Entry(
            person_id=row_id,
            side=side,
            parts=frozenset({*parts.get(row_id, ()), *searchable_parts(shown)}),
            sorts_by=folded(shown),
            born=born,
            exact=kind is BirthKind.EXACT,
            leads_to=merged_into,
        )


def _rows(statement: Select[Any]) -> Iterator[Any]:
    """Return rows a batch at a time; vaults are let go of as soon as they were used."""
    yield from db.session.execute(statement.execution_options(yield_per=BATCH))


def _names(wanted: list[UUID] | None) -> Select[Any]:
    table = PersonName.__table__.c
    statement = select(
        Vault, PersonName.id, PersonName.person_id, table.given_sealed, table.surname_sealed
    ).join(Vault, Vault.id == PersonName.vault_id)
    return statement if wanted is None else statement.where(PersonName.person_id.in_(wanted))


def _people(wanted: list[UUID] | None) -> Select[Any]:
    table = Person.__table__.c
    statement = select(
        Vault,
        Person.id,
        Person.side,
        Person.birth_kind,
        Person.merged_into_id,
        table.known_as_sealed,
        table.birth_on_sealed,
    ).join(Vault, Vault.id == Person.vault_id)
    return statement if wanted is None else statement.where(Person.id.in_(wanted))


def _opened(attribute: Sealed[Any], vault: Vault, row_id: UUID, blob: bytes | None) -> Any:
    return attribute.decode(vault.open(blob, attribute.prefix, row_id)) if blob else None
