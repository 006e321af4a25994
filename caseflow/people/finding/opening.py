"""Opens names, births and postcodes from the database into entries of the index; nothing of it is written anywhere."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, and_, func, select, type_coerce
from sqlalchemy.types import UserDefinedType

from caseflow.choices import Side
from caseflow.crypto.bulk import Opener, opener
from caseflow.crypto.keyring import Keyring
from caseflow.crypto.models import Vault
from caseflow.people.choices import BirthKind, ContactKind, NameKind
from caseflow.people.finding.side_people import Entry
from caseflow.people.matching.evidence import Part, Role
from caseflow.people.matching.name_parts import field_parts, parts_of
from caseflow.people.matching.postcodes import postcodes_in
from caseflow.people.models import ContactPoint, Person, PersonName
from caseflow.web.answering import stand_aside

BATCH = 1_000
A_MOMENT = 20
"""So many people are opened in half a millisecond: then whoever is being answered goes first."""
AT_ONCE = 500
"""So many ids in one condition."""

Told = Callable[[int], None]


class _AsStored(UserDefinedType[Any]):
    """A column as the driver gives it: a million ids need not become objects first."""

    cache_ok = True


def _stored(column: Any) -> Any:
    return type_coerce(column, _AsStored())


def _bytes(stored: Any) -> bytes:
    return bytes.fromhex(stored) if isinstance(stored, str) else stored.bytes


Names = list[tuple[bool, str, str]]
"""Each name: whether it is a full one, its given part, its surname."""
SIDES = {side.value: side for side in Side}
_EXACT, _LEGAL = BirthKind.EXACT.value, NameKind.LEGAL.value
_KNOWN_AS, _BIRTH_ON = Person.known_as.prefix, Person.birth_on.prefix
_GIVEN, _SURNAME = PersonName.given.prefix, PersonName.surname.prefix
_ADDRESS = ContactPoint.value.prefix


class _Opened:
    """One person as far as the rows were read."""

    __slots__ = (
        "born",
        "exact",
        "identity",
        "leads_to",
        "names",
        "postcodes",
        "seen",
        "shown",
        "side",
        "stray",
    )

    def __init__(
        self, identity: bytes, side: str, kind: str, merged_into: Any, shown: str, born: str
    ) -> None:
        self.identity, self.side, self.shown = identity, SIDES[side], shown
        self.born = date.fromisoformat(born).toordinal() if born else None
        self.exact = kind == _EXACT
        self.leads_to = _bytes(merged_into) if merged_into else None
        self.names: Names = []
        self.postcodes: tuple[str, ...] = ()
        self.seen: tuple[Any, ...] = ()
        self.stray = False
        """Whether a name or an address of theirs lies under another vault than their own."""

    def entry(self) -> tuple[Side, Entry]:
        parts = _parts(self.shown, self.names)
        return self.side, Entry(self.identity, parts, self.born, self.exact, self.postcodes, self.leads_to)


@lru_cache(maxsize=50_000)
def _words(text: str) -> tuple[str, ...]:
    """Return the parts of a name; given names, and most surnames, come again and again."""
    return field_parts(text)


@lru_cache(maxsize=50_000)
def _with_role(text: str, role: Role) -> tuple[Part, ...]:
    return tuple((word, role) for word in _words(text))


def _parts(shown: str, names: Names) -> tuple[Part, ...]:
    """Return the parts of all names of a person, each once; the name shown adds what the others lack."""
    if len(names) == 1 and names[0][0]:
        _, given, surname = names[0]
        found = _with_role(given, Role.GIVEN) + _with_role(surname, Role.SURNAME)
        if shown in (given, surname):
            return found
    else:
        each = [parts_of(_words(given), _words(surname), whole=whole) for whole, given, surname in names]
        found = tuple(dict.fromkeys(part for parts in each for part in parts))
    known = {word for word, _ in found}
    return found + tuple((word, Role.ANY) for word in _words(shown) if word not in known)


def count_people(connection: Connection) -> int:
    """Return how many records there are to open."""
    return connection.scalar(select(func.count()).select_from(Person.__table__)) or 0


def open_entries(
    connection: Connection, ring: Keyring, people: Sequence[UUID] | None, told: Told = lambda _count: None
) -> Iterator[tuple[Side, Entry]]:
    """Open these people, or all, each as one entry; what lies under another vault than their own is added last."""
    if people is None:
        yield from _opened(connection, ring, _statement(), told)
        return
    for first in range(0, len(people), AT_ONCE):
        some = people[first : first + AT_ONCE]
        yield from _opened(connection, ring, _statement().where(Person.id.in_(some)), told)


def _opened(
    connection: Connection, ring: Keyring, statement: Select[Any], told: Told
) -> Iterator[tuple[Side, Entry]]:
    """Read rows of people, each with one of their names and one of their addresses; a person's rows stand together."""
    # On the statement: a connection would keep it, and write through a cursor that can only read.
    rows = connection.execute(statement.execution_options(yield_per=BATCH))
    now, person, count = None, None, 0
    strays: list[_Opened] = []
    for (
        stored,
        vault_id,
        version,
        kek_id,
        wrapped,
        side,
        kind,
        merged_into,
        known_as,
        birth_on,
        *rest,
    ) in rows:
        if stored != now:
            if person is not None and not person.stray:
                yield person.entry()
            now, identity = stored, _bytes(stored)
            vault = opener(ring, _bytes(vault_id), version, kek_id, wrapped)
            shown = vault(known_as, _KNOWN_AS, identity).decode() if known_as else ""
            born = vault(birth_on, _BIRTH_ON, identity).decode() if birth_on else ""
            person = _Opened(identity, side, kind, merged_into, shown, born)
            count += 1
            if count % BATCH == 0:
                told(count)
            if count % A_MOMENT == 0:
                stand_aside()
        if person is not None and _add(vault, person, vault_id, rest) and not person.stray:
            person.stray = True
            strays.append(person)
    if person is not None and not person.stray:
        yield person.entry()
    told(count)
    yield from _with_strays(connection, ring, {person.identity: person for person in strays})


