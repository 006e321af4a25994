"""To the other database and back, stopped on the way; and a drill beside the live data."""

import os
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from flask import Flask
from sqlalchemy import select, text

from caseflow import startup
from caseflow.access.models import User
from caseflow.access.viewer import System
from caseflow.audit.verify import verify as verify_chain
from caseflow.database import db, end_reading
from caseflow.errors import Conflict, Misconfigured
from caseflow.staff.actions import add_user
from caseflow.upkeep.backup import loading, moving
from caseflow.upkeep.backup.creating import create
from caseflow.upkeep.backup.drilling import drill, newest
from caseflow.upkeep.backup.moving import move
from caseflow.upkeep.backup.places import engine_of
from caseflow.upkeep.backup.snapshot import snapshot
from tests.conftest import RUN_PID
from tests.installation import Installation, Templates, close
from tests.postgres import APP, KEEPER, OWNER, admin_url, as_role, server_url
from tests.upkeep.test_backup_operations import commands

WHO = System("tests")


def silent(_label: str) -> Any:
    return lambda _rows: lambda _done: None


def names() -> list[str]:
    db.session.expunge_all()
    found = sorted(user.name for user in db.session.scalars(select(User)))
    end_reading()
    return found


@pytest.fixture
def elsewhere(templates: Templates, installation: Installation, tmp_path: Path) -> Iterator[str]:
    """Give the address of an empty database of the other kind."""
    if templates.server:
        yield f"sqlite:///{tmp_path / 'moved.sqlite'}"
        return
    server = server_url(templates.run, int(os.environ[RUN_PID]))
    name = f"caseflow_{uuid4().hex}"
    with psycopg.connect(admin_url(server), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield server.format(name)
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_there_and_back_the_rows_are_the_very_same(
    app: Flask, installation: Installation, elsewhere: str, tmp_path: Path
) -> None:
    with app.app_context():
        add_user(WHO, username="late", name="Łate Writer 🌙", password_hash="x")
        before = names()
        done = move(WHO, elsewhere, silent)
        assert done.before == 0 and done.rows > 50
        assert names() == before
    moved = installation.unready_app(DATABASE_URL=elsewhere, CASEFLOW_OWNER_URL="", CASEFLOW_KEEPER_URL="")
    with moved.app_context():
        startup.ready(moved)
        assert names() == before and verify_chain(WHO).broken_at is None
        add_user(WHO, username="later", name="Later Writer", password_hash="x")
        with pytest.raises(Conflict, match="there is nothing to move"):
            move(WHO, elsewhere, silent)
        with pytest.raises(Conflict, match="is not empty: nothing was changed"):
            move(WHO, str(app.config["SQLALCHEMY_DATABASE_URI"]), silent)
    close(moved)


def test_a_move_that_is_stopped_goes_on_where_it_was(app: Flask, elsewhere: str, monkeypatch: Any) -> None:
    class Stopped(Exception):
        pass

    put = loading.fill
    count = []

    def stop_later(*words: Any) -> None:
        count.append(1)
        if len(count) > 12:
            raise Stopped
        put(*words)

    with app.app_context():
        before = names()
        monkeypatch.setattr(moving, "fill", stop_later)
        with pytest.raises(Stopped):
            move(WHO, elsewhere, silent)
        monkeypatch.undo()
        monkeypatch.setattr(moving, "AT_ONCE", 1)
        target = engine_of(elsewhere)
        assert "move --to" in str(startup.unfinished(target)), "nothing is served from what is not whole"
        done = move(WHO, elsewhere, silent)
        assert done.before > 0
        assert startup.unfinished(target) is None
        with snapshot(target) as connection:
            assert connection.execute(text("select count(*) from users")).scalar() == len(before)
        target.dispose()
        assert names() == before


@pytest.fixture
def owned(templates: Templates) -> Iterator[str]:
    """Give the address of an empty PostgreSQL database that belongs to the role of the owner."""
    server = server_url(templates.run, int(os.environ[RUN_PID]))
    name = f"caseflow_{uuid4().hex}"
    with psycopg.connect(admin_url(server), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" OWNER {OWNER}')
        yield as_role(server.format(name), OWNER)
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.engines("sqlite")
def test_a_move_as_written_raises_the_second_wall(app: Flask, installation: Installation, owned: str) -> None:
    run = app.test_cli_runner().invoke
    (written,) = commands("Move behind the second wall")
    words = ["move", "--to", owned, *shlex.split(written)[3:]]
    assert written.startswith("move --to postgresql://caseflow_owner@") and KEEPER in words
    said = run(args=words[:5])
    assert said.exit_code == 2 and "Say both --app ROLE and --keeper ROLE" in said.output
    said = run(args=[*words[:4], "nobody", "--keeper", KEEPER])
    assert said.output == "Error: The server has no role nobody: make it first; nothing was changed.\n"
    assert "must be three roles" in run(args=[*words[:4], OWNER, "--keeper", KEEPER]).output
    assert (
        "leave --app and --keeper out" in run(args=["move", "--to", "sqlite:///x.sqlite", *words[3:]]).output
    )
    said = run(args=words)
    assert said.exit_code == 0 and f"CASEFLOW_KEEPER_URL for {KEEPER}" in said.output, said.output
    with app.app_context():
        before = names()
    here = owned.replace(f"{OWNER}:", "{}:")
    moved = installation.unready_app(DATABASE_URL=here.format(APP), CASEFLOW_KEEPER_URL=here.format(KEEPER))
    with moved.app_context():
        startup.ready(moved)
        assert names() == before
    close(moved)


@pytest.mark.parametrize("at", ["forget_processes", "mark_finished"])
def test_a_move_that_is_stopped_at_its_end_goes_on(
    app: Flask, elsewhere: str, monkeypatch: Any, at: str
) -> None:
    class Stopped(Exception):
        pass

    def stop(*_words: Any) -> None:
        raise Stopped

    with app.app_context():
        monkeypatch.setattr(moving.startup if at == "mark_finished" else moving, at, stop)
        with pytest.raises(Stopped):
            move(WHO, elsewhere, silent)
        monkeypatch.undo()
        done = move(WHO, elsewhere, silent)
        assert done.before == done.rows > 50, "what was carried and compared is not carried again"
        target = engine_of(elsewhere)
        assert startup.unfinished(target) is None
        target.dispose()


@pytest.mark.engines("sqlite")
def test_no_address_of_a_database_is_one_sentence(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        for wrong, said in (
            ("nonsense", "not the address of a database"),
            ("mysql://a/b", "is of the kind mysql: caseflow keeps its data in SQLite or PostgreSQL"),
            ("oracle+nothing://x", "is of the kind oracle"),
            ("sqlite+nothing:///x", "That is no database address"),
        ):
            with pytest.raises(Misconfigured, match=said):
                move(WHO, wrong, silent)
        with pytest.raises(Misconfigured, match="The move was not finished"):
            move(WHO, f"sqlite:///{tmp_path / 'nowhere' / 'x.sqlite'}", silent)


def test_a_drill_restores_beside_the_live_data_and_leaves_nothing(
    app: Flask, installation: Installation, templates: Templates
) -> None:
    backups = installation.folder / "backups"
    app.config["CASEFLOW_BACKUPS"] = backups
    with app.app_context():
        with pytest.raises(Misconfigured, match="There is no backup"):
            newest(backups)
        backups.mkdir()
        create(WHO, backups / "one.caseflow", lambda _rows: lambda _done: None)
        add_user(WHO, username="late", name="Late Writer", password_hash="x")
        before = names()
    result = app.test_cli_runner().invoke(args=["backup", "drill"])
    assert result.exit_code == 0, result.output
    assert "every table as it was" in result.output and "one.caseflow is whole" in result.output
    with app.app_context():
        done = drill(WHO, backups / "one.caseflow", silent)
        assert done.since > 0 and done.vaults > 0
        assert names() == before and verify_chain(WHO).broken_at is None
    assert not list(installation.data.glob("*.drill*"))
    if templates.server:
        with psycopg.connect(admin_url(templates.server)) as connection:
            row = connection.execute(
                "select count(*) from pg_database where datname = %s", (f"{installation.database}_drill",)
            ).fetchone()
        assert row == (0,)
    shutil.rmtree(backups)
