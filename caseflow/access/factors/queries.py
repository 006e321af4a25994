"""Reads of one's own second factor."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from caseflow.access.factors.models import Factor, RecoveryCode
from caseflow.access.factors.proving import factor_of
from caseflow.access.viewer import Viewer
from caseflow.database import db


@dataclass(frozen=True)
class OwnFactor:
    """What a user may know of their own second factor: since when, and how many recovery codes are left."""

    since: datetime | None
    recovery_left: int


@dataclass(frozen=True)
class Seed:
    """A seed that waits for its first code."""

    factor_id: UUID
    secret: str


def own_factor(viewer: Viewer) -> OwnFactor:
    """Return the viewer's own factor."""
    factor = factor_of(viewer.user_id)
    left = select(func.count()).where(RecoveryCode.user_id == viewer.user_id, RecoveryCode.used_at.is_(None))
    return OwnFactor(factor.confirmed_at if factor else None, db.session.scalar(left) or 0)


def has_factor(viewer: Viewer) -> bool:
    """Tell whether the viewer has a second factor that counts."""
    return factor_of(viewer.user_id) is not None


def waiting_seed(viewer: Viewer) -> Seed | None:
    """Return the viewer's own seed that has not been confirmed yet."""
    row = db.session.scalars(
        select(Factor).where(Factor.user_id == viewer.user_id, Factor.confirmed_at.is_(None))
    ).one_or_none()
    return Seed(row.id, row.secret) if row else None
