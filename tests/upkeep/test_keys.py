"""New keys, rotation and retirement, with writers beside them and stopped anywhere."""

import os
import random
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from caseflow import startup
from caseflow.access.models import User
from caseflow.access.viewer import System
from caseflow.audit.verify import verify
from caseflow.clock import now
from caseflow.crypto import alive, keyring, rotation
from caseflow.crypto.envelope import CannotOpen
from caseflow.crypto.models import Kek, KekState, Process, Secret, Vault
from caseflow.crypto.rotation import LIVE
from caseflow.database import db, end_reading, whole_engine
from caseflow.errors import Conflict, Misconfigured
from caseflow.staff.actions import add_user
from caseflow.upkeep import actions
from caseflow.upkeep.alone import alone
from tests.installation import Installation, close

WHO = System("tests")


def names() -> list[str]:
    db.session.expunge_all()
    found = sorted(user.name for user in db.session.scalars(select(User)))
    end_reading()
    return found


def under(key_id: str) -> int:
    count = db.session.scalar(select(func.count()).select_from(Vault).where(Vault.kek_id == key_id)) or 0
    end_reading()
    return count


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["keys", *words])
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    return result.exit_code, result.output


def test_a_rotation_moves_everything_and_loses_nothing(app: Flask, installation: Installation) -> None:
    with app.app_context():
        before, vaults = names(), under("k1")
    assert run(app, "new")[0] == 0
    assert (installation.keys / "kek-k2.key").exists()
    code, said = run(app, "rotate")
    assert code == 0 and f"{vaults} vaults were re-wrapped" in said
    with app.app_context():
        assert under("k1") == 0 and under("k2") == vaults and names() == before
        assert db.session.scalar(select(func.count()).select_from(Secret).where(Secret.kek_id != "k2")) == 0
        end_reading()
        assert verify(WHO).broken_at is None
    assert "Everything is wrapped by k2." in run(app, "rotate")[1]
    (installation.keys / "kek-k1.key").rename(installation.keys / "gone")
    fresh = installation.app()
    with fresh.app_context():
        startup.ready(fresh)
        assert names() == before, "the old key is not needed for what lives"
    close(fresh)


def test_status_says_what_each_key_wraps(app: Flask) -> None:
    run(app, "new")
    code, said = run(app, "status")
    assert code == 0 and "k1  data  primary" in said and "b1  backups  primary" in said
    assert "k2  data  new, wraps nothing yet  0 vaults" in said
    code, said = run(app, "new")
    assert code == 1 and "k2 is new and wraps nothing yet" in said, "one key waits at a time"


def test_a_key_in_use_is_not_retired(app: Flask) -> None:
    code, said = run(app, "retire", "k1")
    assert code == 1 and "still needed" in said and "Traceback" not in said
    assert run(app, "retire", "k9")[1].strip() == "Error: There is no key k9."
    run(app, "new")
    run(app, "rotate")
    with app.app_context(), whole_engine().begin() as connection:
        row = {"id": uuid4(), "number": 4321, "knows": "k1,k2", "wraps_with": "k1", "seen_at": now()}
        connection.execute(Process.__table__.insert().values(**row))  # type: ignore[attr-defined]
    code, said = run(app, "retire", "k1")
    assert code == 1 and "4321" in said, (
        "a process that has not heard of the rotation could still wrap with it"
    )
    with app.app_context(), whole_engine().begin() as connection:
        connection.execute(Process.__table__.delete())  # type: ignore[attr-defined]
    code, said = run(app, "retire", "k1")
    dead = f"dead on {now() + timedelta(days=35):%-d %B %Y} if key k1 is destroyed"
    assert code == 0 and "Destroy the key k1" in said and dead in said
    assert dead in run(app, "status")[1]
    assert run(app, "retire", "k1")[0] == 1, "a key is retired once"


def test_an_epoch_is_as_long_as_the_longest_kept_backup(app: Flask, installation: Installation) -> None:
    run(app, "new")
    run(app, "rotate")
    other = installation.app(CASEFLOW_BACKUP_DAYS="400")
    dead = f"dead on {now() + timedelta(days=400):%-d %B %Y} if key k1 is destroyed"
    assert dead in run(other, "retire", "k1")[1] and dead in run(other, "status")[1]
    close(other)
    with pytest.raises(Misconfigured, match="CASEFLOW_BACKUP_DAYS"):
        installation.unready_app(CASEFLOW_BACKUP_DAYS="a month")


@pytest.mark.parametrize("days", ["0", "3651", "-1", "12345", "9" * 5000, "1.5", "a month", "\u0661", " "])
def test_a_length_that_is_none_is_refused(days: str) -> None:
    with pytest.raises(Misconfigured, match="a whole number of days from 1 to 3650"):
        rotation.epoch_of(days)


def test_the_shortest_and_the_longest_length_are_taken() -> None:
    assert [rotation.epoch_of(one) for one in ("1", " 35 ", 3650)] == [
        timedelta(one) for one in (1, 35, 3650)
    ]


def test_a_rotation_stopped_anywhere_leaves_everything_readable(app: Flask) -> None:
    with app.app_context():
        for number in range(30):
            add_user(WHO, username=f"user{number}", name=f"Filler {number}", password_hash="x")
        before = names()
        actions.add_key(WHO)
        primary = actions.promote_key(WHO)
        dice = random.Random(7)
        while under("k1"):
            ring, session = keyring.current(), db.session()
            # A batch that is cut off before its commit, then one that is not.
            rotation.rewrap_batch(ring, session, primary, dice.randint(1, 9))
            session.rollback()
            assert names() == before
            done = rotation.rewrap_batch(ring, session, primary, dice.randint(1, 9))
            session.commit()
            assert done > 0 and names() == before


