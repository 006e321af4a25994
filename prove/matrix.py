"""Who may do what to whom: every route and method, asked by everybody, about records in every relation to them.

What each cell must answer stands in one table that people review: tests/access/matrix.toml.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from caseflow.access.policy import Role
from caseflow.database import db, end_reading
from caseflow.staff.actions import add_user
from prove.matrix_records import PROVING, Record, records
from tests.installation import PASSWORD
from tests.world import PEOPLE, Someone

TABLE = Path(__file__).resolve().parents[1] / "tests" / "access" / "matrix.toml"
ENDS_THE_SESSION = ("/sign-out", "/account/lock", "/account/sessions/end")
PUBLIC, NOBODY = "public", "signed_out"


@dataclass(frozen=True)
class Cell:
    """One question to the application, and what the table says it must answer."""

    method: str
    rule: str
    who: str
    relation: str
    wanted: str


@dataclass
class Outcome:
    """What the application answered to all cells."""

    cells: int = 0
    rules: set[str] = field(default_factory=set)
    relations: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def table() -> dict[str, Any]:
    """Return the reviewed table."""
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


def rules_of(app: Flask) -> Iterator[tuple[str, Rule]]:
    """Give every method and rule that can be asked."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.rule):
        if rule.endpoint != "static":
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield f"{method} {rule.rule}", rule


