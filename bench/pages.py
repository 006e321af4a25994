"""Every daily page, asked as a signed-in worker asks, of houses of several sizes side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient

from bench.asking import Page, Question, ask_in_turn
from bench.houses import House
from caseflow.cases.models import Case
from caseflow.choices import Side
from caseflow.database import Base
from caseflow.people.models import Person
from prove.page_forms import form_with

TIMES = 100
HELPLINE, WORKER, MANAGER, OVERALL = "asha.helpline", "ewa.county", "grace.county", "carol.helpline"
A_YEAR = "/reports/referrals?period=last-12"


def measure(houses: Sequence[House], times: int = TIMES) -> Iterator[list[Page]]:
    """Ask all houses for one page after the other; yields each page as every house gave it."""
    for same in zip(*(questions(one, times) for one in houses), strict=True):
        yield ask_in_turn(same)


def questions(house: House, times: int) -> list[Question]:
    """Return every page that is asked of a house."""
    people = house.ids(Base.metadata.tables["people"], Person.side == Side.SURVIVOR)
    team = house.viewer(WORKER).service_id
    cases = house.ids(Base.metadata.tables["cases"], Case.closed_at.is_(None), Case.service_id == team)
    helpline, worker = house.browser(HELPLINE), house.browser(WORKER)
    manager, overall = house.browser(MANAGER), house.browser(OVERALL)
    return [
        _call_saved(helpline, times),
        Question("desk of the helpline", lambda _number: helpline.get("/"), times),
        Question("desk of a worker", lambda _number: worker.get("/"), times),
        Question("desk of a helpline manager", lambda _number: overall.get("/"), times),
        Question("what could hurt someone", lambda _number: overall.get("/what-could-hurt"), times),
        Question("referrals waiting", lambda _number: worker.get("/referrals"), times),
        Question("people to reach", lambda _number: helpline.get("/reach"), times),
        Question("person", _each(helpline, "/people/{}", people), times),
        Question("case", _each(worker, "/cases/{}", cases), times),
        Question("caseload of a team", lambda _number: manager.get("/caseload"), times),
        Question("report on referrals, 12 months", lambda _number: overall.get(A_YEAR), times),
    ]


def _each(client: FlaskClient, address: str, ids: list[UUID]) -> Callable[[int], Any]:
    return lambda number: client.get(address.format(ids[number % len(ids)]))


def _call_saved(client: FlaskClient, times: int) -> Question:
    start = form_with(client.get("/calls/new").get_data(as_text=True), "once", action="/calls/new")
    address = client.post("/calls/new", data=start.values()).headers["Location"]
    form = form_with(client.get(address).get_data(as_text=True), "narrative")
    typed = {**form.values(), "caller_type": "survivor", "name": "Zara Testwell"}

    def save(number: int) -> Any:
        words = f"What was said, at length. {number} " * 20
        return client.post(
            f"{address}/draft", data={**typed, "narrative": words}, headers={"X-Requested-With": "fetch"}
        )

    return Question("call saved", save, times)
