"""Reads about users that other rooms need: names to show, colleagues to allocate to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from caseflow.access.choices import Stage
from caseflow.access.models import Membership, SignIn, User
from caseflow.access.policy import Role
from caseflow.access.viewer import Viewer
from caseflow.clock import now
from caseflow.database import db


@dataclass(frozen=True)
class Colleague:
    """Someone who holds a role in a service."""

    user_id: UUID
    name: str
    role: Role


@dataclass(frozen=True)
class OwnSession:
    """One of the viewer's own sessions."""

    id: UUID
    device: str
    created_at: datetime
    seen_at: datetime
    is_this: bool


def user_names(viewer: Viewer, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return the names of users by id; one query however many."""
    wanted = {one for one in ids if one is not None}
    if not wanted:
        return {}
    return {user.id: user.name for user in db.session.scalars(select(User).where(User.id.in_(wanted)))}


def colleagues(viewer: Viewer, service_id: UUID | None, roles: Iterable[Role] = ()) -> list[Colleague]:
    """Return those who hold a role in a service now, by name."""
    rows = db.session.execute(
        select(User, Membership.role)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.service_id == service_id, Membership.ended_at.is_(None), User.left_at.is_(None))
    ).all()
    wanted = frozenset(roles)
    found = {
        user.id: Colleague(user.id, user.name, role) for user, role in rows if not wanted or role in wanted
    }
    return sorted(found.values(), key=lambda one: one.name.casefold())


def staffed_services(viewer: Viewer) -> frozenset[UUID]:
    """Return the services in which at least one person can answer a referral."""
    rows = db.session.scalars(
        select(Membership.service_id)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.ended_at.is_(None),
            User.left_at.is_(None),
            Membership.service_id.is_not(None),
            Membership.role.in_(
                [Role.CASEWORKER, Role.SERVICE_MANAGER, Role.HELPLINE_MANAGER, Role.HELPLINE_ADVISER]
            ),
        )
        .distinct()
    )
    return frozenset(one for one in rows if one)


def own_sessions(viewer: Viewer, longest: timedelta) -> list[OwnSession]:
    """Return the viewer's sessions that have not ended and are not too old, newest first."""
    rows = db.session.scalars(
        select(SignIn)
        .where(
            SignIn.user_id == viewer.user_id,
            SignIn.ended_at.is_(None),
            SignIn.stage == Stage.OPEN,
            SignIn.created_at > now() - longest,
        )
        .order_by(SignIn.seen_at.desc())
        .limit(50)
    )
    return [
        OwnSession(row.id, row.device, row.created_at, row.seen_at, row.id == viewer.session_id)
        for row in rows
    ]
