"""The area as reports name it: services, localities, funders, and who paid for what when. Three queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from caseflow.choices import Element, Lot, Side
from caseflow.database import db
from caseflow.directory.models import Contract, Funder, Locality, Service
from caseflow.reports.period import Period


@dataclass(frozen=True)
class Paying:
    """A stretch of time in which a funder paid for a service."""

    funder: str
    service_id: UUID
    from_at: datetime
    until_at: datetime | None


@dataclass(frozen=True)
class ServiceName:
    """A service as a line of a table."""

    id: UUID
    name: str
    element: Element
    lot: Lot | None
    side: Side


@dataclass(frozen=True)
class Places:
    """All names that the lines of a report can have."""

    services: tuple[ServiceName, ...]
    localities: dict[UUID, tuple[str, str]]
    """Name and authority by id, in the order of names."""
    funders: dict[str, str]
    paying: tuple[Paying, ...]

    def authorities(self) -> dict[str, str]:
        """Return the councils with the duty for a locality, by code."""
        codes = {authority for _, authority in self.localities.values()}
        return {code: self.funders.get(code, code) for code in sorted(codes)}

    def localities_of(self, authority: str) -> list[UUID]:
        """Return the localities of a council."""
        return [one for one, (_, duty) in self.localities.items() if duty == authority]


def read_places() -> Places:
    """Read the names and the contracts."""
    services = db.session.execute(
        select(Service.id, Service.name, Service.element, Service.lot, Service.side).order_by(Service.name)
    )
    localities = db.session.execute(
        select(Locality.id, Locality.name, Locality.authority).order_by(Locality.name)
    )
    funders = db.session.execute(
        select(Funder.id, Funder.code, Funder.name, Contract.service_id, Contract.from_on, Contract.until_on)
        .outerjoin(Contract, Contract.funder_id == Funder.id)
        .order_by(Funder.name, Contract.from_on)
    ).all()
    paying = []
    for row in funders:
        if row.service_id is not None:
            from_at = Period("", "", row.from_on, row.from_on).starts_at
            until = row.until_on + timedelta(days=1) if row.until_on else None
            until_at = Period("", "", until, until).starts_at if until else None
            paying.append(Paying(row.code, row.service_id, from_at, until_at))
    return Places(
        services=tuple(ServiceName(*row) for row in services),
        localities={row.id: (row.name, row.authority) for row in localities},
        funders={row.code: row.name for row in funders},
        paying=tuple(paying),
    )
