"""An installation of the small world that a proof may use as it likes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.installation import Installation, Templates
from tests.world import furnish


@contextmanager
def small_world(folder: Path) -> Iterator[Installation]:
    """Give a fresh installation of the small world on SQLite."""
    folder.mkdir()
    templates = Templates(folder, "sqlite", None)
    made = templates.copy(templates.template("world", furnish), folder / "made", "made")
    yield made
    templates.drop(made)
