"""Headers: on every page, every fault and every static file; and what a trusted proxy may say."""

import base64
import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.json.tag import TaggedJSONSerializer

from caseflow.web.headers import ALWAYS
from tests.installation import COOKIE, PASSWORD, Installation, close

pytestmark = pytest.mark.engines("sqlite")
STATIC = ("/static/quiet.html", "/static/caseflow.css", "/static/caseflow.js", "/static/favicon.svg")
PAGES = ("/sign-in", "/healthz", "/never-existed", "/", "/static/never-existed")


@pytest.mark.parametrize("path", STATIC + PAGES)
def test_every_answer_has_the_headers(app: Flask, path: str) -> None:
    answer = app.test_client().get(path)
    for name, value in ALWAYS.items():
        assert answer.headers[name] == value, name
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert ("no-store" in answer.headers.get("Cache-Control", "")) is not path.startswith("/static")
    assert "Strict-Transport-Security" not in answer.headers
    answer.close()


def test_a_refused_method_and_a_large_body_have_them_too(signed_in: Any) -> None:
    browser = signed_in("harriet")
    refused = [browser.put("/sign-in"), browser.post("/calls/new", data={"narrative": "x" * 3_000_000})]
    assert [one.status_code for one in refused] == [405, 413]
    for one in refused:
        assert (
            one.headers["Cache-Control"] == "no-store"
            and "frame-ancestors" in one.headers["Content-Security-Policy"]
        )


@pytest.mark.parametrize("path", STATIC + PAGES)
def test_every_answer_says_its_kind_and_lets_no_other_site_read_it(app: Flask, path: str) -> None:
    answer = app.test_client().get(path, headers={"Origin": "https://evil.example"})
    kind = answer.headers["Content-Type"]
    assert re.fullmatch(
        r"(text/(html|css|javascript)|application/json|image/svg\+xml)(; charset=\"?utf-8\"?)?", kind
    )
    assert not kind.startswith("text/") or "utf-8" in kind
    assert not [name for name in answer.headers.keys() if name.startswith("Access-Control-")]  # noqa: SIM118
    answer.close()


@pytest.mark.parametrize(
    "path", ["/.git/config", "/static/", "/static/licences/", "/config.py", "/static/../config.py"]
)
def test_nothing_but_the_product_is_served(app: Flask, path: str) -> None:
    answer = app.test_client().get(path)
    assert answer.status_code == 404
    answer.close()


def test_a_request_is_not_sent_back(app: Flask) -> None:
    assert app.test_client().open("/sign-in", method="TRACE").status_code == 405


def test_a_cookie_that_was_not_signed_here_opens_nothing(app: Flask, signed_in: Any) -> None:
    browser = signed_in("harriet")
    good = browser.get_cookie(COOKIE)
    assert good and browser.get("/account/sessions").status_code == 200
    content = {"_user_id": "x" * 43, "_fresh": True}
    unsigned = f"{base64.urlsafe_b64encode(json.dumps(content).encode()).decode()}..nothing"
    with app.app_context():
        elsewhere = TaggedJSONSerializer().dumps(content)
    for forged in (good.value[:-2] + "AA", unsigned, elsewhere):
        browser.set_cookie(COOKIE, forged)
        assert "sign-in" in browser.get("/account/sessions").headers["Location"]


def test_the_cookies_hold_to_this_host_and_no_script_reads_them(app: Flask) -> None:
    answer = app.test_client().post("/sign-in", data={"username": "bella", "password": PASSWORD})
    cookies = answer.headers.getlist("Set-Cookie")
    assert {one.split("=")[0] for one in cookies} == {COOKIE, "__Host-caseflow-device"}
    for one in cookies:
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(
            one.split("; ")
        ) and "Domain" not in one


def test_a_trusted_proxy_is_believed_and_nobody_else(installation: Installation) -> None:
    said = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.9"}
    for proxies, secure in ((0, False), (1, True)):
        app = installation.app(CASEFLOW_URL="https://caseflow.example", CASEFLOW_PROXIES=proxies)
        answer = app.test_client().get("/sign-in", headers=said)
        assert ("Strict-Transport-Security" in answer.headers) is secure
        style = app.test_client().get("/static/quiet.css")
        assert "Strict-Transport-Security" in style.headers
        style.close()
        assert app.test_client().get("/sign-in", headers={"Host": "evil.example"}).status_code == 400
        close(app)


@pytest.mark.parametrize("header", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
def test_another_site_cannot_sign_anybody_in(app: Flask, header: dict[str, str]) -> None:
    form = {"username": "bella", "password": PASSWORD}
    assert app.test_client().post("/sign-in", data=form, headers=header).status_code == 400
