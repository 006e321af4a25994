"""The same tests on both databases: each gets an installation of its own, copied from a template."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, settings

from tests.postgres import NoPostgres, quick_directory, server_url

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from caseflow.access.viewer import Viewer
    from tests.installation import Installation, Templates

# The application is imported by the fixtures, not here: a test of a pure file needs none of it, and runs in a moment.
# ruff: noqa: PLC0415

# A test is never judged by how long it took: machines are busy.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

ENGINES = ("sqlite", "postgresql")
RUN = "CASEFLOW_TEST_RUN"
RUN_PID = "CASEFLOW_TEST_RUN_PID"


def pytest_configure(config: pytest.Config) -> None:
    """Make the run's directory, in the process that the workers are started from."""
    if not hasattr(config, "workerinput"):
        os.environ[RUN] = tempfile.mkdtemp(prefix="caseflow-tests-", dir=quick_directory())
        os.environ[RUN_PID] = str(os.getpid())
        Path(os.environ[RUN]).chmod(0o755)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove what the run left; its PostgreSQL ends by itself."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.get(RUN, ""), ignore_errors=True)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test that has an installation on both databases, unless it says which; a page looks the same on both."""
    if "engine" in metafunc.fixturenames:
        mark = metafunc.definition.get_closest_marker("engines")
        usual = ENGINES[:1] if "browser" in metafunc.fixturenames else ENGINES
        metafunc.parametrize("engine", mark.args if mark else usual, scope="session")


@pytest.fixture(scope="session")
def templates(engine: str) -> Templates:
    """Return the templates of this run for one database."""
    from tests.installation import Templates

    run = Path(os.environ[RUN])
    if engine == "sqlite":
        return Templates(run, engine, None)
    try:
        return Templates(run, engine, server_url(run, int(os.environ[RUN_PID])))
    except NoPostgres as fault:
        pytest.fail(str(fault))


def _installed(templates: Templates, template: Installation) -> Iterator[Installation]:
    name = f"caseflow_{uuid4().hex}"
    copied = templates.copy(template, templates.run / name, name)
    yield copied
    templates.drop(copied)


@pytest.fixture
def empty_installation(templates: Templates) -> Iterator[Installation]:
    """Give a migrated installation with keys and nothing else."""
    yield from _installed(templates, templates.template("empty", None))


@pytest.fixture
def installation(templates: Templates) -> Iterator[Installation]:
    """Give an installation of the small world: the area and somebody in every role (tests/world.py)."""
    from tests import world as small_world

    yield from _installed(templates, templates.template("world", small_world.furnish))


def _built(installation: Installation) -> Iterator[Flask]:
    from tests.installation import close

    built = installation.app()
    yield built
    close(built)


@pytest.fixture
def app(installation: Installation) -> Iterator[Flask]:
    """Give the application over the small world. No context is pushed: a request has one of its own."""
    yield from _built(installation)


@pytest.fixture
def empty_app(empty_installation: Installation) -> Iterator[Flask]:
    """Give the application over an empty installation."""
    yield from _built(empty_installation)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Give a browser of somebody who has not signed in."""
    return app.test_client()


@pytest.fixture
def signed_in(app: Flask) -> Callable[..., FlaskClient]:
    """Sign a user in through the sign-in page, each in a browser of their own."""
    from tests.installation import PASSWORD

    def sign_in(username: str, password: str = PASSWORD) -> FlaskClient:
        browser = app.test_client()
        answer = browser.post("/sign-in", data={"username": username, "password": password})
        assert answer.status_code == 302, answer.get_data(as_text=True)
        return browser

    return sign_in


@pytest.fixture
def viewer(app: Flask) -> Callable[..., Viewer]:
    """Give a user as queries and actions see them, without a browser: viewer("bella"), viewer("ben", once=key)."""
    from tests.seen import find_viewer

    def find(username: str, *, membership_id: UUID | None = None, **more: Any) -> Viewer:
        return replace(find_viewer(app, username, membership_id), **more)

    return find


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """Give the list of SQL statements that the application runs, growing as it runs them."""
    from sqlalchemy import event

    from caseflow.database import db

    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)
