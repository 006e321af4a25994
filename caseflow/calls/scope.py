"""Which calls a viewer may see: one predicate for lists and for one call."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from caseflow.access.models import Membership
from caseflow.access.policy import BOTH_SIDES, P
from caseflow.access.queries import user_names
from caseflow.access.remembered import remembered
from caseflow.access.viewer import Viewer, permissions_of
from caseflow.calls.choices import UNFINISHED, CallState
from caseflow.calls.models import Call
from caseflow.choices import Side
from caseflow.database import db
from caseflow.errors import Conflict, NotAllowed, Unknown
from caseflow.people.scope import are_one, not_hidden, of_visible_people

UNFINISHED_TOO_LONG = timedelta(hours=2)
"""After this a manager may take an unfinished call over."""


def on_this_side(viewer: Viewer) -> ColumnElement[bool]:
    """Return the predicate on calls of the viewer's side; one whose caller is not chosen yet is on neither."""
    return true() if viewer.side is None else or_(Call.side.is_(None), Call.side == viewer.side)


def beyond_the_wall(viewer: Viewer, call: Call) -> bool:
    """Tell of a call at hand what on_this_side tells of those in the database."""
    return viewer.side is not None and call.side is not None and call.side is not viewer.side


@remembered
def visible_calls(viewer: Viewer) -> ColumnElement[bool]:
    """Return the predicate on calls: one's own unfinished ones; for the helpline's roles all of the side."""
    if not viewer.can(P.CALLS_READ):
        return false()
    if viewer.side is None:
        return true()
    here = on_this_side(viewer)
    own = and_(here, Call.state.in_(UNFINISHED), Call.taken_by == viewer.user_id)
    if not viewer.area_wide:
        return own
    return or_(own, and_(here, or_(Call.person_id.is_(None), of_visible_people(viewer, Call.person_id))))


def load_call(viewer: Viewer, call_id: UUID) -> Call:
    """Return a call; raises Unknown where the viewer may not know of it."""
    found = db.session.scalar(select(Call).where(Call.id == call_id, visible_calls(viewer)))
    if found is None:
        raise Unknown
    return found


def load_call_about(viewer: Viewer, call_id: UUID, person_id: UUID) -> Call:
    """Return a call that is about a person, or about nobody yet; raises Unknown for one about somebody else."""
    found = load_call(viewer, call_id)
    if found.person_id is not None and not are_one(found.person_id, person_id):
        raise Unknown
    return found


def load_held(actor: Viewer, call_id: UUID) -> Call:
    """Return an unfinished call that the actor holds; raises Conflict if it is finished or somebody else holds it."""
    found = db.session.scalar(select(Call).where(Call.id == call_id))
    if found is None or not may_know_of(actor, found):
        raise Unknown
    if found.state not in UNFINISHED:
        own = found.finished_by == actor.user_id
        raise Conflict(_ended_words(found), who=_name(actor, found.finished_by), at=found.ended_at, own=own)
    if found.taken_by != actor.user_id and actor.purpose is None:
        who = _name(actor, found.taken_by)
        if found.opened_by == actor.user_id:
            raise Conflict(f"{who} has taken this call over.", who=who, at=found.taken_over_at)
        raise Conflict(f"{who} is logging this call.", who=who, at=found.started_at)
    return found


def may_know_of(viewer: Viewer, call: Call) -> bool:
    """Tell whether the viewer may know of a call: what visible_calls allows, or one of this side that was theirs."""
    if beyond_the_wall(viewer, call):
        return False
    seen = visible_calls(viewer)
    if viewer.user_id is not None and viewer.user_id in (call.opened_by, call.taken_by, call.finished_by):
        if not viewer.can(P.CALLS_READ):
            return False
        # Whoever holds an unfinished call keeps it, so that no words are lost; later it goes with the person.
        held = and_(Call.state.in_(UNFINISHED), Call.taken_by == viewer.user_id)
        seen = or_(held, not_hidden(viewer, Call.person_id))
    return db.session.scalar(select(Call.id).where(Call.id == call.id, seen)) is not None


def _ended_words(call: Call) -> str:
    return "This call was dropped." if call.state is CallState.ABANDONED else "This call is finished."


def _name(viewer: Viewer, user_id: UUID | None) -> str:
    return user_names(viewer, [user_id]).get(user_id, "Somebody else") if user_id else "Somebody else"


def works_on(viewer: Viewer, side: Side | None) -> bool:
    """Tell whether the viewer works on a side of the wall, or could by switching to it where they work."""
    try:
        on_side(viewer, side)
    except NotAllowed:
        return False
    return True


def membership_on(viewer: Viewer, side: Side | None) -> UUID | None:
    """Return the membership to switch to for a side, the one in the same service before others."""
    there = [
        held for held in viewer.memberships if held.side is side and P.CALLS_LOG in permissions_of((held,))
    ]
    there.sort(key=lambda held: held.service_id != viewer.service_id)
    return there[0].id if there else None


def on_side(viewer: Viewer, side: Side | None) -> Viewer:
    """Return the viewer as they are on a side of the wall; raises NotAllowed if they do not work there.

    A helpline adviser meets callers of both sides; the caller's own side decides which people are looked at.
    """
    if side is None or viewer.side in (None, side):
        return viewer
    here = viewer.working.service_id if viewer.working else None
    there = [
        held
        for held in viewer.memberships
        if held.side is side and held.role in BOTH_SIDES and held.service_id == here
    ]
    if not there:
        raise NotAllowed("Your role is on the other side, so people of this side cannot be looked at.")
    return replace(viewer, working=there[0], permissions=permissions_of(tuple(there)))


def stale_calls(viewer: Viewer, now: Any) -> ColumnElement[bool]:
    """Return the predicate on calls that were left unfinished too long, or whose holder works there no more."""
    works_there = select(Membership.id).where(
        Membership.user_id == Call.taken_by,
        Membership.service_id == Call.service_id,
        Membership.ended_at.is_(None),
    )
    left = and_(Call.service_id.is_not(None), ~works_there.correlate(Call).exists())
    return and_(Call.state.in_(UNFINISHED), or_(Call.started_at < now - UNFINISHED_TOO_LONG, left))
