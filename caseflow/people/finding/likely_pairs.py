"""Which records of one side may be one person, found among very many at once. Pure."""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from caseflow.people.births import BirthSought
from caseflow.people.finding.side_people import FIRST_DAY, Rows, SidePeople
from caseflow.people.matching.alike import sound
from caseflow.people.matching.evidence import Asked, Evidence, Field, Known, Role, probability, total, weigh

Days = NDArray[np.int64]
MOST_TOGETHER = 40
"""Records that agree in no more than very many others do are not compared: it would be chance."""
LEAST = 0.5
BY_DAY = 40
"""So many bits of a group's key stand after the day."""


@dataclass(frozen=True)
class LikelyPair:
    """Two records that may be one person, how sure that is, and by what."""

    newer: UUID
    other: UUID
    probability: float
    evidence: tuple[Evidence, ...]


def likely_pairs(people: SidePeople, newer: Iterable[bytes]) -> Iterator[LikelyPair]:
    """Return the pairs of a new record with any other that are more likely one person than not."""
    new = np.zeros(len(people.ids), np.bool_)
    new[np.fromiter((people.row_of[one] for one in newer if one in people.row_of), np.int32)] = True
    seen: set[tuple[int, int]] = set()
    day = None
    for key, group in _together(people):
        if key >> BY_DAY != day:
            # Two who come together again do so in the groups of the same day.
            day = key >> BY_DAY
            seen.clear()
        for place, one in enumerate(group):
            for other in group[place + 1 :]:
                pair = (min(one, other), max(one, other))
                if (new[one] or new[other]) and pair not in seen:
                    seen.add(pair)
                    found = _weighed(people, *pair, new)
                    if found:
                        yield found


def plainly_two(people: SidePeople, one_id: UUID, other_id: UUID) -> bool:
    """Tell whether both the given names and the births of two records speak against one person.

    Asked where they share a number, as families do, with a surname too. A different name alone is no reason: people
    give another one.
    """
    rows = [people.row_of[one.bytes] for one in (one_id, other_id) if one.bytes in people.row_of]
    if len(rows) < 2:
        return False
    one, other = (people.known(row) for row in rows)
    asked = _as_asked(one)
    given = tuple(part for part in asked.parts if part[1] is not Role.SURNAME)
    evidence = weigh(replace(asked, parts=given), other, people.rarity_of)
    return all(
        sum(part.bits for part in evidence if part.field is field) < 0 for field in (Field.NAME, Field.BIRTH)
    )


def _weighed(people: SidePeople, one: int, other: int, new: NDArray[np.bool_]) -> LikelyPair | None:
    newer, older = (other, one) if new[other] else (one, other)
    if newer in people.leads_to or older in people.leads_to:
        return None
    evidence = weigh(_as_asked(people.known(newer)), people.known(older), people.rarity_of)
    sure = probability(total(evidence), len(people))
    if sure < LEAST:
        return None
    return LikelyPair(UUID(bytes=people.ids[newer]), UUID(bytes=people.ids[older]), sure, tuple(evidence))


def _as_asked(known: Known) -> Asked:
    """Return a record as a question; parts that stand for two written as one are not asked for again."""
    words = [word for word, _ in known.parts]
    joined = {one + other for one in words for other in words if one != other}
    parts = tuple(part for part in known.parts if part[0] not in joined)
    birth = BirthSought(day=date.fromordinal(known.born)) if known.born and known.exact else None
    return Asked(parts, birth, known.postcodes)


def _together(people: SidePeople) -> Iterator[tuple[int, list[int]]]:
    """Return groups of rows that agree in a birth, whichever way about, and in how a part of the name sounds.

    Where no birth is known they agree in two parts of the name. Each group comes with its key, in the order of keys.
    """
    keys, rows = array("q"), array("i")
    sounds: dict[str, int] = {}
    sound_of = [sounds.setdefault(sound(word), len(sounds)) for word in people.vocabulary.words]
    days = _days_either_way(people)
    for row in range(len(people.ids)):
        numbers = people.words_of(row)
        if days[row]:
            for number in {sound_of[one] for one in numbers}:
                keys.append(int(days[row]) << BY_DAY | number)
                rows.append(row)
        elif len(numbers) > 1:
            one, other = sorted(numbers[-2:])
            keys.append(1 << 62 | one << 30 | other)
            rows.append(row)
    yield from _groups(np.frombuffer(keys, np.int64), np.frombuffer(rows, np.int32))


def _days_either_way(people: SidePeople) -> Days:
    """Return each row's birth with day and month in that order in which it comes earlier."""
    days, back = np.unique(people.born(), return_inverse=True)
    return (
        np.array([_earlier(int(day)) for day in days], np.int64)[back] if len(days) else np.zeros(0, np.int64)
    )


def _earlier(number: int) -> int:
    if not number:
        return 0
    day = date.fromordinal(number + FIRST_DAY)
    if day.day > 12:
        return number
    return min(day, day.replace(month=day.day, day=day.month)).toordinal() - FIRST_DAY


def _groups(keys: Days, rows: Rows) -> Iterator[tuple[int, list[int]]]:
    order = np.argsort(keys, kind="stable")
    keys, rows = keys[order], rows[order]
    if not len(keys):
        return
    first = 0
    for end in (np.flatnonzero(np.append(keys[1:] != keys[:-1], True)) + 1).tolist():
        if 1 < end - first <= MOST_TOGETHER:
            yield int(keys[first]), list(dict.fromkeys(rows[first:end].tolist()))
        first = end
