"""Opens names, births and postcodes from the database into entries of the index; nothing of it is written anywhere."""

from binascii import unhexlify
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    func,
    literal_column,
    select,
    true,
    type_coerce,
)

from caseflow.choices import Side
from caseflow.crypto.bulk import DataKey, data_keys, opened
from caseflow.crypto.keyring import Keyring
from caseflow.crypto.models import Vault
from caseflow.database import AsStored
from caseflow.people.choices import BirthKind, ContactKind, NameKind
from caseflow.people.finding.opened import Name, Reading, day, postcodes
from caseflow.people.finding.side_people import Entry
from caseflow.people.models import ContactPoint, Person, PersonName
from caseflow.web.answering import stand_aside

BATCH = 1_000
A_MOMENT = 40
"""So many rows are opened in half a millisecond: then whoever is being answered goes first."""
AHEAD = 12_000
"""So many people are opened here while another process begins: it gets so many fewer."""
AT_ONCE = 500
"""So many ids in one condition."""

SIDES = {side.value: side for side in Side}
_EXACT, _LEGAL = BirthKind.EXACT.value, NameKind.LEGAL.value
_KNOWN_AS, _BIRTH_ON = Person.known_as.prefix, Person.birth_on.prefix
_GIVEN, _SURNAME = PersonName.given.prefix, PersonName.surname.prefix
_ADDRESS = ContactPoint.value.prefix

_ROW: ColumnElement[int] = literal_column("people.rowid")

Told = Callable[[int], None]
AsBytes = Callable[[Iterable[Any]], list[bytes]]
Names = tuple[Name, ...]
Places = tuple[bytes, ...]
T = TypeVar("T")
Part = ColumnElement[bool]

# Where each value stands in a row: a person with one of their names and one of their addresses.
PERSON, VAULT, SIDE, KNOWN_AS, BIRTH_ON, NAME = 0, 1, 5, 8, 9, 10
NAME_VAULT, NAME_KIND, GIVEN, SURNAME, POINT, POINT_VAULT, ADDRESS = range(NAME + 1, NAME + 8)


def _read_hex(ids: Iterable[Any]) -> list[bytes]:
    return list(map(unhexlify, ids))


def _read_uuid(ids: Iterable[Any]) -> list[bytes]:
    return [one.bytes for one in ids]


def count_people(connection: Connection) -> int:
    """Return how many records there are to open."""
    return connection.scalar(select(func.count()).select_from(Person.__table__)) or 0


def parting(connection: Connection, people: int) -> int:
    """Return the row, or elsewhere the id, at which so many people part in two, the first part a little larger."""
    share = min(0.5 + AHEAD / 2 / max(people, 1), 0.9)
    if connection.dialect.name != "sqlite":
        return int((1 << 128) * share)
    return int((connection.scalar(select(func.max(_ROW)).select_from(Person.__table__)) or 0) * share)


def both_parts(connection: Connection, at: int) -> tuple[Part, Part]:
    """Return two conditions, of which one holds for each person: the first part, and the second."""
    if connection.dialect.name == "sqlite":
        row = _ROW
        return row <= at, row > at
    middle = UUID(int=at)
    return Person.id < middle, Person.id >= middle


def open_entries(
    connection: Connection, ring: Keyring, people: Sequence[UUID] | None, told: Told = lambda _count: None
) -> Iterator[tuple[Side, Entry]]:
    """Open these people, or all, each as one entry."""
    if people is None:
        yield from open_part(connection, ring, true(), told)
        return
    for first in range(0, len(people), AT_ONCE):
        yield from open_part(connection, ring, Person.id.in_(people[first : first + AT_ONCE]))


def open_part(
    connection: Connection, ring: Keyring, part: Part, told: Told = lambda _count: None
) -> Iterator[tuple[Side, Entry]]:
    """Open those people for whom a condition holds."""
    yield from _Opening(connection, ring).entries(_statement(connection).where(part), told)


