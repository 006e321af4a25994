"""The application: every room, wired together, once for each process that serves or commands."""

import os
from pathlib import Path
from typing import Any

from flask import Flask, appcontext_pushed
from flask_migrate import Migrate
from flask_wtf.csrf import generate_csrf
from whitenoise import WhiteNoise

from caseflow import cli, rooms, startup
from caseflow.access.guard import init_guard, init_identity, undeclared
from caseflow.access.passwords.hashing import hasher
from caseflow.access.wall.standing import init_wall
from caseflow.audit import anchoring
from caseflow.calls.queries import holds_open_call
from caseflow.clock import now
from caseflow.crypto import keyring
from caseflow.crypto.keyring import Keyring
from caseflow.crypto.rotation import epoch_of
from caseflow.crypto.sources import key_source
from caseflow.database import db
from caseflow.engines import prepare_engine
from caseflow.errors import Misconfigured
from caseflow.navigation import init_navigation
from caseflow.startup.addresses import database_url, other_roles
from caseflow.web.answering import init_answering
from caseflow.web.errors import init_errors
from caseflow.web.filters import init_filters
from caseflow.web.forms import new_once
from caseflow.web.headers import init_headers, static_headers
from caseflow.web.hosts import init_hosts
from caseflow.web.logs import init_logs
from caseflow.web.repeats import init_repeats
from caseflow.web.uploads import init_uploads
from config import Config

ROOT = Path(__file__).parent.parent
YEAR = 365 * 24 * 3600


def create_app(settings: dict[str, Any] | None = None) -> Flask:
    """Build the application; raises Misconfigured if a route declares no permission or the keys lie with the data."""
    app = Flask("caseflow", root_path=str(ROOT), template_folder="templates", static_folder="static")
    app.config.from_object(Config)
    app.config.update(settings or {})
    app.session_interface = startup.ReadySessions()
    app.extensions["caseflow.behind_tls"] = startup.behind_tls(
        app.config["CASEFLOW_URL"], app.config["CASEFLOW_PROXIES"]
    )
    init_answering(app)
    init_logs(app)
    _init_database(app)
    _init_keys(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    init_filters(app)
    app.jinja_env.globals["csrf_token"] = generate_csrf
    init_errors(app)
    init_repeats(app)
    init_headers(app)
    init_uploads(app)
    app.before_request(lambda: startup.ready(app))
    init_identity(app, holds_open_call)
    init_navigation(app)
    init_guard(app)
    rooms.register(app)
    cli.register(app)
    app.context_processor(lambda: {"now": now(), "once": new_once})
    # Pages name static files with a version, so a browser may keep them for good.
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(ROOT / "static"),
        prefix="static/",
        max_age=YEAR,
        allow_all_origins=False,
        add_headers_function=static_headers(app.config["CASEFLOW_URL"].startswith("https:")),
    )
    init_hosts(app, app.config["CASEFLOW_URL"], app.config["CASEFLOW_PROXIES"])
    missing = undeclared(app)
    if missing:
        raise Misconfigured(f"These routes declare no permission: {', '.join(missing)}.")
    return app


def _init_database(app: Flask) -> None:
    address = app.config["SQLALCHEMY_DATABASE_URI"] = database_url(
        app.config["DATABASE_URL"], Path(app.config["CASEFLOW_DATA"])
    )
    others = other_roles(address, app.config["CASEFLOW_OWNER_URL"], app.config["CASEFLOW_KEEPER_URL"])
    options: dict[str, Any] = {"hide_parameters": True}
    if not address.startswith("sqlite"):
        options |= {"pool_pre_ping": True, "pool_size": 10}
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    app.config["SQLALCHEMY_BINDS"] = {role: {"url": url, **options} for role, url in others.items()}
    db.init_app(app)
    init_wall()
    Migrate(app, db, directory=str(startup.MIGRATIONS), compare_type=True, render_as_batch=True)
    with app.app_context():
        for engine in db.engines.values():
            prepare_engine(engine)


def _init_keys(app: Flask) -> None:
    source = key_source(
        os.environ,
        Path(app.config["CASEFLOW_KEYS"]),
        Path(app.config["CASEFLOW_DATA"]),
    )
    ring = app.extensions["caseflow.keyring"] = Keyring(source)
    app.extensions["caseflow.epoch"] = epoch_of(app.config["CASEFLOW_BACKUP_DAYS"])
    app.extensions["caseflow.passwords"] = hasher(
        app.config["ARGON2_MEMORY_KIB"], app.config["ARGON2_TIME_COST"]
    )
    anchors = anchoring.Anchors(
        Path(app.config["CASEFLOW_ANCHORS"] or Path(app.config["CASEFLOW_KEYS"]).parent / "anchors"),
        app.config["CASEFLOW_ANCHOR_SYSLOG"],
    )

    def use(_sender: Flask, **_more: object) -> None:
        # Whoever works for this app, in whatever thread, seals and opens with this app's keys.
        keyring.use(ring)
        anchoring.use(anchors)

    appcontext_pushed.connect(use, app, weak=False)
