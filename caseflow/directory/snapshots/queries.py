"""Read the whole directory on one day, as routing reads it."""

from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from caseflow.access.queries import staffed_services
from caseflow.access.viewer import Viewer
from caseflow.database import db
from caseflow.directory.models import Contract, Coverage, GapRule, Locality, Neighbour, Service
from caseflow.directory.queries import funder_names
from caseflow.directory.snapshot import Covers, Directory, KnownGap, Place, Team


def directory_snapshot(viewer: Viewer, on: date) -> Directory:
    """Return everything that routing reads, of services that may work on a day; the queries do not grow with people."""
    staffed = staffed_services(viewer)
    covers: dict[UUID, list[Covers]] = {}
    for row in db.session.scalars(select(Coverage)):
        stretch = Covers(row.locality_id, row.from_on, row.until_on, row.funding, row.decider)
        covers.setdefault(row.service_id, []).append(stretch)
    paid: dict[UUID, list[tuple[date, date | None]]] = {}
    for contract in db.session.scalars(select(Contract)):
        paid.setdefault(contract.service_id, []).append((contract.from_on, contract.until_on))
    rows = db.session.scalars(
        select(Service)
        .where(or_(Service.until_on.is_(None), Service.until_on >= on))
        .options(selectinload(Service.needs), selectinload(Service.fits))
    )
    teams = tuple(
        _team(row, row.id in staffed, tuple(covers.get(row.id, ())), tuple(paid.get(row.id, ())))
        for row in rows
    )
    gaps = tuple(
        KnownGap(gap.need, gap.locality_id, gap.decider, gap.says)
        for gap in db.session.scalars(select(GapRule))
    )
    return Directory(teams, _places(), funder_names(viewer), gaps)


def _places() -> dict[UUID, Place]:
    touching: dict[UUID, set[UUID]] = {}
    for row in db.session.execute(select(Neighbour.locality_id, Neighbour.neighbour_id)):
        touching.setdefault(row.locality_id, set()).add(row.neighbour_id)
    return {
        row.id: Place(row.id, row.gss, row.name, row.authority, frozenset(touching.get(row.id, ())))
        for row in db.session.scalars(select(Locality))
    }


def _team(
    row: Service, staffed: bool, covers: tuple[Covers, ...], paid: tuple[tuple[date, date | None], ...]
) -> Team:
    return Team(
        id=row.id,
        code=row.code,
        name=row.name,
        element=row.element,
        side=row.side,
        needs=frozenset(one.need for one in row.needs),
        from_on=row.from_on,
        lot=row.lot,
        outside=row.outside,
        phone=row.phone,
        min_age=row.min_age,
        max_age=row.max_age,
        until_on=row.until_on,
        fits=frozenset(one.fit for one in row.fits),
        place_type=row.place_type,
        place_size=row.place_size,
        place_locality_id=row.place_locality_id,
        free_places=row.free_places,
        waiting_days=row.waiting_days,
        checked_at=row.checked_at,
        staffed=staffed,
        covers=covers,
        paid=paid,
    )
