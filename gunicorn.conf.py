"""How gunicorn serves caseflow: one process with eight threads, on this machine only unless told otherwise."""

import os
import sys

from caseflow import startup
from caseflow.errors import CaseflowError

bind = f"127.0.0.1:{os.environ.get('PORT') or 8000}"
worker_class = "gthread"
workers = 1
threads = 8
loglevel = "warning"
control_socket_disable = True
forwarded_allow_ips = "127.0.0.1,::1"

GIVE_UP = 4  # gunicorn's own sign that starting again would not help


def post_worker_init(worker):
    """Say in one sentence why this installation cannot serve; a demonstration is never served to a network."""
    app = worker.wsgi
    try:
        with app.app_context():
            startup.ready(app)
            for address in worker.cfg.address:
                startup.refuse_open_demonstration(_written(address))
    except CaseflowError as fault:
        sys.stderr.write(f"{fault}\n")
        sys.exit(GIVE_UP)


def _written(address):
    return f"{address[0]}:{address[1]}" if isinstance(address, tuple) else f"unix:{address}"
