"""Writes of second factors: set up, confirm, replace, take away."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select, update

from caseflow.access import events
from caseflow.access.actions import end_sessions
from caseflow.access.choices import FactorKind, Stage
from caseflow.access.factors.codes import new_secret
from caseflow.access.factors.models import Factor, RecoveryCode
from caseflow.access.models import SignIn, User
from caseflow.access.sessions.finding import new_token
from caseflow.access.signing.models import KnownDevice
from caseflow.access.viewer import Actor
from caseflow.audit.action import action
from caseflow.audit.record import record
from caseflow.clock import now
from caseflow.database import db
from caseflow.errors import Conflict, Unknown


@action
def start_factor(actor: Actor) -> UUID:
    """Make a seed for a code app; it counts once a code of it has been typed. An earlier unconfirmed one goes."""
    user = _user(actor.user_id)
    db.session.execute(delete(Factor).where(Factor.user_id == user.id, Factor.confirmed_at.is_(None)))
    row = Factor(
        vault=user.vault,
        user_id=user.id,
        kind=FactorKind.TOTP,
        secret=new_secret(),
        last_step=0,
        added_at=now(),
    )
    db.session.add(row)
    record(actor, events.FACTOR_STARTED, "user", user.id)
    return row.id


@action
def confirm_factor(actor: Actor, factor_id: UUID, *, step: int, recovery: Sequence[bytes]) -> str:
    """Let a new factor count, in place of the one before; all other sessions end. Returns a new token.

    The token changes here, as at every step by which a session gains worth.
    """
    user = _user(actor.user_id)
    found = select(Factor).where(Factor.id == factor_id).with_for_update(of=Factor)
    row = db.session.scalars(found).one_or_none()
    if row is None or row.user_id != user.id:
        raise Unknown
    if row.confirmed_at is not None:
        raise Conflict("This code app is set up already.", at=row.confirmed_at, own=True)
    _end_confirmed(user.id)
    row.confirmed_at, row.last_step = now(), step
    _replace_recovery(user.id, recovery)
    end_sessions(actor, user.id, but=actor.session_id)
    token, kept = new_token()
    opening = update(SignIn).where(SignIn.id == actor.session_id, SignIn.ended_at.is_(None))
    db.session.execute(opening.values(token_hash=kept, stage=Stage.OPEN, seen_at=now()))
    record(actor, events.FACTOR_CONFIRMED, "user", user.id)
    return token


@action
def replace_recovery_codes(actor: Actor, recovery: Sequence[bytes]) -> None:
    """Keep new recovery codes; the ones before no longer count."""
    user = _user(actor.user_id)
    _replace_recovery(user.id, recovery)
    record(actor, events.RECOVERY_REPLACED, "user", user.id)


@action
def remove_factor(actor: Actor, user_id: UUID) -> None:
    """Take away a user's factor and recovery codes; their sessions end, and no device is known any more."""
    user = _user(user_id)
    _end_confirmed(user.id)
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    db.session.execute(delete(KnownDevice).where(KnownDevice.user_id == user.id))
    end_sessions(actor, user.id, but=actor.session_id if user.id == actor.user_id else None)
    record(actor, events.FACTOR_REMOVED, "user", user.id)


def _end_confirmed(user_id: UUID) -> None:
    ending = update(Factor).where(Factor.user_id == user_id, Factor.confirmed_at.is_not(None))
    db.session.execute(ending.where(Factor.ended_at.is_(None)).values(ended_at=now(), secret_sealed=None))


def _replace_recovery(user_id: UUID, hashes: Sequence[bytes]) -> None:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    db.session.add_all(RecoveryCode(user_id=user_id, code_hash=one, made_at=now()) for one in hashes)


def _user(user_id: UUID | None) -> User:
    # Locked, so that two tabs that confirm at once leave one factor.
    user = db.session.scalars(select(User).where(User.id == user_id).with_for_update(of=User)).one_or_none()
    if user is None:
        raise Unknown
    return user
