"""Open all names of an installation in this process, and print how long it took and what memory it needs, as JSON."""

from __future__ import annotations

import gc
import json
import os
import time
from pathlib import Path

from caseflow import startup
from caseflow.access.viewer import System
from caseflow.application import create_app
from caseflow.people.queries import open_all_names

PAGE = os.sysconf("SC_PAGE_SIZE")


def resident() -> int:
    """Return how many bytes of memory this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE


def processor() -> float:
    """Return the seconds of processor that this process took, with those that ended under it."""
    taken = os.times()
    return taken.user + taken.system + taken.children_user + taken.children_system


def main() -> None:
    """Open, and print."""
    app = create_app()
    with app.app_context():
        startup.ready(app)
        gc.collect()
        before, started, worked = resident(), time.perf_counter(), processor()
        people = open_all_names(System("prove opening"))
        taken = {"seconds": time.perf_counter() - started, "processor": processor() - worked}
        gc.collect()
        held = (resident() - before) / max(people, 1)
    print(json.dumps({"people": people, "bytes": held, **taken}))
