"""Reset links, found by the keyed hash of their token."""

from sqlalchemy import select

from caseflow.clock import now
from caseflow.crypto import keyring
from caseflow.database import db
from caseflow.staff.resets.models import ResetLink


def token_hash(token: str) -> bytes:
    """Return the keyed hash of a link's token."""
    return keyring.current().lookup_hash("reset", token)


def live_link(token: str) -> ResetLink | None:
    """Return the link of a token, if it may still be used."""
    return db.session.scalars(
        select(ResetLink).where(
            ResetLink.token_hash == token_hash(token),
            ResetLink.used_at.is_(None),
            ResetLink.until_at > now(),
        )
    ).one_or_none()
