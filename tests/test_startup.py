"""Bad days: what the start and the pages say when the installation is not as it should be."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select, text

from caseflow import startup
from caseflow.access.models import User
from caseflow.application import create_app
from caseflow.database import db, end_reading
from caseflow.errors import Misconfigured
from caseflow.startup.addresses import database_url, other_roles
from tests.installation import CHEAP, Installation, close, make_real


def users() -> int:
    count = db.session.scalar(select(func.count()).select_from(User)) or 0
    end_reading()
    return count


@pytest.mark.engines("sqlite")
def test_a_database_behind_the_migrations_is_refused(tmp_path: Path) -> None:
    app = create_app(
        {"CASEFLOW_DATA": tmp_path / "data", "CASEFLOW_KEYS": tmp_path / "keys", "DATABASE_URL": "", **CHEAP}
    )
    with app.app_context(), pytest.raises(Misconfigured, match="run flask --app wsgi db upgrade"):
        startup.ready(app)
    answer = app.test_client().get("/sign-in")
    assert answer.status_code == 503 and "db upgrade" in answer.text
    close(app)


def test_a_database_without_keys_is_refused(installation: Installation) -> None:
    app = installation.app()
    with app.app_context():
        db.session.connection().execute(text("delete from crypto_keks"))
        db.session.commit()
        end_reading()
    close(app)
    fresh = installation.unready_app()
    with fresh.app_context(), pytest.raises(Misconfigured, match="keys create"):
        startup.ready(fresh)
    close(fresh)


def test_a_missing_key_is_one_sentence_and_every_page_says_it(installation: Installation) -> None:
    (installation.keys / "kek-k1.key").rename(installation.keys / "elsewhere")
    app = installation.unready_app()
    with app.app_context(), pytest.raises(Misconfigured, match=r"The key k1 is missing: put its file"):
        startup.ready(app)
    answer = app.test_client().get("/sign-in")
    assert answer.status_code == 503 and "The key k1 is missing" in answer.text
    close(app)


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("127.0.0.1:8000", True),
        ("[::1]:8000", True),
        ("localhost:8000", True),
        ("unix:/run/caseflow.sock", True),
        ("0.0.0.0:8000", False),
        ("192.0.2.7:8000", False),
        (":8000", False),
        ("caseflow.example:80", False),
    ],
)
@pytest.mark.engines("sqlite")
def test_a_demonstration_is_served_on_this_machine_only(app: Flask, address: str, allowed: bool) -> None:
    with app.app_context():
        if allowed:
            startup.refuse_open_demonstration(address)
        else:
            with pytest.raises(Misconfigured, match="demonstration"):
                startup.refuse_open_demonstration(address)
        make_real(app)
        startup.refuse_open_demonstration(address)  # a real installation may be served anywhere


@pytest.mark.parametrize(
    ("address", "settings", "allowed"),
    [
        ("127.0.0.1:8000", {}, True),
        ("unix:/run/caseflow.sock", {}, True),
        ("0.0.0.0:8000", {}, False),
        ("192.0.2.7:8000", {"CASEFLOW_URL": "https://caseflow.example"}, False),
        ("192.0.2.7:8000", {"CASEFLOW_URL": "https://caseflow.example", "CASEFLOW_PROXIES": 1}, True),
    ],
)
@pytest.mark.engines("sqlite")
def test_plain_http_stays_on_this_machine(
    installation: Installation, address: str, settings: dict[str, Any], allowed: bool
) -> None:
    app = installation.unready_app(**settings)
    if allowed:
        startup.refuse_plain_http(app, address, tls=False)
    else:
        startup.refuse_plain_http(app, address, tls=True)
        with pytest.raises(Misconfigured, match="Plain http"):
            startup.refuse_plain_http(app, address, tls=False)
    with pytest.raises(Misconfigured, match="https"):
        installation.unready_app(CASEFLOW_URL="http://caseflow.example")
    close(app)


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("postgresql://c@/caseflow?host=/run/postgresql", True),
        ("postgresql://c@localhost/caseflow", True),
        ("postgres://c@127.0.0.1:5432/caseflow", True),
        ("postgresql://c@[::1]/caseflow", True),
        ("postgresql://c@db.example/caseflow", False),
        ("postgresql://c@/caseflow?host=127.0.0.1:5432&host=db.example:5432", False),
        ("postgresql://c@192.0.2.7/caseflow?sslmode=require", False),
        ("postgresql://c@db.example/caseflow?sslmode=verify-full&sslrootcert=/etc/caseflow/root.pem", True),
    ],
)
def test_a_way_to_the_database_that_could_be_listened_to_is_refused(address: str, allowed: bool) -> None:
    if allowed:
        assert database_url(address, Path()).startswith("postgresql://")
        assert other_roles(address, "", address)
        return
    for setting, ask in (
        ("DATABASE_URL", lambda: database_url(address, Path())),
        ("CASEFLOW_KEEPER_URL", lambda: other_roles("postgresql://c@/caseflow", "", address)),
    ):
        with pytest.raises(Misconfigured, match=f"^{setting} leads to another machine"):
            ask()


def test_an_address_that_is_none_is_a_plain_sentence() -> None:
    with pytest.raises(Misconfigured, match="not the address of a database"):
        database_url("the database", Path())


@pytest.mark.engines("sqlite")
def test_a_locked_database_is_a_plain_page_and_nothing_is_half_written(
    app: Flask, installation: Installation, signed_in: Any
) -> None:
    browser = signed_in("adam")
    with app.app_context():
        before = users()
        db.engine.dispose()
    holder = sqlite3.connect(installation.data / "caseflow.sqlite", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        with app.app_context():
            db.session.connection().exec_driver_sql("PRAGMA busy_timeout=50")
            end_reading()
        form = {"name": "Nora Testname", "username": "nora"}
        answer = browser.post("/users/add", data=form)
    finally:
        holder.rollback()
        holder.close()
    assert answer.status_code == 503 and "Traceback" not in answer.text
    with app.app_context():
        assert users() == before
    assert browser.post("/users/add", data=form).status_code == 302


@pytest.mark.engines("sqlite")
def test_a_full_disk_is_a_plain_page_and_nothing_is_half_written(app: Flask, signed_in: Any) -> None:
    browser = signed_in("adam")
    with app.app_context():
        before = users()
        pages = db.session.connection().exec_driver_sql("PRAGMA page_count").scalar_one()
        end_reading()
        # The limit holds for a connection, so every connection that is taken from the pool gets it.
        event.listen(db.engine, "checkout", lambda raw, *_: raw.execute(f"PRAGMA max_page_count={pages}"))
    answers = []
    for number in range(300):
        form = {"name": "Nora Testname", "username": f"nora{number}", "password": "first invented phrase"}
        answers.append(browser.post("/users/add", data=form))
        if answers[-1].status_code != 302:
            break
    assert answers[-1].status_code == 503 and "full" in answers[-1].text.lower()
    with app.app_context():
        assert users() == before + len(answers) - 1, "each post is there whole, or not at all"


@pytest.mark.engines("postgresql")
def test_an_unreachable_server_is_one_sentence(installation: Installation) -> None:
    wrong = installation.database_url.rsplit("/", 1)[0] + "/no_such_database"
    app = create_app(
        {
            "CASEFLOW_DATA": installation.data,
            "CASEFLOW_KEYS": installation.keys,
            "DATABASE_URL": wrong,
            **CHEAP,
        }
    )
    with app.app_context(), pytest.raises(Misconfigured, match="DATABASE_URL"):
        startup.ready(app)
    close(app)


def test_health_tells_nothing_about_anyone(client: Any) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200 and answer.json == {"status": "ok"}


def test_a_fault_shows_no_traceback_and_logs_no_words(
    installation: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    app = installation.app(TESTING=False, PROPAGATE_EXCEPTIONS=False)

    def broken() -> str:
        raise ValueError("Nora Testname lives at 1 Canary Road")

    broken.__caseflow_permission__ = "public"  # type: ignore[attr-defined]
    app.add_url_rule("/broken", "broken", broken)
    answer = app.test_client().get("/broken")
    assert answer.status_code == 500
    printed = capsys.readouterr()
    for place in (answer.text, printed.out, printed.err):
        assert "Canary" not in place and "Nora" not in place and "Traceback" not in place
    assert '"fault": "ValueError"' in printed.out
    close(app)


@pytest.mark.engines("sqlite")
def test_a_serving_process_learns_how_rows_are_spread(app: Flask) -> None:
    stop = startup.keep_reporting(app)
    try:
        assert eventually(lambda: spread_of(app, "services"))
    finally:
        stop()


def spread_of(app: Flask, table: str) -> int:
    """Return how many indexes of a table SQLite has looked at."""
    with app.app_context():
        if not db.session.scalar(text("select count(*) from sqlite_master where name = 'sqlite_stat1'")):
            found = 0
        else:
            found = db.session.scalar(
                text("select count(*) from sqlite_stat1 where tbl = :table"), {"table": table}
            )
        end_reading()
    return found


def eventually(holds: Callable[[], object], seconds: float = 30) -> object:
    """Wait until something holds; returns what it last was."""
    until = monotonic() + seconds
    while not (found := holds()) and monotonic() < until:
        sleep(0.05)
    return found
