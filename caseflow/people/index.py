"""The index of names and birth dates that a running process keeps: one per side, never written anywhere. Pure."""

import heapq
from bisect import bisect_left, insort
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from caseflow.choices import Side
from caseflow.people.births import BirthSought

LAST = "\U0010ffff"


class Why(StrEnum):
    """What a person was found by."""

    NAME = "name"
    BIRTH = "birth"


@dataclass(frozen=True)
class Entry:
    """What the index holds of one record; a record that was merged away leads to another."""

    person_id: UUID
    side: Side
    parts: frozenset[str]
    sorts_by: str = ""
    born: date | None = None
    exact: bool = False
    leads_to: UUID | None = None


@dataclass(frozen=True)
class Sought:
    """What is looked for: folded parts of a name, each of which must begin some part, and a birth."""

    parts: tuple[str, ...] = ()
    birth: BirthSought | None = None


@dataclass(frozen=True)
class Match:
    """Somebody who was found, and by what."""

    person_id: UUID
    why: frozenset[Why]


@dataclass
class _Side:
    """The postings of one side of the wall."""

    entries: dict[UUID, Entry] = field(default_factory=dict)
    postings: dict[str, set[UUID]] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    days: dict[date, set[UUID]] = field(default_factory=dict)
    """Who was born on a day, as far as the day is certain."""
    guesses: dict[int, set[UUID]] = field(default_factory=dict)
    """Who was born in about a year."""

    def put(self, entry: Entry, *, in_order: bool) -> None:
        self.entries[entry.person_id] = entry
        for part in entry.parts:
            known = self.postings.get(part)
            if known is None:
                known = self.postings[part] = set()
                if in_order:
                    insort(self.words, part)
                else:
                    self.words.append(part)
            known.add(entry.person_id)
        self._births(entry).add(entry.person_id)

    def _births(self, entry: Entry) -> set[UUID]:
        """Return the set in which an entry's birth has its place."""
        if entry.born is None:
            return set()
        if entry.exact:
            return self.days.setdefault(entry.born, set())
        return self.guesses.setdefault(entry.born.year, set())

    def drop(self, person_id: UUID) -> None:
        entry = self.entries.pop(person_id, None)
        if entry is None:
            return
        for part in entry.parts:
            self.postings[part].discard(person_id)
            if not self.postings[part]:
                del self.postings[part]
                del self.words[bisect_left(self.words, part)]
        self._births(entry).discard(person_id)

    def beginning(self, part: str) -> set[UUID]:
        """Return those who have a name part that begins so."""
        first, last = bisect_left(self.words, part), bisect_left(self.words, part + LAST)
        return set().union(*(self.postings[word] for word in self.words[first:last]))

    def named(self, parts: Iterable[str]) -> tuple[set[UUID], set[UUID]]:
        """Return those with every part whole, and those with every part at least begun."""
        begun = sorted((self.beginning(part) for part in parts), key=len)
        whole = sorted((self.postings.get(part, set()) for part in parts), key=len)
        return set.intersection(*whole), set.intersection(*begun)

    def born(self, sought: BirthSought) -> set[UUID]:
        """Return those whose birth fits."""
        exact = [self.days.get(day, set()) for day in sought.days()]
        near = {near for year in sought.in_years() for near in (year - 1, year, year + 1)}
        return set().union(*exact, *(self.guesses.get(year, set()) for year in near))


class Index:
    """Names and birth dates of all people, searched within one side and within what a viewer may know of."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._sides = {side: _Side() for side in Side}
        for entry in entries:
            self._sides[entry.side].put(entry, in_order=False)
        for side in self._sides.values():
            side.words.sort()

    def __len__(self) -> int:
        return sum(len(side.entries) for side in self._sides.values())

    def replace(self, person_ids: Iterable[UUID], entries: Iterable[Entry]) -> None:
        """Forget these people, then take in what is known of them now; one who is gone has no entry."""
        for person_id in person_ids:
            for side in self._sides.values():
                side.drop(person_id)
        for entry in entries:
            self._sides[entry.side].put(entry, in_order=True)

    def search(
        self,
        sought: Sought,
        allowed_side: Side,
        *,
        allowed: Collection[UUID] | None = None,
        denied: Collection[UUID] = (),
        limit: int = 20,
    ) -> list[Match]:
        """Return the best matches of one side, best first; ``allowed`` and ``denied`` are the viewer's scope."""
        side = self._sides[allowed_side]
        found: dict[UUID, Match] = {}
        for tier, why in _tiers(side, sought):
            for target in self._of_tier(side, tier, allowed, denied, found, limit):
                found.setdefault(target, Match(target, why))
                if len(found) == limit:
                    return list(found.values())
        return list(found.values())

    @staticmethod
    def _of_tier(
        side: _Side,
        tier: set[UUID],
        allowed: Collection[UUID] | None,
        denied: Collection[UUID],
        found: Collection[UUID],
        limit: int,
    ) -> Iterator[UUID]:
        """Return the people of a tier that the viewer may know of, in the order of their names."""
        entries = side.entries
        fit = (
            (entries[one].sorts_by, entries[one].leads_to or one)
            for one in tier
            if (target := entries[one].leads_to or one) not in denied
            and (allowed is None or target in allowed)
            and target not in found
        )
        # Several records may lead to one person, so somewhat more than the limit is looked at.
        return (target for _, target in heapq.nsmallest(limit * 2, fit))


def _tiers(side: _Side, sought: Sought) -> Iterator[tuple[set[UUID], frozenset[Why]]]:
    """Return sets of people, the likeliest first."""
    both, name, birth = frozenset(Why), frozenset({Why.NAME}), frozenset({Why.BIRTH})
    born = side.born(sought.birth) if sought.birth else None
    if not sought.parts:
        if born:
            yield born, birth
        return
    whole, begun = side.named(sought.parts)
    if born is not None:
        yield whole & born, both
        yield begun & born, both
    yield whole, name
    yield begun, name
    # A different name with the very same birth date may be a name that was not yet known.
    if born and sought.birth and sought.birth.day:
        yield born, birth
