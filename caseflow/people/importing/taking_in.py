"""Takes a file in: checks it whole, then stores it batch by batch, then looks for those who were known already."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from uuid import UUID, uuid4

from caseflow.access.viewer import Actor
from caseflow.choices import Side
from caseflow.database import wide_cache
from caseflow.people.finding.freshness import index_apart, searching
from caseflow.people.finding.likely_pairs import LikelyPair, likely_pairs
from caseflow.people.finding.side_people import Entry
from caseflow.people.importing.actions import import_batch, suggest_pairs
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


def take_in(actor: Actor, side: Side, rows: Iterator[Row], told: Told) -> list[UUID]:
    """Store rows in batches; whatever is stored stays, so that a run that was broken off can be run again."""
    made: list[UUID] = []
    with wide_cache():
        while batch := list(islice(rows, BATCH)):
            made += import_batch(actor, side, batch)
            told(len(batch))
    return made


def pairs_among(actor: Actor, side: Side, made: list[UUID]) -> Iterator[LikelyPair]:
    """Find those of the new people who may be somebody else here, and put the pairs on the list for a decision."""
    if not made:
        return
    open_all_names(actor)
    with searching() as (index, _percent):
        found = list(likely_pairs(index.sides[side], made)) if index else []
    pairs = iter(found)
    while batch := list(islice(pairs, BATCH)):
        suggest_pairs(actor, side, [(pair.newer, pair.other) for pair in batch])
        yield from batch


def pairs_if_taken_in(actor: Actor, side: Side, rows: Iterator[Row]) -> Iterator[LikelyPair]:
    """Find the pairs that taking rows in would make; only this process's own memory is touched."""
    people, made = index_apart().sides[side], []
    for row in rows:
        made.append(uuid4())
        people.put(_entry(made[-1], row), settled=False)
    people.settle()
    yield from likely_pairs(people, made)


def _entry(person_id: UUID, row: Row) -> Entry:
    parts = parts_of(field_parts(row.given_name), field_parts(row.surname), whole=True)
    born = row.born.toordinal() if row.born else None
    return Entry(person_id.bytes, parts, born, True, (row.postcode,) if row.postcode else ())
