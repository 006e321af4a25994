"""The people of one side as a running process keeps them: numbers in rows of arrays, not objects. Pure."""

from array import array
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from caseflow.people.finding.postings import Postings
from caseflow.people.finding.vocabulary import Vocabulary
from caseflow.people.matching.evidence import Known, Part, Role, rarity
from caseflow.people.matching.postcodes import outward

FIRST_DAY = 686_000
"""``date.toordinal`` of a day in 1879: births are kept as days since, in two bytes."""
LAST_DAY = FIRST_DAY + 65_535
SLOTS = 4
EMPTY = -1
ID = 16

Rows = NDArray[np.int32]


class Entry(NamedTuple):
    """What the index takes in of one record, ids as bytes; a record that was merged away leads to another."""

    identity: bytes
    parts: tuple[Part, ...] = ()
    born: int | None = None
    exact: bool = False
    postcodes: tuple[str, ...] = ()
    leads_to: bytes | None = None

    @property
    def person_id(self) -> UUID:
        """Return the record's id."""
        return UUID(bytes=self.identity)


class Packed(NamedTuple):
    """The records of a part of one side, as one process hands them to another: numbers as bytes, and what they mean."""

    identities: bytes
    slots: bytes
    born: bytes
    exact: bytes
    postcode: bytes
    words: list[str]
    postcodes: list[str]
    more_parts: dict[int, tuple[int, ...]]
    more_postcodes: dict[int, tuple[int, ...]]
    leads_to: dict[int, bytes]


