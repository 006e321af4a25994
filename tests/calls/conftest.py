"""What the tests of calls begin with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from caseflow.calls import actions
from caseflow.calls.choices import (
    CallerCheck,
    CallerType,
    Danger,
    DropPlan,
    Outcome,
    SafeToTalk,
)
from caseflow.choices import Side
from caseflow.clock import today
from caseflow.database import db, end_reading
from caseflow.people.actions import add_person
from caseflow.people.choices import ContactKind

NUMBER = "07700 900123"
VALUES: dict[str, Any] = {
    "caller_type": CallerType.SURVIVOR,
    "safe_to_talk": SafeToTalk.YES,
    "danger": Danger.NO,
    "drop_plan": DropPlan.DO_NOT_CALL,
    "check": CallerCheck.NOT_DONE,
    "name": "Zara Fennick",
    "born": date(1990, 3, 27),
    "phone": NUMBER,
    "harm_name": "Col Fennick",
    "narrative": "What was said",
    "outcomes": [Outcome.INFORMATION],
    "who": "anonymous",
}


@pytest.fixture
def values() -> Callable[..., dict[str, Any]]:
    """Give the answers of a whole form, with changes."""
    return lambda **changes: {**VALUES, **changes}


@pytest.fixture
def booked() -> dict[str, Any]:
    """Give a call-back for tomorrow from ten to eleven."""
    tomorrow = today() + timedelta(days=1)
    return {
        "outcomes": [Outcome.CALL_BACK],
        "callback_on": tomorrow,
        "callback_from": time(10),
        "callback_until": time(11),
    }


@pytest.fixture
def call(app, viewer) -> UUID:
    """Give a call that Harriet has opened."""
    with app.app_context():
        return actions.open_call(viewer("harriet"))


@pytest.fixture
def zara(app, viewer) -> UUID:
    """Give a survivor who is known, with a number that may be called."""
    with app.app_context():
        return add_person(
            viewer("harriet"),
            side=Side.SURVIVOR,
            known_as="Zara",
            given="Zara",
            surname="Fennick",
            birth_on=date(1990, 3, 27),
            contacts=[{"kind": ContactKind.PHONE, "value": NUMBER, "may_call": "allowed"}],
        )


@pytest.fixture
def get(app) -> Callable[..., Any]:
    """Read one row afresh: get(Call, call_id)."""

    def read(model: type, row_id: UUID, *names: str) -> Any:
        with app.app_context():
            end_reading()
            row = db.session.get(model, row_id)
            found = {name: getattr(row, name) for name in names} if row is not None else None
            end_reading()
        return found

    return read
