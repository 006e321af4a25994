"""The ledger of erasures as it lies beside the keys, outside the database and every backup of it.

A backup that is older than an erasure does not know of it; this file does. It holds ids of vaults and nothing else.
Each line carries a keyed digest over itself and the line before, so that a line cannot be changed or taken out.
"""

import fcntl
import hashlib
import hmac
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from caseflow.crypto.envelope import CannotOpen, binding
from caseflow.crypto.keyring import Keyring
from caseflow.errors import Misconfigured

NAME = "erasures.ledger"


@dataclass(frozen=True)
class Erased:
    """A vault that was destroyed: its id, the key that wrapped it, and when."""

    vault_id: UUID
    kek_id: str
    erased_at: datetime


def read(ring: Keyring, keys: Path) -> list[Erased]:
    """Return what the ledger in the keys' folder holds; raises Misconfigured if a line was changed or taken out."""
    try:
        text = (keys / NAME).read_text("ascii")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError):
        raise Misconfigured(f"The ledger of erasures {NAME} cannot be read.") from None
    return _checked(ring, text)[0]


def add_missing(ring: Keyring, keys: Path, erased: Iterable[Erased]) -> int:
    """Append to the ledger whatever it does not hold yet, and make it last; returns how many lines were added."""
    try:
        with os.fdopen(os.open(keys / NAME, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="ascii") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            text = file.read()
            held, digest, whole = _checked(ring, text)
            known = {one.vault_id for one in held}
            # A line that was cut off by a crash is written again.
            file.seek(whole)
            file.truncate()
            added = 0
            for one in erased:
                if one.vault_id not in known:
                    line, digest = _line(ring, digest, one)
                    file.write(line)
                    added += 1
            file.flush()
            os.fsync(file.fileno())
            return added
    except OSError as fault:
        raise Misconfigured(
            f"The ledger of erasures {NAME} beside the keys cannot be written: {fault.strerror}. "
            "Mend that and run flask --app wsgi privacy ledger."
        ) from None


def _line(ring: Keyring, before: bytes, one: Erased) -> tuple[str, bytes]:
    generation, secret = ring.secret("audit")
    body = f"{one.vault_id.hex} {one.kek_id} {one.erased_at.isoformat(timespec='microseconds')} {generation}"
    digest = _digest(secret, before, body)
    return f"{body} {digest.hex()}\n", digest


def _digest(secret: bytes, before: bytes, body: str) -> bytes:
    return hmac.digest(secret, binding(b"caseflow erasure", before, body.encode()), hashlib.sha256)


def _checked(ring: Keyring, text: str) -> tuple[list[Erased], bytes, int]:
    """Return the whole lines of the ledger, the last digest, and where the whole lines end."""
    held, digest, whole = [], b"", text.rfind("\n") + 1
    for number, line in enumerate(text[:whole].splitlines(), 1):
        try:
            body, claimed = line.rsplit(" ", 1)
            vault, kek_id, at, generation = body.split(" ")
            expected = _digest(ring.secret_of("audit", int(generation)), digest, body)
            genuine = hmac.compare_digest(expected, bytes.fromhex(claimed))
            one = Erased(UUID(vault), kek_id, datetime.fromisoformat(at))
        except (ValueError, CannotOpen):
            genuine = False
        if not genuine:
            raise Misconfigured(
                f"Line {number} of the ledger of erasures {NAME} was changed, or is another installation's."
            )
        held.append(one)
        digest = expected
    return held, digest, whole
