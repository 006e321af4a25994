"""Reads of call-backs."""

from uuid import UUID

from sqlalchemy import and_, func, select

from caseflow.access.viewer import Viewer
from caseflow.calls.callbacks.scope import visible_callbacks
from caseflow.calls.choices import CallbackState
from caseflow.calls.models import Callback
from caseflow.calls.values import Booked, CallbackLine
from caseflow.clock import now
from caseflow.database import db
from caseflow.people.queries import person_lines
from caseflow.people.values import FirstOf


def callbacks_due(viewer: Viewer, limit: int | None = None) -> FirstOf[CallbackLine]:
    """Return the call-backs that are booked, the earliest first; missed ones say so."""
    here = and_(Callback.state == CallbackState.BOOKED, visible_callbacks(viewer))
    rows = db.session.scalars(select(Callback).where(here).order_by(Callback.due_from_at).limit(limit)).all()
    total = db.session.scalar(select(func.count()).select_from(Callback).where(here)) or 0
    people = person_lines(viewer, [row.person_id for row in rows])
    moment = now()
    lines = []
    for row in rows:
        person = people.get(row.person_id) if row.person_id else None
        lines.append(
            CallbackLine(
                callback_id=row.id,
                call_id=row.call_id,
                person_id=row.person_id,
                known_as=person.known_as if person else "Anonymous caller",
                due_from_at=row.due_from_at,
                due_until_at=row.due_until_at,
                missed=row.due_until_at < moment,
                note=row.note,
                # A person's number stands behind the rule on their own page; an anonymous caller has no such page.
                number="" if person else row.number,
            )
        )
    return FirstOf(lines, total)


def booked_for_call(viewer: Viewer, call_id: UUID) -> tuple[Booked, ...]:
    """Return the call-backs of a call that are still to be made."""
    here = and_(
        Callback.call_id == call_id, Callback.state == CallbackState.BOOKED, visible_callbacks(viewer)
    )
    rows = db.session.scalars(select(Callback).where(here).order_by(Callback.due_from_at))
    return tuple(Booked(row.id, row.due_from_at, row.due_until_at) for row in rows)
