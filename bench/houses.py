"""Houses to be asked: a demonstration of one size, built for one run or kept for the next."""

from __future__ import annotations

import json
import random
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import flask_migrate
import psycopg
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Table, select

from caseflow import startup
from caseflow.access.passwords.hashing import Passwords
from caseflow.access.viewer import System, Viewer
from caseflow.application import create_app
from caseflow.clock import now
from caseflow.database import db, end_reading
from caseflow.demonstration.accounts import PASSWORD
from caseflow.demonstration.loading import load, stories
from caseflow.engines import learn_spread
from caseflow.people.queries import open_all_names
from prove.page_forms import form_with
from tests.postgres import admin_url
from tests.seen import find_viewer

BENCH = System("bench")
LOADED = "loaded.json"
"""The note in a house that it was loaded to the end, with the seconds it took."""


def untold(_part: float) -> None:
    """Tell nobody how far the loading is."""


@dataclass
class House:
    """A demonstration of one size, and who looks at it."""

    people: int
    app: Flask
    loaded_seconds: float = 0.0
    kept: bool = False
    browsers: dict[str, FlaskClient] = field(default_factory=dict)

    def ids(self, table: Table, *conditions: Any, at_most: int = 200) -> list[UUID]:
        """Return ids of rows, the same ones at each run, spread over the table; raises RuntimeError without any."""
        with self.app.app_context():
            found = list(
                db.session.scalars(select(table.c.id).where(*conditions).order_by(table.c.id).limit(5000))
            )
            end_reading()
        if not found:
            raise RuntimeError(f"no row of {table.name} to read")
        random.Random(1).shuffle(found)
        return found[:at_most]

    def viewer(self, username: str) -> Viewer:
        """Return a user as queries see them."""
        return find_viewer(self.app, username)

    def browser(self, username: str) -> FlaskClient:
        """Return somebody's browser, signed in."""
        if username not in self.browsers:
            client = self.browsers[username] = self.app.test_client()
            form = form_with(client.get("/sign-in").get_data(as_text=True), "username", "password")
            said = {**form.values(), "username": username, "password": PASSWORD}
            if client.post("/sign-in", data=said).status_code != 302:
                raise RuntimeError(f"{username} cannot sign in")
        return self.browsers[username]


def house(
    folder: Path, people: int, server: str | None = None, tell: Callable[[float], None] = untold
) -> House:
    """Return the house in a folder: as it was kept, brought to the present migrations, or built anew."""
    url = server.format(f"caseflow_bench_{people}") if server else ""
    note = folder / LOADED
    kept = note.exists()
    if not kept:
        _clear(folder, server, people)
    app = _application(folder, url)
    with app.app_context():
        flask_migrate.upgrade()
    if kept:
        seconds = float(json.loads(note.read_text(encoding="utf-8"))["seconds"])
    else:
        seconds = _load(app, people, tell)
        note.write_text(json.dumps({"people": people, "seconds": seconds}), encoding="utf-8")
    with app.app_context():
        startup.ready(app)
        # As a site stands that has served for a minute: it knows how its rows are spread, and names can be found.
        learn_spread(db.engine)
        open_all_names(BENCH)
        end_reading()
    return House(people, app, seconds, kept)


def _application(folder: Path, url: str) -> Flask:
    folder.mkdir(parents=True, exist_ok=True)
    return create_app(
        {
            "TESTING": False,
            "CASEFLOW_DATA": folder / "data",
            "CASEFLOW_KEYS": folder / "keys",
            "DATABASE_URL": url,
            "ARGON2_MEMORY_KIB": 1024,
            "ARGON2_TIME_COST": 1,
        }
    )


def _load(app: Flask, people: int, tell: Callable[[float], None]) -> float:
    """Load the demonstration; returns the seconds that it took."""
    answer = app.test_cli_runner().invoke(args=["keys", "create"])
    if answer.exit_code:
        raise RuntimeError(answer.output)
    started = time.perf_counter()
    with app.app_context():
        startup.ready(app)
        passwords: Passwords = app.extensions["caseflow.passwords"]
        for told in load(now(), people, 1, passwords.hash(PASSWORD)):
            tell(told / stories(people))
    return time.perf_counter() - started


def _clear(folder: Path, server: str | None, people: int) -> None:
    """Throw away what a run that was broken off left behind."""
    for place in ("data", "keys"):
        shutil.rmtree(folder / place, ignore_errors=True)
    if server:
        with psycopg.connect(admin_url(server), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "caseflow_bench_{people}" WITH (FORCE)')  # type: ignore[arg-type]
            connection.execute(f'CREATE DATABASE "caseflow_bench_{people}"')  # type: ignore[arg-type]