def _add(vault: Opener, person: _Opened, vault_id: Any, row: Sequence[Any]) -> bool:
    """Add the name and the address in a row; tells whether one lies under another vault instead."""
    name_id, name_vault, kind, given, surname, point_id, point_vault, value = row
    stray = False
    if name_id is not None and name_id not in person.seen:
        if name_vault == vault_id:
            person.seen += (name_id,)
            person.names.append(_name(vault, _bytes(name_id), kind, given, surname))
        else:
            stray = True
    if value is not None and point_id not in person.seen:
        if point_vault == vault_id:
            person.seen += (point_id,)
            _put_address(vault, person, _bytes(point_id), value)
        else:
            stray = True
    return stray


def _name(vault: Opener, name_id: bytes, kind: str, given: Any, surname: Any) -> tuple[bool, str, str]:
    first = vault(given, _GIVEN, name_id).decode() if given else ""
    last = vault(surname, _SURNAME, name_id).decode() if surname else ""
    return kind == _LEGAL, first, last


def _put_address(vault: Opener, person: _Opened, point_id: bytes, value: bytes) -> None:
    found = postcodes_in(vault(value, _ADDRESS, point_id).decode())
    person.postcodes = tuple(dict.fromkeys((*person.postcodes, *found))) if person.postcodes else found


def _with_strays(
    connection: Connection, ring: Keyring, strays: dict[bytes, _Opened]
) -> Iterator[tuple[Side, Entry]]:
    """Open the few names and addresses that came with another vault than their person's own, such as a call's."""
    ids = [UUID(bytes=one) for one in strays]
    for first in range(0, len(ids), AT_ONCE):
        some = ids[first : first + AT_ONCE]
        for row in connection.execute(_names_elsewhere(some)):
            vault = opener(ring, _bytes(row[1]), row[2], row[3], row[4])
            strays[_bytes(row[0])].names.append(_name(vault, _bytes(row[5]), row[6], row[7], row[8]))
        for row in connection.execute(_addresses_elsewhere(some)):
            vault = opener(ring, _bytes(row[1]), row[2], row[3], row[4])
            _put_address(vault, strays[_bytes(row[0])], _bytes(row[5]), row[6])
    for person in strays.values():
        yield person.entry()


_VAULT = (_stored(Vault.id), Vault.key_version, _stored(Vault.kek_id), _stored(Vault.wrapped))


def _statement() -> Select[Any]:
    person, name, point = Person.__table__.c, PersonName.__table__.c, ContactPoint.__table__.c
    columns: Iterable[Any] = (
        *(person.id, *_VAULT, person.side, person.birth_kind, person.merged_into_id),
        *(person.known_as_sealed, person.birth_on_sealed),
        *(name.id, name.vault_id, name.kind, name.given_sealed, name.surname_sealed),
        *(point.id, point.vault_id, point.value_sealed),
    )
    address = and_(point.person_id == person.id, point.kind == ContactKind.ADDRESS)
    return (
        select(*(_stored(column) for column in columns))
        .select_from(Person.__table__)
        .join(Vault.__table__, Vault.id == person.vault_id)
        .outerjoin(PersonName.__table__, name.person_id == person.id)
        .outerjoin(ContactPoint.__table__, address)
    )


def _names_elsewhere(people: Sequence[UUID]) -> Select[Any]:
    name = PersonName.__table__.c
    columns = (name.id, name.kind, name.given_sealed, name.surname_sealed)
    return (
        select(_stored(name.person_id), *_VAULT, *(_stored(column) for column in columns))
        .join(Vault.__table__, Vault.id == name.vault_id)
        .join(Person.__table__, Person.id == name.person_id)
        .where(name.person_id.in_(people), name.vault_id != Person.vault_id)
    )


def _addresses_elsewhere(people: Sequence[UUID]) -> Select[Any]:
    point = ContactPoint.__table__.c
    return (
        select(_stored(point.person_id), *_VAULT, _stored(point.id), _stored(point.value_sealed))
        .join(Vault.__table__, Vault.id == point.vault_id)
        .join(Person.__table__, Person.id == point.person_id)
        .where(
            point.person_id.in_(people),
            point.kind == ContactKind.ADDRESS,
            point.value_sealed.is_not(None),
            point.vault_id != Person.vault_id,
        )
    )
