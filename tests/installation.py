"""A whole installation for one test: data folder, keys and database, copied from a template made once in a run."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import flask_migrate
import psycopg
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

from caseflow import startup
from caseflow.application import create_app
from caseflow.audit.action import action
from caseflow.audit.events import KEYS_CREATED
from caseflow.audit.record import record
from caseflow.crypto.installing import create_keys
from caseflow.crypto.keyring import Keyring
from caseflow.database import Base, db, owner_engine
from tests.postgres import APP, KEEPER, OWNER, admin_url, as_role, locked

PASSWORD = "plain-invented-words"
COOKIE = "__Host-caseflow"
CHEAP = {"ARGON2_MEMORY_KIB": 64, "ARGON2_TIME_COST": 1}


class Compiled(BytecodeCache):
    """Compiled templates, kept for the run: every test builds its application anew."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()
BUILT: dict[Path, list[Flask]] = {}
"""The applications over each installation: what one of them leaves open would be found by a later test."""


class Statements(dict[Any, Any]):
    """Compiled statements, kept for the run: each application has engines of its own, and all of them speak alike."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(self._alike(key), default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        super().__setitem__(self._alike(key), compiled)

    def _alike(self, key: Any) -> Any:
        dialect, *rest = key
        return (dialect.name, *rest)


STATEMENTS = Statements()

compile_builder = Rule._compile_builder
BUILDERS: dict[object, Callable[..., tuple[str, str]]] = {}


def _builder_once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
    """Compile how the address of a route is written once in a run: every test has hundreds of routes."""
    key = (tuple(rule._trace), repr(rule.defaults), append_unknown)
    if key not in BUILDERS:
        BUILDERS[key] = compile_builder(rule, append_unknown)
    return BUILDERS[key]


Rule._compile_builder = _builder_once  # type: ignore[method-assign]


@dataclass(frozen=True)
class Installation:
    """Where one installation keeps its data and its keys."""

    engine: str
    folder: Path
    database_url: str

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    @property
    def database(self) -> str:
        """Return the name of the PostgreSQL database, or nothing."""
        return self.database_url.split("?")[0].rsplit("/", 1)[-1] if self.database_url else ""

    @property
    def addresses(self) -> dict[str, str]:
        """Return how each role reaches the database: with PostgreSQL the second wall stands in every test."""
        if not self.database_url:
            return {"DATABASE_URL": ""}
        return {
            "DATABASE_URL": as_role(self.database_url, APP),
            "CASEFLOW_OWNER_URL": as_role(self.database_url, OWNER),
            "CASEFLOW_KEEPER_URL": as_role(self.database_url, KEEPER),
        }

    def app(self, **settings: object) -> Flask:
        """Build the application over this installation, ready to answer."""
        app = self.unready_app(**settings)
        with app.app_context():
            startup.ready(app)
        return app

    def unready_app(self, **settings: object) -> Flask:
        """Build the application without checking that it may serve."""
        ours = {
            "TESTING": True,
            "WTF_CSRF_ENABLED": False,
            "CASEFLOW_DATA": self.data,
            "CASEFLOW_KEYS": self.keys,
            **self.addresses,
            **CHEAP,
        }
        app = create_app({**ours, **settings})
        app.jinja_env.bytecode_cache = COMPILED
        with app.app_context():
            for engine in db.engines.values():
                engine.update_execution_options(compiled_cache=STATEMENTS)
        BUILT.setdefault(self.folder, []).append(app)
        return app

    def environment(self) -> dict[str, str]:
        """Return the environment in which a server of its own process finds this installation."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("CASEFLOW_KE")}
        return {
            **inherited,
            "CASEFLOW_DATA": str(self.data),
            "CASEFLOW_KEYS": str(self.keys),
            **self.addresses,
        }


@action
def _create_keys(actor: object, ring: Keyring) -> None:
    create_keys(ring, db.session())
    record(actor, KEYS_CREATED)


def make_real(app: Flask) -> None:
    """Mark the small world as a real installation: then everybody needs a second factor."""
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(db.metadata.tables["installation"].update().values(demonstration=False))


def close(app: Flask) -> None:
    """Let go of every connection of an application."""
    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


class Templates:
    """The templates of one run, shared by its workers: each is built by the first that asks for it."""

    def __init__(self, run: Path, engine: str, server: str | None) -> None:
        self.run = run
        self.engine = engine
        self.server = server

    def template(self, kind: str, furnish: Callable[[Flask], None] | None) -> Installation:
        """Return the template of a kind, built once: migrated, with keys, and furnished."""
        folder = self.run / f"{self.engine}-{kind}"
        wanted = self._at(folder, f"caseflow_template_{kind}")
        done = folder / "done"
        with locked(self.run / f"{self.engine}-{kind}.lock"):
            if not done.exists():
                self._build(wanted, furnish)
                done.touch()
        return wanted

    def copy(self, template: Installation, folder: Path, name: str) -> Installation:
        """Copy a template for one test."""
        shutil.copytree(template.folder, folder)
        copied = self._at(folder, name)
        if self.server:
            self._tell(
                f'CREATE DATABASE "{name}" OWNER {OWNER} TEMPLATE "{template.database}" STRATEGY file_copy'
            )
        return copied

    def drop(self, installation: Installation) -> None:
        """Remove a test's database and files, and let go of every application over them."""
        for app in BUILT.pop(installation.folder, []):
            close(app)
        if self.server:
            self._tell(f'DROP DATABASE IF EXISTS "{installation.database}" WITH (FORCE)')
        shutil.rmtree(installation.folder, ignore_errors=True)

    def _at(self, folder: Path, name: str) -> Installation:
        return Installation(self.engine, folder, self.server.format(name) if self.server else "")

    def _build(self, wanted: Installation, furnish: Callable[[Flask], None] | None) -> None:
        shutil.rmtree(wanted.folder, ignore_errors=True)
        wanted.folder.mkdir(parents=True)
        if self.server:
            self._tell(f'DROP DATABASE IF EXISTS "{wanted.database}" WITH (FORCE)')
            self._tell(f'CREATE DATABASE "{wanted.database}" OWNER {OWNER}')
        app = wanted.unready_app()
        with app.app_context():
            if furnish:
                # Quicker than every migration in turn, and the same: tests/laws/test_migrations.py holds them equal.
                with owner_engine().begin() as connection:
                    Base.metadata.create_all(connection)
                flask_migrate.stamp()
            else:
                flask_migrate.upgrade()
            _create_keys(INSTALLER, app.extensions["caseflow.keyring"])
            startup.ready(app)
            if furnish:
                furnish(app)
        close(app)
        BUILT.pop(wanted.folder)

    def _tell(self, statement: str) -> None:
        assert self.server
        with psycopg.connect(admin_url(self.server), autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[arg-type]


class _Installer:
    user_id = None
    purpose = "install"
    once = None


INSTALLER = _Installer()
