"""Reads of reports: the list, one report for its reader, and the caseload of each worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from caseflow.access.policy import P
from caseflow.access.queries import colleagues_as_stored, user_names
from caseflow.access.viewer import Viewer
from caseflow.access.wall.standing import count_only
from caseflow.choices import Element, Lot, RiskLevel, Side
from caseflow.clock import LONDON
from caseflow.database import id_of
from caseflow.directory.queries import service_names
from caseflow.errors import Unknown
from caseflow.reports.asked import Offers, Reading, read
from caseflow.reports.carried.queries import (
    carried_by,
    held_by_each,
    live_cases,
    overdue_in_all,
)
from caseflow.reports.catalogue.breaking import code_of
from caseflow.reports.catalogue.caseload import carried_table
from caseflow.reports.catalogue.listed import REPORTS, Listed, listed
from caseflow.reports.catalogue.places import Places, ServiceName, read_places
from caseflow.reports.chart import WIDTH, height_of
from caseflow.reports.choices import NOBODY, RELEASED_BY, By
from caseflow.reports.facing import exact_table, face
from caseflow.reports.period import offered
from caseflow.reports.period import released as released_periods
from caseflow.reports.scope import is_released, own_funder
from caseflow.reports.shown import ShownReport, ShownRow, ShownTable

LINES = 10
AMBER, RED = 25, 30
"""Live cases of one worker: local defaults."""


@dataclass(frozen=True)
class IndexPage:
    """The reports that this reader may open."""

    reports: tuple[Listed, ...]
    released: bool
    funder: str


@dataclass(frozen=True)
class ReportPage:
    """A report as this reader may see it, with what may be asked of it."""

    report: ShownReport
    reading: Reading
    offers: Offers
    whose: str
    width: int
    height: int
    """Of the picture."""


@dataclass(frozen=True)
class WorkerLine:
    """One worker's caseload."""

    worker_id: UUID | None
    name: str
    live: int
    cells: ShownRow


@dataclass(frozen=True)
class CaseloadPage:
    """The caseload of each worker, against what is too much; live and overdue are those of all workers."""

    lines: tuple[WorkerLine, ...]
    table: ShownTable
    live: int
    overdue: int
    amber: int
    red: int
    most: int
    whose: str
    services: tuple[tuple[str, str], ...]
    service_id: UUID | None
    links: bool
    """Whether a line opens the worker's list of cases."""
    page: int = 1
    pages: int = 1


def index_page(viewer: Viewer) -> IndexPage:
    """Return the reports that the viewer may open."""
    released = is_released(viewer)
    reports = tuple(one for one in REPORTS if one.released or not released)
    funder = read_places().funders.get(own_funder(viewer) or "", "") if released else ""
    return IndexPage(reports, released, funder)


def report_page(viewer: Viewer, code: str, given: Mapping[str, str], now: datetime) -> ReportPage:
    """Return a report for its reader; raises Unknown where there is none, or none that may leave."""
    entry = listed(code)
    released = is_released(viewer)
    if entry is None or (released and not entry.released):
        raise Unknown
    count_only(viewer)
    places, today = read_places(), now.astimezone(LONDON).date()
    offers = _offers(viewer, entry, places, now)
    reading = read(given, offers, today)
    report = entry.build(viewer, reading.asked, places, now)
    shown = face(report, released=released)
    return ReportPage(shown, reading, offers, _whose(viewer, places), WIDTH, height_of(shown.picture))


def caseload_page(
    viewer: Viewer, now: datetime, service_id: UUID | None = None, page: int = 1
) -> CaseloadPage:
    """Return the live cases of each worker now, the heaviest first; the same numbers as the caseload report's."""
    count_only(viewer)
    places = read_places()
    services = _countable(viewer, places) if viewer.area_wide else ()
    service_id = service_id if service_id in {one.id for one in services} else None
    live = live_cases(viewer, places, service_id)
    held = held_by_each(viewer, live)
    order = sorted(_team(viewer) | set(held), key=lambda one: (-held.get(one, 0), str(one or "")))
    pages = max(1, -(-len(order) // LINES))
    page = min(max(page, 1), pages)
    here = {
        code_of(one and id_of(one), By.WORKER): held.get(one, 0)
        for one in order[(page - 1) * LINES : page * LINES]
    }
    names = _names(viewer, list(here))
    table = exact_table(
        carried_table(names, carried_by(viewer, live, list(names), now), all_of_them=pages == 1)
    )
    return CaseloadPage(
        lines=tuple(
            WorkerLine(None if row.code == NOBODY else UUID(row.code), row.label, here[row.code], row)
            for row in table.rows
        ),
        table=table,
        live=sum(held.values()),
        overdue=overdue_in_all(viewer, live, now),
        amber=AMBER,
        red=RED,
        most=max([RED, *held.values()]),
        whose=_whose(viewer, places),
        services=tuple((str(one.id), one.name) for one in services),
        service_id=service_id,
        links=viewer.can(P.CASES_READ) and viewer.service_id is not None and not viewer.area_wide,
        page=page,
        pages=pages,
    )


def _team(viewer: Viewer) -> set[Any]:
    """Return everybody who works in the viewer's own service, as stored, so that who holds nothing is seen too."""
    if viewer.area_wide or viewer.service_id is None:
        return set()
    return colleagues_as_stored(viewer, viewer.service_id)


def _names(viewer: Viewer, codes: list[str]) -> dict[str, str]:
    """Return workers by code with their names, in the same order."""
    names = user_names(viewer, [UUID(code) for code in codes if code != NOBODY])
    return {code: "Not allocated" if code == NOBODY else names.get(UUID(code), "Unknown") for code in codes}


def _offers(viewer: Viewer, entry: Listed, places: Places, now: datetime) -> Offers:
    today = now.astimezone(LONDON).date()
    if is_released(viewer):
        by = tuple(one for one in RELEASED_BY if one in entry.by)
        return Offers(tuple(released_periods(today)), own_days=False, by=by)
    services = _countable(viewer, places)
    return Offers(
        periods=tuple(offered(today)),
        own_days=True,
        # A whole area has too many workers to begin with.
        by=tuple(sorted(entry.by, key=lambda one: one is By.WORKER)) if viewer.area_wide else entry.by,
        elements=tuple(one for one in Element if one in {service.element for service in services}),
        lots=tuple(one for one in Lot if one in {service.lot for service in services}),
        services=tuple((str(one.id), one.name) for one in services) if viewer.area_wide else (),
        localities=tuple((str(one), name) for one, (name, _) in places.localities.items()),
        risks=tuple(RiskLevel),
        funders=tuple(places.funders.items()),
    )


def _countable(viewer: Viewer, places: Places) -> tuple[ServiceName, ...]:
    """Return the services whose records the viewer may count."""
    if viewer.area_wide or viewer.purpose:
        return tuple(one for one in places.services if viewer.side in (None, one.side))
    return tuple(one for one in places.services if one.id == viewer.service_id)


def _whose(viewer: Viewer, places: Places) -> str:
    """Return whose figures these are, in words."""
    if is_released(viewer):
        return f"Funded by: {places.funders.get(own_funder(viewer) or '', 'nobody')}"
    if viewer.area_wide:
        return "Whole area, survivor side" if viewer.side is Side.SURVIVOR else "Whole area, perpetrator side"
    names = service_names(viewer, [viewer.service_id])
    return next(iter(names.values()), "")