def test_a_writer_beside_the_rotation_is_found_by_the_next_batch(
    app: Flask, installation: Installation
) -> None:
    other = installation.app()
    with app.app_context():
        actions.add_key(WHO)
        primary = actions.promote_key(WHO)
    with other.app_context():
        add_user(WHO, username="late", name="Late Writer", password_hash="x")
        assert under("k1") > 0, "the other process still wraps under the old key"
    with app.app_context():
        while actions.rewrap_batch(WHO, primary):
            pass
        assert under("k1") == 0 and "Late Writer" in names()
    with other.app_context():
        assert "Late Writer" in names(), "the other process meets a key it did not know and asks for it"
    close(other)


def test_a_rotation_waits_for_processes_that_lack_the_key(app: Flask) -> None:
    with app.app_context():
        key_id = actions.add_key(WHO)
        with whole_engine().begin() as connection:
            row = {"id": uuid4(), "number": 4321, "knows": "k1", "seen_at": now()}
            connection.execute(Process.__table__.insert().values(**row))  # type: ignore[attr-defined]
        with pytest.raises(Conflict, match="4321"):
            actions.promote_key(WHO)
        assert db.session.scalar(select(Kek.state).where(Kek.key_id == key_id)) is KekState.NEW
        end_reading()
        with whole_engine().begin() as connection:
            late = now() - timedelta(minutes=10)
            connection.execute(Process.__table__.update().values(seen_at=late))  # type: ignore[attr-defined]
        assert actions.promote_key(WHO) == key_id, "a process not heard of for minutes is not alive"


def test_who_was_not_heard_of_for_long_is_forgotten(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    at = now()
    monkeypatch.setattr(alive, "now", lambda: at)
    with app.app_context():
        with whole_engine().begin() as connection:
            for number, since in ((1, timedelta()), (2, timedelta(microseconds=1))):
                row = {"id": uuid4(), "number": number, "knows": "k1", "seen_at": at - 10 * LIVE - since}
                connection.execute(Process.__table__.insert().values(**row))  # type: ignore[attr-defined]
        me = alive.report(keyring.current(), db.engine, None)
        assert set(db.session.scalars(select(Process.number))) == {1, os.getpid()}
        alive.leave(db.engine, me)
        end_reading()


def test_a_process_reports_what_it_knows_and_learns_the_present_key(
    app: Flask, installation: Installation
) -> None:
    other = installation.app()
    with other.app_context():
        ring, engine = keyring.current(), db.engine
        me = alive.report(ring, engine, None)
        assert db.session.get(Process, me).knows == "b1,k1"  # type: ignore[union-attr]
        end_reading()
    with app.app_context():
        actions.add_key(WHO)
        with pytest.raises(Conflict):
            actions.promote_key(WHO)
    with other.app_context():
        assert alive.report(ring, engine, me) == me
    with app.app_context():
        assert actions.promote_key(WHO) == "k2"
    with other.app_context():
        alive.report(ring, engine, me)
        assert keyring.current().primary == "k2"
        alive.leave(engine, me)
        assert db.session.scalar(select(func.count()).select_from(Process)) == 0
        end_reading()
    close(other)


def test_a_source_that_cannot_make_keys_says_what_to_add(installation: Installation, tmp_path: Path) -> None:
    app = installation.app()
    with app.app_context():
        ring = keyring.current()
        folder = ring.source

        class ReadOnly:
            material = staticmethod(folder.material)

            def create(self, key_id: str) -> bytes:
                raise Misconfigured(f"Add a key named {key_id} first.")

        ring.source = ReadOnly()  # type: ignore[assignment]
        with pytest.raises(Misconfigured, match="Add a key named k2"):
            actions.add_key(WHO)
        assert db.session.scalar(select(func.count()).select_from(Kek)) == 2
        end_reading()
    close(app)


def test_a_command_without_keys_is_one_sentence(empty_installation: Installation) -> None:
    (empty_installation.keys / "kek-k1.key").unlink()
    app = empty_installation.unready_app()
    code, said = run(app, "status")
    assert code == 1 and said.startswith("Error: The key k1 is missing")
    close(app)


def test_backups_have_a_key_of_their_own(app: Flask, installation: Installation) -> None:
    code, said = run(app, "retire", "b1")
    assert code == 1 and "wraps the next backup" in said
    assert "b2 is known" in run(app, "new", "--backup")[1]
    with app.app_context():
        assert rotation.backup_key_id(db.session()) == "b2"
        end_reading()
        ring = keyring.current()
        kek_id, wrapped = ring.wrap(b"k" * 32, b"backup", 1, under="b2")
        assert kek_id == "b2" and ring.unwrap("b2", wrapped, b"backup", 1) == b"k" * 32
        with pytest.raises(CannotOpen):
            ring.unwrap("k1", wrapped, b"backup", 1)
    assert "Everything is wrapped by k1" in run(app, "rotate")[1], "the data are not wrapped anew for it"
    assert run(app, "retire", "b1")[0] == 0


def test_a_second_rotation_is_told_of_the_first(app: Flask) -> None:
    run(app, "new")
    with app.app_context(), alone(db.engine, "keys rotate"):
        code, said = run(app, "rotate")
        assert code == 1 and said.strip().startswith("Error: keys rotate runs already")
    assert run(app, "rotate")[0] == 0
