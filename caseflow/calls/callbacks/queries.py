"""Reads of call-backs."""

from uuid import UUID

from sqlalchemy import Select, and_, select

from caseflow.access.keys_first import counted_ids, with_total
from caseflow.access.remembered import moment, remembered
from caseflow.access.viewer import Viewer
from caseflow.calls.callbacks.scope import load_callback, visible_callbacks
from caseflow.calls.callbacks.values import CallbackPage
from caseflow.calls.choices import CallbackState
from caseflow.calls.models import Callback
from caseflow.calls.reaches.attempts.outside import outside_rule
from caseflow.calls.values import Booked, CallbackLine
from caseflow.choices import RiskLevel
from caseflow.clock import now
from caseflow.database import db
from caseflow.people.queries import contact_points_of, identity_bar, person_lines
from caseflow.people.values import FirstOf


def callbacks_due(viewer: Viewer, limit: int | None = None) -> FirstOf[CallbackLine]:
    """Return the call-backs that are booked, the earliest first; missed ones say so."""
    return _lines(viewer, *counted_ids(_booked(viewer), limit))


def callbacks_missed(viewer: Viewer, limit: int) -> FirstOf[CallbackLine]:
    """Return the call-backs whose time has passed and nobody rang, the earliest first."""
    return _lines(viewer, *counted_ids(_booked(viewer, missed=True), limit))


@remembered
def _booked(viewer: Viewer, *, missed: bool = False) -> Select[UUID, int]:
    here = and_(Callback.state == CallbackState.BOOKED, visible_callbacks(viewer))
    wanted = and_(here, Callback.due_until_at < moment()) if missed else here
    return with_total(select(Callback.id).where(wanted).order_by(Callback.due_from_at, Callback.id))


def _lines(viewer: Viewer, ids: list[UUID], total: int) -> FirstOf[CallbackLine]:
    found = select(Callback).where(Callback.id.in_(ids)).order_by(Callback.due_from_at, Callback.id)
    rows = db.session.scalars(found).all()
    people = person_lines(viewer, [row.person_id for row in rows])
    at = now()
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
                missed=row.due_until_at < at,
                note=row.note,
                risk=person.risk if person else RiskLevel.NOT_ASSESSED,
                # A person's number stands behind the rule on their own page; an anonymous caller has no such page.
                number="" if person else row.number,
            )
        )
    return FirstOf(lines, total)


def callback_page(viewer: Viewer, callback_id: UUID) -> CallbackPage:
    """Return one promise to ring back; raises Unknown out of scope."""
    row = load_callback(viewer, callback_id)
    at = now()
    bar = identity_bar(viewer, row.person_id) if row.person_id else None
    points = contact_points_of(viewer, [bar.person_id]).get(bar.person_id, ()) if bar else ()
    return CallbackPage(
        callback_id=row.id,
        call_id=row.call_id,
        person_id=bar.person_id if bar else None,
        bar=bar,
        known_as=bar.known_as if bar else "Anonymous caller",
        due_from_at=row.due_from_at,
        due_until_at=row.due_until_at,
        missed=row.state is CallbackState.BOOKED and row.due_until_at < at,
        booked=row.state is CallbackState.BOOKED,
        note=row.note,
        points=points,
        chosen_point=row.contact_point_id,
        outside={point.id: outside_rule(point, at) for point in points},
        has_number=bool(row.number) and row.contact_point_id is None,
    )


def promised_number(viewer: Viewer, callback_id: UUID) -> str:
    """Return the number that was promised to be rung; whoever shows it records that it was shown."""
    return load_callback(viewer, callback_id).number


def booked_for_call(viewer: Viewer, call_id: UUID) -> tuple[Booked, ...]:
    """Return the call-backs of a call that are still to be made."""
    here = and_(
        Callback.call_id == call_id, Callback.state == CallbackState.BOOKED, visible_callbacks(viewer)
    )
    rows = db.session.scalars(select(Callback).where(here).order_by(Callback.due_from_at))
    return tuple(Booked(row.id, row.due_from_at, row.due_until_at) for row in rows)
