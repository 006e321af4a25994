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
    """Say in one sentence why this installation cannot serve, rather than on every page; never serve a demonstration to a network."""
    app = worker.wsgi
    try:
        with app.app_context():
            startup.ready(app)
            for address in worker.cfg.address:
                startup.refuse_open_demonstration(address if isinstance(address, str) else f"{address[0]}:{address[1]}")
    except CaseflowError as fault:
        print(fault, file=sys.stderr)
        sys.exit(GIVE_UP)
