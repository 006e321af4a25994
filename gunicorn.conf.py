"""How caseflow is served: one process, eight threads; nothing personal in the server's own log."""

import os
import sys

from caseflow import startup
from caseflow.errors import CaseflowError
from wsgi import app

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("CASEFLOW_PROCESSES", "1"))
worker_class = "gthread"
threads = 8
timeout = 60
accesslog = None
errorlog = "-"
loglevel = "warning"
worker_tmp_dir = None


def when_ready(server):
    """Refuse to serve what is not ready, in one sentence."""
    try:
        with app.app_context():
            startup.ready(app)
            for address in server.cfg.address:
                shown = address if isinstance(address, str) else f"{address[0]}:{address[1]}"
                startup.refuse_open_demonstration(shown)
    except CaseflowError as fault:
        sys.stderr.write(f"caseflow cannot start. {fault}\n")
        sys.exit(3)
