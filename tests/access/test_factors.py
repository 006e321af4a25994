"""The second factor: set up, asked for, used once; recovery codes; and who must have one."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pyotp
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from caseflow.access.factors.codes import (
    new_recovery_codes,
    new_secret,
    picture,
    step_of,
)
from caseflow.access.factors.models import Factor, RecoveryCode
from caseflow.database import db
from tests.installation import COOKIE, PASSWORD, make_real

NINE = datetime(2027, 1, 4, 9, tzinfo=UTC)
HALF_MINUTE = timedelta(seconds=30)


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(NINE, tick=False) as travelling:
        yield travelling


def password_step(browser: FlaskClient, username: str = "bella") -> str:
    answer = browser.post("/sign-in", data={"username": username, "password": PASSWORD})
    return answer.headers["Location"]


def set_up(browser: FlaskClient) -> tuple[str, list[str]]:
    """Set a code app up by its pages; returns the seed and the recovery codes."""
    browser.post("/account/factor/start")
    page = browser.get("/account/factor/new").text
    found = re.search(r'<code class="cf-key">([A-Z2-7 ]+)</code>', page)
    assert found
    secret = found.group(1).replace(" ", "")
    answer = browser.post("/account/factor/new", data={"code": pyotp.TOTP(secret).now()})
    codes = re.findall(r"<li><code>([a-z2-7-]+)</code></li>", answer.text)
    assert answer.status_code == 200 and len(codes) == 10, answer.text
    return secret, codes


def enrolled(app: Flask, clock: Any, username: str = "bella") -> tuple[str, list[str]]:
    browser = app.test_client()
    password_step(browser, username)
    made = set_up(browser)
    clock.shift(HALF_MINUTE)
    return made


def test_outside_the_demonstration_nothing_is_reached_without_a_factor(installation: Any) -> None:
    app = installation.app()
    make_real(app)
    browser = app.test_client()
    browser.get("/cases")
    assert password_step(browser) == "/account/factor"
    for page in ("/", "/cases", "/find", "/account/sessions", "/account/password", "/no-such-page"):
        answer = browser.get(page)
        assert answer.status_code == 404 or answer.headers["Location"] == "/account/factor"
    assert "Bella" not in browser.get("/account/factor").text
    set_up(browser)
    assert browser.get("/cases").status_code == 200


def test_the_code_is_asked_for_and_a_half_signed_in_browser_reaches_nothing(app: Flask, clock: Any) -> None:
    secret, _ = enrolled(app, clock)
    browser = app.test_client()
    assert password_step(browser) == "/sign-in/code"
    half = browser.get_cookie(COOKIE).value
    assert browser.get("/cases").headers["Location"] == "/sign-in/code"
    assert browser.post("/account/factor/start").headers["Location"] == "/sign-in/code"
    assert browser.post("/sign-in/code", data={"code": pyotp.TOTP(secret).now()}).status_code == 302
    assert browser.get("/cases").status_code == 200
    thief = app.test_client()
    thief.set_cookie(COOKIE, half)
    assert "sign-in" in thief.get("/cases").headers["Location"], "the id changed at the second step"


def test_a_code_counts_once_and_one_step_of_drift_is_allowed(app: Flask, clock: Any) -> None:
    secret, _ = enrolled(app, clock)
    totp, at = pyotp.TOTP(secret), datetime.now(UTC)
    for offset, status in ((-2, 200), (2, 200), (0, 302), (0, 200), (-1, 200), (1, 302)):
        browser = app.test_client()
        password_step(browser)
        answer = browser.post("/sign-in/code", data={"code": totp.at(at + offset * HALF_MINUTE)})
        assert answer.status_code == status, offset


def test_five_wrong_codes_end_the_sign_in(app: Flask, clock: Any) -> None:
    enrolled(app, clock)
    browser = app.test_client()
    password_step(browser)
    for _ in range(5):
        assert "does not fit" in browser.post("/sign-in/code", data={"code": "abcdef"}).text
    assert browser.post("/sign-in/code", data={"code": "abcdef"}).headers["Location"].startswith("/sign-in?")


def test_a_half_done_sign_in_does_not_wait_for_ever(app: Flask, clock: Any) -> None:
    enrolled(app, clock)
    browser = app.test_client()
    password_step(browser)
    clock.shift(timedelta(minutes=11))
    assert browser.get("/sign-in/code").headers["Location"].startswith("/sign-in?")


def test_a_recovery_code_lets_in_once_and_is_kept_as_a_hash(app: Flask, clock: Any) -> None:
    _, codes = enrolled(app, clock)
    for status in (302, 200):
        browser = app.test_client()
        password_step(browser)
        answer = browser.post("/sign-in/code", data={"code": codes[0].upper().replace("-", " ")})
        assert answer.status_code == status
    with app.app_context():
        kept = db.session.scalars(select(RecoveryCode)).all()
        assert len(kept) == 10 and sum(one.used_at is not None for one in kept) == 1
        assert all(len(one.code_hash) == 32 for one in kept)
        factor = db.session.scalars(select(Factor)).one()
        assert factor.secret.encode() not in (factor.secret_sealed or b"")  # type: ignore[attr-defined]


def test_a_change_of_factor_needs_a_fresh_sign_in_with_the_old_one(app: Flask, clock: Any) -> None:
    secret, _ = enrolled(app, clock)
    browser = app.test_client()
    password_step(browser)
    browser.post("/sign-in/code", data={"code": pyotp.TOTP(secret).now()})
    clock.shift(timedelta(minutes=11))
    assert browser.post("/account/factor/start").headers["Location"] == "/account/confirm"
    again = browser.post("/account/confirm", data={"password": PASSWORD, "code": "000000"})
    assert "does not fit" in again.text
    code = pyotp.TOTP(secret).now()
    assert browser.post("/account/confirm", data={"password": PASSWORD, "code": code}).status_code == 302
    other = app.test_client()
    new, _ = set_up(browser)
    clock.shift(HALF_MINUTE)
    password_step(other)
    assert other.post("/sign-in/code", data={"code": pyotp.TOTP(secret).now()}).status_code == 200
    assert other.post("/sign-in/code", data={"code": pyotp.TOTP(new).now()}).status_code == 302


def test_the_picture_is_an_image_of_its_own(app: Flask) -> None:
    browser = app.test_client()
    password_step(browser)
    assert browser.get("/account/factor/picture").status_code == 404
    browser.post("/account/factor/start")
    answer = browser.get("/account/factor/picture")
    assert answer.mimetype == "image/svg+xml" and answer.headers["Cache-Control"] == "no-store"
    assert b"style=" not in answer.data and b"<script" not in answer.data


def test_a_demonstration_may_go_back_to_the_password_alone(app: Flask, clock: Any) -> None:
    secret, _ = enrolled(app, clock)
    browser = app.test_client()
    password_step(browser)
    browser.post("/sign-in/code", data={"code": pyotp.TOTP(secret).now()})
    browser.post("/account/factor/remove")
    assert password_step(app.test_client()) == "/"


@pytest.mark.parametrize(("seconds", "fits"), [(-61, False), (-30, True), (0, True), (30, True), (61, False)])
def test_the_step_of_a_code(seconds: int, fits: bool) -> None:
    secret, moment = new_secret(), datetime(2027, 1, 4, 9, 0, 0, tzinfo=UTC)
    code = pyotp.TOTP(secret).at(moment + timedelta(seconds=seconds))
    present = int(moment.timestamp()) // 30
    assert step_of(secret, f" {code[:3]} {code[3:]}", moment) == (present + seconds // 30 if fits else None)
    assert step_of(secret, "ünicode", moment) is None


def test_recovery_codes_have_120_random_bits_and_differ() -> None:
    codes = new_recovery_codes()
    assert len(set(codes)) == 10 and all(len(one.replace("-", "")) == 24 for one in codes)
    assert picture(new_secret(), "bella").startswith(b"<?xml")
