"""Writes of password resets."""

import secrets
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select, update

from caseflow.access.actions import end_sessions
from caseflow.access.models import Membership, User
from caseflow.access.policy import P
from caseflow.access.signing.models import KnownDevice
from caseflow.access.viewer import Actor
from caseflow.audit.action import action
from caseflow.audit.record import record
from caseflow.clock import now
from caseflow.database import db
from caseflow.errors import Conflict, NotAllowed, Unknown
from caseflow.staff import events
from caseflow.staff.resets.links import live_link, token_hash
from caseflow.staff.resets.models import ResetLink

LASTS = timedelta(hours=1)
BYTES = 32
"""How many random bytes a token has."""


@action
def make_reset_link(actor: Actor, user_id: UUID) -> str:
    """Make a link by which a user sets a new password, and return its token; an earlier link no longer counts.

    A manager makes one only for those who work in the manager's own service and nowhere else.
    """
    user = db.session.get(User, user_id)
    if user is None:
        raise Unknown
    # First: of whoever is in another team, a manager learns nothing, not even that they left.
    if not actor.can(P.STAFF_MANAGE):
        _own_team(actor, user_id)
    if user.left_at is not None:
        raise Conflict("This user has left.", at=user.left_at)
    token = secrets.token_urlsafe(BYTES)
    db.session.execute(delete(ResetLink).where(ResetLink.user_id == user_id, ResetLink.used_at.is_(None)))
    row = ResetLink(
        user_id=user_id,
        token_hash=token_hash(token),
        made_at=now(),
        made_by=actor.user_id,
        until_at=now() + LASTS,
    )
    db.session.add(row)
    record(actor, events.RESET_MADE, "user", user_id)
    return token


@action
def reset_password(actor: Actor, token: str, password_hash: str) -> None:
    """Keep the new password of whoever holds a link, once; every session ends and no device is known any more."""
    link = live_link(token)
    if link is None:
        raise Unknown
    using = update(ResetLink).where(ResetLink.id == link.id, ResetLink.used_at.is_(None))
    if db.session.execute(using.values(used_at=now())).rowcount != 1:  # type: ignore[attr-defined]
        raise Unknown
    user = db.session.get(User, link.user_id)
    if user is None:
        raise Unknown
    user.password_hash, user.password_changed_at = password_hash, now()
    db.session.execute(delete(KnownDevice).where(KnownDevice.user_id == user.id))
    end_sessions(actor, user.id)
    record(actor, events.RESET_USED, "user", user.id, fields=("password_hash",))


def _own_team(actor: Actor, user_id: UUID) -> None:
    held = db.session.scalars(
        select(Membership.service_id).where(Membership.user_id == user_id, Membership.ended_at.is_(None))
    ).all()
    if actor.service_id is None or actor.service_id not in held:
        raise Unknown
    if set(held) != {actor.service_id}:
        raise NotAllowed("This person also works elsewhere: an administrator makes the link.")
