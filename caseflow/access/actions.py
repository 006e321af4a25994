"""Writes of a user's own account and sessions."""

from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, func, select, update

from caseflow.access import events
from caseflow.access.models import KeptPost, SignIn, User
from caseflow.access.viewer import Actor
from caseflow.audit.action import action, quiet_action
from caseflow.audit.actors import Who
from caseflow.audit.record import changed, record
from caseflow.clock import now
from caseflow.database import db
from caseflow.errors import Unknown


@action
def end_session(actor: Actor, session_id: UUID) -> None:
    """End one of the actor's own sessions; signing out ends the present one."""
    row = db.session.get(SignIn, session_id, with_for_update=True)
    if row is None or row.user_id != actor.user_id:
        raise Unknown
    if row.ended_at is not None:
        return
    row.ended_at = now()
    event = events.SIGNED_OUT if session_id == actor.session_id else events.SESSION_ENDED
    record(actor, event, "user", actor.user_id)


@quiet_action("when a session was last used is not a record of anyone")
def touch_session(actor: Actor, session_id: UUID) -> None:
    """Note that a session is in use."""
    db.session.execute(update(SignIn).where(SignIn.id == session_id).values(seen_at=now()))


@action
def lock_session(actor: Actor) -> None:
    """Lock the present session, as leaving it idle would; the password opens it."""
    locking = update(SignIn).where(SignIn.id == actor.session_id, SignIn.locked_at.is_(None))
    done = cast(CursorResult[Any], db.session.execute(locking.values(locked_at=now())))
    if done.rowcount:
        record(actor, events.LOCKED, "user", actor.user_id)


@action
def unlock_session(actor: Actor) -> None:
    """Open the present session again, after the password was right."""
    unlocking = update(SignIn).where(SignIn.id == actor.session_id, SignIn.ended_at.is_(None))
    db.session.execute(unlocking.values(locked_at=None, seen_at=now()))
    record(actor, events.UNLOCKED, "user", actor.user_id)


@action
def switch_service(actor: Actor, membership_id: UUID) -> None:
    """Work in another service, or on the other side, from now on in this session."""
    if membership_id not in {held.id for held in actor.memberships}:
        raise Unknown
    switching = update(SignIn).where(
        SignIn.id == actor.session_id, SignIn.membership_id.is_distinct_from(membership_id)
    )
    done = cast(CursorResult[Any], db.session.execute(switching.values(membership_id=membership_id)))
    if done.rowcount:
        record(actor, events.SERVICE_SWITCHED, "membership", membership_id)


@action
def change_password(actor: Actor, password_hash: str) -> None:
    """Keep a new password of the actor's own, and end all their other sessions."""
    if actor.user_id is None:
        raise Unknown
    user = _user(actor.user_id)
    user.password_hash, user.password_changed_at = password_hash, now()
    record(actor, events.PASSWORD_CHANGED, "user", user.id, fields=changed(user))
    end_sessions(actor, user.id, but=actor.session_id)


@action
def end_sessions(actor: Actor, user_id: UUID, *, but: UUID | None = None) -> None:
    """End all sessions of a user but one: after a password change, a change of role, or leaving."""
    ending = update(SignIn).where(SignIn.user_id == user_id, SignIn.ended_at.is_(None))
    if but is not None:
        ending = ending.where(SignIn.id != but)
    db.session.execute(ending.values(ended_at=now()))
    record(actor, events.SESSION_ENDED, "user", user_id)


@quiet_action("unsaved typing of the user's own")
def keep_post(actor: Who, user_id: UUID, *, path: str, content: dict[str, Any]) -> UUID:
    """Keep what was posted on a session that had ended, sealed under its user's vault; the ten newest stay."""
    user = _user(user_id)
    count = (
        db.session.scalar(select(func.count()).select_from(KeptPost).where(KeptPost.user_id == user_id)) or 0
    )
    if count >= 10:
        oldest = db.session.scalars(
            select(KeptPost).where(KeptPost.user_id == user_id).order_by(KeptPost.kept_at).limit(1)
        ).one()
        db.session.delete(oldest)
    row = KeptPost(vault=user.vault, user_id=user_id, path=path, content=content, kept_at=now())
    db.session.add(row)
    return row.id


@quiet_action("unsaved typing of the user's own")
def drop_kept_post(actor: Actor, kept_id: UUID) -> None:
    """Let go of a kept post of the actor's own."""
    row = db.session.get(KeptPost, kept_id)
    if row is None or row.user_id != actor.user_id:
        raise Unknown
    db.session.delete(row)


def _user(user_id: UUID) -> User:
    user = db.session.get(User, user_id)
    if user is None:
        raise Unknown
    return user
