"""Whether two people may be one: same number, or same name with the same birth or address. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from caseflow.people.births import birth_sought
from caseflow.people.names import name_parts

NameKey = tuple[str, ...]
NEAR = 1
"""Two ages that were told, not proven, may be a year apart."""
FEWEST_PARTS = 3
"""An address with fewer parts than this is a town, not a home."""


class Why(StrEnum):
    """What two people have in common."""

    NUMBER = "number"
    NAME_AND_BIRTH = "name_and_birth"
    NAME_AND_ADDRESS = "name_and_address"
    NAME = "name"
    ADDRESS = "address"


WHY_LABELS = {
    Why.NUMBER: "the same number or e-mail address",
    Why.NAME_AND_BIRTH: "the same name and birth",
    Why.NAME_AND_ADDRESS: "the same name and address",
    Why.NAME: "the same name",
    Why.ADDRESS: "the same address",
}


@dataclass(frozen=True)
class Birth:
    """A birth as far as it is known: the day, or about which years."""

    day: date | None = None
    years: tuple[int, ...] = ()

    def fits(self, other: Birth) -> bool:
        """Tell whether two known births may be one."""
        if self.day and other.day:
            return self.day == other.day
        mine, theirs = self.about, other.about
        return bool(mine and theirs) and min(abs(a - b) for a in mine for b in theirs) <= NEAR

    @property
    def about(self) -> tuple[int, ...]:
        """Return the years that it may have been."""
        return (self.day.year,) if self.day else self.years


@dataclass(frozen=True)
class Traits:
    """By what somebody can be known: as they are recorded, or as somebody tells of them."""

    names: frozenset[NameKey] = field(default=frozenset())
    birth: Birth | None = None
    numbers: frozenset[bytes] = field(default=frozenset())
    addresses: frozenset[str] = field(default=frozenset())


def name_keys(*names: str) -> frozenset[NameKey]:
    """Return names in the one form in which they are compared; a single word is nobody's whole name."""
    keys = (tuple(sorted(name_parts(name))) for name in names)
    return frozenset(key for key in keys if len(key) > 1)


def told_birth(text: str, today: date) -> Birth | None:
    """Return a birth out of freely written words, or nothing."""
    sought = birth_sought(text, today) if text else None
    if sought is None:
        return None
    return Birth(day=sought.day, years=sought.in_years())


def address_keys(*addresses: str) -> frozenset[str]:
    """Return addresses in the one form in which they are compared; what has no number is no home."""
    found = set()
    for address in addresses:
        parts = name_parts(address)
        if len(parts) >= FEWEST_PARTS and any(part[0].isdigit() for part in parts):
            found.add(" ".join(sorted(parts)))
    return frozenset(found)


def in_common(one: Traits, other: Traits) -> frozenset[Why]:
    """Return by what two people may be one person; a name alone is not enough."""
    found = set()
    if one.numbers & other.numbers:
        found.add(Why.NUMBER)
    if one.names & other.names:
        if one.birth and other.birth and one.birth.fits(other.birth):
            found.add(Why.NAME_AND_BIRTH)
        if one.addresses & other.addresses:
            found.add(Why.NAME_AND_ADDRESS)
    return frozenset(found)


def known_by(told: Traits, person: Traits) -> frozenset[Why]:
    """Return by what a person may be whom a worker told of: a name alone is enough here, unless births differ."""
    found = set(in_common(told, person))
    contradicted = told.birth and person.birth and not told.birth.fits(person.birth)
    if told.names & person.names and not contradicted:
        found.add(Why.NAME)
    if told.addresses & person.addresses:
        found.add(Why.ADDRESS)
    return frozenset(found)


def words(why: Iterable[str]) -> str:
    """Say what two people have in common."""
    told = set(why)
    if Why.NAME_AND_BIRTH in told or Why.NAME_AND_ADDRESS in told:
        told -= {Why.NAME}
    return ", ".join(WHY_LABELS[one] for one in Why if one in told)
