"""Tries are slowed, and nobody is ever kept out by somebody else's."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert

from caseflow.access.models import FailedSignIn
from caseflow.access.names import name_hash
from caseflow.access.signing.password_step import WAIT, WRONG
from caseflow.access.signing.slowing import LONGEST, Tries, Wrong, wait
from caseflow.clock import now
from caseflow.database import db
from tests.access.test_factors import set_up
from tests.installation import PASSWORD

MOMENT = datetime(2027, 1, 4, 9, tzinfo=UTC)


def just(count: int) -> Wrong:
    return Wrong(count, MOMENT)


@pytest.mark.parametrize(
    ("tries", "seconds"),
    [
        (Tries(), 0),
        (Tries(pair=just(9), name=just(29), address=just(49), overall=just(499)), 0),
        (Tries(pair=just(10)), 5),
        (Tries(pair=just(12)), 20),
        (Tries(pair=just(10_000)), 300),
        (Tries(name=just(30)), 5),
        (Tries(address=just(50)), 5),
        (Tries(overall=just(501)), 10),
        (Tries(name=just(10_000), overall=just(10_000), device=Wrong()), 0),
        (Tries(device=just(11)), 10),
    ],
)
def test_how_long_one_more_try_waits(tries: Tries, seconds: int) -> None:
    assert wait(tries, MOMENT) == timedelta(seconds=seconds)
    assert wait(tries, MOMENT + LONGEST) == timedelta(), "a delay, never a lock"


def flood(app: Flask, username: str, count: int) -> None:
    """Let somebody far away have tried a name many times, from many addresses."""
    with app.app_context(), db.engine.begin() as connection:
        rows = [
            {
                "id": uuid4(),
                "name_hash": name_hash(username),
                "address_hash": number.to_bytes(32, "big"),
                "with_code": False,
                "at": now(),
            }
            for number in range(count)
        ]
        connection.execute(insert(FailedSignIn.__table__), rows)  # type: ignore[arg-type]


def post(browser: FlaskClient, username: str, password: str = PASSWORD, **more: str) -> Any:
    return browser.post("/sign-in", data={"username": username, "password": password, **more})


def test_a_known_device_is_let_in_however_often_others_tried(app: Flask) -> None:
    known, stranger = app.test_client(), app.test_client()
    assert post(known, "harriet").status_code == 302
    known.post("/sign-out")
    flood(app, "harriet", 600)
    assert WAIT in post(stranger, "harriet").text
    assert WRONG in post(known, "harriet", "wrong").text
    assert post(known, "harriet").status_code == 302


@pytest.mark.parametrize("username", ["bella", "nobody"])
def test_a_known_and_an_unknown_name_are_slowed_alike(app: Flask, username: str) -> None:
    browser = app.test_client()
    for _ in range(10):
        assert WRONG in post(browser, username, "wrong").text
    slowed = post(browser, username)
    assert slowed.status_code == 200 and WAIT in slowed.text and 'name="code"' in slowed.text


def test_the_right_code_beside_the_password_need_not_wait(app: Flask) -> None:
    known, elsewhere = app.test_client(), app.test_client()
    post(known, "bella")
    secret, codes = set_up(known)
    flood(app, "bella", 100)
    assert WAIT in post(elsewhere, "bella").text
    assert WAIT in post(elsewhere, "bella", "wrong", code=codes[0]).text
    assert WAIT in post(elsewhere, "bella", code=pyotp.TOTP(secret).at(datetime(2020, 1, 1))).text
    assert post(elsewhere, "bella", code=codes[0]).status_code == 302
    assert elsewhere.get("/cases").status_code == 200
