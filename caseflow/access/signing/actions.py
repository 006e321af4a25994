"""Writes of a sign-in: its steps, its refusals, and the devices that it makes known."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select, update

from caseflow.access import events
from caseflow.access.choices import Stage
from caseflow.access.factors.proving import Proof, use_up
from caseflow.access.models import FailedSignIn, SignIn, User
from caseflow.access.sessions.finding import new_token
from caseflow.access.signing.models import KnownDevice
from caseflow.access.signing.tries import Place
from caseflow.access.viewer import Actor
from caseflow.audit.action import action
from caseflow.audit.actors import Who
from caseflow.audit.record import record
from caseflow.clock import now
from caseflow.database import db
from caseflow.errors import Invalid, Unknown

WRONG_CODES = 5
"""Wrong codes after which a sign-in begins again with the password."""
USED = "This code has been used. Wait for the next one."
KNOWN_FOR = timedelta(days=90)
REMEMBERED = timedelta(days=1)
"""How long a wrong try is kept: long after it has ceased to count."""


@action
def open_session(
    actor: Who,
    user_id: UUID,
    *,
    stage: Stage,
    device: str,
    place: Place,
    rehash: str | None,
    proof: Proof | None = None,
) -> str:
    """Open a session for a user whose password was right; returns the token for the browser.

    A proof that somebody else has used up meanwhile raises Invalid, and nothing is opened.
    """
    user = db.session.get(User, user_id)
    if user is None:
        raise Unknown
    if rehash:
        user.password_hash = rehash
    if proof is not None and not use_up(user_id, proof):
        raise Invalid({"code": USED})
    token, kept = new_token()
    moment = now()
    row = SignIn(
        token_hash=kept,
        stage=stage,
        wrong_codes=0,
        user_id=user_id,
        device=device,
        created_at=moment,
        seen_at=moment,
        fresh_at=moment,
    )
    db.session.add(row)
    record(actor, events.SIGNED_IN if stage is Stage.OPEN else events.PASSWORD_FITTED, "user", user_id)
    _note_use(actor, user_id, proof)
    if stage is Stage.OPEN:
        _know_device(user_id, place)
    return token


@action
def finish_second_step(actor: Actor, proof: Proof, *, place: Place) -> str:
    """Open the session whose password was right, now that the code is too; returns a new token."""
    if actor.user_id is None or not use_up(actor.user_id, proof):
        raise Invalid({"code": USED})
    row = db.session.get(SignIn, actor.session_id, with_for_update=True)
    if row is None or row.stage is not Stage.SECOND_STEP or row.ended_at is not None:
        raise Unknown
    token, row.token_hash = new_token()
    row.stage, row.seen_at, row.fresh_at = Stage.OPEN, now(), now()
    record(actor, events.SIGNED_IN, "user", actor.user_id)
    _note_use(actor, actor.user_id, proof)
    _know_device(actor.user_id, place)
    return token


@action
def refuse_sign_in(actor: Who, *, name: bytes, place: Place, with_code: bool = False) -> None:
    """Count and record a refused sign-in; neither name nor address is kept."""
    db.session.execute(delete(FailedSignIn).where(FailedSignIn.at < now() - REMEMBERED))
    row = FailedSignIn(
        name_hash=name, address_hash=place.address, device_hash=place.device, with_code=with_code, at=now()
    )
    db.session.add(row)
    record(actor, events.SIGN_IN_FAILED)


@action
def refuse_code(actor: Actor, *, name: bytes, place: Place) -> None:
    """Count a wrong code of the second step; the fifth ends the sign-in, which then begins with the password."""
    counting = update(SignIn).where(SignIn.id == actor.session_id)
    db.session.execute(counting.values(wrong_codes=SignIn.wrong_codes + 1))
    ending = counting.where(SignIn.wrong_codes >= WRONG_CODES, SignIn.ended_at.is_(None))
    db.session.execute(ending.values(ended_at=now()))
    refuse_sign_in(actor, name=name, place=place, with_code=True)


def _note_use(actor: Who, user_id: UUID, proof: Proof | None) -> None:
    if proof is not None and proof.is_recovery:
        record(actor, events.RECOVERY_USED, "user", user_id)


def _know_device(user_id: UUID, place: Place) -> None:
    """Know this device from now on, for the user who has just signed in on it to the end."""
    moment = now()
    db.session.execute(
        delete(KnownDevice).where(KnownDevice.user_id == user_id, KnownDevice.seen_at < moment - KNOWN_FOR)
    )
    known = select(KnownDevice).where(KnownDevice.user_id == user_id, KnownDevice.device_hash == place.device)
    row = db.session.scalars(known).one_or_none()
    if row is None:
        row = KnownDevice(user_id=user_id, device_hash=place.device, first_at=moment)
        db.session.add(row)
    row.seen_at = moment
