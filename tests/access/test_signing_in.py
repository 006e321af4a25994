"""Signing in and out, sessions, passwords."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from caseflow.access.models import FailedSignIn, KeptPost, SignIn, User
from caseflow.access.passwords.hashing import Passwords
from caseflow.access.sessions.finding import new_token
from caseflow.access.signing.password_step import WAIT, WRONG
from caseflow.audit.models import AuditRow
from caseflow.database import db
from tests.installation import COOKIE, PASSWORD

SignedIn = Any


def post(client: FlaskClient, username: str, password: str) -> Any:
    return client.post("/sign-in", data={"username": username, "password": password})


def test_a_right_password_opens_a_session(app: Flask, client: FlaskClient) -> None:
    assert client.get("/account/sessions").status_code == 302
    assert post(client, "harriet", PASSWORD).status_code == 302
    assert client.get("/account/sessions").status_code == 200


@pytest.mark.parametrize(
    ("username", "password"), [("harriet", "wrong"), ("nobody", PASSWORD), ("nobody", "wrong")]
)
def test_wrong_name_and_wrong_password_read_alike(client: FlaskClient, username: str, password: str) -> None:
    answer = post(client, username, password)
    assert answer.status_code == 200 and WRONG in answer.text
    assert f'value="{username}"' in answer.text, "what was typed is kept"
    assert f'value="{password}"' not in answer.text, "but never a password"


def test_a_sign_in_name_ignores_case_and_outer_spaces(client: FlaskClient) -> None:
    assert post(client, " HARRIET ", PASSWORD).status_code == 302


def test_a_password_of_years_ago_still_signs_in(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(
            User.__table__.update().values(password_changed_at=datetime(2020, 1, 1, tzinfo=UTC))
        )
    answer = post(client, "harriet", PASSWORD)
    assert answer.status_code == 302 and client.get(answer.headers["Location"]).status_code == 200


def test_tokens_are_random_and_only_their_hash_is_kept(app: Flask) -> None:
    with app.app_context():
        made = [new_token() for _ in range(100)]
    assert len({token for token, _ in made}) == 100
    assert {len(token) for token, _ in made} == {43}, "32 random bytes"
    assert all(token.encode() not in kept and len(kept) == 32 for token, kept in made)


def test_nobody_can_sign_in_before_somebody_was_added(empty_app: Flask) -> None:
    with empty_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(User)) == 0
    assert WRONG in post(empty_app.test_client(), "admin", "admin").text


def test_ten_wrong_tries_are_slowed_for_that_name_only(
    app: Flask, client: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(10):
        assert WRONG in post(client, "harriet", "wrong").text
    capsys.readouterr()
    assert WAIT in post(client, "harriet", PASSWORD).text
    assert "tries slowed" in capsys.readouterr().out, "the log tells of it"
    assert post(app.test_client(), "henry", PASSWORD).status_code == 302
    elsewhere = app.test_client()
    answer = elsewhere.post(
        "/sign-in",
        data={"username": "harriet", "password": PASSWORD},
        environ_base={"REMOTE_ADDR": "127.0.0.9"},
    )
    assert answer.status_code == 302, "nobody can lock another out"
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(FailedSignIn)) == 10


def test_signing_out_ends_the_session_everywhere(app: Flask, signed_in: SignedIn) -> None:
    browser = signed_in("harriet")
    cookie = browser.get_cookie(COOKIE)
    answer = browser.post("/sign-out")
    assert answer.headers["Clear-Site-Data"] and answer.status_code == 302
    thief = app.test_client()
    thief.set_cookie(COOKIE, cookie.value)
    assert thief.get("/account/sessions").status_code == 302


def test_a_session_ends_after_eight_hours_however_busy(signed_in: SignedIn) -> None:
    with time_machine.travel(datetime(2027, 1, 4, 9, tzinfo=UTC), tick=False) as clock:
        browser = signed_in("harriet")
        for _ in range(40):
            clock.shift(timedelta(minutes=12))
            assert browser.get("/account/sessions").status_code == 200
        clock.shift(timedelta(minutes=1))
        assert "sign-in" in browser.get("/account/sessions").headers["Location"]


def test_changing_the_password_ends_the_other_sessions(app: Flask, signed_in: SignedIn) -> None:
    here, there = signed_in("harriet"), signed_in("harriet")
    new = "four unrelated invented words"
    answer = here.post("/account/password", data={"current": PASSWORD, "new": new, "again": new})
    assert answer.status_code == 302
    assert here.get("/account/sessions").status_code == 200
    assert there.get("/account/sessions").status_code == 302
    assert WRONG in post(app.test_client(), "harriet", PASSWORD).text
    assert post(app.test_client(), "harriet", new).status_code == 302


@pytest.mark.parametrize(
    ("current", "new", "again", "says"),
    [
        (
            "wrong",
            "four unrelated invented words",
            "four unrelated invented words",
            "not your present password",
        ),
        (PASSWORD, "too short", "too short", "15 characters or more"),
        (PASSWORD, "harriet is my own name", "harriet is my own name", "must not hold your name"),
        (PASSWORD, "ababababababababab", "ababababababababab", "over and over"),
        (PASSWORD, "four unrelated invented words", "five unrelated invented words", "differ"),
        (PASSWORD, PASSWORD, PASSWORD, "same as the present"),
    ],
)
def test_a_refused_password_says_why(
    signed_in: SignedIn, current: str, new: str, again: str, says: str
) -> None:
    answer = signed_in("harriet").post(
        "/account/password", data={"current": current, "new": new, "again": again}
    )
    assert answer.status_code == 200 and says in answer.text


def test_passwords_are_hashed_again_when_parameters_grow(app: Flask, client: FlaskClient) -> None:
    app.extensions["caseflow.passwords"] = Passwords(128, 2)
    assert post(client, "harriet", PASSWORD).status_code == 302
    with app.app_context():
        kept = db.session.scalars(
            select(User.password_hash).where(User.password_hash.contains("m=128,t=2"))
        ).all()
        assert len(kept) == 1


def test_a_post_on_an_ended_session_is_kept_and_offered(app: Flask, signed_in: SignedIn) -> None:
    with time_machine.travel(datetime(2027, 1, 4, 9, tzinfo=UTC), tick=False) as clock:
        browser = signed_in("adam")
        clock.shift(timedelta(hours=9))
        typed = {"name": "Nora Testname", "username": "nora", "password": "secret"}
        answer = browser.post("/users/add", data=typed)
        assert answer.status_code == 302 and "sign-in" in answer.headers["Location"]
        post(browser, "adam", PASSWORD)
        offered = browser.get("/account/kept").text
        assert "Nora Testname" in offered and "secret" not in offered
        with app.app_context():
            kept = db.session.scalars(select(KeptPost)).one()
            assert b"Nora" not in (kept.content_sealed or b"")  # type: ignore[attr-defined]


def test_only_ones_own_sessions_can_be_ended(app: Flask, signed_in: SignedIn) -> None:
    harriet, henry = signed_in("harriet"), signed_in("henry")
    with app.app_context():
        sessions = {row.user_id: row.id for row in db.session.scalars(select(SignIn))}
        users = {user.username: user.id for user in db.session.scalars(select(User))}
    assert harriet.post(f"/account/sessions/{sessions[users['henry']]}/end").status_code == 404
    assert henry.get("/account/sessions").status_code == 200
    assert henry.post(f"/account/sessions/{sessions[users['henry']]}/end").status_code == 302
    assert henry.get("/account/sessions").status_code == 302


def test_sign_ins_and_refusals_leave_lines(app: Flask, client: FlaskClient) -> None:
    post(client, "harriet", "wrong")
    post(client, "harriet", PASSWORD)
    client.get("/users")
    client.get("/never-existed")
    with app.app_context():
        names = db.session.scalars(select(AuditRow.event).order_by(AuditRow.position.desc()).limit(4)).all()
        assert names == [
            "access:request:refused",
            "access:request:forbidden",
            "access:session:signed_in",
            "access:session:sign_in_failed",
        ]


@pytest.mark.parametrize("wanted", ["//evil.example/x", "https://evil.example/", "/\\evil.example"])
def test_the_page_after_sign_in_is_one_of_ours(app: Flask, client: FlaskClient, wanted: str) -> None:
    with client.session_transaction() as session:
        session["next"] = wanted
    assert "evil" not in post(client, "harriet", PASSWORD).headers["Location"]
