"""Counting what each worker carries now: how many from an index, and the rest only for the few that are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_, select, type_coerce

from caseflow.access.viewer import Viewer
from caseflow.cases.models import Case
from caseflow.database import AsStored, db
from caseflow.people.scope import RISK_NOW, with_risk
from caseflow.reports.catalogue.breaking import code_of
from caseflow.reports.catalogue.held import RISKS, WEIGHTS, Numbers, numbers_of, sum_of
from caseflow.reports.catalogue.places import Places
from caseflow.reports.choices import NOBODY, By
from caseflow.reports.scope import counted


def live_cases(viewer: Viewer, places: Places, service_id: UUID | None) -> ColumnElement[bool]:
    """Return the predicate: the live cases that the viewer may count, of one service or of all."""
    scope = counted(
        viewer, side=Case.side, service_id=Case.service_id, at=Case.accepted_at, paying=places.paying
    )
    one = [Case.service_id == service_id] if service_id else []
    return and_(scope, Case.is_live.is_(True), *one)


def held_by_each(viewer: Viewer, live: ColumnElement[bool]) -> dict[Any, int]:
    """Return how many live cases each worker holds, by the worker's id as it is stored; none for nobody's."""
    worker = type_coerce(Case.worker_id, AsStored())
    rows = db.session.execute(select(worker, func.count()).where(live).group_by(Case.worker_id))
    return {row[0]: row[1] for row in rows}


def overdue_in_all(viewer: Viewer, live: ColumnElement[bool], now: datetime) -> int:
    """Return in how many live cases something is overdue."""
    return db.session.scalar(select(func.count()).select_from(Case).where(live, Case.next_due_at <= now)) or 0


def carried_by(
    viewer: Viewer, live: ColumnElement[bool], codes: Sequence[str], now: datetime
) -> dict[str, Numbers]:
    """Return what some workers carry, by code: how many by risk, how heavy, how old and how late."""
    workers = [UUID(code) for code in codes if code != NOBODY]
    theirs = or_(Case.worker_id.in_(workers), Case.worker_id.is_(None) if NOBODY in codes else false())
    query = with_risk(
        select(
            Case.worker_id.label("line"),
            func.count().label("live"),
            *[sum_of(level == RISK_NOW).label(code) for code, level in RISKS.items()],
            sum_of(Case.next_due_at <= now).label("overdue"),
            func.min(Case.accepted_at).label("oldest"),
        ),
        Case.person_id,
    )
    # By worker alone, as the index lies: a group for each level too would have to be sorted.
    rows = db.session.execute(query.where(live, theirs).group_by(Case.worker_id)).mappings()
    return {
        code_of(row["line"], By.WORKER): numbers_of({**row, "weighted": _heavy(row)}, now) for row in rows
    }


def _heavy(row: Mapping[Any, Any]) -> int:
    return sum(WEIGHTS[level] * int(row[code]) for code, level in RISKS.items())