class Ground:
    """A small world with a record in every relation, and a browser for everybody."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.table = table()
        self.browsers: dict[str, FlaskClient] = {}
        self.people = {one.username: one for one in PEOPLE}
        with app.app_context():
            self.records = list(records(app))
            self.target = add_user(PROVING, username="target", name="Target Testable", password_hash="-")
            self.leaver = add_user(PROVING, username="leaver", name="Leaver Testable", password_hash="-")
            end_reading()

    def relation(self, someone: Someone, record: Record) -> str:
        """Return how somebody stands to a record."""
        if record.name in ("erased", "never"):
            return record.name
        if record.side is not someone.sides[0]:
            return "other_side"
        if someone.username in record.closed_to:
            return "conflict"
        if record.name == "restricted":
            return "restricted"
        if record.worker == someone.username:
            return "own"
        if record.service == someone.service:
            return "same_service"
        mine = next((one.element for one in self.records if one.service == someone.service), "")
        return "other_service" if mine == record.element else "other_element"

    def cells(self, only: Iterable[str] = (), needing: str = "") -> Iterator[tuple[Cell, str]]:
        """Give every cell with the address to ask, or those of some users and of one permission only."""
        wanted = set(only)
        for key, rule in rules_of(self.app):
            permission, kind = self.table["routes"][key].split()
            if needing not in ("", permission):
                continue
            for someone in (None, *self.people.values()):
                if not wanted or (someone and someone.username in wanted):
                    yield from self._cells_of(key, rule, permission, kind, someone)

    def _cells_of(
        self, key: str, rule: Rule, permission: str, kind: str, someone: Someone | None
    ) -> Iterator[tuple[Cell, str]]:
        method = key.split()[0]
        who = someone.username if someone else NOBODY
        known = kind in self.table["answers"]
        there = self.records if known else [self.records[-1]]
        asked = set()
        for record in there:
            relation = self.relation(someone, record) if someone else NOBODY
            if (relation, record.name) in asked or (known and kind not in record.ids and record.ids):
                continue
            asked.add((relation, record.name))
            wanted = self._wanted(someone, permission, kind, relation)
            if wanted == "open" and someone:
                reach = self.table["reach"][someone.role.value]
                instead = self.table["instead"].get(key, {})
                others = (someone.role.value, reach, someone.sides[0].value)
                wanted = next((instead[one] for one in others if one in instead), wanted)
            yield Cell(method, rule.rule, who, relation, wanted), self._address(rule, record)
            if someone is None and permission != PUBLIC and not known:
                break

    def _wanted(self, someone: Someone | None, permission: str, kind: str, relation: str) -> str:
        if permission == PUBLIC:
            return "none" if kind not in ("-", "open") else "open"
        if someone is None:
            return "sign_in"
        if permission not in self.table["roles"][someone.role.value]:
            return "forbidden"
        if kind in self.table["answers"]:
            reach = self.table["reach"][someone.role.value]
            return str(self.table["answers"][kind][reach][relation])
        return {"-": "open", "open": "open", "gone": "gone", "ends": "sign_in"}.get(kind, "none")

    def _address(self, rule: Rule, record: Record) -> str:
        values: dict[str, Any] = {}
        for name, converter in rule._converters.items():
            if type(converter).__name__ == "AnyConverter":
                values[name] = sorted(converter.items)[0]  # type: ignore[attr-defined]
            elif name == "user_id":
                values[name] = self.leaver if rule.rule.endswith("/left") else self.target
            elif type(converter).__name__ == "UUIDConverter":
                values[name] = record.ids.get(name) or uuid4()
            else:
                values[name] = "referrals"
        built = rule.build(values, append_unknown=False)
        assert built is not None
        return built[1]

    def shows(self, permission: str, username: str) -> bool | None:
        """Tell whether a page shows somebody what only this permission shows; nothing for one without such a page."""
        row = self.table["shows"].get(permission)
        if row is None:
            return None
        ids = {name: str(one) for name, one in self.records[0].ids.items()}
        page = self.browser(username).get(row["page"].format(**ids)).get_data(as_text=True)
        return str(row["words"]) in page

    def ask(self, cell: Cell, address: str) -> str:
        """Ask one cell, and return what kind of answer came."""
        browser = self.browser(cell.who, fresh=cell.rule in ENDS_THE_SESSION)
        try:
            answer = browser.open(address, method=cell.method)
        except Exception as fault:  # whatever it is, it is a wrong answer
            end_reading_of(self.app)
            return f"fault {type(fault).__name__}"
        return kind_of(answer.status_code, answer.headers.get("Location", ""))

    def browser(self, username: str, *, fresh: bool = False) -> FlaskClient:
        """Return somebody's browser, signed in; a fresh one for what ends a session."""
        if username == NOBODY:
            return self.app.test_client()
        if fresh or username not in self.browsers:
            client = self.app.test_client()
            client.post("/sign-in", data={"username": username, "password": PASSWORD})
            if fresh:
                # Ending all other sessions ends the kept one too.
                self.browsers.pop(username, None)
                return client
            self.browsers[username] = client
        return self.browsers[username]

    def run(self, only: Iterable[str] = (), *, permission: str = "", stop: bool = False) -> Outcome:
        """Ask every cell, or those of some users and one permission; with ``stop``, up to the first wrong answer."""
        outcome = Outcome()
        for cell, address in self.cells(only, permission):
            found = self.ask(cell, address)
            outcome.cells += 1
            outcome.rules.add(f"{cell.method} {cell.rule}")
            outcome.relations[cell.relation] += 1
            if found != cell.wanted:
                outcome.wrong.append(
                    f"{cell.method} {cell.rule} by {cell.who} ({cell.relation}): {found}, not {cell.wanted}"
                )
                if stop:
                    break
        return outcome


def kind_of(status: int, location: str) -> str:
    """Return the kind of an answer: what a page that is open says of its form does not matter here."""
    if status >= 500:
        return f"fault {status}"
    if location.startswith("/sign-in") and "code" not in location:
        return "sign_in"
    return {403: "forbidden", 404: "none", 405: "none", 410: "gone"}.get(status, "open")


def end_reading_of(app: Flask) -> None:
    """Let go of what a fault left open."""
    with app.app_context():
        db.session.remove()


def roles_held() -> dict[str, list[str]]:
    """Return who of the small world holds each role."""
    held: dict[str, list[str]] = {role.value: [] for role in Role}
    for one in PEOPLE:
        held[one.role.value].append(one.username)
    return held
