"""Reads of what a user had typed when their session ended."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from caseflow.access.models import KeptPost
from caseflow.access.viewer import Viewer
from caseflow.database import db


@dataclass(frozen=True)
class Kept:
    """A post that found no live session: where it went, what it held, when."""

    id: UUID
    path: str
    kept_at: datetime
    pairs: tuple[tuple[str, str], ...]


def kept_posts(viewer: Viewer) -> list[Kept]:
    """Return the viewer's own kept posts, newest first."""
    rows = db.session.scalars(
        select(KeptPost).where(KeptPost.user_id == viewer.user_id).order_by(KeptPost.kept_at.desc()).limit(10)
    )
    return [
        Kept(
            row.id,
            row.path,
            row.kept_at,
            tuple((name, value) for name, many in row.content.items() for value in many),
        )
        for row in rows
    ]


def kept_count(viewer: Viewer) -> int:
    """Return how many posts wait for the viewer."""
    return (
        db.session.scalar(
            select(func.count()).select_from(KeptPost).where(KeptPost.user_id == viewer.user_id)
        )
        or 0
    )
