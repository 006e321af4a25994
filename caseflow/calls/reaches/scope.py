"""Which people to reach, and which stopped numbers, a viewer may see."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, select, true

from caseflow.access.policy import P
from caseflow.access.remembered import remembered
from caseflow.access.viewer import Viewer
from caseflow.calls.reaches.models import Reach, StoppedPoint
from caseflow.database import db
from caseflow.errors import Unknown
from caseflow.people.scope import of_visible_people


@remembered
def visible_reaches(viewer: Viewer) -> ColumnElement[bool]:
    """Return the predicate on people to reach: those of the side, for the helpline's roles."""
    if viewer.side is None:
        return true()
    if not viewer.area_wide or not (viewer.can(P.REACH_WORK) or viewer.can(P.ATTEMPTS_DECIDE)):
        return false()
    return and_(Reach.side == viewer.side, of_visible_people(viewer, Reach.person_id))


def load_reach(viewer: Viewer, reach_id: UUID) -> Reach:
    """Return somebody to reach; raises Unknown where the viewer may not know of them."""
    found = db.session.scalar(select(Reach).where(Reach.id == reach_id, visible_reaches(viewer)))
    if found is None:
        raise Unknown
    return found


@remembered
def visible_stops(viewer: Viewer) -> ColumnElement[bool]:
    """Return the predicate on stopped numbers: of people in the scope, for those who decide; a team sees its own."""
    if viewer.side is None:
        return true()
    if not viewer.can(P.ATTEMPTS_DECIDE):
        return false()
    here = and_(StoppedPoint.side == viewer.side, of_visible_people(viewer, StoppedPoint.person_id))
    return here if viewer.area_wide else and_(here, StoppedPoint.service_id == viewer.service_id)


def load_stop(viewer: Viewer, stopped_id: UUID) -> StoppedPoint:
    """Return a stopped number; raises Unknown where the viewer may not know of it."""
    found = db.session.scalar(
        select(StoppedPoint).where(StoppedPoint.id == stopped_id, visible_stops(viewer))
    )
    if found is None:
        raise Unknown
    return found
