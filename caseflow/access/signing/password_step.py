"""Sign-in: the slow password check runs outside any transaction, then one action opens or refuses.

Known and unknown names take the same path, the same words and the same time.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select

from caseflow.access import actions
from caseflow.access.models import FailedSignIn, User
from caseflow.access.names import name_hash
from caseflow.access.passwords.hashing import Passwords
from caseflow.access.passwords.rules import fault_in
from caseflow.access.viewer import Actor
from caseflow.audit.action import done_before
from caseflow.audit.actors import Nobody
from caseflow.clock import now
from caseflow.crypto import keyring
from caseflow.database import db, end_reading
from caseflow.errors import Invalid

WINDOW = timedelta(minutes=15)
PER_NAME, PER_ADDRESS, OVERALL = 10, 50, 500
WRONG = "The sign-in name or the password is wrong."
WAIT = "Too many tries. Wait a few minutes, then try again, or ask your manager."


def sign_in(passwords: Passwords, username: str, password: str, *, device: str, address: str) -> str:
    """Return the token of a new session; raises Invalid, in the same words for a wrong name or password."""
    name, place = name_hash(username), keyring.current().lookup_hash("address", address)
    user_id, kept, throttled = _look_up(name, place)
    fits = passwords.check(kept, password)
    if throttled:
        raise Invalid({"password": WAIT})
    if not fits or user_id is None or kept is None:
        actions.refuse_sign_in(Nobody(), name=name, address=place)
        raise Invalid({"password": WRONG})
    rehash = passwords.hash(password) if passwords.is_outdated(kept) else None
    return actions.open_session(Nobody(), user_id, device=device, rehash=rehash)


def prove_again(passwords: Passwords, actor: Actor, password: str, *, address: str) -> None:
    """Check the password of whoever is signed in, with the same limits on tries; raises Invalid."""
    name, place = name_hash(actor.username), keyring.current().lookup_hash("address", address)
    user_id, kept, throttled = _look_up(name, place)
    fits = passwords.check(kept, password)
    if throttled:
        raise Invalid({"password": WAIT})
    if not fits or user_id != actor.user_id:
        actions.refuse_sign_in(actor, name=name, address=place)
        raise Invalid({"password": "This is not your password."})


def change_own_password(passwords: Passwords, actor: Actor, current: str, new: str) -> None:
    """Change the actor's password; raises Invalid beside the field that is wrong."""
    kept = db.session.scalar(select(User.password_hash).where(User.id == actor.user_id))
    end_reading()
    if not passwords.check(kept, current):
        if done_before(actor, actions.change_password):
            return
        raise Invalid({"current": "This is not your present password."})
    fault = fault_in(new, actor.username, actor.name)
    if fault:
        raise Invalid({"new": fault})
    if new == current:
        raise Invalid({"new": "The new password is the same as the present one."})
    actions.change_password(actor, passwords.hash(new))


def _look_up(name: bytes, place: bytes) -> tuple[UUID | None, str | None, bool]:
    since = now() - WINDOW
    try:
        row = db.session.execute(
            select(User.id, User.password_hash).where(User.username_hash == name, User.left_at.is_(None))
        ).one_or_none()
        # A name is slowed only together with its address, so that nobody can lock another out.
        both = _count(
            FailedSignIn.name_hash == name, FailedSignIn.address_hash == place, FailedSignIn.at > since
        )
        here = _count(FailedSignIn.address_hash == place, FailedSignIn.at > since)
        overall = _count(FailedSignIn.at > since)
        throttled = both >= PER_NAME or here >= PER_ADDRESS or overall >= OVERALL
        return (row.id, row.password_hash, throttled) if row else (None, None, throttled)
    finally:
        end_reading()


def _count(*conditions: object) -> int:
    statement = select(func.count()).select_from(FailedSignIn).where(*conditions)  # type: ignore[arg-type]
    return db.session.scalar(statement) or 0
