"""How many queries a page takes does not depend on how many people stand on it."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from sqlalchemy import event, select

from caseflow.calls import actions
from caseflow.calls.choices import CallerType, Profession, Told, Verified
from caseflow.choices import Side
from caseflow.clock import now
from caseflow.database import db
from caseflow.people.models import Person

pytestmark = pytest.mark.engines("sqlite")  # the same statements go to both

REFERRAL = {
    "side": Side.SURVIVOR,
    "referrer": "PC Testley",
    "profession": Profession.POLICE,
    "agency": "An invented force",
    "verified": Verified.SWITCHBOARD,
    "told": Told.AGREES,
    "who": "new",
    "name": "Zara Fennick",
    "phone": "07700 900123",
    "narrative": "What happened",
}


@contextmanager
def counted(app):
    """Count the statements sent to the database."""
    sent = []

    def note(_connection, _cursor, statement, *_rest):
        sent.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def cost(app, browser, path):
    browser.get(path)
    with counted(app) as sent:
        assert browser.get(path).status_code == 200
    return len(sent)


@pytest.fixture
def crowd(app, viewer):
    """Make so many more people to reach, with a call each."""

    def more(count: int) -> None:
        with app.app_context():
            for _ in range(count):
                shown = ",".join(str(one) for one in db.session.scalars(select(Person.id)))
                told_apart = {**REFERRAL, "not_these": shown}
                actions.log_professional_referral(viewer("harriet"), told_apart, received_at=now())
                other = actions.open_call(viewer("henry"))
                values = {"caller_type": CallerType.SURVIVOR, "name": "Zara Fennick", "phone": "07700 900456"}
                values["who"] = "anonymous"
                actions.finish_call(viewer("henry"), other, values)

    return more


def test_the_pages_cost_the_same_for_one_and_for_many(app, viewer, signed_in, crowd, call):
    browser = signed_in("harriet")
    typed = {"caller_type": ["survivor"], "check": ["passed"], "name": ["Zara Fennick"]}
    with app.app_context():
        actions.save_draft(viewer("harriet"), call, typed, page="one", seen=0)
    pages = ("/reach", f"/calls/{call}", "/calls/new")
    crowd(2)
    few = {path: cost(app, browser, path) for path in pages}
    crowd(5)
    many = {path: cost(app, browser, path) for path in pages}
    assert few == many
    assert many[f"/calls/{call}"] <= 40 and many["/reach"] <= 30
