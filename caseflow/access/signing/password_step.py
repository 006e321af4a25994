"""The password step: the slow check runs outside any transaction, then one action opens or refuses.

Known and unknown names take the same path, the same words and the same time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from caseflow.access import actions
from caseflow.access.choices import Stage
from caseflow.access.factors.proving import Proof, factor_of, find_proof
from caseflow.access.models import User
from caseflow.access.names import name_hash
from caseflow.access.passwords.hashing import Passwords
from caseflow.access.passwords.rules import fault_in
from caseflow.access.signing.actions import open_session, refuse_sign_in
from caseflow.access.signing.slowing import Tries, wait
from caseflow.access.signing.tries import Place, tries_of
from caseflow.access.viewer import Actor
from caseflow.audit.action import had_effect
from caseflow.audit.actors import Nobody
from caseflow.clock import now
from caseflow.database import db, end_reading
from caseflow.errors import Invalid
from caseflow.web.logs import log

WRONG = "The sign-in name or the password is wrong."
WAIT = "Too many tries. Wait a few minutes, then try again, or ask your manager."


class Slowed(Invalid):
    """One more try has to wait; the right code beside the right password need not."""

    def __init__(self) -> None:
        super().__init__({"password": WAIT})
        # The audit has a line for each wrong try, and none for those that were not even looked at.
        log.warning("tries slowed")


@dataclass(frozen=True)
class Opened:
    """A session that the right password opened, and how far it is open."""

    token: str
    stage: Stage


def sign_in(
    passwords: Passwords,
    username: str,
    password: str,
    *,
    code: str = "",
    demanded: bool,
    device: str,
    place: Place,
) -> Opened:
    """Open a session; raises Invalid, in the same words for a wrong name or password, and Slowed.

    ``demanded`` says that a user without a second factor has to set one up before anything else.
    """
    name = name_hash(username)
    user_id, kept, tries = _look_up(name, place)
    fits = passwords.check(kept, password) and user_id is not None
    slowed = bool(wait(tries, now()))
    proof: Proof | None = None
    if slowed:
        if not code or not tries.code_counts:
            raise Slowed
        proof = find_proof(user_id, code)
        if not fits or proof is None:
            refuse_sign_in(Nobody(), name=name, place=place, with_code=True)
            raise Slowed
    if not fits or user_id is None or kept is None:
        refuse_sign_in(Nobody(), name=name, place=place)
        raise Invalid({"password": WRONG})
    rehash = passwords.hash(password) if passwords.is_outdated(kept) else None
    stage = Stage.OPEN if proof else _next_stage(user_id, demanded)
    token = open_session(
        Nobody(), user_id, stage=stage, device=device, place=place, rehash=rehash, proof=proof
    )
    return Opened(token, stage)


def prove_again(passwords: Passwords, actor: Actor, password: str, *, place: Place) -> None:
    """Check the password of whoever is signed in, with the same limits on tries; raises Invalid."""
    name = name_hash(actor.username)
    user_id, kept, tries = _look_up(name, place)
    fits = passwords.check(kept, password)
    if wait(tries, now()):
        raise Slowed
    if not fits or user_id != actor.user_id:
        refuse_sign_in(actor, name=name, place=place)
        raise Invalid({"password": "This is not your password."})


def change_own_password(
    passwords: Passwords, actor: Actor, current: str, new: str, services: Iterable[str]
) -> None:
    """Change the actor's password; raises Invalid beside the field that is wrong.

    ``services`` are the names of where the actor works, which make no password.
    """
    kept = db.session.scalar(select(User.password_hash).where(User.id == actor.user_id))
    end_reading()
    if not passwords.check(kept, current):
        if actor.user_id and actor.once and had_effect(actor.user_id, actor.once):
            return
        raise Invalid({"current": "This is not your present password."})
    fault = fault_in(new, actor.username, actor.name, services)
    if fault:
        raise Invalid({"new": fault})
    if new == current:
        raise Invalid({"new": "The new password is the same as the present one."})
    actions.change_password(actor, passwords.hash(new))


def _next_stage(user_id: UUID, demanded: bool) -> Stage:
    try:
        if factor_of(user_id) is not None:
            return Stage.SECOND_STEP
    finally:
        end_reading()
    return Stage.ENROLMENT if demanded else Stage.OPEN


def _look_up(name: bytes, place: Place) -> tuple[UUID | None, str | None, Tries]:
    try:
        row = db.session.execute(
            select(User.id, User.password_hash).where(User.username_hash == name, User.left_at.is_(None))
        ).one_or_none()
        tries = tries_of(name, place)
        return (row.id, row.password_hash, tries) if row else (None, None, tries)
    finally:
        end_reading()
