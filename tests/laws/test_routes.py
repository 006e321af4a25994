"""Routes: each declares what it needs, and nothing personal can stand in an address."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from caseflow import rooms
from caseflow.access.guard import PERMISSION as MARK
from caseflow.access.guard import PUBLIC, needs, public, undeclared
from caseflow.access.policy import MEANINGS, ROLE_PERMISSIONS, P
from caseflow.application import create_app
from caseflow.errors import Misconfigured
from tests.laws.house import TEMPLATES, none_of

OPEN_TO_ANYONE = {"static", "access.sign_in", "staff.reset", "health.healthz"}
# A part of an address that is a word and not an id must be one of these: a code out of a list of ours.
# A reset link's token is random letters of ours.
CODES = {"code", "kind", "name", "part", "report", "form", "token"}
LAWFUL_CONVERTERS = {"UUIDConverter", "IntegerConverter", "AnyConverter"}
GET_FORM = re.compile(r"<form(?![^>]*method=[\"']post)[^>]*>.*?</form>", re.IGNORECASE | re.DOTALL)
TYPED = re.compile(r"<textarea|type=[\"'](?:text|search|tel|email)[\"']", re.IGNORECASE)


def personal_addresses(rules: Iterable[Rule]) -> list[str]:
    """Name each rule into which something typed could get."""
    return [
        f"{rule.rule} takes <{argument}> by {type(converter).__name__}"
        for rule in rules
        if rule.endpoint != "static"
        for argument, converter in rule._converters.items()
        if type(converter).__name__ not in LAWFUL_CONVERTERS and argument not in CODES
    ]


def typed_into_the_address(text: str) -> bool:
    """Tell whether a template has a form whose typed words would go into the address."""
    return any(TYPED.search(form) for form in GET_FORM.findall(text))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("house")
    return create_app(
        {"CASEFLOW_DATA": folder / "data", "CASEFLOW_KEYS": folder / "keys", "DATABASE_URL": ""}
    )


def test_every_route_declares_what_it_needs(house):
    none_of(undeclared(house))
    marks = {name: getattr(view, MARK, None) for name, view in house.view_functions.items()}
    assert {name for name, mark in marks.items() if mark == PUBLIC} | {"static"} == OPEN_TO_ANYONE
    assert {mark for name, mark in marks.items() if name not in OPEN_TO_ANYONE} <= set(P)


def test_every_permission_has_a_meaning_and_a_holder():
    assert set(MEANINGS) == set(P)
    assert frozenset[P]().union(*ROLE_PERMISSIONS.values()) == set(P)


def test_every_permission_opens_something(house):
    used = {getattr(view, MARK, None) for view in house.view_functions.values()}
    code = "".join(
        path.read_text() for path in (Path(rooms.__file__).parent).rglob("*.py") if path.name != "policy.py"
    )
    none_of([f"{one} opens nothing" for one in P if one not in used and f"P.{one.name}" not in code])


def test_nothing_personal_stands_in_an_address(house):
    none_of(personal_addresses(house.url_map.iter_rules()))


def test_nothing_typed_goes_into_an_address():
    found = [path for path in TEMPLATES.rglob("*.html") if typed_into_the_address(path.read_text())]
    assert [str(path.relative_to(TEMPLATES)) for path in found] == []


def test_the_start_is_refused_with_an_undeclared_route(monkeypatch, tmp_path):
    def register(app: Flask) -> None:
        app.add_url_rule("/open", "open", lambda: "")

    monkeypatch.setattr(rooms, "register", register)
    with pytest.raises(Misconfigured, match="open"):
        create_app(
            {"CASEFLOW_DATA": tmp_path / "data", "CASEFLOW_KEYS": tmp_path / "keys", "DATABASE_URL": ""}
        )


def test_a_declared_route_is_not_undeclared():
    app = Flask("sample")
    app.add_url_rule("/a", "a", public(lambda: ""))
    app.add_url_rule("/b", "b", needs(P.DESK)(lambda: ""))
    app.add_url_rule("/c", "c", lambda: "")
    assert undeclared(app) == ["c"]


def test_a_name_in_an_address_is_caught():
    app = Flask("sample")
    app.add_url_rule("/people/<surname>", "a", lambda surname: "")
    app.add_url_rule("/people/<path:number>", "b", lambda number: "")
    app.add_url_rule("/people/<uuid:person_id>/<int:page>", "c", lambda person_id, page: "")
    app.add_url_rule("/reports/<report>", "d", lambda report: "")
    caught = personal_addresses(app.url_map.iter_rules())
    assert len(caught) == 2
    assert all(("surname" in fault) or ("number" in fault) for fault in caught)


def test_a_form_that_puts_words_into_the_address_is_caught():
    assert typed_into_the_address('<form action="/find"><input type="text" name="name"></form>')
    assert not typed_into_the_address('<form method="post"><input type="text" name="name"></form>')
    assert not typed_into_the_address('<form action="/inbox"><select name="risk"></select></form>')
