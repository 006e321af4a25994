"""Reads of the audit: pages of lines, newest first, by a period of days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select

from caseflow.access.queries import user_names
from caseflow.access.viewer import Viewer
from caseflow.audit.events import REGISTRY
from caseflow.audit.models import AuditRow
from caseflow.clock import LONDON
from caseflow.database import db
from caseflow.oversight.trail.asked import Asked
from caseflow.oversight.trail.lines import PAGE, Trail, TrailLine

COLUMNS = (
    AuditRow.position,
    AuditRow.at,
    AuditRow.actor_id,
    AuditRow.purpose,
    AuditRow.event,
    AuditRow.fields,
    # A row of a result has a method by that name.
    AuditRow.count.label("counted"),
)


def trail(viewer: Viewer, asked: Asked, *conditions: ColumnElement[bool], most: int = PAGE) -> Trail:
    """Return a page of the rows that fulfil the conditions; which rows a viewer may ask for, the caller decides."""
    wanted = select(*COLUMNS).where(*within(viewer, asked), *conditions)
    if asked.before is not None:
        wanted = wanted.where(AuditRow.position < asked.before)
    rows = db.session.execute(wanted.order_by(AuditRow.position.desc()).limit(most + 1)).all()
    shown = rows[:most]
    older = shown[-1].position if len(rows) > most else None
    return Trail(_lines(viewer, shown), asked, older)


def within(viewer: Viewer, asked: Asked) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that a row falls in the days asked for, as the clock on the wall counts them."""
    begin = datetime.combine(asked.from_on, time(), LONDON)
    end = datetime.combine(asked.until_on + timedelta(days=1), time(), LONDON)
    return AuditRow.at >= begin, AuditRow.at < end


def _lines(viewer: Viewer, rows: Sequence[Any]) -> tuple[TrailLine, ...]:
    names = user_names(viewer, [row.actor_id for row in rows])
    return tuple(
        TrailLine(
            position=row.position,
            at=row.at,
            who=_who(names, row.actor_id, row.purpose),
            user_id=row.actor_id,
            words=_words(row.event),
            fields=row.fields.replace(",", ", "),
            count=row.counted,
        )
        for row in rows
    )


def _words(event: str) -> str:
    """Say an event in its own words; one that this version no longer knows is given by its name."""
    return REGISTRY[event].meaning if event in REGISTRY else event


def _who(names: dict[UUID, str], actor_id: UUID | None, purpose: str | None) -> str:
    if actor_id is not None:
        return names.get(actor_id, "A user who is no more")
    return "Nobody signed in" if purpose == "signed_out" else f"The command “{purpose}”"
