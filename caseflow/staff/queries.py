"""Reads of the administration of users."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from caseflow.access.models import Membership, User
from caseflow.access.policy import BOTH_SIDES, ROLE_LABELS, Role
from caseflow.access.viewer import Viewer
from caseflow.choices import SIDE_LABELS, Element, Side
from caseflow.database import db
from caseflow.directory.models import Funder, Service
from caseflow.errors import Unknown


@dataclass(frozen=True)
class RoleLine:
    """A role that a user holds, in words."""

    id: UUID
    role: Role
    words: str
    where: str
    side: str
    since: datetime


@dataclass(frozen=True)
class UserLine:
    """A user with the roles they hold."""

    id: UUID
    name: str
    username: str
    roles: tuple[RoleLine, ...]
    left_at: datetime | None


@dataclass(frozen=True)
class Offer:
    """What a role can be given in."""

    services: tuple[tuple[UUID, str], ...]
    funders: tuple[tuple[str, str], ...]


def all_users(viewer: Viewer) -> list[UserLine]:
    """Return every user with their roles, by name; those who left come last."""
    users = db.session.scalars(select(User).options(selectinload(User.memberships))).all()
    places = _places()
    lines = [_line(user, places) for user in users]
    return sorted(lines, key=lambda one: (one.left_at is not None, one.name.casefold()))


def one_user(viewer: Viewer, user_id: UUID) -> UserLine:
    """Return a user; raises Unknown."""
    user = db.session.scalars(
        select(User).where(User.id == user_id).options(selectinload(User.memberships))
    ).one_or_none()
    if user is None:
        raise Unknown
    return _line(user, _places())


def role_offer(viewer: Viewer) -> Offer:
    """Return the services and funders that a role can be given in."""
    services = db.session.execute(
        select(Service.id, Service.name).where(Service.element != Element.OUTSIDE).order_by(Service.name)
    ).all()
    funders = db.session.execute(select(Funder.code, Funder.name).order_by(Funder.name)).all()
    return Offer(
        tuple((row.id, row.name) for row in services), tuple((row.code, row.name) for row in funders)
    )


def _places() -> dict[object, str]:
    places: dict[object, str] = {
        row.id: row.name for row in db.session.execute(select(Service.id, Service.name))
    }
    places |= {row.code: row.name for row in db.session.execute(select(Funder.code, Funder.name))}
    return places


def _line(user: User, places: dict[object, str]) -> UserLine:
    present = [one for one in user.memberships if one.ended_at is None]
    roles = tuple(_role(one, places) for one in sorted(present, key=lambda one: one.started_at))
    return UserLine(user.id, user.name, user.username, roles, user.left_at)


def _words(row: Membership) -> str:
    return f"{ROLE_LABELS[row.role]}, deputy" if row.deputy else ROLE_LABELS[row.role]


def _role(row: Membership, places: dict[object, str]) -> RoleLine:
    side = SIDE_LABELS[Side(row.side)]
    where = places.get(row.service_id or row.funder, "Whole area")
    if row.role in BOTH_SIDES:
        where = f"{where}, {side.lower()}"
    return RoleLine(row.id, row.role, _words(row), where, side, row.started_at)
