"""Who looked at a person's record: all who did, or those of one's own service."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from caseflow.access.models import Membership
from caseflow.access.policy import P
from caseflow.access.viewer import Viewer
from caseflow.audit.models import AuditRow
from caseflow.oversight.trail.asked import Asked
from caseflow.oversight.trail.lines import PAGE, Trail
from caseflow.oversight.trail.queries import trail
from caseflow.people.queries import identity_bar
from caseflow.people.scope import records_of
from caseflow.people.values import IdentityBar


@dataclass(frozen=True)
class LookedPage:
    """Who looked at one person's record."""

    bar: IdentityBar
    trail: Trail
    everybody: bool


def looked_page(viewer: Viewer, person_id: UUID, asked: Asked, most: int = PAGE) -> LookedPage:
    """Return who looked at a person's record and what hangs on it; raises Unknown outside the viewer's scope."""
    bar = identity_bar(viewer, person_id)
    everybody = viewer.can(P.OVERSIGHT_LOOKED_ALL)
    conditions = [about(viewer, bar.person_id)]
    if not everybody:
        conditions.append(by_own_service(viewer))
    return LookedPage(bar, trail(viewer, asked, *conditions, most=most), everybody)


def about(viewer: Viewer, person_id: UUID) -> ColumnElement[bool]:
    """Return the condition that a row is about a person, or that a list it tells of showed them."""
    shown = and_(AuditRow.person_id.is_(None), AuditRow.shown.contains(person_id.hex))
    return or_(AuditRow.person_id.in_(records_of(person_id)), shown)


def by_own_service(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that somebody did it who holds or held a role in the viewer's working service."""
    return AuditRow.actor_id.in_(
        select(Membership.user_id).where(
            Membership.service_id == viewer.service_id, Membership.side == viewer.side
        )
    )
