"""Where the proofs take place."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from tests.installation import Installation, Templates, close
from tests.postgres import server_url
from tests.world import furnish


class Grounds:
    """Where the proofs take place: installations of the small world, one after the other."""

    def __init__(self, run: Path) -> None:
        self.run = run
        self.made = 0

    @contextmanager
    def installation(self, engine: str) -> Iterator[tuple[Installation, Flask]]:
        """Give a fresh installation and its application."""
        server = server_url(self.run, os.getpid()) if engine == "postgresql" else None
        templates = Templates(self.run, engine, server)
        self.made += 1
        name = f"caseflow_prove_{self.made}"
        made = templates.copy(templates.template("world", furnish), self.run / name, name)
        app = made.app(TESTING=False, WTF_CSRF_ENABLED=True)
        try:
            yield made, app
        finally:
            close(app)
            templates.drop(made)


Verdict = tuple[str, list[str]]
"""What was measured, in words, and every fault."""
