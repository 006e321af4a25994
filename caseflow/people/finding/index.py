"""The index of people that a running process keeps: one part per side, never written anywhere. Pure."""

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from heapq import nlargest
from uuid import UUID

import numpy as np

from caseflow.choices import Side
from caseflow.people.finding.coarse import Look, at_most, look_among, look_among_all
from caseflow.people.finding.side_people import Entry, Packed, Rows, SidePeople
from caseflow.people.matching.alike import Alike
from caseflow.people.matching.evidence import Asked, Evidence, Likeness, probability, total, weigh

WEIGHED = 30
"""So many of those that the first look brings up are weighed by the model, and more where more are wanted."""
AT_ONCE = 8
FLOOR = 2.5
"""Where something speaks against somebody, less evidence than this is chance."""
HOPS = 20
_LEVELS = tuple(Alike)


@dataclass(frozen=True)
class Match:
    """Somebody who was found, how sure that is, and by what."""

    person_id: UUID
    bits: float
    probability: float
    evidence: tuple[Evidence, ...]


class Index:
    """Names, births and postcodes of all people, searched within one side and within what a viewer may know of."""

    def __init__(
        self,
        entries: Iterable[tuple[Side, Entry]] = (),
        beside: Iterable[tuple[Side, Packed]] = (),
    ) -> None:
        self.sides = {side: SidePeople() for side in Side}
        for side, entry in entries:
            self.sides[side].put(entry, settled=False)
        for side, packed in beside:
            self.sides[side].add(packed)
        for people in self.sides.values():
            people.settle()

    @staticmethod
    def packed(entries: Iterable[tuple[Side, Entry]]) -> list[tuple[Side, Packed]]:
        """Return a part of the records of an index, for the process that keeps the whole."""
        sides = {side: SidePeople() for side in Side}
        for side, entry in entries:
            sides[side].put(entry, settled=False)
        return [(side, people.packed()) for side, people in sides.items()]

    def __len__(self) -> int:
        return sum(len(people) for people in self.sides.values())

    def replace(self, person_ids: Iterable[UUID], entries: Iterable[tuple[Side, Entry]]) -> None:
        """Take in what is known of these people now; one who is gone has no entry."""
        fresh = {entry.identity: (side, entry) for side, entry in entries}
        for identity in (person_id.bytes for person_id in person_ids):
            for side, people in self.sides.items():
                if identity not in fresh or fresh[identity][0] is not side:
                    people.drop(identity)
        for side, entry in fresh.values():
            self.sides[side].put(entry)

    def search(
        self,
        asked: Asked,
        side: Side,
        *,
        allowed: Collection[UUID] | None = None,
        denied: Collection[UUID] = (),
        limit: int = 20,
    ) -> list[Match]:
        """Return the best matches of one side, best first; ``allowed`` and ``denied`` are the viewer's scope."""
        people = self.sides[side]
        if not len(people) or not (asked.parts or asked.birth or asked.postcodes):
            return []
        if allowed is None:
            look = look_among_all(people, asked)
        else:
            look = look_among(people, asked, _rows_of(people, allowed))
        if denied:
            look = look.without(_rows_of(people, denied))
        return _weighed(people, asked, look.best(max(WEIGHED, limit * 2)), limit)


def _rows_of(people: SidePeople, targets: Collection[UUID]) -> Rows:
    """Return the rows of these people, with those of records that were merged into them."""
    wanted = {one.bytes for one in targets}
    rows = [row for one in wanted if (row := people.row_of.get(one)) is not None]
    rows += [row for row in people.leads_to if _target(people, row) in wanted]
    return np.unique(np.array(rows, np.int32))


def _target(people: SidePeople, row: int) -> bytes:
    """Return the record that a merged one leads to in the end, or the record itself."""
    found = people.ids[row]
    for _ in range(HOPS):
        leads_to = people.leads_to.get(people.row_of.get(found, -1))
        if leads_to is None:
            break
        found = leads_to
    return found


def _likenesses(people: SidePeople, asked: Asked, rows: Rows) -> Likeness:
    """Return how alike the asked parts and the parts of these rows are, as the first look has compared them already."""
    words = sorted({word for row in rows.tolist() for word in people.words_of(row)})
    known = [people.vocabulary.words[word] for word in words]
    alike: dict[tuple[str, str], Alike] = {}
    for part in {part for part, _ in asked.parts}:
        levels = people.vocabulary.like(part).of(words)
        alike.update(((part, word), _LEVELS[level]) for word, level in zip(known, levels, strict=True))
    return lambda part, word: alike[part, word]


def _weighed(people: SidePeople, asked: Asked, look: Look, limit: int) -> list[Match]:
    """Weigh each row by the model; several records that lead to one person count by the best of them."""
    found: dict[bytes, tuple[float, list[Evidence]]] = {}
    likenesses = _likenesses(people, asked, look.rows)
    hoped = at_most(people, asked, look)
    for number, row in enumerate(look.rows.tolist()):
        # Looked at a few at a time: whether any that is left can still be among the best.
        if number % AT_ONCE == 0 and max(hoped[number:]) < _last_of(found, limit):
            break
        if not people.ids[row]:
            continue
        evidence = weigh(asked, people.known(row), people.rarity_of, likenesses)
        bits = total(evidence)
        against = any(one.bits < 0 for one in evidence)
        if not evidence or (against and bits < FLOOR):
            continue
        target = _target(people, row)
        if target not in found or found[target][0] < bits:
            found[target] = bits, evidence
    best = sorted(found.items(), key=lambda one: (-one[1][0], one[0]))[:limit]
    return [
        Match(UUID(bytes=target), bits, probability(bits, len(people)), tuple(evidence))
        for target, (bits, evidence) in best
    ]


def _last_of(found: dict[bytes, tuple[float, list[Evidence]]], limit: int) -> float:
    """Return the bits of the last that is wanted of those who were found; nothing may be left out before."""
    if len(found) < limit:
        return -math.inf
    return nlargest(limit, (bits for bits, _ in found.values()))[-1]
