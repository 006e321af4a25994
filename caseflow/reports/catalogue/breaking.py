"""Break a cohort down: the expression that a line is grouped by, and every line there is, empty ones too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, literal, select, union_all
from sqlalchemy.sql.selectable import Subquery

from caseflow.choices import ELEMENT_LABELS, RISK_LABELS, Element, Lot
from caseflow.database import Code, UtcDateTime
from caseflow.reports.asked import Asked
from caseflow.reports.catalogue.places import Places
from caseflow.reports.choices import NO_FUNDER, NO_LOT, NOBODY, NOT_IN_THE_AREA, By
from caseflow.reports.period import Period, edges
from caseflow.reports.shape import Definition

Lines = list[tuple[str, str]]

CONTRACTED = (
    Definition(
        "Element",
        "The kind of support that a service gives, like locality support or accommodation-related support.",
    ),
    Definition("Lot", "A share of an element by place, with a contract of its own."),
)
"""What the two words mean by which contracts are let, and by which every report can be broken down."""


@dataclass(frozen=True)
class Columns:
    """The columns of a counted table by which it can be broken down."""

    at: Any
    element: Any
    lot: Any
    service_id: Any
    locality_id: Any
    risk: Any
    worker_id: Any = None
    bought_by: Any = None


@dataclass(frozen=True)
class Breakdown:
    """What the records are grouped by, the lines in their order, and how the query is joined for it."""

    key: Any
    lines: Lines
    join: Callable[[Select[Any]], Select[Any]]
    adds_up: bool = True
    note: str = ""


def break_down(asked: Asked, columns: Columns, places: Places, workers: Lines | None = None) -> Breakdown:
    """Return how the records of a question are grouped into lines."""
    match asked.by:
        case By.MONTH:
            return _by_time(columns.at, asked.period.months())
        case By.QUARTER:
            return _by_time(columns.at, asked.period.quarters())
        case By.ELEMENT:
            return _plain(columns.element, [(one.value, ELEMENT_LABELS[one]) for one in Element])
        case By.LOT:
            lots = [(one.value, f"Lot {one.value}") for one in Lot]
            return _plain(columns.lot, [*lots, (NO_LOT, "No lot: the whole area")])
        case By.SERVICE:
            return _plain(columns.service_id, [(str(one.id), one.name) for one in places.services])
        case By.LOCALITY:
            names = [(str(one), name) for one, (name, _) in places.localities.items()]
            return _plain(columns.locality_id, [*names, (NOT_IN_THE_AREA, "Outside the area, or not known")])
        case By.AUTHORITY:
            return _by_authority(columns.locality_id, places)
        case By.RISK:
            return _plain(columns.risk, [(one.value, words) for one, words in RISK_LABELS.items()])
        case By.FUNDER:
            return _by_funder(columns, places)
        case By.WORKER:
            return _plain(columns.worker_id, [*(workers or []), (NOBODY, "Not allocated")])


def code_of(key: object, by: By) -> str:
    """Return the code of the line that a grouped value belongs to."""
    if key is None:
        return {By.LOT: NO_LOT, By.WORKER: NOBODY, By.FUNDER: NO_FUNDER}.get(by, NOT_IN_THE_AREA)
    return str(getattr(key, "value", key))


def _plain(key: Any, lines: Lines) -> Breakdown:
    return Breakdown(key, lines, lambda query: query)


def _by_time(at: Any, parts: list[Period]) -> Breakdown:
    """Group by the part of the period, told by moments: a day in England does not begin at midnight in UTC."""
    marks = edges(parts)
    key = case(*[(at < mark, literal(place)) for place, mark in enumerate(marks)], else_=literal(len(marks)))
    return Breakdown(
        key if marks else literal(0),
        [(str(place), part.words) for place, part in enumerate(parts)],
        lambda query: query,
    )


def _by_authority(locality_id: Any, places: Places) -> Breakdown:
    known = places.authorities()
    key = case(
        *[(locality_id.in_(places.localities_of(code)), literal(code)) for code in known],
        else_=literal(NOT_IN_THE_AREA),
    )
    lines = [*known.items(), (NOT_IN_THE_AREA, "Outside the area, or not known")]
    return _plain(key, lines)


def _by_funder(columns: Columns, places: Places) -> Breakdown:
    """Join each record to everybody who paid for it: what two funders pay for stands in both lines."""
    stretches = _stretches(places)
    paid = (
        (stretches.c.service_id == columns.service_id)
        & (columns.at >= stretches.c.from_at)
        & (stretches.c.until_at.is_(None) | (columns.at < stretches.c.until_at))
    )
    key: Any = stretches.c.funder
    if columns.bought_by is not None:
        key = case((columns.bought_by.is_not(None), columns.bought_by), else_=stretches.c.funder)
        # A place bought one by one is paid for by its buyer alone.
        paid = paid & columns.bought_by.is_(None)
    lines = [*places.funders.items(), (NO_FUNDER, "No funder in this area")]
    note = "A record that several funders pay for stands in the line of each; the total counts it once."
    return Breakdown(key, lines, lambda query: query.outerjoin(stretches, paid), False, note)


def _stretches(places: Places) -> Subquery:
    rows = [
        select(
            literal(one.funder, Code()).label("funder"),
            literal(one.service_id).label("service_id"),
            literal(one.from_at, UtcDateTime()).label("from_at"),
            literal(one.until_at, UtcDateTime()).label("until_at"),
        )
        for one in places.paying
    ]
    if not rows:
        nothing: datetime | None = None
        rows = [
            select(
                literal("", Code()).label("funder"),
                literal(None).label("service_id"),
                literal(nothing, UtcDateTime()).label("from_at"),
                literal(nothing, UtcDateTime()).label("until_at"),
            )
        ]
    return union_all(*rows).subquery("paying")
