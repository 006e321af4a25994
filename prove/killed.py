"""Rotations that are killed at any moment: afterwards every vault opens, and the next one goes on."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy import func, insert, select

from caseflow.access.viewer import System
from caseflow.clock import now
from caseflow.crypto import keyring
from caseflow.crypto.alive import relearn
from caseflow.crypto.envelope import CannotOpen, new_key
from caseflow.crypto.models import Secret, Vault
from caseflow.database import db, end_reading, whole_engine
from caseflow.upkeep import actions
from tests.installation import Installation

WHO = System("prove")
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi", "keys", "rotate"]


@dataclass
class Killed:
    """How many rotations were killed, how many of these in the middle, and how many vaults did not open."""

    kills: int = 0
    in_the_middle: int = 0
    unreadable: int = 0
    finished: int = 0


def fill(vaults: int) -> None:
    """Add vaults that belong to nobody."""
    ring, rows = keyring.current(), []
    for _ in range(vaults):
        identity = uuid4()
        kek_id, wrapped = ring.wrap(new_key(), identity.bytes, 1)
        rows.append(
            {"id": identity, "key_version": 1, "kek_id": kek_id, "wrapped": wrapped, "created_at": now()}
        )
    with whole_engine().begin() as connection:
        connection.execute(insert(Vault.__table__), rows)


def unreadable() -> int:
    """Return how many vaults and secrets cannot be unwrapped."""
    ring, lost = keyring.current(), 0
    table: Any = Vault.__table__
    for row in db.session.execute(select(table.c.id, table.c.kek_id, table.c.wrapped, table.c.key_version)):
        try:
            ring.unwrap(row.kek_id, row.wrapped, row.id.bytes, row.key_version)
        except CannotOpen:
            lost += 1
    for one in db.session.scalars(select(Secret)):
        ring.unwrap(one.kek_id, one.wrapped, b"secret:" + one.purpose.encode(), one.generation)
    end_reading()
    return lost


def kill_rotations(made: Installation, app: Flask, kills: int, vaults: int, dice: random.Random) -> Killed:
    """Begin a rotation so many times and kill it at a random moment of its work."""
    found = Killed()
    with app.app_context():
        fill(vaults)
        lasts = 2.0
        while found.kills < kills:
            if _left() == 0:
                actions.add_key(WHO)
            before = keyring.current().primary, _left()
            process = subprocess.Popen(
                FLASK, env=made.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            began = time.monotonic()
            # It takes a while to start; the moment is chosen within its work.
            while process.poll() is None and _waits(*before) and time.monotonic() - began < 60:
                time.sleep(0.002)
            started = time.monotonic()
            try:
                process.wait(dice.uniform(0, lasts))
                lasts = max(0.05, time.monotonic() - started)
                found.finished += 1
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
                found.kills += 1
                found.in_the_middle += 0 < _left() < _all()
                found.unreadable += unreadable()
    return found


def _left() -> int:
    """Return how many vaults are not under the newest primary."""
    relearn(keyring.current(), db.engine)
    table: Any = Vault.__table__
    number = db.session.scalar(
        select(func.count()).select_from(table).where(table.c.kek_id != keyring.current().primary)
    )
    end_reading()
    return number or 0


def _waits(primary: str | None, left: int) -> bool:
    """Tell whether a rotation has not begun its work: the same key wraps, and as many vaults are left as before."""
    now_left = _left()
    return keyring.current().primary == primary and now_left >= left


def _all() -> int:
    number = db.session.scalar(select(func.count()).select_from(Vault)) or 0
    end_reading()
    return number
