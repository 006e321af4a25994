"""Adding users, giving and ending roles."""

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from caseflow.access.models import Membership, User
from caseflow.access.names import name_hash
from caseflow.access.policy import Role
from caseflow.access.viewer import System
from caseflow.choices import Side
from caseflow.database import db
from caseflow.directory.queries import service_by_code
from caseflow.errors import Invalid
from caseflow.staff.actions import end_role, give_role
from tests.staff.test_resets import a_link

SYSTEM = System("tests")


def user_id(name: str) -> Any:
    return db.session.scalar(select(User.id).where(User.username_hash == name_hash(name)))


def test_an_administrator_adds_a_user_who_then_signs_in(app: Flask, signed_in: Any) -> None:
    admin = signed_in("adam")
    form = {"name": "Nora Testname", "username": "nora"}
    place = admin.post("/users/add", data=form).headers["Location"]
    with app.app_context():
        service = service_by_code(SYSTEM, "b1")
    answer = admin.post(place, data={"role": "caseworker", "service_id": str(service)})
    assert answer.status_code == 302, answer.text
    assert "Caseworker" in admin.get(place).text
    link = a_link(admin, place.rsplit("/", 1)[1])
    chosen = {"new": "first invented phrase", "again": "first invented phrase"}
    assert app.test_client().post(link, data=chosen).status_code == 302
    nora = signed_in("nora", "first invented phrase")
    assert nora.get("/users").status_code == 403


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": ""}, "Enter the person&#39;s name|Enter the person's name"),
        ({"username": "a b"}, "no spaces"),
        ({"username": "harriet"}, "taken"),
        ({"name": "Bad\x07name"}, "cannot|must not|control"),
    ],
)
def test_a_refused_user_keeps_what_was_typed(signed_in: Any, change: dict[str, str], says: str) -> None:
    form = {"name": "Nora Testname", "username": "nora", **change}
    answer = signed_in("adam").post("/users/add", data=form)
    assert answer.status_code == 200 and re.search(says, answer.text)
    if "username" not in change:
        assert 'value="nora"' in answer.text


@pytest.mark.parametrize(
    ("role", "service", "side", "funder", "field"),
    [
        (Role.CASEWORKER, None, None, None, "service_id"),
        (Role.CASEWORKER, "helpline", None, None, "service_id"),
        (Role.HELPLINE_ADVISER, "b1", None, None, "service_id"),
        (Role.CASEWORKER, "counselling", None, None, "service_id"),
        (Role.ADMINISTRATOR, "b1", None, None, "service_id"),
        (Role.COMMISSIONER, None, None, None, "funder"),
        (Role.CASEWORKER, "e", None, None, "role"),
        (Role.CASEWORKER, "b1", None, None, "role"),
    ],
)
def test_a_role_that_does_not_fit_is_refused(
    app: Flask, role: Role, service: str | None, side: Side | None, funder: str | None, field: str
) -> None:
    with app.app_context():
        place = service_by_code(SYSTEM, service) if service else None
        bella = user_id("bella")
        with pytest.raises(Invalid) as refused:
            give_role(SYSTEM, bella, role=role, service_id=place, side=side, funder=funder)
        assert list(refused.value.faults) == [field]


@pytest.mark.parametrize(
    ("whose", "role", "side", "first"),
    [
        (
            "ezra",
            Role.AUDITOR,
            None,
            "End Caseworker (perpetrator side) first, or choose the perpetrator side.",
        ),
        ("bella", Role.AUDITOR, Side.PERPETRATOR, "End Caseworker (survivor side) first, or choose"),
        ("ezra", Role.HELPLINE_ADVISER, None, "End Caseworker (perpetrator side) first. Only"),
        ("harriet", Role.AUDITOR, None, "End Helpline adviser (perpetrator side) first. Only"),
    ],
)
def test_the_wall_says_which_role_has_to_be_ended_first(
    app: Flask, whose: str, role: Role, side: Side | None, first: str
) -> None:
    with app.app_context():
        place = service_by_code(SYSTEM, "helpline") if role is Role.HELPLINE_ADVISER else None
        with pytest.raises(Invalid) as refused:
            give_role(SYSTEM, user_id(whose), role=role, service_id=place, side=side)
        assert first in refused.value.faults["role"]


def test_ending_a_role_ends_the_session_at_once(app: Flask, signed_in: Any) -> None:
    bella = signed_in("bella")
    assert bella.get("/account/sessions").status_code == 200
    with app.app_context():
        held = db.session.scalars(select(Membership).where(Membership.user_id == user_id("bella"))).one()
        end_role(SYSTEM, held.id)
    assert bella.get("/account/sessions").status_code == 302


def test_one_who_left_cannot_sign_in(app: Flask, client: Any, signed_in: Any) -> None:
    with app.app_context():
        bella = user_id("bella")
    admin, open_session = signed_in("adam"), signed_in("bella")
    assert admin.post(f"/users/{bella}/left").status_code == 302
    assert "sign-in" in open_session.get("/cases").headers["Location"]
    answer = client.post("/sign-in", data={"username": "bella", "password": "plain-invented-words"})
    assert "is wrong" in answer.text
    assert "Left " in admin.get("/users").text
    assert admin.post(f"/users/{bella}/left").status_code == 409


def test_an_administrator_signs_a_user_out_everywhere(app: Flask, signed_in: Any) -> None:
    with app.app_context():
        bella, adam = user_id("bella"), user_id("adam")
    admin, lost, another = signed_in("adam"), signed_in("bella"), signed_in("adam")
    assert signed_in("mona").post(f"/users/{bella}/sessions/end").status_code == 403
    assert lost.get("/account/sessions").status_code == 200
    assert admin.post(f"/users/{bella}/sessions/end").status_code == 302
    assert "sign-in" in lost.get("/account/sessions").headers["Location"]
    signed_in("bella")
    admin.post(f"/users/{adam}/sessions/end")
    assert "sign-in" in another.get("/users").headers["Location"]
    assert admin.get("/users").status_code == 200, "the session that pressed it stays"


def test_an_administrator_cannot_lock_herself_out(app: Flask, signed_in: Any) -> None:
    admin = signed_in("adam")
    with app.app_context():
        adam = user_id("adam")
        held = db.session.scalars(select(Membership).where(Membership.user_id == adam)).one()
    admin.post(f"/users/{adam}/left")
    admin.post(f"/users/roles/{held.id}/end")
    assert admin.get("/users").status_code == 200
