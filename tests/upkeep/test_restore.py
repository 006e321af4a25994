"""Back from an archive: on an empty machine, over a database that stands, and stopped anywhere."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from flask import Flask
from sqlalchemy import func, select

from caseflow import startup
from caseflow.access.models import User
from caseflow.access.viewer import System
from caseflow.audit import anchoring
from caseflow.audit.models import AuditRow
from caseflow.audit.verify import verify as verify_chain
from caseflow.choices import Side
from caseflow.clock import now
from caseflow.crypto import keyring
from caseflow.crypto.models import Process
from caseflow.database import db, end_reading
from caseflow.errors import Conflict, Misconfigured
from caseflow.people.actions import add_person
from caseflow.people.models import Person
from caseflow.privacy.erasing.actions import erase_person
from caseflow.privacy.erasing.traces import remove_traces
from caseflow.staff.actions import add_user
from caseflow.upkeep.backup import loading, restoring
from caseflow.upkeep.backup.creating import create
from caseflow.upkeep.backup.restoring import Folders, Restored, restore
from caseflow.upkeep.backup.verifying import Verified, verify
from tests.installation import Installation, Templates, close
from tests.postgres import OWNER, admin_url

WHO = System("tests")


def untold(_rows: int) -> Any:
    return lambda _done: None


def silent(_label: str) -> Any:
    return untold


def names() -> list[str]:
    db.session.expunge_all()
    found = sorted(user.name for user in db.session.scalars(select(User)))
    end_reading()
    return found


@contextmanager
def empty_machine(templates: Templates, installation: Installation, folder: Path) -> Iterator[Flask]:
    """Give an application over nothing but the keys."""
    name = f"caseflow_{uuid4().hex}"
    url = templates.server.format(name) if templates.server else ""
    if templates.server:
        with psycopg.connect(admin_url(templates.server), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" OWNER {OWNER}')
    there = replace(installation, folder=folder, database_url=url)
    folder.mkdir()
    shutil.copytree(installation.keys, there.keys)
    app = there.unready_app()
    try:
        yield app
    finally:
        close(app)
        templates.drop(there)


def bring_back(path: Path, folder: Path, *, replace: bool = False) -> Restored:
    return restore(WHO, path, Folders(folder / "keys", folder / "backups"), silent, replace=replace)


def checked(path: Path) -> Verified:
    return verify(path, keyring.current().source, untold)


def test_an_empty_machine_with_the_file_and_the_keys(
    app: Flask, templates: Templates, installation: Installation, tmp_path: Path
) -> None:
    archive, again = tmp_path / "one.caseflow", tmp_path / "again.caseflow"
    with app.app_context():
        add_user(WHO, username="late", name="Łate Writer 🌙", password_hash="x")
        before = names()
        create(WHO, archive, untold)
        original = checked(archive)
    with empty_machine(templates, installation, tmp_path / "there") as other, other.app_context():
        done = bring_back(archive, tmp_path / "there")
        assert done.kept is None and done.erased_again == 0
        startup.check_migrated()
        assert names() == before
        assert verify_chain(WHO).broken_at is None
        create(WHO, again, untold)
        same = checked(again)
        changed = {
            name for name, digest in same.checks.digests.items() if digest != original.checks.digests[name]
        }
        assert changed <= {"audit_rows", "audit_head", "crypto_processes"}, "every other row is the very same"
        add_user(WHO, username="later", name="Later Writer", password_hash="x")
        assert len(names()) == len(before) + 1


def test_a_database_that_is_not_empty_is_replaced_only_when_told_and_kept(
    app: Flask, installation: Installation, tmp_path: Path
) -> None:
    archive = tmp_path / "one.caseflow"
    with app.app_context():
        before = names()
        create(WHO, archive, untold)
        add_user(WHO, username="late", name="Late Writer", password_hash="x")
        anchoring.anchor_head()
        with pytest.raises(Conflict, match=r"not empty: nothing was changed\. With --replace"):
            bring_back(archive, installation.folder)
        assert len(names()) == len(before) + 1
        done = bring_back(archive, installation.folder, replace=True)
        assert names() == before and done.kept is not None
        assert anchoring.standing().given_up[-1].why == "restored", "what was given up is signed for"
        bring_back(done.kept, installation.folder, replace=True)
        assert len(names()) == len(before) + 1, "the copy is the way back"
        assert verify_chain(WHO).broken_at is None


def test_it_is_refused_beside_a_running_service(
    app: Flask, installation: Installation, tmp_path: Path
) -> None:
    with app.app_context():
        create(WHO, tmp_path / "one.caseflow", untold)
        with db.engine.begin() as connection:
            row = {"id": uuid4(), "number": 4321, "knows": "k1", "seen_at": now()}
            connection.execute(Process.__table__.insert().values(**row))  # type: ignore[attr-defined]
        with pytest.raises(Conflict, match=r"The service runs \(processes 4321\): stop it first"):
            bring_back(tmp_path / "one.caseflow", installation.folder, replace=True)


def _person(given: str) -> UUID:
    return add_person(WHO, side=Side.SURVIVOR, given=given, surname="Testname")


def test_whoever_was_erased_since_stays_erased(
    app: Flask, installation: Installation, tmp_path: Path
) -> None:
    with app.app_context():
        gone, stays = _person("Nora"), _person("Stella")
        create(WHO, tmp_path / "older.caseflow", untold)
        erase_person(WHO, gone)
        end_reading()
        remove_traces(installation.keys)
        done = bring_back(tmp_path / "older.caseflow", installation.folder, replace=True)
        assert done.erased_again == 1
        assert set(db.session.scalars(select(Person.id))) == {stays}
        end_reading()


class Stopped(Exception):
    """The process was killed here."""


@pytest.mark.parametrize("at", ["fill", "note_restore"])
def test_stopped_anywhere_it_is_the_old_state_or_plainly_unfinished(
    app: Flask, installation: Installation, tmp_path: Path, monkeypatch: Any, at: str
) -> None:
    archive = tmp_path / "one.caseflow"

    def stop(*_more: Any, **_other: Any) -> None:
        raise Stopped

    with app.app_context():
        before = names()
        create(WHO, archive, untold)
        add_user(WHO, username="late", name="Late Writer", password_hash="x")
        places = {
            "fill": (loading, "_copy" if installation.database_url else "_insert"),
            "note_restore": (restoring.actions, "note_restore"),
        }
        monkeypatch.setattr(*places[at], stop)
        with pytest.raises(Stopped):
            bring_back(archive, installation.folder, replace=True)
        monkeypatch.undo()
        if startup.unfinished(db.engine) is None:
            assert at == "fill" and len(names()) == len(before) + 1
        else:
            with pytest.raises(
                Misconfigured, match=r"nothing is served: run flask --app wsgi restore FILE again"
            ):
                startup.check_migrated()
        bring_back(archive, installation.folder, replace=True)
        startup.check_migrated()
        assert names() == before and verify_chain(WHO).broken_at is None
    assert not list(installation.data.glob("*.restoring*"))


@pytest.mark.engines("sqlite")
def test_keys_that_are_gone_or_others_are_one_sentence(
    app: Flask, installation: Installation, tmp_path: Path
) -> None:
    archive = tmp_path / "one.caseflow"
    with app.app_context():
        create(WHO, archive, untold)
        (installation.keys / "kek-k1.key").unlink()
        with pytest.raises(Misconfigured, match="The key k1 is missing"):
            bring_back(archive, installation.folder, replace=True)
        keyring.current().source.create("k1")
        with pytest.raises(Misconfigured, match="The key k1 here is not the one"):
            bring_back(archive, installation.folder, replace=True)


@pytest.mark.engines("sqlite")
def test_a_schema_from_the_future_is_one_sentence(
    app: Flask, installation: Installation, tmp_path: Path, monkeypatch: Any
) -> None:
    with app.app_context():
        create(WHO, tmp_path / "one.caseflow", untold)
        monkeypatch.setattr(startup, "known_revisions", lambda: frozenset({"0001"}))
        with pytest.raises(Exception, match="newer version of caseflow"):
            bring_back(tmp_path / "one.caseflow", installation.folder, replace=True)
        assert db.session.scalar(select(func.count()).select_from(AuditRow))
        end_reading()


def test_the_command_says_what_it_did(app: Flask, installation: Installation, tmp_path: Path) -> None:
    runner, target = app.test_cli_runner(), str(tmp_path / "one.caseflow")
    app.config["CASEFLOW_BACKUPS"] = tmp_path / "backups"
    runner.invoke(args=["backup", "create", target])
    result = runner.invoke(args=["restore", target])
    assert result.exit_code == 1 and "The database is not empty" in result.output
    result = runner.invoke(args=["restore", target, "--replace"])
    assert result.exit_code == 0, result.output
    assert "is kept in" in result.output and "The service may be started." in result.output
