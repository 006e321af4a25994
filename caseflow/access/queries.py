"""Reads about users that other rooms need: names to show, colleagues to allocate to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, not_, select, type_coerce
from sqlalchemy.orm import aliased

from caseflow.access.choices import Stage
from caseflow.access.keys_first import unflushed
from caseflow.access.models import Membership, SignIn, User
from caseflow.access.policy import Role
from caseflow.access.viewer import Viewer
from caseflow.choices import Side
from caseflow.clock import now
from caseflow.crypto.columns import VAULT, ReadVault
from caseflow.database import AsStored, db


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


@dataclass(frozen=True)
class Lead:
    """Who decides for the safeguarding lead now, in words that say whom to ring."""

    words: str
    user_ids: frozenset[UUID]


def who_leads(viewer: Viewer) -> Lead:
    """Return the safeguarding leads of the viewer's side; without one the deputy, else the helpline's manager."""
    wanted: list[ColumnElement[bool]] = [Membership.ended_at.is_(None), User.left_at.is_(None)]
    if viewer.side is not None:
        wanted.append(Membership.side == viewer.side)
    rows = db.session.execute(
        select(User, Membership.role, Membership.deputy)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.role.in_([Role.SAFEGUARDING_LEAD, Role.HELPLINE_MANAGER]), *wanted)
    ).all()
    leads = {
        user.id: user.name for user, role, deputy in rows if role is Role.SAFEGUARDING_LEAD and not deputy
    }
    deputies = {
        user.id: user.name for user, role, deputy in rows if role is Role.SAFEGUARDING_LEAD and deputy
    }
    managers = sorted({user.name for user, role, _deputy in rows if role is Role.HELPLINE_MANAGER})
    if leads:
        also = f"; deputy: {', '.join(sorted(deputies.values()))}" if deputies else ""
        return Lead(
            f"Safeguarding lead: {', '.join(sorted(leads.values()))}{also}.", frozenset({*leads, *deputies})
        )
    if deputies:
        names = ", ".join(sorted(deputies.values()))
        return Lead(f"There is no safeguarding lead now. The deputy decides: {names}.", frozenset(deputies))
    to_ask = f" Ask the helpline manager, {', '.join(managers)}, to have one named today." if managers else ""
    return Lead(f"There is no safeguarding lead and no deputy.{to_ask}", frozenset())


def user_names(viewer: Viewer, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return the names of users by id; one query however many, and for none."""
    wanted = {one for one in ids if one is not None}
    with unflushed(wanted):
        rows = db.session.execute(
            select(User.id, User.__table__.c.name_sealed, *VAULT)
            .outerjoin(User.vault)
            .where(User.id.in_(wanted))
        )
        return {row[0]: ReadVault(*row[2:]).read(User.name, row[0], row[1]) for row in rows}


def colleagues(
    viewer: Viewer, service_id: UUID | None, roles: Iterable[Role] = (), side: Side | None = None
) -> list[Colleague]:
    """Return those who hold a role in a service now, or on one side of it, by name."""
    here = [Membership.service_id == service_id, Membership.ended_at.is_(None), User.left_at.is_(None)]
    if side is not None:
        here.append(Membership.side == side)
    rows = db.session.execute(
        select(User, Membership.role).join(Membership, Membership.user_id == User.id).where(*here)
    ).all()
    wanted = frozenset(roles)
    found = {
        user.id: Colleague(user.id, user.name, role) for user, role in rows if not wanted or role in wanted
    }
    return sorted(found.values(), key=lambda one: one.name.casefold())


def worked_here(viewer: Viewer, user_id: UUID) -> bool:
    """Tell whether a user holds a role in the service that the viewer works in, or held one."""
    here = select(Membership.id).where(
        Membership.user_id == user_id, Membership.service_id == viewer.service_id
    )
    return viewer.service_id is not None and db.session.scalar(here.limit(1)) is not None


def who_left(viewer: Viewer, *, everywhere: bool = False) -> dict[UUID, set[UUID]]:
    """Return, by service, those who held a role there and hold none any more: of the own service, or of all."""
    held = aliased(Membership)
    still = select(held.id).where(
        held.service_id == Membership.service_id,
        held.user_id == Membership.user_id,
        held.ended_at.is_(None),
    )
    rows = select(Membership.service_id, Membership.user_id).where(
        Membership.service_id.is_not(None) if everywhere else Membership.service_id == viewer.service_id,
        Membership.ended_at.is_not(None),
        not_(still.correlate(Membership).exists()),
    )
    found: dict[UUID, set[UUID]] = {}
    for service_id, user_id in db.session.execute(cast("Select[UUID, UUID]", rows)):
        found.setdefault(service_id, set()).add(user_id)
    return found


def colleagues_as_stored(viewer: Viewer, service_id: UUID) -> set[Any]:
    """Return the ids, as they are stored, of those who hold a role in a service now, without their names."""
    held = select(type_coerce(Membership.user_id, AsStored())).join(User, User.id == Membership.user_id)
    here = held.where(
        Membership.service_id == service_id, Membership.ended_at.is_(None), User.left_at.is_(None)
    )
    return set(db.session.scalars(here))


def staffed_services(viewer: Viewer) -> frozenset[UUID]:
    """Return the services in which at least one person can answer a referral."""
    return frozenset(db.session.scalars(staffed(viewer)))


def staffed(viewer: Viewer) -> Select[UUID]:
    """Return the query of the services in which at least one person can answer a referral."""
    answering = [Role.CASEWORKER, Role.SERVICE_MANAGER, Role.HELPLINE_MANAGER, Role.HELPLINE_ADVISER]
    held = select(Membership.service_id).join(User, User.id == Membership.user_id).distinct()
    return cast(
        "Select[UUID]",
        held.where(
            Membership.ended_at.is_(None),
            User.left_at.is_(None),
            Membership.service_id.is_not(None),
            Membership.role.in_(answering),
        ),
    )


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
