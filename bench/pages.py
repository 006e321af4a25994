"""Every daily page at two sizes: server time and the number of statements, asked as a signed-in worker asks."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import flask_migrate
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Table, select

from bench.asking import Page, ask
from caseflow import create_app, startup
from caseflow.access.passwords.hashing import Passwords
from caseflow.cases.models import Case
from caseflow.choices import Side
from caseflow.clock import now
from caseflow.database import Base, db, end_reading
from caseflow.demonstration.accounts import PASSWORD
from caseflow.demonstration.loading import load
from caseflow.people.models import Person
from prove.page_forms import form_with

TIMES = 60
HELPLINE, WORKER, MANAGER, OVERALL = "asha.helpline", "ewa.county", "grace.county", "carol.helpline"
A_YEAR = "/reports/referrals?period=last-12"


@dataclass
class House:
    """A demonstration of one size, and who looks at it."""

    people: int
    app: Flask
    browsers: dict[str, FlaskClient]

    def ids(self, table: Table, *conditions: Any, at_most: int = 200) -> list[UUID]:
        """Return ids of rows, the same ones at each run, spread over the table."""
        with self.app.app_context():
            found = list(
                db.session.scalars(select(table.c.id).where(*conditions).order_by(table.c.id).limit(5000))
            )
            end_reading()
        random.Random(1).shuffle(found)
        return found[:at_most]


def build(folder: Path, people: int, database_url: str = "") -> House:
    """Make an installation with a demonstration of so many people."""
    settings = {
        "TESTING": False,
        "CASEFLOW_DATA": folder / "data",
        "CASEFLOW_KEYS": folder / "keys",
        "DATABASE_URL": database_url,
        "ARGON2_MEMORY_KIB": 1024,
        "ARGON2_TIME_COST": 1,
    }
    app = create_app(settings)
    with app.app_context():
        flask_migrate.upgrade()
    quietly(app, "keys", "create")
    with app.app_context():
        startup.ready(app)
        passwords: Passwords = app.extensions["caseflow.passwords"]
        for _ in load(now(), people, 1, passwords.hash(PASSWORD)):
            pass
    return House(people, app, {})


def quietly(app: Flask, *words: str) -> None:
    """Run one of the application's commands."""
    answer = app.test_cli_runner().invoke(args=list(words))
    if answer.exit_code:
        raise RuntimeError(answer.output)


def browser(house: House, username: str) -> FlaskClient:
    """Return somebody's browser, signed in."""
    if username not in house.browsers:
        client = house.browsers[username] = house.app.test_client()
        form = form_with(client.get("/sign-in").get_data(as_text=True), "username", "password")
        said = {**form.values(), "username": username, "password": PASSWORD}
        if client.post("/sign-in", data=said).status_code != 302:
            raise RuntimeError(f"{username} cannot sign in")
    return house.browsers[username]


def measure(house: House, times: int = TIMES) -> list[Page]:
    """Ask for every page so many times."""
    people = house.ids(Base.metadata.tables["people"], Person.side == Side.SURVIVOR)
    cases = _readable(house, house.ids(Base.metadata.tables["cases"], Case.closed_at.is_(None)))
    users = (WORKER, HELPLINE, MANAGER, OVERALL)
    worker, helpline, manager, overall = (browser(house, one) for one in users)
    return [
        _call_saved(house, times),
        ask("desk of the helpline", lambda _number: helpline.get("/"), times),
        ask("desk of a worker", lambda _number: worker.get("/"), times),
        ask("referrals waiting", lambda _number: worker.get("/referrals"), times),
        ask("person", _each(helpline, "/people/{}", people), times),
        ask("case", _each(worker, "/cases/{}", cases), times),
        ask("caseload of a team", lambda _number: manager.get("/caseload"), times),
        ask("report on referrals, 12 months", lambda _number: overall.get(A_YEAR), max(10, times // 6)),
    ]


def _each(client: FlaskClient, address: str, ids: list[UUID]) -> Callable[[int], Any]:
    return lambda number: client.get(address.format(ids[number % len(ids)]))


def _readable(house: House, cases: list[UUID]) -> list[UUID]:
    """Keep the cases that the worker may read: those of the team."""
    client = browser(house, WORKER)
    kept = [one for one in cases if client.get(f"/cases/{one}").status_code == 200]
    if not kept:
        raise RuntimeError("the worker has no case to read")
    return kept


def _call_saved(house: House, times: int) -> Page:
    client = browser(house, HELPLINE)
    start = form_with(client.get("/calls/new").get_data(as_text=True), "once", action="/calls/new")
    address = client.post("/calls/new", data=start.values()).headers["Location"]
    form = form_with(client.get(address).get_data(as_text=True), "narrative")
    typed = {**form.values(), "caller_type": "survivor", "name": "Zara Testwell"}

    def save(number: int) -> Any:
        words = f"What was said, at length. {number} " * 20
        return client.post(
            f"{address}/draft", data={**typed, "narrative": words}, headers={"X-Requested-With": "fetch"}
        )

    return ask("call saved", save, times)
