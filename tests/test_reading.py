"""How a read ends: the server keeps what it has planned, and what was begun for writing is taken back."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select, text, update

from caseflow.access.viewer import System
from caseflow.audit.action import action
from caseflow.audit.events import KEYS_CREATED
from caseflow.audit.record import record
from caseflow.crypto.models import Vault
from caseflow.database import as_keeper, begin_writing, db, end_reading

PLANNED = text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%FROM areas%'")
OFTEN = 8
"""More often than psycopg runs a statement before it has the server keep its plan."""
AREAS = text("SELECT name FROM areas")


@action
def _fails(actor: System) -> None:
    db.session.add(Vault())
    record(actor, KEYS_CREATED)
    db.session.flush()
    raise LookupError


def _vaults() -> int:
    with as_keeper():
        return db.session.scalar(select(func.count()).select_from(Vault)) or 0


@pytest.mark.engines("postgresql")
def test_the_server_keeps_its_plans_from_one_read_to_the_next(app: Flask):
    with app.app_context():
        for _ in range(OFTEN):
            db.session.execute(AREAS)
            end_reading()
        assert db.session.scalar(PLANNED) == 1


def test_what_was_begun_for_writing_is_taken_back(app: Flask):
    with app.app_context():
        before = _vaults()
        end_reading()
        with pytest.raises(LookupError):
            _fails(System("test"))
        assert _vaults() == before
        end_reading()
        begin_writing()
        db.session.connection().execute(update(Vault.__table__).values(key_version=99))
        end_reading()
        assert not db.session.scalar(select(func.count()).where(Vault.key_version == 99))
        end_reading()
