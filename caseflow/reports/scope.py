"""Which records a report may count for a viewer: one's own service, one side of the area, or what one funds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, true

from caseflow.access.policy import P
from caseflow.access.viewer import Viewer
from caseflow.reports.catalogue.places import Paying


def is_released(viewer: Viewer) -> bool:
    """Tell whether this viewer gets figures in released form only."""
    return not viewer.can(P.REPORTS_RUN)


def own_funder(viewer: Viewer) -> str | None:
    """Return the funder that a commissioner holds the role for."""
    return viewer.working.funder if viewer.working else None


def counted(
    viewer: Viewer, *, side: Any, service_id: Any, at: Any, paying: Sequence[Paying], bought_by: Any = None
) -> ColumnElement[bool]:
    """Return the predicate on a table of counted records, by its columns.

    Area-wide means one side; a commissioner counts what her funder pays for, whichever side it stands on.
    """
    if viewer.purpose is not None:
        return true()
    if is_released(viewer):
        funder = own_funder(viewer)
        if funder is None or not viewer.can(P.REPORTS_RELEASED):
            return false()
        return paid_by(funder, service_id=service_id, at=at, paying=paying, bought_by=bought_by)
    if viewer.area_wide:
        return bool_of(side == viewer.side)
    return and_(side == viewer.side, service_id == viewer.service_id) if viewer.service_id else false()


def paid_by(
    funder: str, *, service_id: Any, at: Any, paying: Sequence[Paying], bought_by: Any = None
) -> ColumnElement[bool]:
    """Return the predicate: the funder paid for this service by contract then, or bought this very place."""
    parts = [
        and_(service_id == one.service_id, at >= one.from_at, *([at < one.until_at] if one.until_at else []))
        for one in paying
        if one.funder == funder
    ]
    if bought_by is None:
        return or_(false(), *parts)
    # A place bought one by one is paid for by its buyer alone.
    return or_(bool_of(bought_by == funder), and_(bool_of(bought_by.is_(None)), or_(false(), *parts)))


def bool_of(expression: Any) -> ColumnElement[bool]:
    """Return a comparison of columns as what it is."""
    found: ColumnElement[bool] = expression
    return found
