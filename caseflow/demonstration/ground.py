"""What the stories stand on: the area's services, places and people who work there, read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select

from caseflow.access.policy import Role
from caseflow.access.viewer import System
from caseflow.choices import Element, Lot, RiskLevel, Side
from caseflow.clock import LONDON
from caseflow.database import db
from caseflow.directory.choices import ClockCode
from caseflow.directory.clocks import ServiceClocks
from caseflow.directory.models import Area, Contract, Coverage, Funder, Locality, Service
from caseflow.directory.queries import clocks_of, questions

DAY_BEGINS = time(8, 0)
ACTOR = System("demonstration")


@dataclass(frozen=True)
class Team:
    """A service with its clocks and who works there."""

    id: UUID
    code: str
    name: str
    phone: str
    element: Element
    lot: Lot | None
    side: Side
    clocks: ServiceClocks = field(repr=False)
    workers: tuple[UUID, ...] = ()
    heads: tuple[UUID, ...] = ()

    def due_at(self, clock: ClockCode, risk: RiskLevel, started_at: datetime) -> datetime:
        """Return when one of the service's clocks runs out."""
        return self.clocks.due_at(clock, risk, started_at)

    def open_time(self, at: datetime) -> datetime:
        """Return the moment itself if the service works then, else its next opening."""
        return self.clocks.calendar.into_hours(at)


@dataclass(frozen=True)
class Place:
    """A locality and who has the duty there."""

    id: UUID
    name: str
    authority: str


@dataclass(frozen=True)
class Ground:
    """The area on the day of loading. Stories end at ``anchor``, the morning of today, so that the hour of
    loading changes nothing; only what is going on right now is told from ``now``."""

    now: datetime
    anchor: datetime
    today: date
    area: str
    teams: dict[str, Team]
    places: dict[str, Place]
    deciders: dict[tuple[str, UUID], str]
    """Who decides on funding, by service code and locality."""
    questions: dict[Element, tuple[tuple[str, str], ...]]
    """What each element asks: code and label, in order."""

    @property
    def helpline(self) -> Team:
        """Return the front door."""
        return self.teams["helpline"]

    def children_team(self, place: Place) -> Team:
        """Return the children's services of a place."""
        names = {"leicester_cc": "children_leicester", "rutland_cc": "children_rutland"}
        return self.teams[names.get(place.authority, "children_leicestershire")]


def read_ground(now: datetime, staff: Mapping[tuple[str, Role], tuple[UUID, ...]]) -> Ground:
    """Read the area and its services with their clocks; staff are users by service code and role."""
    today = now.astimezone(LONDON).date()
    anchor = datetime.combine(today, DAY_BEGINS, LONDON).astimezone(now.tzinfo)
    if anchor > now:
        anchor -= timedelta(days=1)
    services = db.session.scalars(select(Service).order_by(Service.code)).all()
    clocks = clocks_of(ACTOR, [service.id for service in services])
    teams = {
        service.code: Team(
            id=service.id,
            code=service.code,
            name=service.name,
            phone=service.phone,
            element=service.element,
            lot=service.lot,
            side=service.side,
            clocks=clocks[service.id],
            workers=_workers(service.code, staff),
            heads=staff.get((service.code, Role.SERVICE_MANAGER), ())
            + staff.get((service.code, Role.HELPLINE_MANAGER), ()),
        )
        for service in services
    }
    places = {
        row.name: Place(row.id, row.name, row.authority) for row in db.session.scalars(select(Locality))
    }
    code_of = {team.id: team.code for team in teams.values()}
    coverage = db.session.execute(
        select(Coverage.service_id, Coverage.locality_id, Coverage.decider).where(
            Coverage.decider.is_not(None)
        )
    )
    deciders = {(code_of[row.service_id], row.locality_id): row.decider for row in coverage}
    area = db.session.scalar(select(Area.name)) or ""
    asked = {one: tuple((line.code, line.label) for line in questions(ACTOR, one)) for one in Element}
    return Ground(now, anchor, today, area, teams, places, deciders, asked)


def earliest_contract() -> date:
    """Return the day on which the first contract began: no story is older than the services in it."""
    found = db.session.scalar(select(Contract.from_on).join(Funder).order_by(Contract.from_on).limit(1))
    return found or date.min


def _workers(code: str, staff: Mapping[tuple[str, Role], tuple[UUID, ...]]) -> tuple[UUID, ...]:
    return staff.get((code, Role.CASEWORKER), ()) + staff.get((code, Role.HELPLINE_ADVISER), ())
