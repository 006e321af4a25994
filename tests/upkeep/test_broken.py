"""A full disk and a database that stops answering: one sentence, the old state, and the next run ends."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, text

from caseflow import startup
from caseflow.access.viewer import System
from caseflow.audit.verify import verify as verify_chain
from caseflow.crypto import rotation
from caseflow.crypto.archives import BadArchive
from caseflow.database import db, end_reading, owner_engine
from caseflow.errors import Conflict, Misconfigured
from caseflow.upkeep.backup import drilling, loading, moving, snapshot
from caseflow.upkeep.backup.creating import create
from caseflow.upkeep.backup.drilling import drill, temporary
from caseflow.upkeep.backup.moving import move
from caseflow.upkeep.backup.places import engine_of
from tests.installation import Installation, Templates
from tests.postgres import ROLE_PASSWORD, admin_url, as_role
from tests.upkeep.test_move import elsewhere as elsewhere
from tests.upkeep.test_restore import bring_back, names, silent, untold

WHO = System("tests")
NO_ROOM = "DO $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$"
TOO_MUCH = "CREATE TABLE too_much AS SELECT zeroblob(30000000) AS it"


def run_full(connection: Connection, cursor: Any) -> None:
    """Have the database itself say that its disk is full."""
    if connection.dialect.name == "postgresql":
        cursor.execute(NO_ROOM)
    else:
        cursor.execute("PRAGMA max_page_count=1")  # SQLite takes as many as there are
        cursor.execute(TOO_MUCH)


def full(connection: Connection, *_more: Any) -> None:
    raw: Any = connection.connection.driver_connection
    run_full(connection, raw.cursor())


def put(engine: Engine) -> str:
    return "_copy" if engine.dialect.name == "postgresql" else "_insert"


def test_a_full_disk_in_a_restore_leaves_the_old_state_or_a_sentence(
    app: Flask, installation: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "one.caseflow"
    with app.app_context():
        before = names()
        create(WHO, archive, untold)
        monkeypatch.setattr(loading, put(owner_engine()), full)
        with pytest.raises(
            Misconfigured, match=r"The restore was not finished: the disk is full\. Mend that"
        ):
            bring_back(archive, installation.folder, replace=True)
        monkeypatch.undo()
        if startup.unfinished(db.engine) is None:
            assert names() == before
        bring_back(archive, installation.folder, replace=True)
        assert names() == before and verify_chain(WHO).broken_at is None
    assert not list(installation.data.glob("*.restoring*"))


def test_a_full_disk_in_a_drill_or_a_move_is_one_sentence(
    app: Flask, elsewhere: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        create(WHO, tmp_path / "one.caseflow", untold)
        for name in ("_copy", "_insert"):
            monkeypatch.setattr(loading, name, full)
        with pytest.raises(Misconfigured, match="The move was not finished: the disk is full"):
            move(WHO, elsewhere, silent)
        with pytest.raises(Misconfigured, match="The drill was not finished: the disk is full"):
            drill(WHO, tmp_path / "one.caseflow", silent)
        monkeypatch.undo()
        assert move(WHO, elsewhere, silent).rows > 50


def test_a_database_that_stops_answering_leaves_no_archive(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = snapshot.Table.selected

    def wrong(table: snapshot.Table, *words: Any, **more: Any) -> str:
        return "SELECT nothing FROM nowhere" if table.name == "users" else ask(table, *words, **more)

    with app.app_context():
        monkeypatch.setattr(snapshot.Table, "selected", wrong)
        with pytest.raises(Misconfigured, match="The database stopped answering: nothing was kept"):
            create(WHO, tmp_path / "one.caseflow", untold)
        monkeypatch.undo()
        with owner_engine().begin() as connection:
            connection.execute(text("CREATE TABLE elsewhere (id INTEGER)"))
            if connection.dialect.name == "postgresql":
                connection.execute(text("GRANT SELECT ON elsewhere TO PUBLIC"))
        with pytest.raises(Misconfigured, match=r"tables that are not of this version: elsewhere\."):
            create(WHO, tmp_path / "one.caseflow", untold)
    assert list(tmp_path.glob("*.caseflow*")) == []


def test_a_full_disk_in_a_rotation_is_one_sentence_and_the_next_run_ends(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = app.test_cli_runner().invoke
    assert run(args=["keys", "new"]).exit_code == 0
    with app.app_context():
        before = names()
    monkeypatch.setattr(rotation, "BATCH", 4)
    rewrap, batches = rotation.rewrap_batch, []

    def later(ring: Any, session: Any, primary: str) -> int:
        batches.append(1)
        if len(batches) > 2:
            connection = session.connection()
            for statement in (
                (NO_ROOM,)
                if connection.dialect.name == "postgresql"
                else ("PRAGMA max_page_count=1", TOO_MUCH)
            ):
                connection.exec_driver_sql(statement)
        return rewrap(ring, session, primary, 4)

    monkeypatch.setattr(rotation, "rewrap_batch", later)
    said = run(args=["keys", "rotate"])
    assert said.exit_code == 1 and said.exception is not None and isinstance(said.exception, SystemExit)
    assert "The work was not finished: the disk is full. Mend that and run it again" in said.output
    monkeypatch.undo()
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()  # SQLite's limit goes with its connection
        assert names() == before
        assert db.session.scalar(text("SELECT count(*) FROM crypto_vaults WHERE kek_id = 'k2'")) == 8
        end_reading()
    said = run(args=["keys", "rotate"])
    assert said.exit_code == 0 and "Everything is wrapped by k2" in said.output
    with app.app_context():
        assert names() == before and verify_chain(WHO).broken_at is None


def test_rows_that_arrive_otherwise_are_never_served(
    app: Flask, elsewhere: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        monkeypatch.setattr(moving, "differing", lambda *_both: ["people"])
        with pytest.raises(Exception, match="These tables did not arrive as they are: people"):
            move(WHO, elsewhere, silent)
        monkeypatch.undo()
        assert move(WHO, elsewhere, silent).rows > 50


def test_a_drill_that_does_not_come_back_is_told(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        create(WHO, tmp_path / "one.caseflow", untold)
        monkeypatch.setattr(drilling, "differing", lambda *_both: ["people"])
        with pytest.raises(Exception, match="These tables did not come back as they were: people"):
            drill(WHO, tmp_path / "one.caseflow", silent)


@pytest.mark.engines("sqlite")
def test_a_restore_beside_somebody_who_looks_or_without_a_copy_changes_nothing(
    app: Flask, installation: Installation, tmp_path: Path
) -> None:
    archive = tmp_path / "one.caseflow"
    with app.app_context():
        create(WHO, archive, untold)
        before = names()
        (installation.folder / "backups").write_text("no folder")
        with pytest.raises(Conflict, match=r"No copy could be kept .* It cannot be read or written"):
            bring_back(archive, installation.folder, replace=True)
        (installation.folder / "backups").unlink()
        looking = sqlite3.connect(installation.data / "caseflow.sqlite", isolation_level=None)
        looking.execute("BEGIN")
        looking.execute("SELECT count(*) FROM people").fetchone()
        with pytest.raises(Conflict, match="Somebody is using the database: stop the service"):
            bring_back(archive, installation.folder, replace=True)
        looking.close()
        assert names() == before
        bring_back(archive, installation.folder, replace=True)


@pytest.mark.engines("sqlite")
def test_rows_that_lead_nowhere_are_never_restored(
    app: Flask, installation: Installation, tmp_path: Path
) -> None:
    with app.app_context():
        end_reading()
        raw = sqlite3.connect(installation.data / "caseflow.sqlite")
        with raw:
            raw.execute("UPDATE memberships SET user_id = ?", (uuid4().hex,))
        raw.close()
        create(WHO, tmp_path / "one.caseflow", untold)
        with pytest.raises(BadArchive, match="Rows point to rows that are not there: nothing was kept"):
            drill(WHO, tmp_path / "one.caseflow", silent)


@pytest.mark.engines("postgresql")
def test_a_drill_by_who_may_not_make_a_database_is_one_sentence(
    installation: Installation, templates: Templates
) -> None:
    role = f"caseflow_{uuid4().hex}"
    with psycopg.connect(admin_url(templates.server), autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{ROLE_PASSWORD}'")  # type: ignore[call-overload]
        live = engine_of(as_role(installation.database_url, role))
        with pytest.raises(Misconfigured, match="may not create a database for the drill"), temporary(live):
            pass
        live.dispose()
        connection.execute(f"DROP ROLE {role}")  # type: ignore[call-overload]
