"""Reads of call-backs."""

from sqlalchemy import select

from caseflow.access.viewer import Viewer
from caseflow.calls.callbacks.scope import visible_callbacks
from caseflow.calls.choices import CallbackState
from caseflow.calls.models import Callback
from caseflow.calls.values import CallbackLine
from caseflow.clock import now
from caseflow.database import db
from caseflow.people.queries import person_lines


def callbacks_due(viewer: Viewer) -> list[CallbackLine]:
    """Return the call-backs that are booked, the earliest first; missed ones say so."""
    rows = db.session.scalars(
        select(Callback)
        .where(Callback.state == CallbackState.BOOKED, visible_callbacks(viewer))
        .order_by(Callback.due_from_at)
    ).all()
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
    return lines
