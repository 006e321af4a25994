"""The outside of an archive: who can open it, and that it is whole. What is inside is the business of whoever fills it.

Layout: mark | length of the header (4 bytes) | header | sealed stream | end mark. The header is readable and bound to
every chunk of the stream. Each archive has a random key of its own, wrapped by the key of backups.
"""

import hmac
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from caseflow.crypto.envelope import CannotOpen, new_key
from caseflow.crypto.keyring import Keyring, check_value
from caseflow.crypto.sources import KEY_ID, KeySource
from caseflow.crypto.streams import open_stream, seal_stream
from caseflow.errors import CaseflowError

MARK = b"caseflow archive"
END = b"caseflow the end"
VERSION = 1
LONGEST_HEADER = 4096
PIECE = 1024 * 1024


class BadArchive(CaseflowError):
    """The file cannot be used: one sentence that says why."""


@dataclass(frozen=True)
class Header:
    """What an archive says of itself before it is opened."""

    archive: UUID
    made_at: datetime
    key_id: str
    check: bytes
    """The value by which the key of backups is told from a wrong one."""
    wrapped: bytes

    def described(self) -> bytes:
        """Return it as bytes."""
        words = {
            **asdict(self),
            "archive": self.archive.hex,
            "made_at": self.made_at.isoformat(),
            "check": self.check.hex(),
            "wrapped": self.wrapped.hex(),
            "version": VERSION,
        }
        return json.dumps(words, sort_keys=True).encode()


def sealed_archive(
    ring: Keyring, key_id: str, archive: UUID, made_at: datetime, plain: Iterable[bytes]
) -> Iterator[bytes]:
    """Seal an archive under a key of backups; yields the file's bytes in order."""
    key = new_key()
    check = check_value(key_id, ring.source.material(key_id))
    _, wrapped = ring.wrap(key, archive.bytes, VERSION, under=key_id)
    written = Header(archive, made_at, key_id, check, wrapped).described()
    start = MARK + len(written).to_bytes(4, "big") + written
    yield start
    yield from seal_stream(AESGCM(key), plain, start)
    yield END


def read_header(file: BinaryIO) -> tuple[Header, bytes]:
    """Read the header, and return it with the bytes that it stands in; raises BadArchive for anything else."""
    file.seek(0)
    start = file.read(len(MARK) + 4)
    if not start or not start.startswith(MARK[: len(start)]):
        raise BadArchive("This file is not a caseflow archive.")
    length = int.from_bytes(start[len(MARK) :], "big")
    written = file.read(length) if length <= LONGEST_HEADER else b""
    if len(start) < len(MARK) + 4 or (length <= LONGEST_HEADER and len(written) < length):
        raise BadArchive("The archive was cut short: even its beginning is not whole.")
    try:
        words = json.loads(written)
        version = int(words["version"])
    except (ValueError, KeyError, TypeError):
        raise BadArchive("The archive was changed: its header cannot be read.") from None
    if version > VERSION:
        raise BadArchive(
            f"The archive was made by a newer version of caseflow (its format is {version}, here {VERSION} is known)."
        )
    return _header_of(words), start + written


def _header_of(words: dict[str, str]) -> Header:
    try:
        if not KEY_ID.fullmatch(words["key_id"]):
            raise ValueError("not a key id")
        return Header(
            UUID(words["archive"]),
            datetime.fromisoformat(words["made_at"]),
            words["key_id"],
            bytes.fromhex(words["check"]),
            bytes.fromhex(words["wrapped"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadArchive("The archive was changed: its header cannot be read.") from None


def opened_archive(file: BinaryIO, source: KeySource) -> Iterator[bytes]:
    """Open an archive; yields what is inside. Only what was read to its end is whole. Raises BadArchive."""
    header, start = read_header(file)
    cipher = _cipher(header, source)
    end = file.seek(0, os.SEEK_END) - len(END)
    if end < len(start) or _rest(file, end) != END:
        raise BadArchive("The archive was cut short: its end is missing.")
    file.seek(len(start))
    try:
        yield from open_stream(cipher, _pieces(file, end - len(start)), start)
    except CannotOpen:
        raise BadArchive("The archive was changed or damaged: it does not open to its end.") from None


def _rest(file: BinaryIO, at: int) -> bytes:
    file.seek(at)
    return file.read()


def _pieces(file: BinaryIO, left: int) -> Iterator[bytes]:
    while piece := file.read(min(PIECE, left)):
        left -= len(piece)
        yield piece


def _cipher(header: Header, source: KeySource) -> AESGCM:
    ring = Keyring(source)
    ring.learn_one(header.key_id, header.check)
    if not hmac.compare_digest(header.check, check_value(header.key_id, source.material(header.key_id))):
        raise BadArchive(
            f"The archive belongs to another installation: its backup key {header.key_id} is not the one here."
        )
    try:
        return AESGCM(ring.unwrap(header.key_id, header.wrapped, header.archive.bytes, VERSION))
    except CannotOpen:
        raise BadArchive("The archive was changed: its key does not open.") from None
