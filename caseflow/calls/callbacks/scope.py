"""Which call-backs a viewer may see."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from caseflow.access.policy import P
from caseflow.access.remembered import remembered
from caseflow.access.viewer import Viewer
from caseflow.calls.models import Callback
from caseflow.database import db
from caseflow.errors import Unknown
from caseflow.people.scope import of_visible_people


@remembered
def visible_callbacks(viewer: Viewer) -> ColumnElement[bool]:
    """Return the predicate on call-backs: those of the viewer's service and side, about nobody hidden from them."""
    if viewer.side is None:
        return true()
    if not (viewer.can(P.REACH_WORK) or viewer.can(P.CALLS_READ)):
        return false()
    mine = true() if viewer.area_wide else Callback.service_id == viewer.service_id
    about = or_(Callback.person_id.is_(None), of_visible_people(viewer, Callback.person_id))
    return and_(Callback.side == viewer.side, mine, about)


def load_callback(viewer: Viewer, callback_id: UUID) -> Callback:
    """Return a promise to ring back; raises Unknown where the viewer may not know of it."""
    found = db.session.scalar(select(Callback).where(Callback.id == callback_id, visible_callbacks(viewer)))
    if found is None:
        raise Unknown
    return found
