"""What an area pack holds, once it has been read. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from caseflow.choices import Element, Lot, Side
from caseflow.directory.choices import Fit, Funding, Need, PlaceType, QuestionKind
from caseflow.directory.clocks import Rule


@dataclass(frozen=True)
class PackFunder:
    """Who pays or decides."""

    code: str
    name: str


PackOrganisation = PackFunder


@dataclass(frozen=True)
class PackLocality:
    """A district."""

    gss: str
    name: str
    authority: str
    neighbours: tuple[str, ...]


@dataclass(frozen=True)
class PackCoverage:
    """Where a service works, from when to when; without localities it is the whole area."""

    place: str
    localities: tuple[str, ...]
    from_on: date
    until_on: date | None
    funding: Funding
    decider: str | None


@dataclass(frozen=True)
class PackContract:
    """Who pays for a service, from when to when."""

    place: str
    funder: str
    from_on: date
    until_on: date | None
    share: int


@dataclass(frozen=True)
class PackService:
    """A team, with all that routing asks about it."""

    place: str
    code: str
    organisation: str
    name: str
    element: Element
    lot: Lot | None
    side: Side
    outside: bool
    description: str
    phone: str
    email: str
    min_age: int | None
    max_age: int | None
    from_on: date
    until_on: date | None
    needs: tuple[Need, ...]
    fits: tuple[Fit, ...]
    place_type: PlaceType | None
    place_size: int | None
    place_locality: str
    hours: dict[int, tuple[int, int]]
    coverage: tuple[PackCoverage, ...]
    contracts: tuple[PackContract, ...]


@dataclass(frozen=True)
class PackQuestion:
    """A question of an element."""

    element: Element
    code: str
    label: str
    hint: str
    kind: QuestionKind
    required: bool
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PackGap:
    """A known gap and who decides."""

    place: str
    need: Need
    localities: tuple[str, ...]
    decider: str
    says: str


@dataclass(frozen=True)
class PackPostcode:
    """What an outward code can say."""

    place: str
    outward: str
    localities: tuple[str, ...]
    clear: bool
    reaches_outside: bool


@dataclass(frozen=True)
class PackNumber:
    """An out-of-hours number."""

    place: str
    code: str
    label: str
    phone: str
    localities: tuple[str, ...]
    checked_on: date


@dataclass(frozen=True)
class Pack:
    """A whole area, checked."""

    code: str
    name: str
    version: str
    funders: tuple[PackFunder, ...]
    localities: tuple[PackLocality, ...]
    organisations: tuple[PackOrganisation, ...]
    services: tuple[PackService, ...]
    questions: tuple[PackQuestion, ...]
    clocks: tuple[Rule, ...]
    gaps: tuple[PackGap, ...]
    postcodes: tuple[PackPostcode, ...]
    numbers: tuple[PackNumber, ...]

    def clock_rules(self) -> tuple[Rule, ...]:
        """Return how long each clock runs."""
        return self.clocks
