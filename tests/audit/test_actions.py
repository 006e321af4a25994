"""@action: one transaction, one audit row at its end, one effect for one form."""

import threading
from dataclasses import replace
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from caseflow import clock
from caseflow.access.models import Membership, User
from caseflow.access.viewer import Actor, System, Viewer
from caseflow.audit.action import AN_HOUR, action, adding_action, quiet_action
from caseflow.audit.events import KEYS_CREATED, Event, declare
from caseflow.audit.models import AuditRow, OneTimeKey
from caseflow.audit.record import record
from caseflow.crypto.models import Vault
from caseflow.database import db
from caseflow.errors import Conflict, Invalid
from caseflow.staff.actions import add_user


@action
def make(actor: Actor, *, fail: bool = False) -> object:
    vault = Vault()
    db.session.add(vault)
    record(actor, KEYS_CREATED, "vault", vault.id)
    if fail:
        raise Invalid({"field": "no"})
    return vault.id


@adding_action(within=AN_HOUR)
def add(actor: Actor, about: object, *, body: str = "") -> object:
    return make(actor)


@action
def make_two(actor: Actor) -> list[object]:
    return [make(actor), make(actor)]


@action
def forget_to_record(actor: Actor) -> None:
    db.session.add(Vault())


@quiet_action("a test")
def make_quietly(actor: Actor) -> None:
    db.session.add(Vault())


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def user_actor(app: Flask) -> Viewer:
    user_id = db.session.scalar(select(User.id).limit(1))
    db.session.rollback()
    return Viewer(user_id, "Test", "test", (), None, once=uuid4().hex)


def test_an_action_writes_its_audit_row_with_its_change(app: Flask) -> None:
    with app.app_context():
        before, vaults = count(AuditRow), count(Vault)
        made = make(System("tests"))
        row = db.session.scalars(select(AuditRow).order_by(AuditRow.position.desc()).limit(1)).one()
        assert (row.event, row.record_id, row.purpose) == (KEYS_CREATED.name, made, "tests")
        assert (count(AuditRow), count(Vault)) == (before + 1, vaults + 1)


def test_an_error_leaves_nothing(app: Flask) -> None:
    with app.app_context():
        before = (count(AuditRow), count(Vault))
        with pytest.raises(Invalid):
            make(System("tests"), fail=True)
        assert (count(AuditRow), count(Vault)) == before


def test_an_action_within_an_action_joins_it(app: Flask) -> None:
    with app.app_context():
        before = count(AuditRow)
        made = make_two(System("tests"))
        assert len(set(made)) == 2 and count(AuditRow) == before + 2


def test_a_write_without_a_line_is_refused(app: Flask) -> None:
    with app.app_context():
        before = count(Vault)
        with pytest.raises(RuntimeError, match="without leaving an audit line"):
            forget_to_record(System("tests"))
        assert count(Vault) == before
        make_quietly(System("tests"))
        assert count(Vault) == before + 1


def test_a_write_outside_an_action_is_refused(app: Flask) -> None:
    with app.app_context():
        db.session.add(Vault())
        with pytest.raises(RuntimeError, match="outside an @action"):
            db.session.flush()
        db.session.rollback()


def test_the_same_form_twice_has_one_effect_and_one_answer(app: Flask) -> None:
    with app.app_context():
        actor = user_actor(app)
        before = count(Vault)
        first, second = make(actor), make(actor)
        assert first == second and count(Vault) == before + 1
        assert make(replace(actor, once=uuid4().hex)) != first


def test_a_refused_form_may_be_sent_again(app: Flask) -> None:
    with app.app_context():
        actor = user_actor(app)
        with pytest.raises(Invalid):
            make(actor, fail=True)
        assert count(OneTimeKey) == 0
        assert make(actor) is not None


def test_another_users_key_is_another_key(app: Flask) -> None:
    with app.app_context():
        actor = user_actor(app)
        other = replace(
            actor, user_id=db.session.scalar(select(User.id).where(User.id != actor.user_id).limit(1))
        )
        db.session.rollback()
        assert make(actor) != make(other)


def test_the_same_words_are_added_once_though_the_form_is_another(app: Flask) -> None:
    with app.app_context():
        actor, case = user_actor(app), uuid4()
        first = add(actor, case, body="Rang the school.")
        fresh = replace(actor, once=uuid4().hex)
        assert add(fresh, case, body="Rang the school.") == first
        for about, words in ((case, "Rang her GP."), (uuid4(), "Rang the school."), (case, "")):
            assert add(replace(fresh, once=uuid4().hex), about, body=words) != first
        assert add(fresh, case) != add(replace(actor, once=uuid4().hex), case), "no words: another try"
        with time_machine.travel(clock.now() + AN_HOUR):
            later = add(replace(actor, once=uuid4().hex), case, body="Rang the school.")
            assert later != first
            assert add(replace(actor, once=uuid4().hex), case, body="Rang the school.") == later


def test_five_posts_at_once_have_one_effect(app: Flask) -> None:
    with app.app_context():
        actor, before = user_actor(app), count(Vault)
        db.session.rollback()
    answers: list[object] = []

    def post() -> None:
        with app.app_context():
            answers.append(make(actor))

    threads = [threading.Thread(target=post) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        assert len(answers) == 5 and len(set(answers)) == 1
        assert count(Vault) == before + 1


def test_two_editors_of_one_row_do_not_overwrite_each_other(app: Flask) -> None:
    tries: list[int] = []

    @action
    def rename(actor: Actor, user_id: object) -> None:
        user = db.session.get(User, user_id)
        assert user is not None
        tries.append(user.version)
        if len(tries) < 4:
            # Another process changes the row between our read and our write, each time.
            db.session.connection().execute(
                User.__table__.update().where(User.id == user_id).values(version=User.version + 1)  # type: ignore[attr-defined]
            )
        user.name = f"Renamed {len(tries)}"
        record(actor, KEYS_CREATED, "user", user.id)

    with app.app_context():
        user_id = db.session.scalar(select(User.id).limit(1))
        db.session.rollback()
        with pytest.raises(Conflict, match="same moment"):
            rename(System("tests"), user_id)
        assert len(tries) == 3
        rename(System("tests"), user_id)
        assert db.session.get(User, user_id).name == "Renamed 4"  # type: ignore[union-attr]


def test_add_user_adds_no_role(app: Flask) -> None:
    with app.app_context():
        before = count(Membership)
        add_user(System("tests"), username="new.one", name="New Testname", password_hash="x")
        assert count(Membership) == before
        with pytest.raises(Invalid) as refused:
            add_user(System("tests"), username=" NEW.one ", name="Again", password_hash="x")
        assert "username" in refused.value.faults


@pytest.mark.parametrize("name", ["two:parts", "access:request:refused"])
def test_an_event_is_declared_once_and_in_full(name: str) -> None:
    with pytest.raises(ValueError, match="event"):
        declare(name, "wrong")
    assert isinstance(KEYS_CREATED, Event)
