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
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from caseflow import clock
from caseflow.access.policy import Role
from caseflow.access.viewer import System, Viewer
from caseflow.cases.actions import accept_referral
from caseflow.choices import Element, RiskLevel, Side
from caseflow.database import db, end_reading
from caseflow.directory.choices import Need, QuestionKind
from caseflow.directory.queries import localities, questions, service_by_code
from caseflow.oversight.restricting.actions import restrict_record, take_off_list
from caseflow.oversight.restricting.queries import list_of, live_restriction
from caseflow.people.actions import add_person, set_risk_summary
from caseflow.privacy.erasing.actions import erase_person
from caseflow.referrals.actions import send_referrals
from caseflow.referrals.choices import Agreement
from caseflow.referrals.sending.plan import Plan
from caseflow.referrals.situation import Situation
from caseflow.staff.actions import add_user
from tests.installation import PASSWORD
from tests.seen import find_viewer
from tests.world import PEOPLE, Someone

TABLE = Path(__file__).resolve().parents[1] / "tests" / "access" / "matrix.toml"
PROVING = System("prove")
COUNTY, CITY = "E07000130", "E06000016"
SAID = {QuestionKind.YES_NO: "yes", QuestionKind.DATE: "2026-01-01"}
ENDS_THE_SESSION = ("/sign-out", "/account/lock", "/account/sessions/end")
PUBLIC, NOBODY = "public", "signed_out"
# Who holds a case of the person, where; all of them could be the reader.
HOLDERS = (("bella", "b1"), ("bruno", "b1"), ("ben", "b2"), ("cora", "c"), ("ezra", "e"))


@dataclass(frozen=True)
class Record:
    """One person with what hangs on them, and how anybody stands to it."""

    name: str
    side: Side
    ids: dict[str, UUID]
    worker: str = ""
    service: str = ""
    element: str = ""


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
            self.records = list(self._records())
            self.target = add_user(PROVING, username="target", name="Target Testable", password_hash="-")
            self.leaver = add_user(PROVING, username="leaver", name="Leaver Testable", password_hash="-")
            end_reading()

    def _records(self) -> Iterator[Record]:
        for worker, service in HOLDERS:
            yield self._held(f"of {worker}", worker, service)
        hidden = self._held("restricted", "bella", "b1")
        lead = find_viewer(self.app, "sofia")
        restrict_record(lead, hidden.ids["person_id"], reason="Somebody's sister")
        restriction = live_restriction(lead, hidden.ids["person_id"])
        for line in list_of(lead, restriction.id):
            take_off_list(lead, line.grant_id)
        yield hidden
        gone = self._person(Side.SURVIVOR)
        erase_person(PROVING, gone)
        yield Record("erased", Side.SURVIVOR, {"person_id": gone})
        yield Record("never", Side.SURVIVOR, {})

    def _person(self, side: Side, code: str = "b1") -> UUID:
        actor = find_viewer(self.app, "harriet" if side is Side.SURVIVOR else "ezra")
        return add_person(actor, side=side, known_as="Testina", age=34, locality_id=_place(code))

    def _held(self, name: str, worker: str, code: str) -> Record:
        side = Side.PERPETRATOR if code == "e" else Side.SURVIVOR
        someone = find_viewer(self.app, worker)
        person_id = self._person(side, code)
        ids = {"person_id": person_id}
        if side is Side.SURVIVOR:
            set_risk_summary(PROVING, person_id, level=RiskLevel.HIGH, on=clock.today(), review_due_on=None)
            ids["referral_id"] = self._referred(person_id, code)
            ids["case_id"] = accept_referral(someone, ids["referral_id"], allocate_to="me")
        return Record(name, side, ids, worker, code, str(_element(someone)))

    def _referred(self, person_id: UUID, code: str) -> UUID:
        place = _place(code)
        need = Need.SEXUAL_VIOLENCE if code == "c" else Need.DOMESTIC_ABUSE
        answers = {
            element: {
                one.code: SAID.get(one.kind, one.options[0][0] if one.options else "said")
                for one in questions(PROVING, element)
            }
            for element in Element
        }
        plan = Plan(
            Situation((need,), clock.today(), stay=place, home=place, age=34, risk=RiskLevel.HIGH),
            services=(service_by_code(PROVING, code),),
            answers=answers,
            summary="Rings the helpline every Monday.",
            agreement=Agreement.GIVEN,
        )
        return send_referrals(find_viewer(self.app, "harriet"), person_id, plan)[0]

    def relation(self, someone: Someone, record: Record) -> str:
        """Return how somebody stands to a record."""
        if record.name in ("erased", "never"):
            return record.name
        if record.side is not someone.sides[0]:
            return "other_side"
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
        records = self.records if known else [self.records[-1]]
        asked = set()
        for record in records:
            relation = self.relation(someone, record) if someone else NOBODY
            if (relation, record.name) in asked or (known and kind not in record.ids and record.ids):
                continue
            asked.add((relation, record.name))
            wanted = self._wanted(someone, permission, kind, relation)
            if wanted == "open" and someone:
                reach = self.table["reach"][someone.role.value]
                instead = self.table["instead"].get(key, {})
                wanted = instead.get(reach, instead.get(someone.sides[0].value, wanted))
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


def _place(code: str) -> UUID:
    wanted = CITY if code == "b2" else COUNTY
    return next(one.id for one in localities(PROVING) if one.gss == wanted)


def _element(viewer: Viewer) -> Element | None:
    return viewer.working.element if viewer.working else None


def roles_held() -> dict[str, list[str]]:
    """Return who of the small world holds each role."""
    held: dict[str, list[str]] = {role.value: [] for role in Role}
    for one in PEOPLE:
        held[one.role.value].append(one.username)
    return held
