"""Who is told of as causing harm, by name, kept in the memory of this process and nowhere else."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select

from caseflow.audit.models import AuditHead, AuditRow
from caseflow.crypto.models import Vault
from caseflow.crypto.sealed import Sealed
from caseflow.database import db, whole_engine
from caseflow.oversight.traits.comparing import NameKey, name_keys
from caseflow.people.events import HARM_ADDED, HARM_CHANGED, PEOPLE_LOADED, VAULT_GIVEN, VAULT_TAKEN
from caseflow.people.models import PersonCausingHarm

CHANGES = [event.name for event in (HARM_ADDED, HARM_CHANGED, PEOPLE_LOADED, VAULT_GIVEN, VAULT_TAKEN)]
BATCH = 2_000


class Told:
    """The names of all persons causing harm in one database, and up to where in the chain they were read."""

    def __init__(self) -> None:
        self.lock = RLock()
        self.people: dict[NameKey, set[UUID]] = {}
        self.names: dict[UUID, set[NameKey]] = {}
        self.position: int | None = None

    def freshen(self) -> None:
        """Take in what was committed since; the caller holds the lock."""
        here = db.session.scalar(select(AuditHead.position)) or 0
        if here == self.position:
            return
        changed = self._changed() if self.position is not None and here > self.position else None
        if changed is None:
            self.people, self.names = {}, {}
        for person_id in changed or ():
            for name in self.names.pop(person_id, ()):
                self.people[name].discard(person_id)
        if changed is None or changed:
            for person_id, name in _opened(changed):
                self.people.setdefault(name, set()).add(person_id)
                self.names.setdefault(person_id, set()).add(name)
        self.position = here

    def _changed(self) -> set[UUID] | None:
        rows = db.session.scalars(
            select(AuditRow.person_id).where(AuditRow.position > self.position, AuditRow.event.in_(CHANGES))
        ).all()
        return None if None in rows else {one for one in rows if one}


_kept: WeakKeyDictionary[Engine, Told] = WeakKeyDictionary()
_making = RLock()


@contextmanager
def told_of() -> Iterator[dict[NameKey, set[UUID]]]:
    """Give, for each name, the survivors who tell of somebody so named; fresh, to one thread at a time."""
    with _making:
        kept = _kept.setdefault(whole_engine(), Told())
    with kept.lock:
        kept.freshen()
        yield kept.people


def _opened(people: Iterable[UUID] | None) -> Iterator[tuple[UUID, NameKey]]:
    """Open the names of these survivors' persons causing harm, or of all."""
    table = PersonCausingHarm.__table__.c
    statement = select(
        Vault, PersonCausingHarm.id, PersonCausingHarm.person_id, table.name_sealed, table.alias_sealed
    ).join(Vault, Vault.id == PersonCausingHarm.vault_id)
    if people is not None:
        statement = statement.where(PersonCausingHarm.person_id.in_(list(people)))
    for vault, row_id, person_id, name, alias in db.session.execute(
        statement.execution_options(yield_per=BATCH)
    ):
        said = (
            _open(PersonCausingHarm.name, vault, row_id, name),
            _open(PersonCausingHarm.alias, vault, row_id, alias),
        )
        for key in name_keys(*said):
            yield person_id, key


def _open(attribute: Sealed[Any], vault: Vault, row_id: UUID, blob: bytes | None) -> str:
    return str(attribute.decode(vault.open(blob, attribute.prefix, row_id))) if blob else ""
