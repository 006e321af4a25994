"""Signing in, measured: does the time tell a known name from an unknown one, and does one code open one session?"""

from __future__ import annotations

import random
import statistics
import time
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from functools import partial
from io import StringIO
from uuid import UUID

import pyotp
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from caseflow.access.factors.actions import confirm_factor, start_factor
from caseflow.access.factors.models import Factor
from caseflow.access.models import FailedSignIn, User
from caseflow.access.passwords.hashing import Passwords
from caseflow.access.viewer import Viewer
from caseflow.clock import now
from caseflow.database import db, end_reading
from prove.at_once import at_once
from prove.grounds import Grounds, Verdict
from tests.installation import PASSWORD, close
from tests.seen import find_viewer

KNOWN, UNKNOWN = "bella", "bertl"
REAL = {"ARGON2_MEMORY_KIB": 64 * 1024, "ARGON2_TIME_COST": 3}
TRIES, NEAR, REPLAYS = 2000, 0.03, 50
FORGET_EVERY = 4
"""Pairs after which the wrong tries are forgotten, so that none is slowed: the usual path is measured."""


@dataclass
class Times:
    """How long each try took, in seconds."""

    known: list[float] = field(default_factory=list)
    unknown: list[float] = field(default_factory=list)

    @property
    def area(self) -> float:
        """Return the area under the curve of whoever would tell the names apart by time: 0.5 is pure guessing."""
        return area(self.known, self.unknown)


def area(first: Sequence[float], second: Sequence[float]) -> float:
    """Return how often a value of the second is larger than one of the first; a tie counts half."""
    ordered = sorted(first)
    above = sum(bisect_left(ordered, one) + bisect_right(ordered, one) for one in second)
    return above / (2 * len(first) * len(second))


def time_pairs(app: Flask, password: str, pairs: int) -> Times:
    """Try a wrong password with a known and with an unknown name, in a random order, so many times."""
    _hash_as_served(app, password)
    browser, chance, times = app.test_client(), random.Random(1), Times()
    _try(browser, KNOWN)
    _try(browser, UNKNOWN)
    for number in range(pairs):
        order = [(KNOWN, times.known), (UNKNOWN, times.unknown)]
        chance.shuffle(order)
        for name, kept in order:
            kept.append(_try(browser, name))
        if number % FORGET_EVERY == 0:
            _forget(app)
    return times


def _try(browser: FlaskClient, name: str) -> float:
    begun = time.perf_counter()
    answer = browser.post("/sign-in", data={"username": name, "password": "not the password at all"})
    took = time.perf_counter() - begun
    if answer.status_code != 200 or "is wrong" not in answer.get_data(as_text=True):
        raise AssertionError("the try was not refused in the usual words")
    return took


def _forget(app: Flask) -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(FailedSignIn.__table__.delete())  # type: ignore[attr-defined]


def _hash_as_served(app: Flask, password: str) -> None:
    """Hash the passwords of the small world at the cost of the installation that is measured."""
    passwords: Passwords = app.extensions["caseflow.passwords"]
    kept = passwords.hash(password)
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(User.__table__.update().values(password_hash=kept))  # type: ignore[attr-defined]


def give_factor(app: Flask, someone: Viewer) -> str:
    """Set a code app up for a user, and return its seed."""
    with app.app_context():
        factor_id: UUID = start_factor(someone)
        secret = db.session.scalars(select(Factor).where(Factor.id == factor_id)).one().secret
        end_reading()
        confirm_factor(someone, factor_id, step=1, recovery=[])
    return secret


def replay(app: Flask, username: str, password: str, secret: str, copies: int) -> list[int]:
    """Post one code from so many half-done sign-ins at once, and return the status that each got."""
    browsers = [app.test_client() for _ in range(copies)]
    for browser in browsers:
        browser.post("/sign-in", data={"username": username, "password": password})
    code = pyotp.TOTP(secret).at(now())
    outcomes = at_once([partial(browser.post, "/sign-in/code", data={"code": code}) for browser in browsers])
    return [500 if one.fault else one.answer.status_code for one in outcomes]


def sign_in_timing(grounds: Grounds, engine: str) -> Verdict:
    """Try known and unknown names at the real cost of a password, and see whether the time tells them apart."""
    with grounds.installation(engine) as (made, _app), redirect_stdout(StringIO()):
        app = made.app(**REAL)
        times = time_pairs(app, PASSWORD, TRIES)
        close(app)
    middle = statistics.median(times.known) * 1000, statistics.median(times.unknown) * 1000
    said = (
        f"{TRIES} pairs at 64 MiB and three passes: median {middle[0]:.1f} ms for a known name, {middle[1]:.1f} ms "
        f"for an unknown one; area under the curve {times.area:.3f}."
    )
    return said, [] if abs(times.area - 0.5) <= NEAR else [f"the area is {times.area:.3f}"]


def one_code(grounds: Grounds, engine: str) -> Verdict:
    """Use one code in fifty half-done sign-ins at the same moment."""
    with grounds.installation(engine) as (made, _app), redirect_stdout(StringIO()):
        app = made.app()
        secret = give_factor(app, find_viewer(app, "bella"))
        found = Counter(replay(app, "bella", PASSWORD, secret, REPLAYS))
        close(app)
    said = f"{REPLAYS} uses of one code at once: {found[302]} got in, {found[200]} were refused."
    return said, [] if found == {302: 1, 200: REPLAYS - 1} else [str(found)]
