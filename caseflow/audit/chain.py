"""The keyed chain: each row's digest covers the row and the digest before it. Pure."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

START = b"\x00" * 32


@dataclass(frozen=True)
class Entry:
    """What one audit row says."""

    id: UUID
    at: datetime
    actor_id: UUID | None
    purpose: str | None
    event: str
    record_kind: str | None
    record_id: UUID | None
    person_id: UUID | None
    fields: str
    shown: str
    count: int


def canonical(entry: Entry, position: int) -> bytes:
    """Write an entry as bytes, each part with its length, so that no two entries read alike."""
    parts = (
        str(position),
        entry.id.hex,
        entry.at.isoformat(timespec="microseconds"),
        entry.actor_id.hex if entry.actor_id else "",
        entry.purpose or "",
        entry.event,
        entry.record_kind or "",
        entry.record_id.hex if entry.record_id else "",
        entry.person_id.hex if entry.person_id else "",
        entry.fields,
        entry.shown,
        str(entry.count),
    )
    return b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in parts)


def link(secret: bytes, before: bytes, entry: Entry, position: int) -> bytes:
    """Return the digest of an entry at its place in the chain."""
    return hmac.digest(secret, before + canonical(entry, position), hashlib.sha256)
