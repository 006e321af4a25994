"""A first look at one side, in one pass over numbers: who may be among the best. The model weighs each. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from caseflow.people.births import BirthSought
from caseflow.people.finding.side_people import EMPTY, FIRST_DAY, LAST_DAY, Rows, SidePeople
from caseflow.people.finding.vocabulary import Likes
from caseflow.people.matching.alike import Alike
from caseflow.people.matching.birth_alike import BirthAlike, birth_likeness, near_days
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
    for part in _parts(asked):
        likes = people.vocabulary.like(part)
        worth = _worth(people, part, likes)
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
    slots = people.slots()[rows]
    words, filled = np.maximum(slots >> 2, 0), slots != EMPTY
    bits = np.zeros(len(rows), np.float32)
    further = [(number, more) for number, row in enumerate(rows.tolist()) if (more := people.more_parts(row))]
    for part in _parts(asked):
        likes = people.vocabulary.like(part)
        worth = np.zeros(len(people.vocabulary) + 1, np.float32)
        worth[likes.words] = _worth(people, part, likes)
        best = np.max(np.where(filled, worth[words], 0), axis=1, initial=0)
        for number, more in further:
            best[number] = max(best[number], *(worth[one >> 2] for one in more))
        bits += best
    bits = bits + _birth_bits(people, asked.birth, rows) + _postcode_bits(people, asked, rows)
    return Look(rows, bits.astype(np.float32))


def _parts(asked: Asked) -> list[str]:
    return list(dict.fromkeys(part for part, _ in asked.parts))[:MOST_PARTS]


def _worth(people: SidePeople, part: str, likes: Likes) -> Bits:
    bits = np.minimum(people.rarities(likes.words), people.rarity_of(part)) - COSTS[likes.levels]
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


@cache
def _years() -> NDArray[np.int16]:
    """Return the year of each day that a birth is kept as."""
    return np.array(
        [date.fromordinal(FIRST_DAY + day).year for day in range(LAST_DAY - FIRST_DAY + 1)], np.int16
    )


def _birth_bits(people: SidePeople, sought: BirthSought | None, rows: Rows) -> Bits:
    """Return what the birth of each row says."""
    if sought is None:
        return np.zeros(len(rows), np.float32)
    born, exact = people.born()[rows], people.exact()[rows] != 0
    years = _years()[born]
    apart = np.min([np.abs(years - year) for year in sought.in_years()], axis=0)
    fits, near, wide = (
        BIRTH_BITS[one] for one in (BirthAlike.YEAR_FITS, BirthAlike.YEAR_NEAR, BirthAlike.YEARS_APART)
    )
    about = np.where(apart == 0, fits, np.where(apart == 1, near, wide))
    if sought.day or sought.month:
        other = BIRTH_BITS[BirthAlike.DIFFERS] if sought.day else wide
        precise = np.where(apart == 0, BIRTH_BITS[BirthAlike.SAME_YEAR], other)
        days = {day: BIRTH_BITS[birth_likeness(sought, day, True)] for day in near_days(sought)}
        _put_where(precise, born, {day - FIRST_DAY: bits for day, bits in days.items()})
        about = np.where(exact, precise, about)
    return np.where(born == 0, 0.0, about).astype(np.float32)


def _put_where(bits: NDArray[Any], values: NDArray[Any], wanted: dict[int, float]) -> None:
    """Write other bits wherever one of the wanted values stands."""
    if wanted:
        numbers = np.array(sorted(wanted), np.int64)
        worth = np.array([wanted[int(one)] for one in numbers])
        at = np.minimum(np.searchsorted(numbers, values), len(numbers) - 1)
        hit = numbers[at] == values
        bits[hit] = worth[at[hit]]


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
    near = {number: POSTCODE_BITS[how] for number, how in _near_numbers(people, asked).items()}
    _put_where(found, lives, near)
    return found
