"""A session that is left idle is locked: the page and what was typed come back with the password."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from caseflow.access.viewer import Viewer
from caseflow.calls.queries import holds_open_call
from tests.installation import PASSWORD

NINE = datetime(2027, 1, 4, 9, tzinfo=UTC)


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(NINE, tick=False) as travelling:
        yield travelling


def is_locked(browser: Any, page: str = "/account/sessions") -> bool:
    return browser.get(page).headers.get("Location") == "/account/unlock"


def test_fifteen_idle_minutes_lock_and_the_password_leads_back(signed_in: Any, clock: Any) -> None:
    browser = signed_in("harriet")
    clock.shift(timedelta(minutes=14))
    assert not is_locked(browser)
    clock.shift(timedelta(minutes=16))
    assert is_locked(browser, "/people/add?from=here")
    page = browser.get("/account/unlock").text
    assert "Harriet Testwell" in page and "Log a call" not in page
    assert "not your password" in browser.post("/account/unlock", data={"password": "wrong"}).text
    assert is_locked(browser, "/people/add?from=here")
    led = browser.post("/account/unlock", data={"password": PASSWORD}).headers["Location"]
    assert led == "/people/add?from=here" and not is_locked(browser)


def test_what_is_posted_on_a_locked_session_is_kept_and_offered(signed_in: Any, clock: Any) -> None:
    browser = signed_in("adam")
    clock.shift(timedelta(minutes=16))
    form = {"name": "Nora Testname", "username": "nora", "password": "first invented phrase"}
    assert browser.post("/users/add", data=form).headers["Location"] == "/account/unlock"
    back = browser.post("/account/unlock", data={"password": PASSWORD}, follow_redirects=True)
    assert "Nora Testname" in back.text and "first invented phrase" not in back.text
    assert "Nora Testname" not in browser.get("/users").text


def test_an_open_call_keeps_the_session_for_an_hour(
    app: Flask, signed_in: Any, viewer: Any, clock: Any
) -> None:
    browser = signed_in("harriet")
    harriet: Viewer = viewer("harriet")
    with app.app_context():
        assert not holds_open_call(harriet)
    browser.post("/calls/new")
    with app.app_context():
        assert holds_open_call(harriet)
    clock.shift(timedelta(minutes=59))
    assert not is_locked(browser)
    clock.shift(timedelta(minutes=61))
    assert is_locked(browser)


def test_typing_keeps_a_session_awake_and_a_timer_never_does(signed_in: Any, clock: Any) -> None:
    typing, waiting = signed_in("harriet"), signed_in("henry")
    clock.shift(timedelta(minutes=10))
    assert typing.post("/account/present").status_code == 204
    assert waiting.post("/account/present", headers={"X-Autosave": "again"}).status_code == 204
    clock.shift(timedelta(minutes=10))
    assert not is_locked(typing) and is_locked(waiting)


def test_one_can_lock_at_once_and_a_script_is_told(signed_in: Any) -> None:
    browser = signed_in("harriet")
    script = {"X-Fragment": "1"}
    assert browser.post("/account/lock", headers=script).status_code == 204
    assert browser.get("/find", headers=script).status_code == 401
    wrong = browser.post("/account/unlock", data={"password": "wrong"}, headers=script)
    assert wrong.status_code == 422 and "not your password" in wrong.text
    assert browser.post("/account/unlock", data={"password": PASSWORD}, headers=script).status_code == 204
    assert not is_locked(browser)


def test_all_other_sessions_end_at_once(signed_in: Any) -> None:
    here, there, elsewhere = (signed_in("harriet") for _ in range(3))
    assert "End all others" in here.get("/account/sessions").text
    here.post("/account/sessions/end")
    assert here.get("/account/sessions").status_code == 200
    for one in (there, elsewhere):
        assert "sign-in" in one.get("/account/sessions").headers["Location"]


def test_ending_sessions_asks_for_proof_again(signed_in: Any, clock: Any) -> None:
    here, there = (signed_in("harriet") for _ in range(2))
    clock.shift(timedelta(minutes=11))
    assert here.post("/account/sessions/end").headers["Location"] == "/account/confirm"
    assert there.get("/account/sessions").status_code == 200, (
        "nothing is ended by a machine that was left open"
    )
    assert here.post("/account/confirm", data={"password": PASSWORD}).status_code == 302
    here.post("/account/sessions/end")
    assert "sign-in" in there.get("/account/sessions").headers["Location"]
