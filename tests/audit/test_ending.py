"""The end of a transaction in one go: all of it or nothing, and faults told as of every other statement."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, delete, func, insert, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from caseflow.access.viewer import System
from caseflow.audit import record as recording
from caseflow.audit.action import action
from caseflow.audit.events import KEYS_CREATED
from caseflow.audit.models import AuditHead, AuditRow
from caseflow.audit.record import entry_of, record
from caseflow.crypto.models import Vault
from caseflow.database import Base, db, end_reading, whole_engine

TESTS = System("tests")
ROWS: Any = Base.metadata.tables["audit_rows"]


@action
def make(actor: System, lines: int) -> None:
    db.session.add(Vault())
    for _ in range(lines):
        record(actor, KEYS_CREATED, "vault")


def standing() -> tuple[int, int, int, int]:
    """Return how many rows there are, the last one's place, where the head is, and how many vaults there are."""
    rows, last = db.session.execute(select(func.count(), func.max(AuditRow.position))).one()
    head = db.session.scalars(select(AuditHead.position)).one()
    vaults = db.session.scalar(select(func.count()).select_from(Vault)) or 0
    end_reading()
    return rows, last, head, vaults


@pytest.mark.parametrize("lines", [1, 3])
def test_all_lines_and_the_head_are_there_at_once(app: Flask, lines: int) -> None:
    with app.app_context():
        rows, last, head, vaults = standing()
        make(TESTS, lines)
        assert standing() == (rows + lines, last + lines, head + lines, vaults + 1)


@pytest.mark.parametrize("lines", [1, 3])
def test_a_place_that_is_taken_leaves_nothing_of_the_action(app: Flask, lines: int) -> None:
    with app.app_context():
        rows, last, head, vaults = standing()
        taken = {**vars(entry_of(TESTS, KEYS_CREATED)), "generation": 1, "digest": b"x" * 32}
        with whole_engine().begin() as connection:
            connection.execute(insert(ROWS), {**taken, "position": head + lines})
        with pytest.raises(IntegrityError) as told:
            make(TESTS, lines)
        assert "parameters hidden" in str(told.value) or str(told.value.params) == "None"
        assert standing() == (rows + 1, head + lines, head, vaults)
        with whole_engine().begin() as connection:
            connection.execute(delete(ROWS).where(ROWS.c.id == taken["id"]))
        make(TESTS, lines)
        assert standing() == (rows + lines, last + lines, head + lines, vaults + 1)


@pytest.mark.engines("postgresql")
def test_a_server_that_goes_away_leaves_nothing_and_the_next_action_is_carried_out(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = recording.link

    def cut(*given: Any) -> bytes:
        monkeypatch.setattr(recording, "link", link)
        backend = db.session.connection().exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        elsewhere = create_engine(whole_engine().url)
        with elsewhere.connect() as connection:
            connection.execute(text("SELECT pg_terminate_backend(:one, 5000)"), {"one": backend})
        elsewhere.dispose()
        return link(*given)

    with app.app_context():
        rows, last, head, vaults = standing()
        monkeypatch.setattr(recording, "link", cut)
        with pytest.raises(OperationalError):
            make(TESTS, 1)
        assert standing() == (rows, last, head, vaults)
        make(TESTS, 1)
        assert standing() == (rows + 1, last + 1, head + 1, vaults + 1)
