"""Users of a test installation as queries and actions see them."""

from __future__ import annotations

from uuid import UUID

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from caseflow.access.models import User
from caseflow.access.names import name_hash
from caseflow.access.sessions.finding import viewer_of
from caseflow.access.viewer import Held, Viewer
from caseflow.database import db, end_reading


def find_viewer(app: Flask, username: str, membership_id: UUID | None = None) -> Viewer:
    """Return a user as a viewer, working where the membership says (without one, where they first held a role)."""
    with app.app_context():
        user = db.session.scalars(
            select(User)
            .where(User.username_hash == name_hash(username))
            .options(joinedload(User.vault), selectinload(User.memberships))
        ).one()
        held = [
            (one.started_at, Held(one.id, one.role, one.service_id, one.element, one.side, one.funder))
            for one in user.memberships
            if one.ended_at is None
        ]
        found = viewer_of(user.id, user.name, user.username, held, membership_id=membership_id)
        end_reading()
    return found
