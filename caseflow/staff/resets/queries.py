"""Reads of password resets."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from caseflow.access.models import User
from caseflow.access.viewer import Viewer
from caseflow.database import db
from caseflow.directory.queries import service_names
from caseflow.errors import Unknown
from caseflow.staff.resets.links import live_link


@dataclass(frozen=True)
class Resetting:
    """Whose password a link sets: what a new password may not hold."""

    username: str
    name: str
    services: tuple[str, ...]


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
