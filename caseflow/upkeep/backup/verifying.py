"""Read an archive from beginning to end, and say what it is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from caseflow.crypto.archives import BadArchive, opened_archive, read_header
from caseflow.crypto.sources import KeySource
from caseflow.upkeep.backup.contents import Checks, Contents, Manifest


@dataclass(frozen=True)
class Verified:
    """An archive that is whole: when it was made, and what is in it."""

    archive: UUID
    made_at: datetime
    manifest: Manifest
    checks: Checks

    @property
    def rows(self) -> int:
        """Return how many rows it holds."""
        return sum(self.checks.rows.values())


@contextmanager
def archive_file(path: Path) -> Iterator[BinaryIO]:
    """Open an archive's file; raises BadArchive with one sentence if it cannot be read."""
    try:
        file = path.open("rb")
    except OSError as fault:
        raise BadArchive(f"{path.name} cannot be read: {(fault.strerror or 'it failed').lower()}.") from None
    with file:
        yield file


def verify(path: Path, source: KeySource, told: Callable[[int], Callable[[int], None]]) -> Verified:
    """Read all of an archive, comparing every count and check; raises BadArchive."""
    with archive_file(path) as file:
        header, _ = read_header(file)
        contents = Contents(opened_archive(file, source))
        progress = told(sum(contents.manifest.rows.values()))
        for _table, content in contents.batches():
            progress(int.from_bytes(content[:4], "big"))
    return Verified(header.archive, header.made_at, contents.manifest, contents.checks)
