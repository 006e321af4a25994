"""Takes a file in: checks it whole, then stores it batch by batch, then looks for those who were known already."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from uuid import UUID, uuid4

from caseflow.access.viewer import Actor
from caseflow.choices import Side
from caseflow.database import end_reading
from caseflow.engines import wide_cache
from caseflow.people.finding.freshness import index_apart, searching
from caseflow.people.finding.likely_pairs import LikelyPair, likely_pairs
from caseflow.people.finding.side_people import ID, Entry, SidePeople
from caseflow.people.importing.actions import import_batch, suggest_pairs
from caseflow.people.importing.queries import lookups_of, people_of, told_apart
from caseflow.people.importing.rows import Fault, Row
from caseflow.people.matching.name_parts import field_parts, parts_of
from caseflow.people.queries import open_all_names

BATCH = 1_000
TOLD_EVERY = 100_000
KEPT_FAULTS = 200

Told = Callable[[int], None]


@dataclass
class Checked:
    """What a file holds."""

    rows: int = 0
    good: int = 0
    refused: int = 0
    faults: int = 0
    first_faults: list[Fault] = field(default_factory=list)


def check(rows: Iterable[Row], first: int, last: int | None, told: Told) -> Checked:
    """Read a file through and count what is in it; raises BadFile where it cannot be read to its end."""
    found = Checked()
    for number, row in enumerate(rows, 1):
        if number % TOLD_EVERY == 0:
            told(number)
        if number < first or (last is not None and number > last):
            continue
        found.rows += 1
        found.good += not row.refused
        found.refused += row.refused
        found.faults += len(row.faults)
        found.first_faults += row.faults[: KEPT_FAULTS - len(found.first_faults)]
    return found


def within(rows: Iterable[Row], first: int, last: int | None) -> Iterator[Row]:
    """Return the rows of a part of a file that can be taken in."""
    return (row for row in islice(rows, first - 1, last) if not row.refused)


class People:
    """The people of a file, sixteen bytes each: as objects a million ids would take a hundred megabytes."""

    def __init__(self) -> None:
        self._identities = bytearray()

    def __len__(self) -> int:
        return len(self._identities) // ID

    def __iter__(self) -> Iterator[bytes]:
        return (bytes(self._identities[at : at + ID]) for at in range(0, len(self._identities), ID))

    def add(self, people: Iterable[UUID]) -> None:
        """Add some more."""
        self._identities += b"".join(one.bytes for one in people)


def take_in(actor: Actor, side: Side, rows: Iterator[Row], told: Told) -> tuple[int, People]:
    """Store rows in batches; whatever is stored stays, so that a run that was broken off can be run again.

    Returns how many are new, and all people of the file: a run that was broken off has not looked for pairs yet.
    """
    new, people = 0, People()
    with wide_cache():
        while batch := list(islice(rows, BATCH)):
            new += len(import_batch(actor, side, batch))
            people.add(people_of(actor, lookups_of(actor, side, batch)))
            end_reading()
            told(len(batch))
    return new, people


def pairs_among(actor: Actor, side: Side, of_file: People) -> Iterator[LikelyPair]:
    """Find those of a file's people who may be somebody else here, and put the pairs on the list for a decision."""
    if not of_file:
        return
    open_all_names(actor)
    with searching() as (index, _percent):
        people = index.sides[side] if index else SidePeople()
    # Nobody else has this process's index: it stays as it is while pairs are put on the list.
    pairs = likely_pairs(people, of_file)
    while batch := list(islice(pairs, BATCH)):
        both = [(pair.newer, pair.other) for pair in batch]
        suggest_pairs(actor, side, both)
        apart = told_apart(actor, both)
        end_reading()
        yield from (pair for pair in batch if frozenset((pair.newer, pair.other)) not in apart)


def pairs_if_taken_in(actor: Actor, side: Side, rows: Iterator[Row]) -> Iterator[LikelyPair]:
    """Find the pairs that taking rows in would make; only this process's own memory is touched."""
    people, made = index_apart().sides[side], People()
    for row in rows:
        person_id = uuid4()
        made.add((person_id,))
        people.put(_entry(person_id, row), settled=False)
    people.settle()
    yield from likely_pairs(people, made)


def _entry(person_id: UUID, row: Row) -> Entry:
    parts = parts_of(field_parts(row.given_name), field_parts(row.surname), whole=True)
    born = row.born.toordinal() if row.born else None
    return Entry(person_id.bytes, parts, born, True, (row.postcode,) if row.postcode else ())
