"""Checks a typed code against a user's factor, and uses it up: of many who use one code at once, one succeeds."""

from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import joinedload

from caseflow.access.choices import FactorKind
from caseflow.access.factors.codes import is_recovery_code, recovery_hash, step_of
from caseflow.access.factors.models import Factor, RecoveryCode
from caseflow.clock import now
from caseflow.database import db, end_reading


@dataclass(frozen=True)
class Proof:
    """A code that fits and is not yet used up: a half minute of a factor, or a recovery code."""

    factor_id: UUID | None = None
    step: int = 0
    recovery_hash: bytes | None = None

    @property
    def is_recovery(self) -> bool:
        """Tell whether a recovery code stands in for the factor."""
        return self.recovery_hash is not None


def factor_of(user_id: UUID | None) -> Factor | None:
    """Return a user's confirmed factor."""
    return db.session.scalars(
        select(Factor)
        .where(
            Factor.user_id == user_id,
            Factor.kind == FactorKind.TOTP,
            Factor.confirmed_at.is_not(None),
            Factor.ended_at.is_(None),
        )
        .options(joinedload(Factor.vault))
    ).one_or_none()


def find_proof(user_id: UUID | None, typed: str) -> Proof | None:
    """Return what a typed code proves, in a read of its own, or nothing; using it up is a part of the action."""
    try:
        factor = factor_of(user_id)
        if factor is None:
            return None
        if is_recovery_code(typed):
            return Proof(recovery_hash=recovery_hash(typed))
        step = step_of(factor.secret, typed, now())
        return Proof(factor.id, step) if step is not None and step > factor.last_step else None
    finally:
        end_reading()


def use_up(user_id: UUID, proof: Proof) -> bool:
    """Use a code up, within an action; tells whether it was still unused. The condition stands in the WHERE."""
    if proof.recovery_hash is not None:
        using = (
            update(RecoveryCode)
            .where(
                RecoveryCode.user_id == user_id,
                RecoveryCode.code_hash == proof.recovery_hash,
                RecoveryCode.used_at.is_(None),
            )
            .values(used_at=now())
        )
    else:
        using = (
            update(Factor)
            .where(
                Factor.id == proof.factor_id,
                Factor.user_id == user_id,
                Factor.ended_at.is_(None),
                Factor.last_step < proof.step,
            )
            .values(last_step=proof.step)
        )
    return cast(CursorResult[Any], db.session.execute(using)).rowcount == 1
