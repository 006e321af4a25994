"""Reads of password resets."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from caseflow.access.models import User
from caseflow.access.viewer import Viewer
from caseflow.database import db
from caseflow.directory.queries import service_names
from caseflow.errors import Unknown
from caseflow.staff.resets.links import LinkState, link_state, live_link


@dataclass(frozen=True)
class Resetting:
    """Whose password a link sets: what a new password may not hold."""

    username: str
    name: str
    services: tuple[str, ...]


@dataclass(frozen=True)
class Link:
    """What has become of a link, and since when."""

    state: LinkState
    at: datetime | None

    @property
    def live(self) -> bool:
        """Tell whether it may still be used."""
        return self.state is LinkState.LIVE


def link_of(viewer: Viewer, token: str) -> Link:
    """Return what has become of a link, for whoever holds it: it tells nothing of whose it was."""
    return Link(*link_state(token))


def resetting(viewer: Viewer, token: str) -> Resetting:
    """Return whose password a link sets; raises Unknown if it was used, is too old, or never was."""
    link = live_link(token)
    if link is None:
        raise Unknown
    user = db.session.scalars(
        select(User).where(User.id == link.user_id).options(selectinload(User.memberships))
    ).one()
    held = [one.service_id for one in user.memberships if one.ended_at is None]
    return Resetting(user.username, user.name, tuple(service_names(viewer, held).values()))
