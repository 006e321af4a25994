"""Reset links: one use, one hour, shown once; and they never skip the second factor."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import time_machine
from flask import Flask
from sqlalchemy import select

from caseflow.access.models import User
from caseflow.access.names import name_hash
from caseflow.database import db
from caseflow.staff.resets.models import ResetLink
from tests.access.test_factors import set_up

NEW = "four unrelated invented words"
FORM = {"new": NEW, "again": NEW}


def user_id(app: Flask, name: str) -> Any:
    with app.app_context():
        return db.session.scalar(select(User.id).where(User.username_hash == name_hash(name)))


def a_link(maker: Any, whose: Any) -> str:
    page = maker.post(f"/users/{whose}/reset")
    found = re.search(r"<code>http://[^/]+(/reset/[\w-]{43})</code>", page.text)
    assert found, page.text
    return found.group(1)


def test_a_link_sets_a_password_once_and_ends_every_session(app: Flask, signed_in: Any) -> None:
    bella, holder = signed_in("bella"), app.test_client()
    link = a_link(signed_in("mona"), user_id(app, "bella"))
    for _ in range(2):
        assert holder.get(link).status_code == 200, "to look has no effect"
    assert bella.get("/account/sessions").status_code == 200
    refused = holder.post(link, data={"new": "Willowmere Support!", "again": "Willowmere Support!"})
    assert "name of your service" in refused.text
    assert holder.post(link, data=FORM).headers["Location"] == "/sign-in"
    assert holder.get(link).status_code == holder.post(link, data=FORM).status_code == 404
    assert bella.get("/account/sessions").status_code == 302
    assert "This link has been used" in holder.get(link).text
    assert "This link does not work" in holder.get(link[:-1]).text
    assert holder.get("/account/sessions").status_code == 302, "the link itself signs nobody in"
    signed_in("bella", NEW)
    with app.app_context():
        kept = db.session.scalars(select(ResetLink)).one()
        assert link.rsplit("/", 1)[1].encode() not in kept.token_hash


def test_a_link_lasts_an_hour_and_a_newer_one_replaces_it(app: Flask, signed_in: Any) -> None:
    with time_machine.travel(datetime(2027, 1, 4, 9, tzinfo=UTC), tick=False) as clock:
        adam, holder = signed_in("adam"), app.test_client()
        first, second = (a_link(adam, user_id(app, "bella")) for _ in range(2))
        assert holder.get(first).status_code == 404 and holder.get(second).status_code == 200
        clock.shift(timedelta(minutes=61))
        late = holder.get(second)
        assert late.status_code == 404 and "This link has run out" in late.text


def test_a_manager_makes_links_for_the_own_team_only(app: Flask, signed_in: Any) -> None:
    mona = signed_in("mona")
    team = mona.get("/team").text
    assert "Bella Testford" in team and "Ben Testham" not in team
    for other in ("ben", "adam", "harriet"):
        assert mona.post(f"/users/{user_id(app, other)}/reset").status_code == 404
    assert signed_in("bella").get("/team").status_code == 403


def test_where_nobody_works_each_is_told_what_they_can_do(signed_in: Any) -> None:
    lead, administrator = (signed_in(name).get("/team").text for name in ("sofia", "adam"))
    assert "Ask an administrator" in lead and "As an administrator" not in lead
    assert "As an administrator" in administrator


def test_of_who_left_a_manager_of_another_team_learns_nothing(app: Flask, signed_in: Any) -> None:
    gone, manager = user_id(app, "ben"), signed_in("mona")
    signed_in("adam").post(f"/users/{gone}/left")
    with app.app_context():
        assert db.session.get_one(User, gone).left_at is not None
    told, never = (manager.post(f"/users/{one}/reset") for one in (gone, uuid4()))
    assert told.status_code == never.status_code == 404
    assert signed_in("adam").post(f"/users/{gone}/reset").status_code == 409


def test_a_reset_never_skips_the_second_factor(app: Flask, signed_in: Any) -> None:
    set_up(signed_in("bella"))
    holder = app.test_client()
    holder.post(a_link(signed_in("mona"), user_id(app, "bella")), data=FORM)
    answer = holder.post("/sign-in", data={"username": "bella", "password": NEW})
    assert answer.headers["Location"] == "/sign-in/code"
    assert holder.get("/cases").headers["Location"] == "/sign-in/code"
