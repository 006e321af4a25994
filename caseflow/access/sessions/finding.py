"""What a token stands for: the row is the authority, the browser only holds a random token."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, bindparam, select

from caseflow.access.choices import Stage, Standing
from caseflow.access.models import Membership, SignIn, User
from caseflow.access.sessions.limits import Limits
from caseflow.access.viewer import Held, Viewer, permissions_of
from caseflow.access.wall.standing import stand_as
from caseflow.choices import Side
from caseflow.clock import now
from caseflow.crypto import keyring
from caseflow.crypto.columns import VAULT, ReadVault
from caseflow.crypto.models import Vault
from caseflow.database import db, end_reading

SEEN_EVERY = timedelta(minutes=1)

_user = User.__table__.c
# Made once, and read as columns: every request sends it. One row for each role that is held now.
_BY_TOKEN = (
    select(
        *VAULT,
        *(User.id, _user.name_sealed, _user.username_sealed),
        *(SignIn.id, SignIn.membership_id, SignIn.stage, SignIn.created_at, SignIn.seen_at, SignIn.fresh_at),
        *(SignIn.locked_at, SignIn.ended_at, User.left_at),
        *(Membership.id, Membership.role, Membership.service_id, Membership.element, Membership.side),
        *(Membership.funder, Membership.started_at),
    )
    .join(User, User.id == SignIn.user_id)
    .outerjoin(Vault, Vault.id == User.vault_id)
    .outerjoin(Membership, and_(Membership.user_id == User.id, Membership.ended_at.is_(None)))
    .where(SignIn.token_hash == bindparam("token"))
)
_SESSION, _HELD = 7, 16
"""Where the session begins in a row, and where the role does."""

InCall = Callable[[Viewer], bool]
"""Tells whether somebody has a call open; the room of calls is downstream of here."""


class _Session(NamedTuple):
    """A session as its row says, and since when its user has left."""

    id: UUID
    membership_id: UUID | None
    stage: Stage
    created_at: datetime
    seen_at: datetime
    fresh_at: datetime
    locked_at: datetime | None
    ended_at: datetime | None
    user_left_at: datetime | None


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
        rows = db.session.execute(_BY_TOKEN, {"token": token_hash(token)}).all()
        if not rows:
            return None
        row = rows[0]
        session, vault, (user_id, name, username) = (
            _Session(*row[_SESSION:_HELD]),
            ReadVault(*row[:4]),
            row[4:7],
        )
        moment = now()
        viewer = viewer_of(
            user_id,
            vault.read(User.name, user_id, name),
            vault.read(User.username, user_id, username),
            [(one[-1], Held(*one[_HELD:-1])) for one in rows if one[_HELD] is not None],
            session_id=session.id,
            membership_id=session.membership_id,
        )

        def is_in_call() -> bool:
            stand_as(viewer)
            return in_call(viewer)

        standing = _standing(session, moment, limits, is_in_call)
        stale = moment - session.seen_at > SEEN_EVERY
        return Found(standing, viewer, stale, session.fresh_at, session.locked_at is not None)
    finally:
        end_reading()


def _standing(session: _Session, moment: datetime, limits: Limits, in_call: Callable[[], bool]) -> Standing:
    age, idle = moment - session.created_at, moment - session.seen_at
    if session.ended_at is not None or session.user_left_at is not None or age > limits.longest:
        return Standing.OVER
    if session.stage is not Stage.OPEN:
        return Standing.OVER if age > limits.half else Standing(session.stage)
    if session.locked_at is not None:
        return Standing.LOCKED
    # Whether a call is open is asked only of those who have been idle for some time.
    if idle > limits.idle and (idle > limits.in_call or not in_call()):
        return Standing.LOCKED
    return Standing.OPEN


def viewer_of(
    user_id: UUID,
    name: str,
    username: str,
    held_since: Iterable[tuple[datetime, Held]],
    *,
    session_id: UUID | None = None,
    membership_id: UUID | None = None,
) -> Viewer:
    """Return a user as a viewer: all roles that are held now, and the one being worked in."""
    # Whoever works on both sides begins on the survivor side.
    held = tuple(
        one
        for _, one in sorted(
            held_since, key=lambda pair: (pair[1].side is not Side.SURVIVOR, pair[0], pair[1].id)
        )
    )
    working = next((one for one in held if one.id == membership_id), held[0] if held else None)
    viewer = Viewer(user_id, name, username, held, working, session_id)
    return replace(viewer, permissions=permissions_of(viewer.working_set))
