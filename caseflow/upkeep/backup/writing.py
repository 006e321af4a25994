"""A new file that is there whole or not at all."""

import errno
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from caseflow.errors import Misconfigured

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def write_whole(path: Path, pieces: Iterable[bytes], *, replace: bool = False) -> int:
    """Write pieces to a file beside the wanted one, make it last, and give it its name; returns its size.

    Raises Misconfigured with one sentence if there is such a file already, or no room for it; nothing is left then.
    """
    if path.exists() and not replace:
        raise Misconfigured(f"There is a file {path.name} already: nothing was written. Choose another name.")
    beside = path.with_name(f".{path.name}.unfinished")
    try:
        # A file of this name was left by a run that was killed; two runs at once have different targets.
        beside.unlink(missing_ok=True)
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
            size = file.tell()
        os.replace(beside, path)
        sync_folder(path.parent)
        return size
    except OSError as fault:
        raise Misconfigured(_sentence(path, fault)) from None
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sentence(path: Path, fault: OSError) -> str:
    if fault.errno in FULL:
        return f"There is no room for {path.name}: the disk is full. Nothing was kept of it."
    return f"{path.name} cannot be written: {(fault.strerror or 'it failed').lower()}."
