"""What a token stands for: the row is the authority, the browser only holds a random token."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload, selectinload

from caseflow.access.choices import Stage, Standing
from caseflow.access.models import Membership, SignIn, User
from caseflow.access.sessions.limits import Limits
from caseflow.access.viewer import Held, Viewer, permissions_of
from caseflow.access.wall.standing import stand_as
from caseflow.choices import Side
from caseflow.clock import now
from caseflow.crypto import keyring
from caseflow.database import db, end_reading

SEEN_EVERY = timedelta(minutes=1)

# Made once: every request sends it.
_BY_TOKEN = (
    select(SignIn, User)
    .join(User, User.id == SignIn.user_id)
    .where(SignIn.token_hash == bindparam("token"))
    .options(joinedload(User.vault), selectinload(User.memberships))
)

InCall = Callable[[Viewer], bool]
"""Tells whether somebody has a call open; the room of calls is downstream of here."""


@dataclass(frozen=True)
class Found:
    """A session by its token: whose it is, and what it is worth at this moment."""

    standing: Standing
    someone: Viewer
    stale_seen_at: bool
    fresh_at: datetime
    lock_noted: bool = False

    @property
    def viewer(self) -> Viewer | None:
        """Whoever is signed in to the end, in a session that is neither over nor locked."""
        return self.someone if self.standing is Standing.OPEN else None

    @property
    def half(self) -> Viewer | None:
        """Whoever has yet to give the rest of the proof: known, and allowed nothing."""
        if self.standing in (Standing.OPEN, Standing.OVER):
            return None
        return replace(self.someone, memberships=(), working=None, permissions=frozenset())


def new_token() -> tuple[str, bytes]:
    """Return a random token for the browser, and the hash of it to keep."""
    token = secrets.token_urlsafe(32)
    return token, token_hash(token)


def token_hash(token: str) -> bytes:
    """Return the keyed hash of a token."""
    return keyring.current().lookup_hash("session", token)


def find_session(token: str, limits: Limits, in_call: InCall) -> Found | None:
    """Look a session up by its token, in a read transaction of its own."""
    try:
        row = db.session.execute(_BY_TOKEN, {"token": token_hash(token)}).one_or_none()
        if row is None:
            return None
        sign_in, user = row
        moment = now()
        viewer = viewer_of(user, sign_in)

        def is_in_call() -> bool:
            stand_as(viewer)
            return in_call(viewer)

        standing = _standing(sign_in, user, moment, limits, is_in_call)
        stale = moment - sign_in.seen_at > SEEN_EVERY
        return Found(standing, viewer, stale, sign_in.fresh_at, sign_in.locked_at is not None)
    finally:
        end_reading()


def _standing(
    sign_in: SignIn, user: User, moment: datetime, limits: Limits, in_call: Callable[[], bool]
) -> Standing:
    age, idle = moment - sign_in.created_at, moment - sign_in.seen_at
    if sign_in.ended_at is not None or user.left_at is not None or age > limits.longest:
        return Standing.OVER
    if sign_in.stage is not Stage.OPEN:
        return Standing.OVER if age > limits.half else Standing(sign_in.stage)
    if sign_in.locked_at is not None:
        return Standing.LOCKED
    # Whether a call is open is asked only of those who have been idle for some time.
    if idle > limits.idle and (idle > limits.in_call or not in_call()):
        return Standing.LOCKED
    return Standing.OPEN


def viewer_of(user: User, sign_in: SignIn) -> Viewer:
    """Return the viewer that a session stands for: all memberships, and the one being worked in."""
    present = [one for one in user.memberships if one.ended_at is None]
    # Whoever works on both sides begins on the survivor side.
    present.sort(key=lambda one: (one.side is not Side.SURVIVOR, one.started_at, one.id))
    held = tuple(_held(one) for one in present)
    working = next((one for one in held if one.id == sign_in.membership_id), held[0] if held else None)
    viewer = Viewer(user.id, user.name, user.username, held, working, sign_in.id)
    return replace(viewer, permissions=permissions_of(viewer.working_set))


def _held(row: Membership) -> Held:
    return Held(row.id, row.role, row.service_id, row.element, row.side, row.funder)
