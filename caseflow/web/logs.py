"""Logs: one JSON line for each request, with keys from a short list. Never free text, never what was typed."""

import logging
import time
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog
from flask import Flask, Response, g, request

from caseflow.crypto import unopened

ALLOWED = frozenset(
    {"event", "level", "timestamp", "method", "endpoint", "status", "ms", "kind", "where", "fault"}
)


def only_allowed(_logger: Any, _name: str, line: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Drop every key that is not on the list."""
    return {key: value for key, value in line.items() if key in ALLOWED}


structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        only_allowed,
        structlog.processors.JSONRenderer(),
    ],
    wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    cache_logger_on_first_use=False,
)

log = structlog.get_logger()


def init_logs(app: Flask) -> None:
    """Write one line for each request: what kind, how long, how it ended."""

    @app.before_request
    def start() -> None:
        g.started = time.perf_counter()
        unopened.begin()

    @app.after_request
    def finish(response: Response) -> Response:
        if request.endpoint not in ("static", "health.healthz"):
            log.info(
                "request",
                method=request.method,
                endpoint=request.endpoint or "none",
                status=response.status_code,
                ms=round((time.perf_counter() - g.started) * 1000, 1),
            )
        return response
