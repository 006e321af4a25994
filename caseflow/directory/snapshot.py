"""The directory on one day, as routing reads it: frozen values, no session. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from caseflow.choices import Element, Lot, Side
from caseflow.directory.choices import Fit, Funding, Need, PlaceType


@dataclass(frozen=True)
class Place:
    """A locality, who has the duty there, and which localities touch it."""

    id: UUID
    gss: str
    name: str
    authority: str
    neighbours: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Covers:
    """One dated stretch in which a service covers a locality."""

    locality_id: UUID
    from_on: date
    until_on: date | None = None
    funding: Funding = Funding.COVERED
    decider: str | None = None


@dataclass(frozen=True)
class Team:
    """A service with all that routing asks about it."""

    id: UUID
    code: str
    name: str
    element: Element
    side: Side
    needs: frozenset[Need]
    from_on: date
    lot: Lot | None = None
    outside: bool = False
    phone: str = ""
    min_age: int | None = None
    max_age: int | None = None
    until_on: date | None = None
    fits: frozenset[Fit] = frozenset()
    place_type: PlaceType | None = None
    place_size: int | None = None
    place_locality_id: UUID | None = None
    free_places: int | None = None
    waiting_days: int | None = None
    checked_at: datetime | None = None
    staffed: bool = True
    covers: tuple[Covers, ...] = ()
    paid: tuple[tuple[date, date | None], ...] = ()
    """The periods of its contracts; empty where no contract is needed."""

    def works_on(self, on: date) -> bool:
        """Tell whether the service takes referrals that day: its own dates, and a contract if it has any."""
        return within(on, self.from_on, self.until_on) and (
            not self.paid or any(within(on, begins, ends) for begins, ends in self.paid)
        )

    def covering(self, locality_id: UUID, on: date) -> Covers | None:
        """Return how the service covers a locality that day, or nothing."""
        for one in self.covers:
            if one.locality_id == locality_id and within(on, one.from_on, one.until_on):
                return one
        return None


@dataclass(frozen=True)
class KnownGap:
    """A need that nobody covers in a locality, and who decides."""

    need: Need
    locality_id: UUID
    decider: str
    says: str


@dataclass(frozen=True)
class Directory:
    """Everything that routing reads."""

    teams: tuple[Team, ...]
    places: Mapping[UUID, Place]
    funders: Mapping[str, str] = field(default_factory=dict)
    gaps: tuple[KnownGap, ...] = ()

    def team(self, service_id: UUID) -> Team | None:
        """Return a service by id."""
        return next((team for team in self.teams if team.id == service_id), None)

    def place_name(self, locality_id: UUID | None) -> str:
        """Return a locality's name, or the empty text."""
        place = self.places.get(locality_id) if locality_id else None
        return place.name if place else ""


def within(on: date, begins: date, ends: date | None) -> bool:
    """Tell whether a day lies in a period whose both ends count."""
    return begins <= on and (ends is None or on <= ends)
