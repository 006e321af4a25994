"""Every write leaves an audit line: the runtime refuses one that does not."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import func, select, text

from caseflow.access.models import Membership, User
from caseflow.access.policy import Role
from caseflow.access.viewer import System
from caseflow.audit.action import action, quiet_action
from caseflow.audit.events import REGISTRY, declare
from caseflow.audit.models import AuditRow
from caseflow.audit.record import record
from caseflow.audit.verify import verify
from caseflow.choices import Side
from caseflow.clock import now
from caseflow.database import db, end_reading, owner_engine
from caseflow.directory.queries import service_by_code

PROBED = declare("tests:law:probed", "A test of the law wrote something")
TESTS = System("tests")


def a_row() -> Membership:
    """Return a row of an audited table."""
    user_id = db.session.scalars(select(User.id)).first()
    service_id = service_by_code(TESTS, "b1")
    return Membership(
        user_id=user_id, role=Role.CASEWORKER, service_id=service_id, side=Side.SURVIVOR, started_at=now()
    )


@action
def write_in_silence(actor):
    db.session.add(a_row())


@action
def change_in_bulk_in_silence(actor):
    db.session.execute(Membership.__table__.update().values(ended_at=now()))


@action
def write_and_say_so(actor):
    row = a_row()
    db.session.add(row)
    record(actor, PROBED, "membership", row.id, fields=("role",))
    return row.id


@action
def say_so_and_fail(actor):
    write_and_say_so(actor)
    raise RuntimeError("after the write")


@quiet_action("a test")
def write_quietly(actor):
    db.session.add(a_row())


def counted(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def test_a_write_without_an_audit_line_is_refused(app):
    with app.app_context():
        before = counted(Membership)
        with pytest.raises(RuntimeError, match="without leaving an audit line"):
            write_in_silence(TESTS)
        assert counted(Membership) == before


def test_a_write_in_bulk_without_an_audit_line_is_refused(app):
    with app.app_context():
        with pytest.raises(RuntimeError):
            change_in_bulk_in_silence(TESTS)
        assert db.session.scalar(select(func.count()).where(Membership.ended_at.is_not(None))) == 0


def test_a_write_outside_an_action_is_refused(app):
    with app.app_context():
        db.session.add(a_row())
        with pytest.raises(RuntimeError, match="outside an @action"):
            db.session.commit()
        db.session.rollback()


def test_a_write_leaves_its_line_in_the_chain(app):
    with app.app_context():
        before = counted(AuditRow)
        row_id = write_and_say_so(TESTS)
        line = db.session.scalars(select(AuditRow).order_by(AuditRow.position.desc())).first()
        assert (line.event, line.record_id, line.fields) == (PROBED.name, row_id, "role")
        assert counted(AuditRow) == before + 1
        assert verify(TESTS).broken_at is None


def test_what_fails_leaves_neither_row_nor_line(app):
    with app.app_context():
        before = counted(Membership), counted(AuditRow)
        with pytest.raises(RuntimeError, match="after the write"):
            say_so_and_fail(TESTS)
        assert (counted(Membership), counted(AuditRow)) == before


@pytest.mark.parametrize("change", ["fields = 'name'", "actor_id = null, purpose = 'x'", "event = 'a:b:c'"])
def test_a_changed_line_is_found(app, change):
    with app.app_context():
        write_and_say_so(TESTS)
        position = db.session.scalar(select(func.max(AuditRow.position)))
        end_reading()
        with owner_engine().begin() as connection:
            connection.execute(text(f"update audit_rows set {change} where position = {position}"))
        assert verify(TESTS).broken_at == position


def test_a_removed_line_is_found(app):
    with app.app_context():
        write_and_say_so(TESTS)
        write_and_say_so(TESTS)
        last = db.session.scalar(select(func.max(AuditRow.position)))
        end_reading()
        with owner_engine().begin() as connection:
            connection.execute(text(f"delete from audit_rows where position = {last - 1}"))
        assert verify(TESTS).broken_at is not None
        with owner_engine().begin() as connection:
            connection.execute(text(f"delete from audit_rows where position = {last}"))
        assert verify(TESTS).broken_at is not None


def test_quiet_writes_say_why(app):
    assert write_quietly.__caseflow_action__ == "a test"


def test_events_have_names_and_meanings():
    assert all(event.meaning and name == event.name for name, event in REGISTRY.items())
    assert all(len(event.name) <= 48 for event in REGISTRY.values())
    with pytest.raises(ValueError, match="twice"):
        declare(PROBED.name, "again")
    with pytest.raises(ValueError, match="form"):
        declare(f"onepart{uuid4().hex}", "no parts")
