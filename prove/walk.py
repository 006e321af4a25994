"""Walk through the house as people do: read a page, fill in its form, post it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from io import BytesIO
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from caseflow.clock import today
from prove.at_once import at_once
from prove.page_forms import Option, PageForm, form_with

PHONES = ("phone", "number_now", "drop_number", "callback_number")
TIMES = {"dialled_at": "9:30", "callback_from": "10:00", "callback_until": "11:00", "received_time": "9:30"}
DATES = ("q_",)
"""Dates that a step need not name: the questions of the elements."""
LEFT = {"who", "q", "again_time", "police_incidents", "age", *PHONES}
"""Boxes that are filled only where a step says so."""


@dataclass(frozen=True)
class Attached:
    """A file to send: its content; a fresh one for each copy of a post."""

    content: bytes
    name: str = "letter.txt"


class Strayed(Exception):
    """A step did not lead where it should."""


@dataclass
class Walk:
    """A walk over one application: who has signed in, what was posted, and where it led."""

    app: Flask
    password: str
    word: Callable[[str], str] = lambda place: "inventedword"
    copies: int = 1
    many: int = 1
    """How many words are typed into each box of more than one line."""
    browsers: dict[str, FlaskClient] = field(default_factory=dict)
    addresses: list[str] = field(default_factory=list)
    posted: Counter[str] = field(default_factory=Counter)

    def browser(self, username: str) -> FlaskClient:
        """Return a user's browser, signed in."""
        if username not in self.browsers:
            browser = self.browsers[username] = self.app.test_client()
            page = browser.get("/sign-in").get_data(as_text=True)
            data = form_with(page, "username", "password").values()
            answer = browser.post("/sign-in", data={**data, "username": username, "password": self.password})
            if answer.status_code != 302:
                raise Strayed(f"{username} could not sign in")
        return self.browsers[username]

    def read(self, username: str, address: str) -> str:
        """Return the page at an address, as a user sees it."""
        self.addresses.append(address)
        answer = self.browser(username).get(address, follow_redirects=True)
        if answer.status_code != 200:
            raise Strayed(f"{username} got {answer.status_code} at {address}")
        return answer.get_data(as_text=True)

    def find(self, username: str, address: str, start: str) -> str:
        """Return the first address of a kind that stands on a page: `/cases/` and an id."""
        return id_in(self.read(username, address), start)

    def press(
        self,
        username: str,
        address: str,
        /,
        *controls: str,
        at: str = "",
        fill: bool = True,
        shows: bool = False,
        **values: Any,
    ) -> str:
        """Fill in the form at an address that has these controls, post it, and return where it led."""
        page = self.read(username, address)
        return self.press_on(username, address, page, *controls, at=at, fill=fill, shows=shows, **values)

    def press_on(
        self,
        username: str,
        address: str,
        page: str,
        /,
        *controls: str,
        at: str = "",
        fill: bool = True,
        shows: bool = False,
        **values: Any,
    ) -> str:
        """Do the same on a page that has been read already."""
        form = form_with(page, *controls, action=at)
        values = {name: _chosen(form, name, value) for name, value in values.items()}
        data = self.filled(form, address, values) if fill else {**form.values(), **values}
        data = {name: value for name, value in data.items() if value is not None}
        return self.send(username, form.action or address, data, shows=shows)

    def look(self, username: str, address: str, /, *controls: str, **values: Any) -> str:
        """Press what only looks (a search, a preview), and return the page that it shows."""
        form = form_with(self.read(username, address), *controls)
        values = {name: _chosen(form, name, value) for name, value in values.items()}
        target = form.action or address
        answer = self.browser(username).post(target, data={**form.values(), **values}, follow_redirects=True)
        self.posted[self._endpoint(target)] += 1
        self.addresses += [target, answer.request.full_path]
        if answer.status_code != 200:
            raise Strayed(f"{username} got {answer.status_code} looking at {address}")
        return answer.get_data(as_text=True)

    def filled(self, form: PageForm, address: str, values: dict[str, Any]) -> dict[str, Any]:
        """Return what is sent: what the form holds, a word in every empty box, and what the step says."""
        data = form.values()
        for one in form.fields.values():
            if one.name in values:
                continue
            if one.name.startswith("q_") and one.kind in ("radio", "select") and not one.chosen:
                data[one.name] = one.offered(Option())
            if one.kind not in ("text", "textarea", "search", "email") or one.value.strip():
                continue
            if one.name in TIMES:
                data[one.name] = TIMES[one.name]
            elif one.name == "email":
                data[one.name] = f"{self.word('e-mail address')}@calls.example"
            elif one.name.startswith(DATES) and one.name.endswith(DATE_PARTS):
                data |= date_in(one.name.rsplit("-", 1)[0], 7)
            elif one.name not in LEFT and "postcode" not in one.name and not one.name.endswith(DATE_PARTS):
                place = f"{address.rsplit('/', 1)[-1]} {one.name}"
                said = [self.word(place) for _ in range(self.many if one.kind == "textarea" else 1)]
                data[one.name] = f"It was {' '.join(said)} then"
        return {**data, **values}

    def send(self, username: str, address: str, data: dict[str, Any], *, shows: bool = False) -> str:
        """Post, as often at once as this walk does, and return where it led; every copy must be led there."""
        address = address.split("#")[0]
        jobs = [partial(self._post, one, address, data, shows) for one in self._same_browser(username)]
        answers = {one.answer or repr(one.fault) for one in at_once(jobs)}
        self.posted[self._endpoint(address)] += 1
        if len(answers) != 1:
            raise Strayed(f"posting {address} {self.copies} times at once gave {sorted(answers)}")
        led = answers.pop()
        if not led.startswith("/"):
            raise Strayed(f"{username} posting {address}: {led}")
        self.addresses += [address, led]
        return led.split("#")[0]

    def _post(self, browser: FlaskClient, address: str, data: dict[str, Any], shows: bool) -> str:
        sent = {
            name: (BytesIO(value.content), value.name) if isinstance(value, Attached) else value
            for name, value in data.items()
        }
        answer = browser.post(address, data=sent)
        if shows and answer.status_code in (200, 204):
            return address
        if answer.status_code == 302:
            return answer.headers["Location"]
        return f"{answer.status_code}: {_what_is_wrong(answer.get_data(as_text=True))}"

    def _same_browser(self, username: str) -> list[FlaskClient]:
        first = self.browser(username)
        if self.copies == 1:
            return [first]
        cookie = first.get_cookie(self.app.config["SESSION_COOKIE_NAME"])
        clones = [self.app.test_client() for _ in range(self.copies)]
        for clone in clones:
            if cookie:
                clone.set_cookie(self.app.config["SESSION_COOKIE_NAME"], cookie.value)
        return clones

    def _endpoint(self, address: str) -> str:
        endpoint, _ = self.app.url_map.bind("").match(address.split("?")[0], method="POST")
        return str(endpoint)


DATE_PARTS = ("-day", "-month", "-year")


def date_in(name: str, days: int) -> dict[str, str]:
    """Return the three boxes of a date so many days from now."""
    day = today() + timedelta(days=days)
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def id_in(text: str, start: str) -> str:
    """Return the first address of a kind in a text."""
    found = re.search(re.escape(start) + r"[0-9a-f-]{36}", text)
    if not found:
        raise Strayed(f"there is no {start} here")
    return found.group()


def _chosen(form: PageForm, name: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_chosen(form, name, one) for one in value]
    return form.fields[name].offered(value) if isinstance(value, Option) else value


def _what_is_wrong(page: str) -> str:
    """Return the list of faults on a page, or its heading."""
    for mark in ('error-summary__list">', "<h1"):
        if mark in page:
            return " ".join(page.split(mark, 1)[1][:600].split())
    return page[:300]
