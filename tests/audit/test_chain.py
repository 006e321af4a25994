"""The chain: every tampering is found, at its place."""

from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from caseflow.access.viewer import System
from caseflow.audit.events import REFUSED
from caseflow.audit.models import AuditHead, AuditRow
from caseflow.audit.record import record_now
from caseflow.audit.verify import verify
from caseflow.database import begin_writing, db, end_reading

WHO = System("tests")


def tamper(statement: object) -> None:
    end_reading()
    begin_writing()
    db.session.execute(statement)  # type: ignore[call-overload]
    db.session.commit()
    end_reading()


def middle() -> int:
    positions = db.session.scalars(select(AuditRow.position).order_by(AuditRow.position)).all()
    end_reading()
    assert len(positions) > 10
    return positions[len(positions) // 2]


def test_an_untouched_chain_holds(app: Flask) -> None:
    with app.app_context():
        record_now(WHO, REFUSED)
        verdict = verify(WHO)
        assert verdict.broken_at is None and verdict.rows > 10


@pytest.mark.parametrize(
    "change",
    [
        {"event": "x:y:z"},
        {"actor_id": uuid4()},
        {"record_id": uuid4()},
        {"fields": "name"},
        {"count": 99},
        {"purpose": "other"},
        {"shown": "00"},
        {"person_id": uuid4()},
        {"record_kind": "cat"},
        {"digest": b"0" * 32},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_row_is_named(app: Flask, change: dict[str, object]) -> None:
    with app.app_context():
        at = middle()
        tamper(update(AuditRow).where(AuditRow.position == at).values(**change))
        assert verify(WHO).broken_at == at


def test_a_missing_row_is_named(app: Flask) -> None:
    with app.app_context():
        at = middle()
        tamper(delete(AuditRow).where(AuditRow.position == at))
        assert verify(WHO).broken_at == at


def test_a_cut_tail_is_noticed(app: Flask) -> None:
    with app.app_context():
        last = verify(WHO).rows
        tamper(delete(AuditRow).where(AuditRow.position == last))
        assert verify(WHO).broken_at == last


def test_a_cut_tail_with_its_head_moved_breaks_without_the_secret(app: Flask) -> None:
    with app.app_context():
        last = verify(WHO).rows
        tamper(delete(AuditRow).where(AuditRow.position == last))
        tamper(update(AuditHead).values(position=last - 1))
        assert verify(WHO).broken_at == last


def test_two_swapped_rows_are_noticed(app: Flask) -> None:
    with app.app_context():
        at = middle()
        for old, new in ((at, -1), (at + 1, at), (-1, at + 1)):
            tamper(update(AuditRow).where(AuditRow.position == old).values(position=new))
        assert verify(WHO).broken_at == at
