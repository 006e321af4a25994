"""What must be true before the first page is served; each failure is one sentence that says what to do."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import cache
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import flask_migrate
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import Engine, inspect, select, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from caseflow.access.wall.raising import check_wall
from caseflow.audit.anchoring import anchor_head
from caseflow.audit.digest import keep_digest
from caseflow.clock import today
from caseflow.crypto.alive import EVERY_SECONDS, leave, relearn, report
from caseflow.crypto.installing import open_keyring
from caseflow.crypto.keyring import Keyring
from caseflow.database import db, end_reading, is_walled
from caseflow.directory.models import Installation
from caseflow.engines import learn_spread
from caseflow.errors import CaseflowError, Misconfigured
from caseflow.startup.addresses import host_of, is_loopback
from caseflow.web.logs import log

ANCHOR_SECONDS = 60
UNFINISHED = "unfinished_work"
A_DAY = 86_400.0
MIGRATIONS = Path(__file__).parents[2] / "migrations"


def check_migrated() -> None:
    """Refuse a database that a restore or a move left unfinished, or that is behind or ahead of this version."""
    check_schema()
    what = unfinished(db.engine)
    if what is not None:
        raise Misconfigured(f"The database is not whole, so nothing is served: {what}.")


def check_schema() -> None:
    """Refuse a database that is behind or ahead of the migrations in this version."""
    wanted = set(_migrations().get_heads())
    try:
        with db.engine.connect() as connection:
            present = set(MigrationContext.configure(connection).get_current_heads())
    except OperationalError as fault:
        reason = "is locked" if isinstance(fault.orig, sqlite3.OperationalError) else "does not answer"
        raise Misconfigured(f"The database {reason}: check DATABASE_URL and the data folder.") from None
    if present != wanted:
        if unfinished(db.engine):
            return
        raise Misconfigured("The database is not at this version: run flask --app wsgi db upgrade.")


def known_revisions() -> frozenset[str]:
    """Return every revision of the schema that this version knows."""
    return frozenset(script.revision for script in _migrations().walk_revisions())


def migrate(revision: str) -> None:
    """Bring the schema of the present database to a revision, or take all of it away with "base"."""
    if revision == "base":
        flask_migrate.downgrade(revision=revision)
    else:
        flask_migrate.upgrade(revision=revision)


@cache
def _migrations() -> ScriptDirectory:
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(settings)


def unfinished(engine: Engine) -> str | None:
    """Return what has to be done with a database that a restore or a move left unfinished, or nothing."""
    said = _mark(engine)
    return said[0] if said else None


def notes_of(engine: Engine) -> str:
    """Return what the work that was left unfinished noted for its next run."""
    said = _mark(engine)
    return said[1] if said else ""


def _mark(engine: Engine) -> tuple[str, str] | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table(UNFINISHED):
            return None
        said = connection.exec_driver_sql(f"SELECT said, notes FROM {UNFINISHED}").first()
        return (str(said.said), str(said.notes)) if said else ("", "")


def mark_unfinished(engine: Engine, said: str, notes: str = "") -> None:
    """Mark a database so that nothing is served from it until it is whole."""
    row = {"said": said, "notes": notes}
    with engine.begin() as connection:
        connection.execute(
            text(f"CREATE TABLE IF NOT EXISTS {UNFINISHED} (said TEXT NOT NULL, notes TEXT NOT NULL)")
        )
        if engine.dialect.name == "postgresql":
            # Every role has to learn that it must not serve.
            connection.execute(text(f"GRANT SELECT ON {UNFINISHED} TO PUBLIC"))
        connection.execute(text(f"DELETE FROM {UNFINISHED}"))
        connection.execute(text(f"INSERT INTO {UNFINISHED} (said, notes) VALUES (:said, :notes)"), row)


def mark_finished(engine: Engine) -> None:
    """Take the mark away: the database is whole."""
    with engine.begin() as connection:
        connection.execute(text(f"DROP TABLE IF EXISTS {UNFINISHED}"))


def ready(app: Flask) -> None:
    """Open the keyring and check the database, once; raises Misconfigured with one sentence."""
    ring: Keyring = app.extensions["caseflow.keyring"]
    if ring.is_open and app.secret_key:
        return
    check_migrated()
    if is_walled():
        check_wall(db.engine)
    try:
        open_keyring(ring, db.session())
    finally:
        end_reading()
    engine = db.engine
    ring.relearn = lambda: relearn(ring, engine)
    app.secret_key = ring.secret("sessions")[1]


def keep_reporting(app: Flask) -> Callable[[], None]:
    """Report this process as alive every half minute, from a thread of its own; returns how to stop it.

    Once a day it also lets SQLite learn how its rows are spread; PostgreSQL sees to that itself.
    """
    stopping = Event()
    ring: Keyring = app.extensions["caseflow.keyring"]
    with app.app_context():
        engine = db.engine

    def work() -> None:
        me: UUID | None = None
        learn_at = 0.0
        while not stopping.wait(EVERY_SECONDS if me else 0):
            # A database that does not answer is met by the pages too; the next report comes in half a minute.
            with suppress(SQLAlchemyError, CaseflowError):
                me = report(ring, engine, me)
                if engine.dialect.name == "sqlite" and monotonic() >= learn_at:
                    learn_spread(engine)
                    learn_at = monotonic() + A_DAY
        if me:
            with suppress(SQLAlchemyError):
                leave(engine, me)

    thread = Thread(target=work, name="caseflow-alive", daemon=True)
    thread.start()

    def stop() -> None:
        stopping.set()
        thread.join(5)

    return stop


def keep_anchoring(app: Flask) -> Callable[[], None]:
    """Write the head of the audit down each minute that moved it, from a thread of its own; returns how to stop it."""
    stopping = Event()

    def work() -> None:
        last: tuple[int, bytes] | None = None
        stopped = False
        while not stopped:
            # Once more when the process ends: what was written since the last minute is anchored too.
            stopped = stopping.wait(ANCHOR_SECONDS if last else 0)
            with app.app_context():
                try:
                    last = anchor_head(unless=last)
                    keep_digest(today() - timedelta(days=1))
                except (SQLAlchemyError, CaseflowError) as fault:
                    log.error("anchor not written", kind=type(fault).__name__)
                    last = last or (0, b"")

    thread = Thread(target=work, name="caseflow-anchors", daemon=True)
    thread.start()

    def stop() -> None:
        stopping.set()
        thread.join(5)

    return stop


def is_demonstration() -> bool:
    """Tell whether this database holds the invented demonstration."""
    try:
        return bool(db.session.scalar(select(Installation.demonstration).limit(1)))
    finally:
        end_reading()


def behind_tls(url: str, proxies: int) -> bool:
    """Tell whether a trusted proxy gives TLS; raises Misconfigured if users are to type a plain http address."""
    parts = urlsplit(url)
    if url and parts.scheme != "https" and not is_loopback(parts.netloc):
        raise Misconfigured("CASEFLOW_URL must begin with https://, except on the machine itself.")
    return parts.scheme == "https" and proxies > 0


def refuse_plain_http(app: Flask, address: str, *, tls: bool) -> None:
    """Refuse to speak plain http to a network, where anybody on the way could read and change it."""
    if not (tls or app.extensions["caseflow.behind_tls"] or is_loopback(address)):
        raise Misconfigured(
            f"Plain http is served on 127.0.0.1 only, not on {host_of(address) or 'all addresses'}: "
            "put a proxy with TLS before it, and set CASEFLOW_URL and CASEFLOW_PROXIES."
        )


def refuse_open_demonstration(address: str) -> None:
    """Refuse to serve a demonstration, whose passwords are printed, on anything but this machine."""
    if not is_loopback(address) and is_demonstration():
        raise Misconfigured(
            "This database is a demonstration, with passwords that everybody knows: "
            f"it is served on 127.0.0.1 only, not on {host_of(address) or 'all addresses'}."
        )


def disk_is_full(data: Path) -> bool:
    """Tell whether the data folder has less than a megabyte left."""
    space = os.statvfs(data)
    return space.f_bavail * space.f_frsize < 1024 * 1024


class ReadySessions(SecureCookieSessionInterface):
    """Flask opens the cookie before any handler of ours runs, and its key comes from the keyring: open that first."""

    def get_signing_serializer(self, app: Flask) -> Any:
        """Return the serializer, or nothing where the keyring cannot be opened: the guard then says why."""
        try:
            with app.app_context():
                ready(app)
        except Misconfigured:
            return None
        return super().get_signing_serializer(app)
