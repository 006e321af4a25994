"""Errors that are forced in the middle of a request, each with typed words in what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy import insert, text

from caseflow.access.guard import PERMISSION, PUBLIC
from caseflow.audit.models import OneTimeKey
from caseflow.database import db
from caseflow.errors import CaseflowError

ENDPOINT = "health.healthz"


class Unforeseen(CaseflowError):
    """An answer that no handler knows."""


def _database(word: str) -> None:
    db.session.execute(text("select nowhere from nothing where a = :word"), {"word": word})


def _twice(word: str) -> None:
    row = {"id": uuid4(), "user_id": uuid4(), "key": word, "action": word, "result": word, "created_at": None}
    with db.engine.begin() as connection:
        connection.execute(insert(OneTimeKey), row)


def _raise(kind: type[Exception]) -> Callable[[str], None]:
    def fail(word: str) -> None:
        raise kind(f"it was {word} then")

    return fail


FAULTS: tuple[Callable[[str], None], ...] = (
    _database,
    _twice,
    *(_raise(kind) for kind in (RuntimeError, ValueError, KeyError, TypeError, OSError, Unforeseen)),
)
"""A misconfiguration is left out: its sentence is ours and names keys and folders, never what was typed."""


@contextmanager
def failing(app: Flask, fault: Callable[[str], None], word: str) -> Iterator[None]:
    """Let one page fail with a word in its error."""
    before = app.view_functions[ENDPOINT]

    def view(**_values: Any) -> str:
        fault(word)
        raise AssertionError("the fault did not come")

    setattr(view, PERMISSION, PUBLIC)
    app.view_functions[ENDPOINT] = view
    try:
        yield
    finally:
        app.view_functions[ENDPOINT] = before


def error_pages(app: Flask, word: Callable[[str], str]) -> str:
    """Force every fault with a word of its own, and return all the pages that came of it."""
    pages = []
    browser = app.test_client()
    for fault in FAULTS:
        with failing(app, fault, word("an error")):
            answer = browser.get("/healthz")
        pages.append(f"{answer.status_code} {answer.headers} {answer.get_data(as_text=True)}")
    return "\n".join(pages)
