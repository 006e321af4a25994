"""What is inside an archive: a manifest, then each table in batches, then the counts and checks of all.

Each block is: what it is (1 byte) | its length (4) | content. The check of a table is the SHA-256 of its batches.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from caseflow.crypto.archives import BadArchive
from caseflow.upkeep.backup.columns import NotRows, Values, pack, unpack
from caseflow.upkeep.backup.tables import Table, described_table

MANIFEST, TABLE, ROWS, END = b"M", b"T", b"R", b"E"
DAMAGED = "The archive opens, but what is inside is not an installation: it was not made by backup create."


@dataclass(frozen=True)
class Manifest:
    """What an archive holds, as it says at its beginning."""

    revision: str
    tables: tuple[Table, ...]
    rows: dict[str, int]
    position: int
    """Where the audit chain ended."""
    digest: bytes
    keys: dict[str, bytes]
    """The key-encryption keys that its rows need, each with its check value."""

    @property
    def people(self) -> int:
        """Return how many people it holds."""
        return self.rows.get("people", 0)

    def described(self) -> bytes:
        """Return it as bytes."""
        words = {
            "revision": self.revision,
            "tables": [table.described() for table in self.tables],
            "rows": self.rows,
            "position": self.position,
            "digest": self.digest.hex(),
            "keys": {key_id: check.hex() for key_id, check in self.keys.items()},
        }
        return json.dumps(words, sort_keys=True).encode()


@dataclass
class Checks:
    """The number of rows of each table and the check over its batches."""

    rows: dict[str, int] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)

    def described(self) -> bytes:
        """Return them as bytes."""
        return json.dumps({"rows": self.rows, "digests": self.digests}, sort_keys=True).encode()


class Checking:
    """The check of one table while its batches go by."""

    def __init__(self, checks: Checks, table: Table) -> None:
        self.checks, self.table = checks, table
        self.rows, self.digest = 0, hashlib.sha256()

    def add(self, content: bytes) -> None:
        """Take one more batch."""
        self.rows += int.from_bytes(content[:4], "big")
        self.digest.update(content)

    def done(self) -> None:
        """Note that the table has come to its end."""
        self.checks.rows[self.table.name] = self.rows
        self.checks.digests[self.table.name] = self.digest.hexdigest()


Look = Callable[[Table], Iterable[list[Values]]]


def written(manifest: Manifest, look: Look, progress: Callable[[int], None]) -> Iterator[bytes]:
    """Write a manifest, the rows of every table that it names, and the checks of all."""
    yield block(MANIFEST, manifest.described())
    checks = Checks()
    for table in manifest.tables:
        yield block(TABLE, table.name.encode())
        checking = Checking(checks, table)
        for rows in look(table):
            content = pack(table.kinds, rows)
            checking.add(content)
            yield block(ROWS, content)
            progress(len(rows))
        checking.done()
    yield block(END, checks.described())


def block(what: bytes, content: bytes) -> bytes:
    """Return one block as bytes."""
    return what + len(content).to_bytes(4, "big") + content


class Contents:
    """An archive's inside, read once from beginning to end."""

    def __init__(self, plain: Iterable[bytes]) -> None:
        self._blocks = _blocks(plain)
        what, content = next(self._blocks, (END, b""))
        if what != MANIFEST:
            raise BadArchive(DAMAGED)
        self.manifest = _manifest(content)
        self.checks = Checks()

    def batches(self) -> Iterator[tuple[Table, bytes]]:
        """Give every batch with its table, and at the end compare counts and checks; raises BadArchive."""
        checking: Checking | None = None
        known = {table.name: table for table in self.manifest.tables}
        for what, content in self._blocks:
            if what == TABLE:
                if checking:
                    checking.done()
                checking = Checking(self.checks, _known(known, content))
            elif what == ROWS and checking:
                checking.add(content)
                yield checking.table, content
            elif what == END:
                if checking:
                    checking.done()
                self._compare(content)
                return
            else:
                raise BadArchive(DAMAGED)
        raise BadArchive(DAMAGED)

    def _compare(self, content: bytes) -> None:
        if next(self._blocks, None) is not None or content != self.checks.described():
            raise BadArchive("The counts and checks at the end of the archive are not those of its rows.")
        if self.checks.rows != self.manifest.rows:
            raise BadArchive("The archive does not hold as many rows as it says.")


def rows_of(table: Table, content: bytes) -> list[Values]:
    """Return the rows of a batch; raises BadArchive if they are none."""
    try:
        return list(unpack(table.kinds, content))
    except NotRows:
        raise BadArchive(DAMAGED) from None


def _known(tables: dict[str, Table], content: bytes) -> Table:
    try:
        return tables[content.decode()]
    except (KeyError, UnicodeDecodeError):
        raise BadArchive(DAMAGED) from None


def _manifest(content: bytes) -> Manifest:
    try:
        words: dict[str, Any] = json.loads(content)
        return Manifest(
            str(words["revision"]),
            tuple(described_table(table) for table in words["tables"]),
            {str(name): int(rows) for name, rows in words["rows"].items()},
            int(words["position"]),
            bytes.fromhex(words["digest"]),
            {str(key_id): bytes.fromhex(check) for key_id, check in words["keys"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadArchive(DAMAGED) from None


def _blocks(plain: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Cut what comes in pieces of any size into blocks."""
    held = bytearray()
    for piece in plain:
        held += piece
        at = 0
        while len(held) >= at + 5 and len(held) >= at + 5 + int.from_bytes(held[at + 1 : at + 5], "big"):
            end = at + 5 + int.from_bytes(held[at + 1 : at + 5], "big")
            yield bytes(held[at : at + 1]), bytes(held[at + 5 : end])
            at = end
        del held[:at]
    if held:
        raise BadArchive(DAMAGED)
