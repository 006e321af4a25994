"""A first look at one side, in one pass over numbers: who may be among the best. The model weighs each. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from caseflow.people.births import BirthSought
from caseflow.people.finding.side_people import EMPTY, FIRST_DAY, Rows, SidePeople
from caseflow.people.finding.vocabulary import Likes
from caseflow.people.matching.alike import Alike
from caseflow.people.matching.birth_alike import birth_likeness, near_days
from caseflow.people.matching.evidence import BIRTH_BITS, COST, POSTCODE_BITS, Asked
from caseflow.people.matching.postcodes import PostcodeAlike, near_postcodes

Bits = NDArray[np.float32]
MOST_PARTS = 8
COSTS = np.array([COST.get(level, 99.0) for level in Alike], np.float32)
LEAST = 0.5


@dataclass(frozen=True)
class Look:
    """Rows with a rough sum of their evidence."""

    rows: Rows
    bits: Bits

    def best(self, most: int) -> Rows:
        """Return the rows with the highest sums, in no order."""
        if len(self.rows) <= most:
            return self.rows
        return self.rows[np.argpartition(self.bits, -most)[-most:]]

    def without(self, rows: Rows) -> Look:
        """Return the look without these rows."""
        kept = ~np.isin(self.rows, rows)
        return Look(self.rows[kept], self.bits[kept])


def look_among_all(people: SidePeople, asked: Asked) -> Look:
    """Look at everybody whom any field brings up, by way of the postings."""
    size = len(people.ids)
    bits, seen = np.zeros(size, np.float32), np.zeros(size, bool)
    rarities = people.rarities()
    for part in _parts(asked):
        likes = people.vocabulary.like(part)
        worth = _worth(people, part, likes, rarities)
        order = np.argsort(worth)
        rows, counts = people.by_word.gathered(likes.words[order].tolist())
        best = np.zeros(size, np.float32)
        # Written in rising order: of several parts of one person the best stays.
        best[rows] = np.repeat(worth[order], counts)
        bits += best
        seen[rows] = True
    seen[_born_near(people, asked)] = True
    for number in _near_numbers(people, asked):
        seen[people.by_postcode.rows(number)] = True
    rows = np.flatnonzero(seen).astype(np.int32)
    return Look(
        rows, bits[rows] + _birth_bits(people, asked.birth, rows) + _postcode_bits(people, asked, rows)
    )


def look_among(people: SidePeople, asked: Asked, rows: Rows) -> Look:
    """Look at these rows only, whatever else there is: how long it takes depends on nobody else."""
    rarities = people.rarities()
    slots = people.slots()[rows]
    words, filled = np.maximum(slots >> 2, 0), slots != EMPTY
    bits = np.zeros(len(rows), np.float32)
    further = [(number, more) for number, row in enumerate(rows.tolist()) if (more := people.more_parts(row))]
    for part in _parts(asked):
        likes = people.vocabulary.like(part)
        worth = np.zeros(len(people.vocabulary) + 1, np.float32)
        worth[likes.words] = _worth(people, part, likes, rarities)
        best = np.max(np.where(filled, worth[words], 0), axis=1, initial=0)
        for number, more in further:
            best[number] = max(best[number], *(worth[one >> 2] for one in more))
        bits += best
    bits = bits + _birth_bits(people, asked.birth, rows) + _postcode_bits(people, asked, rows)
    return Look(rows, bits.astype(np.float32))


def _parts(asked: Asked) -> list[str]:
    return list(dict.fromkeys(part for part, _ in asked.parts))[:MOST_PARTS]


def _worth(people: SidePeople, part: str, likes: Likes, rarities: Bits) -> Bits:
    bits = np.minimum(rarities[likes.words], people.rarity_of(part)) - COSTS[likes.levels]
    begun = likes.levels == Alike.BEGINNING
    bits[begun] = np.minimum(bits[begun], len(part) * 2.0 - 2.0)
    return np.maximum(bits, LEAST).astype(np.float32)


def _born_near(people: SidePeople, asked: Asked) -> Rows:
    if asked.birth is None:
        return np.zeros(0, np.int32)
    if asked.birth.day:
        return people.by_day.gathered([day - FIRST_DAY for day in near_days(asked.birth)])[0]
    if asked.parts:
        return np.zeros(
            0, np.int32
        )  # an age alone brings up very many; it weighs those whom the name brings up
    days = near_days(asked.birth)
    return people.by_day.between(min(days) - FIRST_DAY, max(days) - FIRST_DAY)


def _birth_bits(people: SidePeople, sought: BirthSought | None, rows: Rows) -> Bits:
    """Return what the birth of each row says, from a table of all days."""
    if sought is None:
        return np.zeros(len(rows), np.float32)
    born, exact = people.born()[rows], people.exact()[rows] != 0
    found = np.zeros(len(rows), np.float32)
    for kind in (True, False):
        days, back = np.unique(born[exact == kind], return_inverse=True)
        table = [
            BIRTH_BITS[birth_likeness(sought, int(day) + FIRST_DAY, kind)] if day else 0.0 for day in days
        ]
        found[exact == kind] = np.array(table, np.float32)[back] if len(days) else 0
    return found


def _near_numbers(people: SidePeople, asked: Asked) -> dict[int, PostcodeAlike]:
    """Return the numbers of known postcodes that are like those asked for, where somebody may live."""
    found: dict[int, PostcodeAlike] = {}
    for postcode in asked.postcodes:
        for number in people.areas.get(postcode, ()):
            found[number] = PostcodeAlike.AREA
        for one in near_postcodes(postcode):
            if (number := people.postcode_numbers.get(one, EMPTY)) != EMPTY:
                found[number] = PostcodeAlike.SAME if one == postcode else PostcodeAlike.NEAR
    return found


def _postcode_bits(people: SidePeople, asked: Asked, rows: Rows) -> Bits:
    if not asked.postcodes:
        return np.zeros(len(rows), np.float32)
    lives = people.postcode()[rows]
    found = np.where(lives == EMPTY, 0.0, POSTCODE_BITS[PostcodeAlike.DIFFERS]).astype(np.float32)
    near = _near_numbers(people, asked)
    if near:
        numbers = np.array(sorted(near), np.int32)
        worth = np.array([POSTCODE_BITS[near[int(one)]] for one in numbers], np.float32)
        at = np.minimum(np.searchsorted(numbers, lives), len(numbers) - 1)
        hit = numbers[at] == lives
        found[hit] = worth[at[hit]]
    return found
