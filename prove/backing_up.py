"""The proofs of backups at full size."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from bench.houses import house
from prove.backups import erased, large, under_load
from prove.grounds import Grounds, Verdict
from tests.installation import close
from tests.postgres import server_url

BACKUPS, ERASED, LARGE = 100, 1_000, 100_000


def backups(grounds: Grounds, engine: str) -> Verdict:
    """Take a hundred backups under load, and restore each."""
    with grounds.installation(engine) as (made, app):
        busy = made.app(TESTING=False)
        try:
            with redirect_stdout(StringIO()):
                return under_load(app, busy, made.folder, BACKUPS)
        finally:
            close(busy)


def older_backups(grounds: Grounds, engine: str) -> Verdict:
    """Erase a thousand people after a backup, and look for them in it."""
    with grounds.installation(engine) as (made, app), redirect_stdout(StringIO()):
        return erased(app, made.folder, made.keys, ERASED)


def large_backup(grounds: Grounds, engine: str) -> Verdict:
    """Back up and restore a demonstration of a hundred thousand people, kept in CASEFLOW_HOUSES or loaded now."""
    server = server_url(grounds.run, os.getpid()) if engine == "postgresql" else None
    houses = Path(os.environ.get("CASEFLOW_HOUSES") or grounds.run)
    with redirect_stdout(StringIO()):
        made = house(houses / f"{engine}-{LARGE}", LARGE, server)
        answer = made.app.test_cli_runner().invoke(args=["keys", "new", "--backup"])
        if answer.exit_code:
            raise RuntimeError(answer.output)
        return large(made.app, grounds.run)


PROOFS: dict[str, tuple[str, Callable[[Grounds, str], Verdict]]] = {
    "backups": ("Backups taken under load, each restored", backups),
    "older_backups": ("The erased in an older backup", older_backups),
    "large_backup": ("Backup and restore of 100,000 people", large_backup),
}
