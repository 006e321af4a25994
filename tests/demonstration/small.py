"""A small demonstration as a template of the run: loaded once for each database, copied for each test."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import time_machine
from flask import Flask

from caseflow.demonstration.loading import load
from tests.installation import Installation, Templates, close

PEOPLE, SEED = 160, 7
AT = datetime(2026, 11, 18, 14, 20, tzinfo=UTC)
"""A Wednesday afternoon."""
KIND = "demonstration"


def furnish(app: Flask) -> None:
    """Load the small demonstration, within the application's context."""
    kept = app.extensions["caseflow.passwords"].hash("seven teapots on tour")
    with time_machine.travel(AT, tick=False):
        for _ in load(AT, PEOPLE, SEED, kept):
            pass


def copied(templates: Templates) -> Iterator[tuple[Installation, Flask]]:
    """Give a copy of the small demonstration and the application over it."""
    name = f"caseflow_{uuid4().hex}"
    installation = templates.copy(templates.template(KIND, furnish), templates.run / name, name)
    app = installation.app()
    yield installation, app
    close(app)
    templates.drop(installation)
