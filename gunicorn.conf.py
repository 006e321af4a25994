"""How gunicorn serves caseflow: one process with eight threads, on this machine only unless told otherwise."""

import os
import sys
from contextlib import suppress
from threading import Thread

from sqlalchemy.exc import SQLAlchemyError

from caseflow import startup
from caseflow.access.viewer import System
from caseflow.errors import CaseflowError
from caseflow.people.queries import open_all_names

bind = f"127.0.0.1:{os.environ.get('PORT') or 8000}"
worker_class = "gthread"
workers = 1
threads = 8
loglevel = "warning"
control_socket_disable = True
forwarded_allow_ips = "127.0.0.1,::1"

TOLD_EVERY = 20
"""Per cent between two lines about the opening of names."""
GIVE_UP = 4  # gunicorn's own sign that starting again would not help


def post_worker_init(worker):
    """Say in one sentence why this installation cannot serve; a demonstration is never served to a network."""
    app = worker.wsgi
    try:
        with app.app_context():
            startup.ready(app)
            for address in worker.cfg.address:
                startup.refuse_open_demonstration(_written(address))
                startup.refuse_plain_http(app, _written(address), tls=worker.cfg.is_ssl)
    except CaseflowError as fault:
        sys.stderr.write(f"{fault}\n")
        sys.exit(GIVE_UP)
    # Report this process as alive, so that a key is never rotated away under it.
    worker.stop_reporting = startup.keep_reporting(app)
    # Write the head of the audit down outside the database while pages are served.
    worker.stop_anchoring = startup.keep_anchoring(app)
    Thread(target=_open_names, args=(app,), name="caseflow-names", daemon=True).start()


def worker_exit(_server, worker):
    """Say that this process ends."""
    for stop in ("stop_anchoring", "stop_reporting"):
        getattr(worker, stop, lambda: None)()


def _open_names(app):
    """Open the names that people are found by, beside the first pages, so that the first find need not wait."""
    said = [0]

    def tell(percent):
        if percent >= said[0] + TOLD_EVERY:
            said[0] = percent
            sys.stderr.write(f"Opening the names that people are found by: {percent} %\n")

    with app.app_context(), suppress(CaseflowError, SQLAlchemyError):
        count = open_all_names(System("open names"), tell)
        if said[0]:
            sys.stderr.write(f"The names of {count} records are open.\n")


def _written(address):
    return f"{address[0]}:{address[1]}" if isinstance(address, tuple) else f"unix:{address}"
