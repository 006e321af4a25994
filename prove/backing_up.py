"""The proofs of backups at full size."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from uuid import uuid4

import psycopg

from bench.houses import house
from prove.backups import erased, large, under_load
from prove.grounds import Grounds, Verdict
from prove.stopped import Stopped, kill_moves, kill_restores
from tests.installation import close
from tests.postgres import admin_url, server_url

BACKUPS, ERASED, STOPPED, LARGE = 100, 1_000, 50, 100_000


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


def stopped_restores(grounds: Grounds, engine: str) -> Verdict:
    """Kill fifty restores over a database that stands."""
    with grounds.installation(engine) as (made, app), redirect_stdout(StringIO()):
        close(app)
        return _verdict("restores", kill_restores(made, STOPPED, random.Random(8)))


def stopped_moves(grounds: Grounds, engine: str) -> Verdict:
    """Kill fifty moves to the other database."""
    with grounds.installation(engine) as (made, app), redirect_stdout(StringIO()):
        close(app)
        server = server_url(grounds.run, os.getpid())
        with psycopg.connect(admin_url(server), autocommit=True) as connection:

            def new() -> str:
                name = f"caseflow_{uuid4().hex}"
                if engine == "postgresql":
                    return f"sqlite:///{made.folder / name}.sqlite"
                connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
                return server.format(name)

            return _verdict("moves", kill_moves(made, new, STOPPED, random.Random(9)))


def _verdict(works: str, found: Stopped) -> Verdict:
    left = ", ".join(f"{number} {words}" for words, number in sorted(found.left.items()))
    said = f"{found.kills} {works} killed at random moments: {left}. Each next run ended with every row; "
    return f"{said}{found.finished} were quicker and finished.", found.faults


PROOFS: dict[str, tuple[str, Callable[[Grounds, str], Verdict]]] = {
    "backups": ("Backups taken under load, each restored", backups),
    "older_backups": ("The erased in an older backup", older_backups),
    "stopped_restores": ("Restores killed at random moments", stopped_restores),
    "stopped_moves": ("Moves killed at random moments", stopped_moves),
    "large_backup": ("Backup and restore of 100,000 people", large_backup),
}
