"""Restores and moves that are killed at any moment: what stood still stands or nothing is served; the next run ends."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Flask

from caseflow import startup
from caseflow.access.viewer import System
from caseflow.audit.verify import verify
from caseflow.database import db, whole_engine
from caseflow.errors import CaseflowError
from caseflow.staff.actions import add_user
from caseflow.upkeep.backup.comparing import checks_of
from caseflow.upkeep.backup.creating import manifest_of
from caseflow.upkeep.backup.snapshot import snapshot
from tests.installation import Installation

WHO = System("prove")
FORK = multiprocessing.get_context("fork")
CHANGES = {"audit_rows", "audit_head", "crypto_processes"}
"""Tables that a restore or a move writes to by itself."""
State = dict[str, bytes]
TRIES = 20


@dataclass
class Stopped:
    """How many works were killed, what was found after each, and every fault."""

    kills: int = 0
    finished: int = 0
    left: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def hold(self, now: State | str, wanted: State | str, fault: str) -> None:
        """Note a fault if a database is not in the state in which it should be, with what differs."""
        if now == wanted:
            return
        both = isinstance(now, dict) and isinstance(wanted, dict)
        what = sorted(one for one in now if now[one] != wanted[one]) if both else now  # type: ignore[index]
        self.faults.append(f"kill {self.kills}: {fault}: {what}")


def kill_restores(made: Installation, kills: int, dice: random.Random) -> Stopped:
    """Restore an archive over a database that stands, again and again, and kill it at a random moment."""
    archive, found = made.folder / "killed.caseflow", Stopped()
    _to_the_end(made, ("backup", "create", str(archive)), found)
    words, wanted = ("restore", str(archive), "--replace"), _state(made)
    lasts = _to_the_end(made, words, found)
    while found.kills < kills and not found.faults:
        _write(made, found)
        old = _state(made)
        if not _killed(made, words, dice.uniform(0, lasts), found):
            continue
        found.left[_left_by_restore(_state(made), old, wanted, found)] += 1
        _to_the_end(made, words, found)
        found.hold(_state(made), wanted, "the run after it did not bring the archive back")
    return found


def _left_by_restore(now: State | str, old: State | str, wanted: State | str, found: Stopped) -> str:
    if now == old:
        return "as it was before"
    if now == wanted:
        return "restored whole"
    if isinstance(now, dict) or "run flask --app wsgi restore FILE again" not in now:
        found.hold(now, old, "neither the old state nor a sentence")
    return "not served, with the sentence that says what to run"


def kill_moves(made: Installation, new: Callable[[], str], kills: int, dice: random.Random) -> Stopped:
    """Move to one fresh database after another, and kill it at a random moment."""
    found, wanted = Stopped(), _state(made)
    lasts = _to_the_end(made, ("move", "--to", new()), found)
    while found.kills < kills and not found.faults:
        address = new()
        words = ("move", "--to", address)
        if not _killed(made, words, dice.uniform(0, lasts), found):
            continue
        now = _state(made, address)
        found.left["moved whole" if now == wanted else "nothing is served from it"] += 1
        if isinstance(now, dict):
            found.hold(now, wanted, "what is half there would be served")
        else:
            _to_the_end(made, words, found)
        found.hold(_state(made, address), wanted, "the run after it did not end the move")
        found.hold(_state(made, audited=False), wanted, "the source changed")
    return found


def _write(made: Installation, found: Stopped) -> None:
    """Let the database go on from the archive, so that the one is not taken for the other."""
    number = f"{found.kills}x{found.finished}"
    with _context(made) as app:
        startup.ready(app)
        add_user(WHO, username=f"late{number}", name="Late Writer", password_hash="x")


class _context:
    """An application over an installation for a moment, which lets go of everything afterwards."""

    def __init__(self, made: Installation, **addresses: str) -> None:
        self.app = made.unready_app(
            TESTING=False,
            CASEFLOW_BACKUPS=made.folder / "copies",
            CASEFLOW_ANCHORS=str(made.folder / "anchors"),
            **addresses,
        )

    def __enter__(self) -> Flask:
        self.context = self.app.app_context()
        self.context.push()
        return self.app

    def __exit__(self, *_fault: object) -> None:
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
        self.context.pop()


def _state(made: Installation, address: str = "", *, audited: bool = True) -> State | str:
    """Return a digest of each table of what would be served, or the sentence that refuses to serve it.

    The anchors follow the audit to where it was moved: to what was left behind they are those of another copy.
    """
    alone = {"DATABASE_URL": address, "CASEFLOW_OWNER_URL": "", "CASEFLOW_KEEPER_URL": ""} if address else {}
    with _context(made, **alone) as app:
        try:
            startup.ready(app)
            if audited and verify(WHO).broken_at is not None:
                return "the audit is broken"
            with snapshot(whole_engine()) as connection:
                tables = tuple(one for one in manifest_of(connection).tables if one.name not in CHANGES)
                return dict(checks_of(connection, tables, lambda _rows: None).digests)
        except CaseflowError as fault:
            return str(fault)


def _begun(made: Installation, words: tuple[str, ...]) -> Any:
    """Begin a command in a process of its own; that of this one would be quicker to start, but cannot be killed."""

    def work() -> None:
        with open(os.devnull, "w") as nowhere, _context(made) as app:
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
            said = app.test_cli_runner().invoke(args=list(words))
            (made.folder / "said").write_text(f"{said.exit_code}\n{said.output}{said.exception!r}")
            os._exit(said.exit_code)

    process = FORK.Process(target=work)
    process.start()
    return process


def _killed(made: Installation, words: tuple[str, ...], after: float, found: Stopped) -> bool:
    """Begin a command and kill it; tells whether it was killed before it ended by itself."""
    process = _begun(made, words)
    process.join(after)
    if process.is_alive():
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        found.kills += 1
        return True
    found.finished += 1
    if process.exitcode:
        found.faults.append(f"{words[0]}: {(made.folder / 'said').read_text()[-300:]}")
    return False


def _to_the_end(made: Installation, words: tuple[str, ...], found: Stopped) -> float:
    """Run a command to its end; returns how long that took.

    PostgreSQL takes a moment to see that whoever it worked for was killed: until then the command says so.
    """
    for _ in range(TRIES):
        began = time.monotonic()
        process = _begun(made, words)
        process.join()
        if process.exitcode == 0:
            return time.monotonic() - began
        said = (made.folder / "said").read_text()
        if "runs already in another window" not in said:
            break
        time.sleep(0.5)
    found.faults.append(f"{words[0]} did not end: {said[-300:]}")
    return 1.0
