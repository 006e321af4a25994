"""People of the small world, as the tests of this room and of the dossier add them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import event

from caseflow.access.viewer import Viewer
from caseflow.database import end_reading, whole_engine
from caseflow.people.actions import add_person


@pytest.fixture
def inside(app: Flask) -> Iterator[Flask]:
    """Give the application with its context, for what asks no page: a request must have a context of its own."""
    with app.app_context():
        yield app
        end_reading()


@pytest.fixture
def within(app: Flask) -> Callable[..., Any]:
    """Ask or act in a context of its own, between requests: within(lambda: children_of(viewer, person_id))."""

    def run(what: Callable[..., Any], /, *args: Any, **rest: Any) -> Any:
        with app.app_context():
            try:
                return what(*args, **rest)
            finally:
                end_reading()

    return run


@pytest.fixture
def person(within: Callable[..., Any], viewer: Callable[..., Viewer]) -> Callable[..., UUID]:
    """Add an invented person, as the helpline would: person("Asha", surname="Sample")."""

    def add(known_as: str = "Asha", *, by: str = "harriet", **more: Any) -> UUID:
        who = viewer(by)
        added: UUID = within(lambda: add_person(who, known_as=known_as, **more))
        return added

    return add


@contextmanager
def counted() -> Iterator[list[str]]:
    """Give the statements that are run within, transactions' own ones left out."""
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "ROLLBACK", "COMMIT")):
            said.append(statement)

    event.listen(whole_engine(), "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(whole_engine(), "before_cursor_execute", note)
