"""Uploads: held in memory and never spooled to disk, larger only where a route says that it takes files."""

import io
from collections.abc import Callable
from typing import IO, Any, TypeVar

from flask import Flask, Request, request

F = TypeVar("F", bound=Callable[..., Any])
LIMIT = "__caseflow_takes_files__"
BESIDE = 1024 * 1024
"""What may come beside a file, so that one slightly too large is answered beside its field."""


class RequestInMemory(Request):
    """A request whose files are never written to the disk while they are read."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return io.BytesIO()


def takes_files(most: int) -> Callable[[F], F]:
    """Declare that a route takes files of up to so many bytes."""

    def mark(view: F) -> F:
        setattr(view, LIMIT, most)
        return view

    return mark


def init_uploads(app: Flask) -> None:
    """Let the routes that take files have longer requests; this runs before anything reads the form."""
    app.request_class = RequestInMemory

    @app.before_request
    def lengthen() -> None:
        view = app.view_functions.get(request.endpoint or "")
        most: int | None = getattr(view, LIMIT, None)
        if most:
            request.max_content_length = most + BESIDE
