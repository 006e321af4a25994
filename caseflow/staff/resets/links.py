"""Reset links, found by the keyed hash of their token."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from caseflow.clock import now
from caseflow.crypto import keyring
from caseflow.database import db
from caseflow.staff.resets.models import ResetLink


def token_hash(token: str) -> bytes:
    """Return the keyed hash of a link's token."""
    return keyring.current().lookup_hash("reset", token)


class LinkState(StrEnum):
    """What has become of a link."""

    LIVE = "live"
    USED = "used"
    LAPSED = "lapsed"
    UNKNOWN = "unknown"
    """It was never made, or not copied whole, or a newer one replaced it."""


def link_state(token: str) -> tuple[LinkState, datetime | None]:
    """Return what has become of a link, and when it was used or ran out."""
    link = db.session.scalar(select(ResetLink).where(ResetLink.token_hash == token_hash(token)))
    if link is None:
        return LinkState.UNKNOWN, None
    if link.used_at is not None:
        return LinkState.USED, link.used_at
    return (LinkState.LIVE if link.until_at > now() else LinkState.LAPSED), link.until_at


def live_link(token: str) -> ResetLink | None:
    """Return the link of a token, if it may still be used."""
    return db.session.scalars(
        select(ResetLink).where(
            ResetLink.token_hash == token_hash(token),
            ResetLink.used_at.is_(None),
            ResetLink.until_at > now(),
        )
    ).one_or_none()
