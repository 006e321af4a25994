"""The guard: what is refused, how, and what it gives away."""

import re
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from caseflow.access.guard import PERMISSION, public
from caseflow.access.policy import MEANINGS, ROLE_LABELS, ROLE_PERMISSIONS, P, Role
from caseflow.access.viewer import in_the_way
from caseflow.application import create_app
from caseflow.choices import Side
from caseflow.errors import Misconfigured
from caseflow.rooms import ROOMS
from caseflow.web import health
from tests.installation import COOKIE, close

VARYING = re.compile(r'(nonce|value|content)="[^"]*"')


def test_every_permission_has_a_meaning_and_every_role_a_name() -> None:
    assert set(MEANINGS) == set(P) and set(ROLE_PERMISSIONS) == set(Role) == set(ROLE_LABELS)
    assert set(P) == frozenset().union(*ROLE_PERMISSIONS.values())


def test_an_administrator_sees_no_case_content() -> None:
    assert ROLE_PERMISSIONS[Role.ADMINISTRATOR] == {P.DESK, P.OWN_ACCOUNT, P.STAFF_MANAGE, P.PASSWORDS_RESET}


def test_a_commissioner_sees_released_figures_only() -> None:
    assert ROLE_PERMISSIONS[Role.COMMISSIONER] == {P.DESK, P.OWN_ACCOUNT, P.REPORTS_RELEASED}


@pytest.mark.parametrize(
    ("roles", "fault"),
    [
        ([(Role.CASEWORKER, Side.SURVIVOR), (Role.CASEWORKER, Side.PERPETRATOR)], True),
        ([(Role.CASEWORKER, Side.SURVIVOR), (Role.SERVICE_MANAGER, Side.SURVIVOR)], False),
        ([(Role.HELPLINE_ADVISER, Side.SURVIVOR), (Role.HELPLINE_ADVISER, Side.PERPETRATOR)], False),
        ([(Role.HELPLINE_ADVISER, Side.PERPETRATOR), (Role.CASEWORKER, Side.SURVIVOR)], True),
        ([(Role.CASEWORKER, Side.SURVIVOR), (Role.HELPLINE_ADVISER, Side.PERPETRATOR)], True),
        ([(Role.SAFEGUARDING_LEAD, Side.SURVIVOR), (Role.SAFEGUARDING_LEAD, Side.PERPETRATOR)], False),
    ],
)
def test_only_three_roles_stand_on_both_sides(roles: list[tuple[Role, Side]], fault: bool) -> None:
    assert bool(in_the_way(roles[:-1], roles[-1])) is fault


def test_the_app_does_not_start_with_an_undeclared_route(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(health.healthz, PERMISSION)
    with pytest.raises(Misconfigured, match=r"health\.healthz"):
        create_app(dict(app.config))
    public(health.healthz)


def test_unknown_and_out_of_reach_read_alike(signed_in: Any) -> None:
    browser: FlaskClient = signed_in("adam")
    never, unknown = browser.get("/no-such-page"), browser.get(f"/users/{uuid4()}")
    assert never.status_code == unknown.status_code == 404
    assert VARYING.sub("", never.text) == VARYING.sub("", unknown.text)
    assert "<form" not in never.text
    assert "Adam Testover" in never.text and 'href="/sign-out"' in never.text
    assert "Sign out?" in browser.get("/sign-out").text


def test_a_page_beyond_ones_role_is_forbidden_plainly(signed_in: Any) -> None:
    answer = signed_in("bella").get("/users")
    assert answer.status_code == 403 and "Traceback" not in answer.text
    assert "Sign out" in answer.text, "the way on stands on the page"


def test_every_answer_carries_its_headers(client: FlaskClient) -> None:
    for path in ("/sign-in", "/healthz", "/no-such-page"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"


def test_a_post_without_its_token_is_kept_not_done(installation: Any) -> None:
    app = installation.app(WTF_CSRF_ENABLED=True)
    browser = app.test_client()
    page = browser.get("/sign-in").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token
    form = {"username": "adam", "password": "plain-invented-words"}
    assert browser.post("/sign-in", data=form).status_code == 200, "without a token nobody is signed in"
    assert browser.post("/sign-in", data={**form, "csrf_token": token.group(1)}).status_code == 302
    answer = browser.post("/users/add", data={"name": "Nora Testname", "username": "nora", "password": "x"})
    assert answer.headers["Location"] == "/account/kept"
    assert "Nora Testname" in browser.get("/account/kept").text
    assert "Nora Testname" not in browser.get("/users").text
    close(app)


@pytest.mark.parametrize("header", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}])
def test_a_post_from_another_site_is_refused(signed_in: Any, capsys: Any, header: dict[str, str]) -> None:
    browser = signed_in("adam")
    answer = browser.post("/users/add", data={"name": "Nora"}, headers=header)
    assert answer.status_code == 400
    assert '"kind": "from another site"' in capsys.readouterr().out, "the log tells of it"
    assert "Nora" not in browser.get("/account/kept").text


def test_rooms_are_listed_in_river_order() -> None:
    assert (
        ROOMS[0] == "access" and ROOMS[-1] == "reports" and ROOMS.index("privacy") < ROOMS.index("oversight")
    )


def test_a_post_from_a_browser_that_lost_its_session_is_told_what_to_do(signed_in: Any) -> None:
    browser = signed_in("adam")
    browser.delete_cookie(COOKIE)
    answer = browser.post("/users/add", data={"name": "Nora Testname"}, follow_redirects=True)
    assert "go back in this one" in answer.text and "Nora" not in answer.text
