"""Write the head of the chain down outside the database: in a folder of files, and in the system's log."""

from __future__ import annotations

import fcntl
import logging
import os
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from logging.handlers import SysLogHandler
from pathlib import Path

from sqlalchemy import select

from caseflow.audit.actors import Who
from caseflow.audit.anchors import FIRST, HEAD, REANCHORED, Anchor, Standing, chain_name, parse, stand
from caseflow.audit.events import REANCHORED as REANCHORED_EVENT
from caseflow.audit.models import AuditHead, AuditRow
from caseflow.audit.record import HEAD_ID, record_now
from caseflow.clock import now
from caseflow.crypto import keyring
from caseflow.crypto.envelope import CannotOpen
from caseflow.database import db, end_reading
from caseflow.errors import Misconfigured

TAIL = 64 * 1024
NAME = "anchors-{:%Y-%m}.log"
REASONS = ("restored", "moved")


class Anchors:
    """The places outside the database where the head of the chain is written."""

    def __init__(self, folder: Path, syslog: str = "") -> None:
        self.folder = folder
        self.syslog = syslog

    def files(self) -> list[Path]:
        """Return the files of anchors, the oldest month first."""
        return sorted(self.folder.glob("anchors-*.log"))

    def lines(self) -> Iterator[str]:
        """Give every line that was written; raises Misconfigured where the files cannot be read."""
        try:
            for path in self.files():
                with path.open(encoding="ascii", errors="replace") as file:
                    yield from file
        except OSError:
            raise Misconfigured(
                "The anchors of the audit cannot be read: look at CASEFLOW_ANCHORS."
            ) from None

    def write(self, *anchors: Anchor) -> None:
        """Sign anchors, each after the last one written, and put them on disk before anything else is done."""
        _, secret = keyring.current().secret("audit")
        with self._locked():
            before, lines = self._last_mark(anchors[0].chain), []
            for anchor in anchors:
                signed = anchor.signed(secret, before)
                before = signed.mark[:16]
                lines.append(signed.line)
            self._append(lines)
        for line in lines:
            self._tell_system(line)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            raise Misconfigured(
                "The anchors of the audit cannot be written: look at CASEFLOW_ANCHORS."
            ) from None
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _append(self, lines: list[str]) -> None:
        path = self.folder / NAME.format(now())
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "r+b") as file:
            size = file.seek(0, os.SEEK_END)
            if size:
                file.seek(size - 1)
                torn = file.read(1) != b"\n"
                file.write(b"\n" if torn else b"")
            file.write("".join(f"{line}\n" for line in lines).encode("ascii"))
            file.flush()
            os.fsync(file.fileno())

    def _last_mark(self, chain: str) -> str:
        """Return how the mark of the chain's last whole line begins."""
        for path in reversed(self.files()):
            for whole in (False, True):
                last = self._last_in(path, chain, whole=whole)
                if last:
                    return last.mark[:16]
        return FIRST

    def _last_in(self, path: Path, chain: str, *, whole: bool) -> Anchor | None:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(0 if whole else max(0, size - TAIL))
            text = file.read().decode("ascii", "replace")
        found = [anchor for line in text.splitlines() if (anchor := parse(line)) and anchor.chain == chain]
        return found[-1] if found else None

    def _tell_system(self, line: str) -> None:
        if not self.syslog:
            return
        host, _, port = self.syslog.rpartition(":")
        address = (host, int(port)) if host and port.isdigit() else self.syslog
        # A log that does not answer is its keeper's to mend; the file holds the line.
        handler = SysLogHandler(address, facility=SysLogHandler.LOG_AUTHPRIV)
        handler.emit(logging.LogRecord("caseflow", logging.INFO, "", 0, line, None, None))
        handler.close()


_current: ContextVar[Anchors] = ContextVar("caseflow_anchors")


def use(anchors: Anchors) -> None:
    """Make these the current anchors, for this thread or task."""
    _current.set(anchors)


def current() -> Anchors:
    """Return the current anchors."""
    try:
        return _current.get()
    except LookupError:
        raise Misconfigured("No place for anchors is known here.") from None


def standing(copies: Iterable[str] = ()) -> Standing:
    """Return what the anchors of this installation say, and copies of them that were kept elsewhere."""
    return stand(current().lines(), copies, _chain(), _secret_of)


def _secret_of(generation: int) -> bytes:
    """Return a secret of the audit, or one that signs nothing where there is none of that generation."""
    try:
        return keyring.current().secret_of("audit", generation)
    except CannotOpen:
        return b""


def head_line() -> str:
    """Return the head as a signed line that stands by itself: for a digest, or a copy kept elsewhere."""
    _, secret = keyring.current().secret("audit")
    return _anchor(HEAD, "due", *head()).signed(secret, FIRST).line


def anchor_head(*, unless: tuple[int, bytes] | None = None) -> tuple[int, bytes]:
    """Write the head of the chain down, unless it is still the one given; returns the head."""
    position, digest = head()
    if (position, digest) != unless and position:
        current().write(_anchor(HEAD, "due", position, digest))
    return position, digest


def reanchor(actor: Who, reason: str) -> None:
    """Say, signed, that a restore or a move made the chain end where it ends now, and how much it gave up.

    Called by whoever brought the database to this place, once it is whole and its keys are open. The chain gets a
    row of its own about it; anchors beyond the present head no longer hold it to what was given up.
    """
    if reason not in REASONS:
        raise ValueError(f"a chain is re-anchored because it was {' or '.join(REASONS)}")
    position, digest = _last_shared(standing().wanted)
    lost = max(0, standing().furthest - position)
    record_now(actor, REANCHORED_EVENT, fields=(reason,), count=lost)
    after = head()
    current().write(_anchor(REANCHORED, reason, position, digest), _anchor(HEAD, "due", *after))


def _last_shared(wanted: dict[int, str]) -> tuple[int, bytes]:
    """Return the last row that the chain here shares with what was anchored: its head, if it only fell behind.

    A copy that went on by itself may be the longer one, and yet differ from what was anchored since it was made.
    """
    end, digest = head()
    places = sorted(place for place in wanted if place <= end)
    # Each digest covers all before it: up to the last shared row they agree, and beyond it none does.
    shared = bisect_left(places, True, key=lambda place: _digest_at(place).hex() != wanted[place])
    if shared == len(places):
        return end, digest
    return (places[shared - 1], _digest_at(places[shared - 1])) if shared else (0, b"")


def _digest_at(position: int) -> bytes:
    try:
        return db.session.scalar(select(AuditRow.digest).where(AuditRow.position == position)) or b""
    finally:
        end_reading()


def head() -> tuple[int, bytes]:
    """Return where the chain ends now."""
    try:
        found = db.session.execute(
            select(AuditHead.position, AuditHead.digest).where(AuditHead.id == HEAD_ID)
        ).one_or_none()
        return (found.position, found.digest) if found else (0, b"")
    finally:
        end_reading()


def _chain() -> str:
    return chain_name(keyring.current().oldest_secret("audit"))


def _anchor(kind: str, why: str, position: int, digest: bytes) -> Anchor:
    generation, _ = keyring.current().secret("audit")
    return Anchor(_chain(), kind, why, _written(now()), position, digest.hex() or "0" * 64, generation)


def _written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