class SidePeople:
    """The records of one side. A record's row stays its own; one that went away leaves an empty row."""

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        self.row_of: dict[bytes, int] = {}
        self.ids: list[bytes] = []
        self.leads_to: dict[int, bytes] = {}
        self.by_word, self.by_day, self.by_postcode = Postings(), Postings(), Postings()
        self.postcodes: list[str] = []
        self.postcode_numbers: dict[str, int] = {}
        self.areas: dict[str, list[int]] = {}
        self._slots = array("i")
        self._born = array("H")
        self._exact = array("b")
        self._postcode = array("i")
        self._more_parts: dict[int, tuple[int, ...]] = {}
        self._more_postcodes: dict[int, tuple[int, ...]] = {}
        self._bearers = array("i")

    def __len__(self) -> int:
        return len(self.row_of)

    def put(self, entry: Entry, *, settled: bool = True) -> None:
        """Take a record in, or anew; ``settled`` unless many are taken in before ``settle``."""
        row = self.row_of.get(entry.identity)
        if row is None:
            row = self.row_of[entry.identity] = len(self.ids)
            self.ids.append(entry.identity)
            self._append(row, entry)
        else:
            if settled:
                self._count(row, -1)
            self._write(row, entry)
        if settled:
            self._count(row, 1)
            for word in self.words_of(row):
                self.by_word.add(word, row)
            self.by_day.add(self._born[row], row)
            for one in self.postcodes_of(row):
                self.by_postcode.add(one, row)

    def _append(self, row: int, entry: Entry) -> None:
        """Write a new row at the end; a million times when a process starts."""
        _, parts, born, exact, postcodes, leads_to = entry
        numbers = self.vocabulary.numbers
        try:
            numbered = [numbers[word] << 2 | role for word, role in parts]
        except KeyError:
            numbered = self._numbers_of(entry)
        missing = SLOTS - len(numbered)
        if missing >= 0:
            self._slots.extend(numbered + _NOTHING[missing])
        else:
            self._slots.extend(numbered[:SLOTS])
            self._more_parts[row] = tuple(numbered[SLOTS:])
        self._born.append(born - FIRST_DAY if born and FIRST_DAY < born <= LAST_DAY else 0)
        self._exact.append(exact)
        if postcodes:
            place = self.postcode_numbers.get(postcodes[0])
            self._postcode.append(self._postcode_number(postcodes[0]) if place is None else place)
            if len(postcodes) > 1:
                self._more_postcodes[row] = tuple([self._postcode_number(one) for one in postcodes[1:]])
        else:
            self._postcode.append(EMPTY)
        if leads_to:
            self.leads_to[row] = leads_to

    def packed(self) -> Packed:
        """Return all records, none of which went away, to be added elsewhere."""
        return Packed(
            b"".join(self.ids),
            self._slots.tobytes(),
            self._born.tobytes(),
            self._exact.tobytes(),
            self._postcode.tobytes(),
            self.vocabulary.words,
            self.postcodes,
            self._more_parts,
            self._more_postcodes,
            self.leads_to,
        )

    def add(self, packed: Packed) -> None:
        """Take in other records that were packed, before ``settle``; words and postcodes get their numbers here."""
        first = len(self.ids)
        words = np.array([self.vocabulary.number(word) for word in packed.words], np.int32)
        places = np.array([self._postcode_number(one) for one in packed.postcodes], np.int32)
        ids = packed.identities
        self.ids += [ids[at : at + ID] for at in range(0, len(ids), ID)]
        self.row_of.update(zip(self.ids[first:], range(first, len(self.ids)), strict=True))
        slots, postcode = (np.frombuffer(one, np.int32).copy() for one in (packed.slots, packed.postcode))
        filled, placed = slots != EMPTY, postcode != EMPTY
        slots[filled] = words[slots[filled] >> 2] << 2 | slots[filled] & 3
        postcode[placed] = places[postcode[placed]]
        self._slots.frombytes(slots.tobytes())
        self._born.frombytes(packed.born)
        self._exact.frombytes(packed.exact)
        self._postcode.frombytes(postcode.tobytes())
        for row, parts in packed.more_parts.items():
            self._more_parts[first + row] = tuple([int(words[one >> 2]) << 2 | one & 3 for one in parts])
        for row, ones in packed.more_postcodes.items():
            self._more_postcodes[first + row] = tuple([int(places[one]) for one in ones])
        self.leads_to.update((first + row, target) for row, target in packed.leads_to.items())

    def _write(self, row: int, entry: Entry) -> None:
        numbered = self._numbers_of(entry)
        self._slots[row * SLOTS : row * SLOTS + SLOTS] = array("i", (numbered + [EMPTY] * SLOTS)[:SLOTS])
        _keep(self._more_parts, row, numbered[SLOTS:])
        self._born[row] = _day(entry.born)
        self._exact[row] = entry.exact
        places = [self._postcode_number(one) for one in entry.postcodes]
        self._postcode[row] = places[0] if places else EMPTY
        _keep(self._more_postcodes, row, places[1:])
        self.leads_to.pop(row, None)
        if entry.leads_to:
            self.leads_to[row] = entry.leads_to

    def _numbers_of(self, entry: Entry) -> list[int]:
        numbers, number = self.vocabulary.numbers, self.vocabulary.number
        return [
            (numbers[word] if word in numbers else number(word)) << 2 | role for word, role in entry.parts
        ]

    def _postcode_number(self, postcode: str) -> int:
        number = self.postcode_numbers.get(postcode)
        if number is None:
            number = self.postcode_numbers[postcode] = len(self.postcodes)
            self.postcodes.append(postcode)
            self.areas.setdefault(outward(postcode), []).append(number)
        return number

    def drop(self, identity: bytes) -> None:
        """Forget a record."""
        row = self.row_of.get(identity)
        if row is not None:
            self._count(row, -1)
            self._write(row, Entry(identity))
            del self.row_of[identity]
            self.ids[row] = b""

    def settle(self) -> None:
        """Order the rows by word, day and postcode, after many were taken in."""
        self.vocabulary.settle()
        slots = self.slots()
        rows, columns = np.nonzero(slots != EMPTY)
        more = [(word >> 2, row) for row, words in self._more_parts.items() for word in words]
        extra = np.array(more, np.int32).reshape(-1, 2)
        words = np.concatenate([slots[rows, columns] >> 2, extra[:, 0]])
        self.by_word = Postings.of(
            words, np.concatenate([rows.astype(np.int32), extra[:, 1]]), len(self.vocabulary)
        )
        everybody = np.arange(len(self.ids), dtype=np.int32)
        self.by_day = Postings.of(self.born().astype(np.int32), everybody, 65_536)
        placed = np.flatnonzero(self.postcode() != EMPTY).astype(np.int32)
        elsewhere = [(one, row) for row, ones in self._more_postcodes.items() for one in ones]
        extra = np.array(elsewhere, np.int32).reshape(-1, 2)
        self.by_postcode = Postings.of(
            np.concatenate([self.postcode()[placed], extra[:, 0]]),
            np.concatenate([placed, extra[:, 1]]),
            len(self.postcodes),
        )
        self._bearers = array("i", bytes(4 * len(self.vocabulary)))
        self._bearers[:] = array("i", self.by_word.lengths(len(self.vocabulary)).astype(np.int32).tobytes())

    def _count(self, row: int, change: int) -> None:
        for word in set(self.words_of(row)):
            if word >= len(self._bearers):
                self._bearers.extend((0,) * (word + 1 - len(self._bearers)))
            self._bearers[word] += change

    # Views share the arrays' memory: none may outlive a change.
    def slots(self) -> NDArray[np.int32]:
        """Return the parts of all names: four numbers a row, each of a word and its role."""
        return np.frombuffer(self._slots, np.int32).reshape(-1, SLOTS)

    def born(self) -> NDArray[np.uint16]:
        """Return each row's birth in days since the first day; nought where it is not known."""
        return np.frombuffer(self._born, np.uint16)

    def exact(self) -> NDArray[np.int8]:
        """Return whether each row's birth is exact."""
        return np.frombuffer(self._exact, np.int8)

    def postcode(self) -> NDArray[np.int32]:
        """Return each row's first postcode."""
        return np.frombuffer(self._postcode, np.int32)

    def rarities(self, words: NDArray[np.int32]) -> NDArray[np.float32]:
        """Return how many bits each of these words says."""
        bearers = np.zeros(len(words), np.int32)
        counted = words < len(self._bearers)
        bearers[counted] = np.frombuffer(self._bearers, np.int32)[words[counted]]
        each, back = np.unique(bearers, return_inverse=True)
        people = len(self)
        return np.array([rarity(one, people) for one in each.tolist()], np.float32)[back]

    def rarity_of(self, word: str) -> float:
        """Return how many bits a word says; one that nobody bears is as rare as can be."""
        number = self.vocabulary.numbers.get(word, len(self._bearers))
        return rarity(self._bearers[number] if number < len(self._bearers) else 0, len(self))

    def words_of(self, row: int) -> list[int]:
        """Return the numbers of the words under which a row can be found."""
        return [one >> 2 for one in self._numbered(row)]

    def _numbered(self, row: int) -> list[int]:
        first = [one for one in self._slots[row * SLOTS : row * SLOTS + SLOTS] if one != EMPTY]
        return [*first, *self._more_parts.get(row, ())]

    def postcodes_of(self, row: int) -> Sequence[int]:
        """Return the numbers of a row's postcodes, the first of them first."""
        first = self._postcode[row]
        return () if first == EMPTY else (first, *self._more_postcodes.get(row, ()))

    def more_parts(self, row: int) -> tuple[int, ...]:
        """Return the parts of a row for which it has no slots."""
        return self._more_parts.get(row, ())

    def known(self, row: int) -> Known:
        """Return a record in the form that the model compares."""
        words = self.vocabulary.words
        return Known(
            tuple([(words[one >> 2], _ROLES[one & 3]) for one in self._numbered(row)]),
            self._born[row] + FIRST_DAY if self._born[row] else None,
            bool(self._exact[row]),
            tuple(self.postcodes[one] for one in self.postcodes_of(row)),
        )


_ROLES = tuple(Role)
_NOTHING = tuple([EMPTY] * count for count in range(SLOTS + 1))


def _day(born: int | None) -> int:
    return born - FIRST_DAY if born and FIRST_DAY < born <= LAST_DAY else 0


def _keep(more: dict[int, tuple[int, ...]], row: int, rest: list[int]) -> None:
    more.pop(row, None)
    if rest:
        more[row] = tuple(rest)
