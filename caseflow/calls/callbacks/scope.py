"""Which call-backs a viewer may see."""

from sqlalchemy import ColumnElement, and_, false, or_, true

from caseflow.access.policy import P
from caseflow.access.viewer import Viewer
from caseflow.calls.models import Callback
from caseflow.people.scope import of_visible_people


def visible_callbacks(viewer: Viewer) -> ColumnElement[bool]:
    """Return the predicate on call-backs: those of the viewer's service and side, about nobody hidden from them."""
    if viewer.side is None:
        return true()
    if not (viewer.can(P.REACH_WORK) or viewer.can(P.CALLS_READ)):
        return false()
    here = and_(Callback.side == viewer.side)
    if not viewer.area_wide:
        here = and_(here, Callback.service_id == viewer.service_id)
    return and_(here, or_(Callback.person_id.is_(None), of_visible_people(viewer, Callback.person_id)))
