"""The rooms that have pages, in river order."""

from importlib import import_module
from importlib.util import find_spec

from flask import Flask

from caseflow.web import health

ROOMS = (
    "access",
    "directory",
    "staff",
    "people",
    "calls",
    "assessments",
    "referrals",
    "cases",
    "privacy",
    "oversight",
    "desk",
    "dossier",
    "reports",
)


def register(app: Flask) -> None:
    """Register the pages of every room."""
    app.register_blueprint(health.bp)
    for room in ROOMS:
        if _has(room, "models"):
            import_module(f"caseflow.{room}.models")
        if _has(room, "views"):
            app.register_blueprint(import_module(f"caseflow.{room}.views").bp)


def _has(room: str, part: str) -> bool:
    return find_spec(f"caseflow.{room}") is not None and find_spec(f"caseflow.{room}.{part}") is not None
