"""Which keys there are, read for the operator."""

from caseflow.access.viewer import Viewer
from caseflow.crypto.rotation import KeyLine, key_lines, remaining
from caseflow.database import db, end_reading


def all_keys(viewer: Viewer) -> list[KeyLine]:
    """Return every key, its state and what it wraps, oldest first."""
    try:
        return key_lines(db.session())
    finally:
        end_reading()


def still_to_rewrap(viewer: Viewer, primary: str) -> int:
    """Return how many vaults are not yet under the present key."""
    try:
        return remaining(db.session(), primary)
    finally:
        end_reading()
