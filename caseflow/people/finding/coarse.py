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
from caseflow.people.matching.birth_alike import BirthAlike, near_births
from caseflow.people.matching.evidence import BIRTH_BITS, COST, POSTCODE_BITS, Asked
from caseflow.people.matching.postcodes import PostcodeAlike, near_postcodes

Bits = NDArray[np.float32]
MOST_PARTS = 8
COSTS = np.array([COST.get(level, 99.0) for level in Alike], np.float32)
LEAST = 0.5
_ROUNDED = 0.01
_TWO_DIGITS_OFF = BIRTH_BITS[BirthAlike.TWO_DIGITS] - BIRTH_BITS[BirthAlike.DIFFERS]
_ANOTHER_POSTCODE = POSTCODE_BITS[PostcodeAlike.SAME] - POSTCODE_BITS[PostcodeAlike.DIFFERS]


@dataclass(frozen=True)
class Look:
    """Rows with a rough sum of their evidence."""

    rows: Rows
    bits: Bits

    def best(self, most: int) -> Look:
        """Return those with the highest sums, the highest first."""
        if len(self.rows) > most:
            kept = np.argpartition(self.bits, -most)[-most:]
            return Look(self.rows[kept], self.bits[kept]).best(most)
        falling = np.argsort(-self.bits)
        return Look(self.rows[falling], self.bits[falling])

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
    births = _near_births(asked.birth)
    seen[_born_near(people, asked, births)] = True
    for number in _near_numbers(people, asked):
        seen[people.by_postcode.rows(number)] = True
    rows = np.flatnonzero(seen).astype(np.int32)
    return Look(
        rows,
        bits[rows] + _birth_bits(people, asked.birth, births, rows) + _postcode_bits(people, asked, rows),
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
    bits += _birth_bits(people, asked.birth, _near_births(asked.birth), rows)
    bits += _postcode_bits(people, asked, rows)
    return Look(rows, bits.astype(np.float32))


def at_most(people: SidePeople, asked: Asked, look: Look) -> list[float]:
    """Return for each row of a look the most that the model may give it.

    The first look knows one postcode of each, and no births with two digits wrong; all else it counts as the model
    does, or higher.
    """
    if len(asked.parts) > len(_parts(asked)):
        return [np.inf] * len(look.rows)
    more = _ROUNDED + (_TWO_DIGITS_OFF if asked.birth and asked.birth.day else 0.0)
    bits = [float(one) + more for one in look.bits]
    if asked.postcodes:
        elsewhere = [
            _ANOTHER_POSTCODE if len(people.postcodes_of(row)) > 1 else 0.0 for row in look.rows.tolist()
        ]
        bits = [one + further for one, further in zip(bits, elsewhere, strict=True)]
    return bits


def _parts(asked: Asked) -> list[str]:
    return list(dict.fromkeys(part for part, _ in asked.parts))[:MOST_PARTS]


def _worth(people: SidePeople, part: str, likes: Likes) -> Bits:
    bits = np.minimum(people.rarities(likes.words), people.rarity_of(part)) - COSTS[likes.levels]
    begun = likes.levels == Alike.BEGINNING
    bits[begun] = np.minimum(bits[begun], len(part) * 2.0 - 2.0)
    return np.maximum(bits, LEAST).astype(np.float32)


def _near_births(sought: BirthSought | None) -> dict[int, BirthAlike]:
    """Return the single days on which somebody may be born; a year or an age names none."""
    return near_births(sought) if sought and (sought.day or sought.month) else {}


def _born_near(people: SidePeople, asked: Asked, births: dict[int, BirthAlike]) -> Rows:
    if asked.birth is None:
        return np.zeros(0, np.int32)
    if asked.birth.day:
        return people.by_day.gathered([day - FIRST_DAY for day in births])[0]
    if asked.parts:
        return np.zeros(
            0, np.int32
        )  # an age alone brings up very many; it weighs those whom the name brings up
    days = [day.toordinal() - FIRST_DAY for day in asked.birth.days()]
    return people.by_day.between(min(days), max(days))


@cache
def _years() -> NDArray[np.int16]:
    """Return the year of each day that a birth is kept as."""
    return np.array(
        [date.fromordinal(FIRST_DAY + day).year for day in range(LAST_DAY - FIRST_DAY + 1)], np.int16
    )


def _birth_bits(
    people: SidePeople, sought: BirthSought | None, births: dict[int, BirthAlike], rows: Rows
) -> Bits:
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
    if births:
        other = BIRTH_BITS[BirthAlike.DIFFERS] if sought.day else about
        precise = np.where(apart == 0, BIRTH_BITS[BirthAlike.SAME_YEAR], other)
        _put_where(precise, born, {day - FIRST_DAY: BIRTH_BITS[how] for day, how in births.items()})
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
