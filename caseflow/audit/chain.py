"""The keyed chain: each row's digest covers the row and the digest before it. Pure."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

START = b"\x00" * 32
SHORT = 64
LENGTHS = tuple(length.to_bytes(4, "big") for length in range(SHORT))


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
    return framed(
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


def framed(*parts: str) -> bytes:
    """Write texts one behind the other, each with its length."""
    framed: list[bytes] = []
    for part in parts:
        written = part.encode()
        length = len(written)
        framed += (LENGTHS[length] if length < SHORT else length.to_bytes(4, "big"), written)
    return b"".join(framed)


def link(secret: bytes, before: bytes, entry: Entry, position: int) -> bytes:
    """Return the digest of an entry at its place in the chain."""
    return sealed(secret, before, canonical(entry, position))


def sealed(secret: bytes, before: bytes, written: bytes) -> bytes:
    """Return the digest of a written entry behind the digest before it."""
    return hmac.digest(secret, before + written, "sha256")
