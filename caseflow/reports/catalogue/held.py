"""Counting cases: what is live at a moment, what opened and closed, how heavy and how late it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select

from caseflow.access.viewer import Viewer
from caseflow.choices import RiskLevel
from caseflow.database import db
from caseflow.privacy.kept.coarse import DAY, day_of
from caseflow.privacy.kept.counted import counted_cases
from caseflow.reports.asked import Asked
from caseflow.reports.catalogue.breaking import Breakdown, Columns, Lines, break_down, code_of
from caseflow.reports.catalogue.places import Places
from caseflow.reports.choices import By
from caseflow.reports.scope import counted, paid_by

WEIGHTS = {RiskLevel.HIGH: 3, RiskLevel.NOT_ASSESSED: 2, RiskLevel.MEDIUM: 2, RiskLevel.STANDARD: 1}
"""How heavy a case is by the risk level of today: a local default."""
RISKS = {
    "high": RiskLevel.HIGH,
    "medium": RiskLevel.MEDIUM,
    "standard": RiskLevel.STANDARD,
    "not_assessed": RiskLevel.NOT_ASSESSED,
}
COUNTED = counted_cases()
CASES = COUNTED.c
COLUMNS = Columns(
    at=CASES.accepted_at,
    element=CASES.element,
    lot=CASES.lot,
    service_id=CASES.service_id,
    locality_id=CASES.locality_id,
    risk=CASES.risk_level,
    worker_id=CASES.worker_id,
)
Numbers = dict[str, int]


@dataclass(frozen=True)
class Moments:
    """From when until when cases are counted, and the moment that they are overdue by."""

    starts_at: datetime
    ends_at: datetime
    now: datetime


@dataclass(frozen=True)
class Cohort:
    """The cases that a question is about, as one condition, and how they are broken down."""

    where: ColumnElement[bool]
    breakdown: Breakdown
    by: By

    def undivided(self) -> Cohort:
        """Return the same cohort in one line."""
        return Cohort(self.where, Breakdown(literal(""), [("", "All")], lambda query: query), self.by)


def cohort_of(viewer: Viewer, asked: Asked, places: Places, workers: Lines | None = None) -> Cohort:
    """Return the cohort of a question, within what the viewer may count."""
    scope = counted(
        viewer, side=CASES.side, service_id=CASES.service_id, at=CASES.accepted_at, paying=places.paying
    )
    parts = [scope]
    for column, value in (
        (CASES.element, asked.element),
        (CASES.lot, asked.lot),
        (CASES.service_id, asked.service_id),
        (CASES.locality_id, asked.locality_id),
        (CASES.risk_level, asked.risk),
    ):
        if value is not None:
            parts.append(column == value)
    if asked.funder:
        parts.append(
            paid_by(asked.funder, service_id=CASES.service_id, at=CASES.accepted_at, paying=places.paying)
        )
    return Cohort(and_(*parts), break_down(asked, COLUMNS, places, workers), asked.by)


def live_at(at: datetime) -> ColumnElement[bool]:
    """Return the one condition under which a case counts as live at a moment."""
    return and_(CASES.accepted_at < at, or_(CASES.closed_at.is_(None), CASES.closed_at >= at))


def caseloads(cohort: Cohort, moments: Moments) -> dict[str, Numbers]:
    """Return, for each line, what was live, opened and closed, by risk, weighted, oldest and overdue."""
    live = live_at(moments.ends_at)
    opened = and_(CASES.accepted_at >= moments.starts_at, CASES.accepted_at < moments.ends_at)
    closed = and_(CASES.closed_at >= moments.starts_at, CASES.closed_at < moments.ends_at)
    overdue = and_(live, CASES.is_live.is_(True), CASES.next_due_at <= moments.now)
    key = cohort.breakdown.key.label("line")
    weight = case(*[(CASES.risk_level == level, number) for level, number in WEIGHTS.items()], else_=0)
    query: Select[Any] = select(
        key,
        sum_of(live_at(moments.starts_at)).label("before"),
        sum_of(opened).label("opened"),
        sum_of(closed).label("closed"),
        sum_of(live).label("live"),
        *[sum_of(and_(live, CASES.risk_level == level)).label(code) for code, level in RISKS.items()],
        func.sum(case((live, weight), else_=0)).label("weighted"),
        sum_of(overdue).label("overdue"),
        func.min(case((live, CASES.accepted_at))).label("oldest"),
    ).select_from(COUNTED)
    query = cohort.breakdown.join(query).where(cohort.where, _touched(moments)).group_by(key)
    rows = db.session.execute(query).mappings()
    return {code_of(row["line"], cohort.by): numbers_of(row, moments.ends_at) for row in rows}


def together(cohort: Cohort, lines: dict[str, Numbers], moments: Moments) -> Numbers:
    """Return the numbers of the whole cohort: the sum of its lines, or counted anew where lines overlap."""
    if not cohort.breakdown.adds_up:
        return caseloads(cohort.undivided(), moments).get("", {})
    return summed(lines)


def summed(lines: dict[str, Numbers]) -> Numbers:
    """Return the sum of lines that do not overlap; the oldest of all is the oldest of one."""
    names = dict.fromkeys(name for line in lines.values() for name in line)
    whole = {name: sum(line[name] for line in lines.values()) for name in names}
    return whole | {"oldest": max((line["oldest"] for line in lines.values()), default=0)}


def live_workers(cohort: Cohort, moments: Moments) -> list[Any]:
    """Return the workers who held a case of the cohort in the period."""
    query = (
        select(CASES.worker_id)
        .where(cohort.where, _touched(moments), CASES.worker_id.is_not(None))
        .distinct()
    )
    return list(db.session.scalars(query))


def _touched(moments: Moments) -> ColumnElement[bool]:
    """Return the condition that leaves out cases which the period never met."""
    return and_(
        CASES.accepted_at < moments.ends_at,
        or_(CASES.closed_at.is_(None), CASES.closed_at >= moments.starts_at),
    )


def numbers_of(row: Any, ends_at: datetime) -> Numbers:
    """Return the numbers of a counted row; the oldest as the days that it has been open."""
    oldest: datetime | None = row["oldest"]
    numbers = {name: int(row[name] or 0) for name in row if name not in ("line", "oldest")}
    return numbers | {"oldest": _days_begun(oldest, ends_at) * DAY if oldest else 0}


def _days_begun(since: datetime, ends_at: datetime) -> int:
    """Return on how many days something has been open; of a kept case no more is known than its days."""
    return ceil((ends_at - day_of(since)).total_seconds() / DAY)


def sum_of(condition: Any) -> ColumnElement[int]:
    """Return how many rows meet a condition, in a query that groups them."""
    total: ColumnElement[int] = func.sum(case((condition, 1), else_=0))
    return total