class _Opening:
    """Opens rows a few at a time, column by column."""

    def __init__(self, connection: Connection, ring: Keyring) -> None:
        self._connection, self._ring, self._reading = connection, ring, Reading()
        self._as_bytes: AsBytes = _read_hex if connection.dialect.name == "sqlite" else _read_uuid

    def entries(self, statement: Select[Any], told: Told) -> Iterator[tuple[Side, Entry]]:
        """Read a statement's rows, in which those of one person stand together."""
        # On the statement: a connection would keep it, and write through a cursor that can only read.
        streamed = statement.execution_options(stream_results=True, max_row_buffer=BATCH)
        count = 0
        begun: list[Any] = []
        for some in self._connection.execute(streamed).partitions(A_MOMENT):
            stand_aside()
            rows = begun + list(some)
            # More rows of the last person may follow.
            cut = len(rows) - 1
            while cut and rows[cut - 1][PERSON] == rows[-1][PERSON]:
                cut -= 1
            begun = rows[cut:]
            if cut:
                found = self._opened(rows[:cut])
                yield from found
                count += len(found)
                told(count)
        if begun:
            yield from self._opened(begun)
            told(count + 1)

    def _opened(self, rows: Sequence[Any]) -> list[tuple[Side, Entry]]:
        """Open whole people."""
        heads, owners = _people_in(rows)
        columns = list(zip(*heads, strict=True))
        identities, vaults = self._as_bytes(columns[PERSON]), self._as_bytes(columns[VAULT])
        keys = data_keys(self._ring, zip(vaults, *columns[VAULT + 1 : SIDE], strict=True))
        shown = opened(keys, _KNOWN_AS, identities, columns[KNOWN_AS])
        born = opened(keys, _BIRTH_ON, identities, columns[BIRTH_ON])
        names, places = self._names(rows, owners, keys), self._places(rows, owners, keys)
        parts, one = self._reading.parts, self._as_bytes
        return [
            (
                SIDES[side],
                Entry(
                    identity,
                    parts(known_as, called),
                    day(birth) if birth else None,
                    kind == _EXACT,
                    postcodes(lives) if lives else (),
                    one((merged,))[0] if merged else None,
                ),
            )
            for identity, side, kind, merged, known_as, birth, called, lives in zip(
                identities, *columns[SIDE:KNOWN_AS], shown, born, names, places, strict=True
            )
        ]

    def _names(self, rows: Sequence[Any], owners: Sequence[int], keys: Sequence[DataKey]) -> list[Names]:
        """Open the names in these rows, each once; returns those of each person."""
        owners, once = _once(owners, rows, NAME)
        if not once:
            return [()] * len(keys)
        ids, own = self._as_bytes([row[NAME] for row in once]), self._keys(owners, once, NAME_VAULT, keys)
        given = opened(own, _GIVEN, ids, [row[GIVEN] for row in once])
        surnames = opened(own, _SURNAME, ids, [row[SURNAME] for row in once])
        whole = [row[NAME_KIND] == _LEGAL for row in once]
        return _each(len(keys), owners, list(zip(whole, given, surnames, strict=True)))

    def _places(self, rows: Sequence[Any], owners: Sequence[int], keys: Sequence[DataKey]) -> list[Places]:
        """Open the addresses in these rows, each once; returns those of each person."""
        owners, once = _once(owners, rows, POINT)
        if not once:
            return [()] * len(keys)
        ids, own = self._as_bytes([row[POINT] for row in once]), self._keys(owners, once, POINT_VAULT, keys)
        return _each(len(keys), owners, opened(own, _ADDRESS, ids, [row[ADDRESS] for row in once]))

    def _keys(
        self, owners: Sequence[int], rows: Sequence[Any], column: int, keys: Sequence[DataKey]
    ) -> list[DataKey]:
        """Return the key of each row: mostly its person's; a few came with another vault, such as a call's."""
        strange = {row[column] for row in rows if row[column] != row[VAULT]}
        if not strange:
            return [keys[owner] for owner in owners]
        found = list(self._connection.execute(_vaults(strange)))
        ids = self._as_bytes([row[0] for row in found])
        theirs = data_keys(self._ring, ((one, *row[1:]) for one, row in zip(ids, found, strict=True)))
        others = {row[0]: key for row, key in zip(found, theirs, strict=True)}
        return [others.get(row[column], keys[owner]) for owner, row in zip(owners, rows, strict=True)]


def _people_in(rows: Sequence[Any]) -> tuple[list[Any], list[int]]:
    """Return the first row of each person, and for each row the number of its person."""
    heads: list[Any] = []
    owners = []
    now = None
    for row in rows:
        if row[PERSON] != now:
            now = row[PERSON]
            heads.append(row)
        owners.append(len(heads) - 1)
    return heads, owners


def _once(owners: Sequence[int], rows: Sequence[Any], column: int) -> tuple[list[int], list[Any]]:
    """Return each row that brings another id in a column, with the number of its person."""
    seen = {row[column]: (owner, row) for owner, row in zip(owners, rows, strict=True) if row[column]}
    return [owner for owner, _ in seen.values()], [row for _, row in seen.values()]


def _each(count: int, owners: Sequence[int], values: Sequence[T]) -> list[tuple[T, ...]]:
    """Return the values of each person."""
    found: list[tuple[T, ...]] = [()] * count
    for owner, value in zip(owners, values, strict=True):
        found[owner] += (value,)
    return found


def _stored(column: Any) -> Any:
    return type_coerce(column, AsStored())


_VAULT = (_stored(Vault.id), Vault.key_version, _stored(Vault.kek_id), _stored(Vault.wrapped))


def _statement(connection: Connection) -> Select[Any]:
    person, name, point = Person.__table__.c, PersonName.__table__.c, ContactPoint.__table__.c
    columns: Iterable[Any] = (
        *(person.id, *_VAULT, person.side, person.birth_kind, person.merged_into_id),
        *(person.known_as_sealed, person.birth_on_sealed),
        *(name.id, name.vault_id, name.kind, name.given_sealed, name.surname_sealed),
        *(point.id, point.vault_id, point.value_sealed),
    )
    address = and_(point.person_id == person.id, point.kind == ContactKind.ADDRESS)
    statement = (
        select(*(_stored(column) for column in columns))
        .select_from(Person.__table__)
        .join(Vault.__table__, Vault.id == person.vault_id)
        .outerjoin(PersonName.__table__, name.person_id == person.id)
        .outerjoin(ContactPoint.__table__, address)
    )
    # SQLite walks the people one after the other, and looks up the rest; others may walk the names.
    return statement if connection.dialect.name == "sqlite" else statement.order_by(person.id)


def _vaults(stored: Iterable[Any]) -> Select[Any]:
    return select(*_VAULT).where(_stored(Vault.id).in_(list(stored)))
