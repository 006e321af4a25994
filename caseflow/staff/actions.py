"""Writes of the administration of users."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from caseflow.access.actions import end_sessions
from caseflow.access.models import Membership, User
from caseflow.access.names import name_hash
from caseflow.access.policy import NEEDS_SERVICE, ROLE_LABELS, Role
from caseflow.access.viewer import Actor, in_the_way
from caseflow.audit.action import action
from caseflow.audit.record import record
from caseflow.choices import SIDE_LABELS, Element, Side
from caseflow.clock import now
from caseflow.crypto.models import Vault
from caseflow.database import db
from caseflow.directory.models import Service
from caseflow.errors import Conflict, Invalid, Unknown
from caseflow.staff import events


@action
def add_user(actor: Actor, *, username: str, name: str, password_hash: str) -> UUID:
    """Add a user who can sign in but holds no role yet; raises Invalid if the sign-in name is taken."""
    wanted = name_hash(username)
    if db.session.scalar(select(User.id).where(User.username_hash == wanted)):
        raise Invalid({"username": "This sign-in name is taken."})
    vault = Vault()
    moment = now()
    user = User(
        vault=vault,
        username=username.strip(),
        name=name.strip(),
        username_hash=wanted,
        password_hash=password_hash,
        password_changed_at=moment,
        created_at=moment,
        created_by=actor.user_id,
    )
    vault.owner_id = user.id
    db.session.add(user)
    record(actor, events.USER_ADDED, "user", user.id)
    return user.id


@action
def give_role(
    actor: Actor,
    user_id: UUID,
    *,
    role: Role,
    service_id: UUID | None = None,
    side: Side | None = None,
    funder: str | None = None,
    deputy: bool = False,
) -> UUID:
    """Give a role in a service; raises Invalid where the role and the service, side or funder do not fit."""
    user = _present(user_id)
    held = db.session.scalars(
        select(Membership).where(Membership.user_id == user.id, Membership.ended_at.is_(None))
    ).all()
    service = db.session.get(Service, service_id) if service_id else None
    fault = _role_fault(role, service, side, funder)
    if deputy and role is not Role.SAFEGUARDING_LEAD:
        fault = {"deputy": "Only the safeguarding lead has a deputy."}
    if fault:
        raise Invalid(fault)
    on = service.side if service and service.element is not Element.HELPLINE else side or Side.SURVIVOR
    if any(
        (one.role, one.service_id, one.side, one.funder) == (role, service_id, on, funder) for one in held
    ):
        raise Invalid({"role": "This person holds this role here already."})
    wall = in_the_way([(one.role, one.side) for one in held], (role, on))
    if wall:
        raise Invalid({"role": _end_first(wall, role, on, all_of_them=len(wall) == len(held))})
    row = Membership(
        user_id=user.id,
        role=role,
        service_id=service_id,
        element=service.element if service else None,
        side=on,
        funder=funder if role is Role.COMMISSIONER else None,
        deputy=deputy,
        started_at=now(),
        given_by=actor.user_id,
    )
    db.session.add(row)
    end_sessions(actor, user.id, but=actor.session_id if actor.user_id == user.id else None)
    record(actor, events.ROLE_GIVEN, "membership", row.id, fields=("role", "service", "side"))
    return row.id


@action
def end_role(actor: Actor, membership_id: UUID) -> UUID:
    """End a role; access ends at once, with every session."""
    row = db.session.get(Membership, membership_id)
    if row is None:
        raise Unknown
    if row.ended_at is not None:
        raise Conflict("This role was ended before.", at=row.ended_at)
    if row.role is Role.ADMINISTRATOR and row.user_id == actor.user_id:
        raise Invalid({"role": "You cannot end your own administrator role: another administrator does it."})
    row.ended_at = now()
    end_sessions(actor, row.user_id)
    record(actor, events.ROLE_ENDED, "membership", row.id, fields=("ended_at",))
    return row.user_id


@action
def end_roles_here(actor: Actor, user_id: UUID) -> UUID:
    """End every role of a colleague in the actor's service, on each of its sides: access ends at once."""
    rows = db.session.scalars(
        select(Membership).where(Membership.user_id == user_id, Membership.service_id == actor.service_id)
    ).all()
    if actor.service_id is None or not rows:
        raise Unknown
    if user_id == actor.user_id:
        raise Invalid({"user": "You cannot end your own work here: an administrator does it."})
    live = [row for row in rows if row.ended_at is None]
    if not live:
        ended = (row.ended_at for row in rows if row.ended_at)
        raise Conflict("Their work here was ended before.", at=max(ended, default=None))
    for row in live:
        row.ended_at = now()
        record(actor, events.ROLE_ENDED, "membership", row.id, fields=("ended_at",))
    end_sessions(actor, user_id)
    return user_id


@action
def let_go(actor: Actor, user_id: UUID) -> UUID:
    """Record that a user has left: all roles and sessions end at once; the record of what they did stays."""
    user = _present(user_id)
    if user.id == actor.user_id:
        raise Invalid({"user": "You cannot end your own account: another administrator does it."})
    user.left_at = now()
    for row in db.session.scalars(
        select(Membership).where(Membership.user_id == user.id, Membership.ended_at.is_(None))
    ):
        row.ended_at = now()
    end_sessions(actor, user.id)
    record(actor, events.USER_LEFT, "user", user.id, fields=("left_at",))
    return user.id


@action
def sign_out_everywhere(actor: Actor, user_id: UUID) -> UUID:
    """End every session of a user, on every machine; one's own present session stays."""
    user = _present(user_id)
    end_sessions(actor, user.id, but=actor.session_id if user.id == actor.user_id else None)
    return user.id


def _present(user_id: UUID) -> User:
    user = db.session.get(User, user_id)
    if user is None:
        raise Unknown
    if user.left_at is not None:
        raise Conflict("This user has left.", at=user.left_at)
    return user


def _end_first(wall: Collection[tuple[Role, Side]], role: Role, on: Side, *, all_of_them: bool) -> str:
    """Say which roles keep another from being given, and what can be done."""
    ended = " and ".join(f"{ROLE_LABELS[one]} ({SIDE_LABELS[side].lower()})" for one, side in wall)
    there = next(SIDE_LABELS[side].lower() for _, side in wall)
    choose = f", or choose the {there}" if all_of_them and role not in NEEDS_SERVICE else ""
    return (
        f"{ROLE_LABELS[role]} would be held on the {SIDE_LABELS[on].lower()}. End {ended} first{choose}."
        " Only the helpline and the safeguarding lead hold roles on both sides."
    )


def _role_fault(
    role: Role, service: Service | None, side: Side | None, funder: str | None
) -> dict[str, str] | None:
    if role in NEEDS_SERVICE and service is None:
        return {"service_id": "Choose the service in which this role is held."}
    if role not in NEEDS_SERVICE and service is not None:
        return {"service_id": "This role is not held in a service. Leave the service out."}
    helpline = role in (Role.HELPLINE_ADVISER, Role.HELPLINE_MANAGER)
    if service and helpline != (service.element is Element.HELPLINE):
        return {"service_id": "The helpline has helpline roles; every other service has its own."}
    if service and service.element is Element.OUTSIDE:
        return {"service_id": "An outside destination does not work in caseflow."}
    if role is Role.COMMISSIONER and not funder:
        return {"funder": "Choose whose elements this commissioner sees."}
    return None
