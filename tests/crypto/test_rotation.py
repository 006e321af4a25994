"""What a rotation counts, numbers and refuses, over nothing but the tables of keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, insert, select, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from caseflow.access.viewer import System
from caseflow.clock import now
from caseflow.crypto import keyring, rotation
from caseflow.crypto.models import Kek, KekPurpose, KekState, Process, Secret, Vault
from caseflow.crypto.rotation import LIVE, new_key_id, remaining, retire, rewrap_batch, unaware, wrapping_with
from caseflow.database import Base, db, whole_engine
from caseflow.errors import Conflict
from caseflow.upkeep import actions

KEKS, PROCESSES, SECRETS, VAULTS = (
    Base.metadata.tables[model.__tablename__] for model in (Kek, Process, Secret, Vault)
)


@pytest.fixture
def engine_of_keys() -> Iterator[Engine]:
    """Give a database that has the tables of keys and no others."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    Base.metadata.create_all(engine, tables=[KEKS, PROCESSES, SECRETS, VAULTS])
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine_of_keys: Engine) -> Iterator[Session]:
    """Give a session over the tables of keys."""
    with Session(engine_of_keys) as one:
        yield one


def kek(session: Session, key_id: str, state: KekState, purpose: KekPurpose = KekPurpose.DATA) -> None:
    row = {"id": uuid4(), "key_id": key_id, "purpose": purpose, "state": state, "created_at": now()}
    session.connection().execute(insert(KEKS).values(check_value=b"x" * 32, **row))


def vault(session: Session, key_id: str) -> None:
    row = {"id": uuid4(), "key_version": 1, "kek_id": key_id, "wrapped": b"x", "created_at": now()}
    session.connection().execute(insert(VAULTS).values(**row))


def secret(session: Session, key_id: str) -> None:
    row = {"id": uuid4(), "purpose": "audit", "generation": 1, "kek_id": key_id, "wrapped": b"x"}
    session.connection().execute(insert(SECRETS).values(created_at=now(), **row))


def test_the_next_key_is_numbered_after_those_of_its_purpose(session: Session) -> None:
    assert new_key_id(session, KekPurpose.DATA) == "k1"
    for key_id in ("k2", "k10", "k3", "x77", "kept", "78"):
        kek(session, key_id, KekState.OPEN_ONLY)
    kek(session, "k90", KekState.OPEN_ONLY, KekPurpose.BACKUP)
    assert new_key_id(session, KekPurpose.DATA) == "k11", "a key that was named otherwise has no number"
    assert new_key_id(session, KekPurpose.BACKUP) == "b1"


def test_nothing_remains_once_all_is_under_the_present_key(session: Session) -> None:
    assert remaining(session, "k2") == 0
    for key_id in ("k1", "k1", "k2"):
        vault(session, key_id)
    assert (remaining(session, "k2"), remaining(session, "k1"), remaining(session, "k3")) == (2, 1, 3)


@pytest.mark.parametrize(
    ("state", "needs"),
    [
        (KekState.PRIMARY, ()),
        (KekState.OPEN_ONLY, (vault,)),
        (KekState.OPEN_ONLY, (secret,)),
        (KekState.OPEN_ONLY, (vault, secret)),
    ],
)
def test_one_thing_that_needs_a_key_keeps_it(
    session: Session, state: KekState, needs: tuple[Callable[[Session, str], None], ...]
) -> None:
    kek(session, "k1", state)
    for need in needs:
        need(session, "k1")
    with pytest.raises(Conflict, match="The key k1 is still needed by"):
        retire(session, "k1")
    kek(session, "k2", KekState.OPEN_ONLY)
    assert retire(session, "k2").state is KekState.RETIRED
    session.rollback()


def test_a_process_counts_as_alive_for_as_long_as_it_says_and_no_moment_longer(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = now()
    monkeypatch.setattr(rotation, "now", lambda: at)
    for number, silent in ((1, LIVE - timedelta(microseconds=1)), (2, LIVE)):
        row = {"id": uuid4(), "number": number, "knows": "k1", "wraps_with": "k1", "seen_at": at - silent}
        session.connection().execute(insert(PROCESSES).values(**row))
    assert unaware(session, "k2") == ["1"] and unaware(session, "k1") == []
    assert wrapping_with(session, "k1") == ["1"] and wrapping_with(session, "k2") == []


@pytest.mark.engines("postgresql")
def test_a_batch_goes_round_a_vault_that_somebody_holds(app: Flask) -> None:
    with app.app_context():
        who = System("tests")
        actions.add_key(who)
        primary = actions.promote_key(who)
        ring, session = keyring.current(), db.session()
        left = remaining(session, primary)
        session.rollback()
        with whole_engine().begin() as holder:
            holder.execute(select(VAULTS.c.id).limit(1).with_for_update())
            session.execute(text("set local lock_timeout = '2s'"))
            assert rewrap_batch(ring, session, primary) == left - 1 > 0, "the others do not wait for it"
            session.commit()
        assert rewrap_batch(ring, session, primary) == 1
        session.commit()
        assert remaining(session, primary) == 0
        session.rollback()
