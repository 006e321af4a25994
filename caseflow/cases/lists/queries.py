"""Reads of lists of cases: what is owed soonest stands first."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select

from caseflow import clock
from caseflow.access.policy import P
from caseflow.access.queries import Colleague
from caseflow.access.viewer import Viewer
from caseflow.cases.lists.filters import MINE, UNALLOCATED, Filters
from caseflow.cases.models import Case
from caseflow.cases.queries import case_lines, service_workers
from caseflow.cases.scope import at_risk, review_late, visible_cases
from caseflow.cases.values import CaseList
from caseflow.choices import Side
from caseflow.database import db

ROWS = 25


@dataclass(frozen=True)
class ListPage:
    """A list of cases, with what the filters offer."""

    list: CaseList
    filters: Filters
    workers: tuple[Colleague, ...]
    survivor: bool
    may_allocate: bool


def case_list(viewer: Viewer, filters: Filters) -> ListPage:
    """Return one page of the cases in scope that the filters leave; what is owed soonest first."""
    wanted = _wanted(viewer, filters, clock.now())
    total = db.session.scalar(select(func.count()).select_from(Case).where(wanted)) or 0
    pages = max((total + ROWS - 1) // ROWS, 1)
    page = min(filters.page, pages)
    order = (Case.closed_at.desc(),) if filters.closed else (Case.next_due_at.nulls_last(), Case.accepted_at)
    rows = db.session.scalars(
        select(Case).where(wanted).order_by(*order, Case.id).limit(ROWS).offset((page - 1) * ROWS)
    ).all()
    workers = service_workers(viewer, viewer.service_id) if viewer.service_id else []
    lines = case_lines(viewer, rows)
    return ListPage(
        CaseList(
            tuple(replace(one, next=None) for one in lines) if filters.review else lines, total, page, pages
        ),
        filters.at(page),
        tuple(workers),
        viewer.side is not Side.PERPETRATOR,
        viewer.can(P.CASES_ALLOCATE),
    )


def _wanted(viewer: Viewer, filters: Filters, now: datetime) -> ColumnElement[bool]:
    parts = [visible_cases(viewer), Case.is_live.is_(not filters.closed)]
    if filters.worker_id:
        parts.append(Case.worker_id == filters.worker_id)
    elif filters.whose == MINE:
        parts.append(Case.worker_id == viewer.user_id)
    elif filters.whose == UNALLOCATED:
        parts.append(Case.worker_id.is_(None))
    if filters.state:
        parts.append(Case.state == filters.state)
    if filters.risk and viewer.side is not Side.PERPETRATOR:
        parts.append(at_risk(filters.risk))
    if filters.late:
        parts.append(Case.next_due_at <= now)
    if filters.review:
        parts.append(review_late())
    return and_(*parts)
