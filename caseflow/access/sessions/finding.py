"""Server-side sessions: the row is the authority, the browser only holds a random token."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from caseflow.access.models import Membership, SignIn, User
from caseflow.access.viewer import Held, Viewer, permissions_of
from caseflow.choices import Side
from caseflow.clock import now
from caseflow.crypto import keyring
from caseflow.database import db, end_reading

IDLE = timedelta(minutes=60)
LONGEST = timedelta(hours=8)
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Found:
    """A session by its token: its viewer if it is alive, and whose it was in any case."""

    viewer: Viewer | None
    user_id: UUID
    stale_seen_at: bool
    fresh_at: datetime


def new_token() -> tuple[str, bytes]:
    """Return a random token for the browser, and the hash of it to keep."""
    token = secrets.token_urlsafe(32)
    return token, token_hash(token)


def token_hash(token: str) -> bytes:
    """Return the keyed hash of a token."""
    return keyring.current().lookup_hash("session", token)


def find_session(token: str) -> Found | None:
    """Look a session up by its token, in a read transaction of its own."""
    try:
        row = db.session.execute(
            select(SignIn, User)
            .join(User, User.id == SignIn.user_id)
            .where(SignIn.token_hash == token_hash(token))
            .options(joinedload(User.vault), selectinload(User.memberships))
        ).one_or_none()
        if row is None:
            return None
        sign_in, user = row
        moment = now()
        alive = _alive(sign_in, user, moment)
        viewer = viewer_of(user, sign_in) if alive else None
        return Found(viewer, user.id, moment - sign_in.seen_at > SEEN_EVERY, sign_in.fresh_at)
    finally:
        end_reading()


def _alive(sign_in: SignIn, user: User, moment: datetime) -> bool:
    return (
        sign_in.ended_at is None
        and user.left_at is None
        and moment - sign_in.seen_at <= IDLE
        and moment - sign_in.created_at <= LONGEST
    )


def viewer_of(user: User, sign_in: SignIn) -> Viewer:
    """Return the viewer that a session stands for: all memberships, and the one being worked in."""
    present = [one for one in user.memberships if one.ended_at is None]
    # Whoever works on both sides begins on the survivor side.
    present.sort(key=lambda one: (one.side is not Side.SURVIVOR, one.started_at, one.id))
    held = tuple(_held(one) for one in present)
    working = next((one for one in held if one.id == sign_in.membership_id), held[0] if held else None)
    viewer = Viewer(user.id, user.name, user.username, held, working, sign_in.id)
    return Viewer(
        user.id,
        user.name,
        user.username,
        held,
        working,
        sign_in.id,
        permissions=permissions_of(viewer.working_set),
    )


def _held(row: Membership) -> Held:
    return Held(row.id, row.role, row.service_id, row.element, row.side, row.funder)
