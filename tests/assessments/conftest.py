"""People to assess, and the answers that are given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from caseflow.access.viewer import System
from caseflow.assessments.content import Content
from caseflow.assessments.instruments.loader import instruments
from caseflow.audit.models import AuditRow
from caseflow.choices import Side
from caseflow.database import db, end_reading
from caseflow.people.actions import add_person, add_person_causing_harm

CODES = [item.code for item in instruments()["dash", "1"].items]
TESTS = System("tests")


def answered(yes: int = 0, no: int = 0, unsure: int = 0) -> dict[str, dict[str, str]]:
    """Answer so many items of DASH, the first ones yes."""
    words = ["yes"] * yes + ["no"] * no + ["dont_know"] * unsure
    return {code: {"answer": word} for code, word in zip(CODES, words, strict=False)}


def decided(level: str, yes: int = 3, **more: Any) -> Content:
    """A checklist answered whole, with a level and its reason."""
    more.setdefault("stop_answer", "not_high")
    more.setdefault("stop_because", "It was ten years ago.")
    more.setdefault("reason", "What was said and seen.")
    more.setdefault("answers", answered(yes=yes, no=24 - yes))
    return Content(level=level, **more)


@pytest.fixture
def within(app: Flask) -> Callable[..., Any]:
    """Run a function as a request would, in the application's context."""

    def run(function: Callable[..., Any], *args: Any, **rest: Any) -> Any:
        with app.app_context():
            try:
                return function(*args, **rest)
            finally:
                end_reading()

    return run


@pytest.fixture
def survivor(within: Callable[..., Any]) -> Callable[..., UUID]:
    """Add a survivor: survivor(), survivor(age=16)."""

    def add(
        known_as: str = "Testina", birth_on: date | None = date(1990, 3, 27), age: int | None = None
    ) -> UUID:
        born = {"age": age} if age is not None else {"birth_on": birth_on}
        added: UUID = within(add_person, TESTS, side=Side.SURVIVOR, known_as=known_as, **born)
        return added

    return add


@pytest.fixture
def harm(within: Callable[..., Any]) -> Callable[..., UUID]:
    """Add who is causing harm to a survivor's record."""

    def add(person_id: UUID, name: str = "Rex Testman") -> UUID:
        added: UUID = within(add_person_causing_harm, TESTS, person_id, name=name)
        return added

    return add


@pytest.fixture
def stored(app: Flask) -> Callable[..., Any]:
    """Look at a row as it stands in the database."""

    @contextmanager
    def look(model: type[Any], row_id: UUID) -> Iterator[Any]:
        with app.app_context():
            yield db.session.scalars(select(model).where(model.id == row_id)).one()
            end_reading()

    return look


@pytest.fixture
def audited(app: Flask) -> Callable[..., list[str]]:
    """The events that the audit holds about a record, oldest first."""

    def events(record_id: UUID) -> list[str]:
        with app.app_context():
            rows = db.session.scalars(
                select(AuditRow.event).where(AuditRow.record_id == record_id).order_by(AuditRow.position)
            )
            found = list(rows)
            end_reading()
            return found

    return events
