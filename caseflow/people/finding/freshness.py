"""Keeps each process's index of names fresh: names are opened into memory, and nowhere else.

The change number is the position of the audit chain. It is given out under the lock on the chain's head, so it rises
in the order in which transactions commit: whoever has read up to a position has missed nothing before it.
"""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from threading import RLock
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, Select, or_, select
from sqlalchemy.orm import load_only

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
            with _collector_at_rest():
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
    parts, opened = _under_other_vaults(wanted), {}
    rows = db.session.execute(_people(wanted).execution_options(yield_per=BATCH))
    for vault, row_id, side, kind, merged_into, known_as, birth, name_id, given, surname in rows:
        known = parts.setdefault(row_id, set())
        if name_id is not None:
            known |= _parts(vault, name_id, given, surname)
        if row_id in opened:
            continue
        shown: str = _opened(Person.known_as, vault, row_id, known_as) or ""
        born: date | None = _opened(Person.birth_on, vault, row_id, birth)
        known.update(searchable_parts(shown))
        opened[row_id] = (side, folded(shown), born, kind is BirthKind.EXACT, merged_into)
    for row_id, (side, sorts_by, born, exact, merged_into) in opened.items():
        yield Entry(row_id, side, frozenset(parts[row_id]), sorts_by, born, exact, merged_into)


def _under_other_vaults(wanted: list[UUID] | None) -> dict[UUID, set[str]]:
    """Open the few names that came with another vault than their person's own, such as a call's."""
    table = PersonName.__table__.c
    statement = (
        select(Vault, PersonName.id, PersonName.person_id, table.given_sealed, table.surname_sealed)
        .join(Vault, Vault.id == PersonName.vault_id)
        .join(Person, Person.id == PersonName.person_id)
        .where(PersonName.vault_id != Person.vault_id)
    )
    if wanted is not None:
        statement = statement.where(PersonName.person_id.in_(wanted))
    parts: dict[UUID, set[str]] = {}
    for vault, row_id, person_id, given, surname in db.session.execute(statement):
        parts.setdefault(person_id, set()).update(_parts(vault, row_id, given, surname))
    return parts


def _people(wanted: list[UUID] | None) -> Select[Any]:
    """Return the statement of people with their own vaults and the names under these; one row for each name."""
    person, name = Person.__table__.c, PersonName.__table__.c
    own = (PersonName.person_id == Person.id) & (PersonName.vault_id == Person.vault_id)
    statement = (
        select(
            Vault,
            Person.id,
            Person.side,
            Person.birth_kind,
            Person.merged_into_id,
            person.known_as_sealed,
            person.birth_on_sealed,
            PersonName.id,
            name.given_sealed,
            name.surname_sealed,
        )
        .join(Vault, Vault.id == Person.vault_id)
        .outerjoin(PersonName, own)
        .options(load_only(Vault.key_version, Vault.kek_id, Vault.wrapped))
    )
    return statement if wanted is None else statement.where(Person.id.in_(wanted))


def _parts(vault: Vault, row_id: UUID, given: bytes | None, surname: bytes | None) -> set[str]:
    whole = (
        _opened(PersonName.given, vault, row_id, given),
        _opened(PersonName.surname, vault, row_id, surname),
    )
    return {part for name in whole if name for part in searchable_parts(name)}


def _opened(attribute: Sealed[Any], vault: Vault, row_id: UUID, blob: bytes | None) -> Any:
    return attribute.decode(vault.open(blob, attribute.prefix, row_id)) if blob else None
