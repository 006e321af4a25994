"""Several at once: one call is finished once, a double press has one effect, and no keystroke breaks another."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

from sqlalchemy import func, select

from caseflow.audit.models import AuditRow
from caseflow.calls import actions
from caseflow.calls.choices import AttemptOutcome, StopDecision
from caseflow.calls.drafting import read_draft
from caseflow.calls.models import Call, CallOutcome
from caseflow.calls.queries import stopped_points, unfinished_calls
from caseflow.clock import now
from caseflow.database import db
from caseflow.errors import Conflict
from caseflow.people.models import ContactPoint, Person

MANY = 6


def at_once(app, press):
    """Press from several threads at the same moment; count what each got."""
    barrier = Barrier(MANY)

    def run(number: int) -> str:
        with app.app_context():
            barrier.wait(20)
            try:
                return str(press(number))
            except Conflict:
                return "conflict"

    with ThreadPoolExecutor(MANY) as pool:
        return Counter(pool.map(run, range(MANY)))


def test_a_call_is_finished_once(app, viewer, call, values):
    harriet = viewer("harriet")
    found = at_once(app, lambda _number: actions.finish_call(harriet, call, values()))
    assert found == {str(call): 1, "conflict": MANY - 1}
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(CallOutcome)) == 1


def test_one_press_sent_many_times_adds_one_person(app, viewer, call, values):
    once = replace(viewer("harriet"), once=uuid4().hex)
    found = at_once(app, lambda _number: actions.go_on_with_person(once, call, values(who="new")))
    assert len(found) == 1 and "conflict" not in found
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Person)) == 1
        tied = select(func.count()).select_from(AuditRow).where(AuditRow.event == "calls:call:tied")
        assert db.session.scalar(tied) == 1


def test_keystrokes_of_one_screen_do_not_break_one_another(app, viewer, call):
    harriet = viewer("harriet")

    def save(number: int) -> str:
        return actions.save_draft(harriet, call, {"narrative": ["x" * (number + 1)]}, page="one", seen=0)

    assert at_once(app, save) == {"saved": MANY}
    with app.app_context():
        draft = read_draft(db.session.scalars(select(Call).where(Call.id == call)).one().draft)
    assert draft.one("narrative") and draft.asides == ()


def test_one_manager_decides_about_a_stopped_number(app, viewer, zara):
    hugo = viewer("hugo")
    with app.app_context():
        point = db.session.scalars(select(ContactPoint.id).where(ContactPoint.person_id == zara)).one()
        actions.record_attempt(hugo, zara, outcome=AttemptOutcome.SOMEONE_ELSE, contact_point_id=point)
        stopped = stopped_points(hugo)[0].stopped_id
    found = at_once(
        app,
        lambda number: actions.decide_stopped_point(
            hugo, stopped, list(StopDecision)[number % 2], note="at once"
        ),
    )
    assert found == {str(stopped): 1, "conflict": MANY - 1}


def test_two_presses_of_log_a_call_open_one(app, viewer):
    harriet = viewer("harriet")
    once = replace(harriet, once=uuid4().hex)
    assert len(at_once(app, lambda _number: actions.open_call(once))) == 1
    with app.app_context():
        mine = unfinished_calls(harriet)
        assert len(mine) == 1 and mine[0].started_at > now() - timedelta(minutes=1)
