"""Loading: an empty database only, marked, the same for the same seed, and everybody can sign in."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from caseflow.access.policy import Role
from caseflow.access.viewer import in_the_way
from caseflow.database import Base, db
from caseflow.demonstration import loading
from caseflow.demonstration.accounts import ACCOUNTS, PASSWORD, more_workers
from caseflow.demonstration.beside import BrokenOff, made_beside
from caseflow.demonstration.loading import days_told, load, stories
from caseflow.directory.models import Funder, Installation, Service
from caseflow.errors import Conflict
from caseflow.people.models import Person, PersonName
from tests.demonstration.small import AT
from tests.installation import close

ROOMS = (
    "people",
    "calls",
    "assessments",
    "referrals",
    "cases",
    "case_notes",
    "tasks",
    "gaps",
    "contact_attempts",
)


def counts():
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table))
        for table in Base.metadata.sorted_tables
        if table.name in ROOMS
    }


@contextmanager
def another(templates):
    """Give one more empty installation."""
    name = f"caseflow_{uuid4().hex}"
    installation = templates.copy(templates.template("empty", None), templates.run / name, name)
    app = installation.app()
    yield app
    close(app)
    templates.drop(installation)


def loaded(app, seed, people=25):
    with app.app_context():
        for _ in load(AT, people, seed, "x"):
            pass
        names = sorted(row.surname for row in db.session.scalars(select(PersonName)))
        return counts(), names


def test_the_same_seed_tells_the_same_stories_and_another_one_others(templates, empty_app):
    first = loaded(empty_app, 3)
    with another(templates) as app:
        assert loaded(app, 3) == first
    with another(templates) as app:
        assert loaded(app, 4)[1] != first[1]


def test_it_goes_into_an_empty_database_only(demo_app):
    with demo_app.app_context():
        before = counts()
        with pytest.raises(Conflict, match="empty"):
            list(load(AT, 5, 1, "x"))
        assert counts() == before


def test_the_command_loads_marks_and_says_who_can_sign_in(empty_app):
    run = empty_app.test_cli_runner().invoke
    assert "not a demonstration" in run(args=["demo", "accounts"]).output
    first = run(args=["demo", "load", "--people", "12", "--seed", "2"])
    assert first.exit_code == 0, first.output
    assert PASSWORD in first.output
    again = run(args=["demo", "load"])
    assert again.exit_code == 1
    assert "empty" in again.output
    assert run(args=["demo", "load", "--unless-loaded"]).exit_code == 0
    with empty_app.app_context():
        assert db.session.scalar(select(Installation.demonstration)) is True
        assert db.session.scalar(select(func.count()).select_from(Person)) > 12
    listed = json.loads(run(args=["demo", "accounts", "--json"]).output)
    assert {"username", "password", "role", "service"} <= set(listed[0])
    browser = empty_app.test_client()
    for username in {one["username"] for one in listed[:6]}:
        answer = browser.post("/sign-in", data={"username": username, "password": PASSWORD})
        assert answer.status_code == 302, username


def test_a_broken_off_load_is_said_and_never_taken_for_whole(empty_app):
    with empty_app.app_context():
        told = load(AT, 60, 1, "x")
        next(told)
        told.close()
    answer = empty_app.test_cli_runner().invoke(args=["demo", "load", "--unless-loaded"])
    assert answer.exit_code == 1
    assert "broken off" in answer.output


@pytest.mark.parametrize("people", ["0", "-3", "many"])
def test_a_number_that_cannot_be_is_refused(empty_app, people):
    answer = empty_app.test_cli_runner().invoke(args=["demo", "load", "--people", people])
    assert answer.exit_code == 2


def test_every_role_every_service_and_every_funder_has_somebody(app):
    with app.app_context():
        services = set(db.session.scalars(select(Service.code).where(Service.outside.is_(False))))
        funders = set(db.session.scalars(select(Funder.code)))
    posts = [post for account in ACCOUNTS for post in account.posts]
    assert {post.role for post in posts} == set(Role)
    assert {post.service for post in posts} - {None} == services
    assert {post.funder for post in posts} - {None} == funders
    for account in ACCOUNTS:
        held = [(post.role, post.side) for post in account.posts]
        assert not any(in_the_way(held, one) for one in held)


def test_sign_in_names_are_given_once():
    names = [account.username for account in (*ACCOUNTS, *more_workers(100_000))]
    assert len(names) == len(set(names))
    assert len(PASSWORD) >= 15


def test_more_people_reach_further_back_but_never_before_the_contracts():
    assert days_told(400, 1697) == 548
    assert days_told(100_000, 1697) == 1667
    assert days_told(20, 90) == 60
    assert stories(400) == 508


def test_a_process_of_its_own_makes_the_same_in_the_same_order():
    assert list(made_beside(lambda: iter(range(2000)))) == list(range(2000))


def test_what_fails_in_the_other_process_is_told_here():
    def makes():
        yield 1
        raise ValueError("no more words")

    told = made_beside(makes)
    assert next(told) == 1
    with pytest.raises(BrokenOff, match="no more words"):
        next(told)


def test_a_process_that_dies_is_noticed():
    def makes():
        yield 1
        os._exit(3)

    told = made_beside(makes)
    next(told)
    with pytest.raises(BrokenOff, match="ended"):
        next(told)


@pytest.mark.engines("sqlite")
def test_many_people_are_loaded_by_two_processes_and_come_out_the_same(templates, empty_app, monkeypatch):
    first = loaded(empty_app, 3)
    monkeypatch.setattr(loading, "MANY", 1)
    with another(templates) as app:
        assert loaded(app, 3) == first
