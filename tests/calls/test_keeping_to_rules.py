"""The rule of a number is kept: a try outside it needs a reason, a stopped number is not shown, promises rise."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from caseflow.calls import actions, queries
from caseflow.calls.callbacks.actions import attempt_callback
from caseflow.calls.choices import AttemptOutcome, CallbackState, CallerCheck
from caseflow.calls.models import Callback
from caseflow.calls.reaches.models import ContactAttempt
from caseflow.calls.tying.queries import refused_checks
from caseflow.database import db
from caseflow.desk.queries import desk_page
from caseflow.errors import Conflict, Invalid
from caseflow.people.actions import change_contact_rule
from caseflow.people.contact.queries import reveal
from caseflow.people.models import ContactPoint

HOUR = timedelta(hours=1)
SOMEONE = AttemptOutcome.SOMEONE_ELSE


def text_of(answer) -> str:
    return answer.get_data(as_text=True)


@pytest.fixture
def point(app, zara):
    with app.app_context():
        return db.session.scalars(select(ContactPoint.id).where(ContactPoint.person_id == zara)).one()


def test_a_try_outside_the_rule_needs_a_reason(app, viewer, zara, point):
    harriet = viewer("harriet")
    with app.app_context():
        change_contact_rule(harriet, point, may_call="not_allowed")
        tried = {"outcome": AttemptOutcome.NO_ANSWER, "contact_point_id": point}
        with pytest.raises(Invalid) as fault:
            actions.record_attempt(harriet, zara, **tried)
        assert set(fault.value.faults) == {"reason"} and "not to call" in fault.value.faults["reason"]
        actions.record_attempt(harriet, zara, **tried, reason="999 asked us to")
        assert db.session.scalars(select(ContactAttempt)).one().reason == "999 asked us to"


def test_the_value_of_a_stopped_number_is_for_who_decides(app, viewer, zara, point):
    with app.app_context():
        actions.record_attempt(viewer("harriet"), zara, outcome=SOMEONE, contact_point_id=point)
        with pytest.raises(Conflict):
            reveal(viewer("harriet"), point)
        assert reveal(viewer("hugo"), point).value


def test_a_promise_is_kept_in_one_press_and_rises_when_it_is_not(
    app, signed_in, viewer, call, zara, point, values, booked, get
):
    harriet = viewer("harriet")
    with app.app_context():
        actions.finish_call(harriet, call, values(who=str(zara), **booked))
        line = queries.callbacks_due(harriet)[0]
    address = f"/callbacks/{line.callback_id}"
    with time_machine.travel(line.due_until_at + HOUR, tick=False):
        with app.app_context():
            adviser, manager = desk_page(harriet), desk_page(viewer("hugo"))
        assert [row.urgent for row in adviser.ordered.rows if row.endpoint == "calls.callback"] == [False]
        assert [row.urgent for row in manager.ordered.rows if row.endpoint == "calls.callback"] == [True]
        browser = signed_in("harriet")
        page = text_of(browser.get(address))
        assert "The time has passed" in page and "07700" not in page
        assert "07700 900123" in text_of(browser.post(f"{address}/number", data={"point": str(point)}))
        tried = {"point": str(point), "press": "no_answer"}
        assert browser.post(f"{address}/attempt", data=tried).status_code == 302
        assert get(Callback, line.callback_id, "state")["state"] is CallbackState.BOOKED
        assert browser.post(f"{address}/attempt", data={**tried, "press": "spoke:yes"}).status_code == 302
    assert get(Callback, line.callback_id, "state")["state"] is CallbackState.DONE


def test_outside_the_safe_hours_the_page_warns_before_the_press(
    app, signed_in, viewer, call, zara, point, values, booked
):
    with app.app_context():
        actions.finish_call(viewer("harriet"), call, values(who=str(zara), **booked))
        line = queries.callbacks_due(viewer("harriet"))[0]
        change_contact_rule(viewer("harriet"), point, safe_times="every day 9am to 10am")
        with pytest.raises(Invalid):
            attempt_callback(
                viewer("harriet"),
                line.callback_id,
                outcome=AttemptOutcome.NO_ANSWER,
                contact_point_id=point,
                made_at=line.due_until_at - timedelta(days=1, minutes=30),
            )
    with time_machine.travel(line.due_until_at - HOUR / 2, tick=False):
        browser = signed_in("harriet")
        page = text_of(browser.get(f"/callbacks/{line.callback_id}"))
        assert "Not now: It is safe only at: every day 9am to 10am." in page
        tried = {"point": str(point), "press": "no_answer"}
        refused = browser.post(f"/callbacks/{line.callback_id}/attempt", data=tried)
        assert refused.status_code == 200 and "Say why it was tried all the same" in text_of(refused)


def test_who_was_refused_is_seen_by_the_next_worker(app, signed_in, viewer, call, zara, values):
    with app.app_context():
        actions.finish_call(
            viewer("harriet"), call, values(who=str(zara), check=CallerCheck.NOT_PASSED, phone="")
        )
        assert refused_checks(viewer("henry"), [zara])[zara].times == 1
        assert refused_checks(viewer("ezra"), [zara]) == {}
        other = actions.open_call(viewer("henry"))
    typed = {"check": "not_done", "name": "Zara Fennick", "caller_type": "survivor"}
    piece = text_of(signed_in("henry").post(f"/calls/{other}/matches", data=typed))
    assert "Caller refused" in piece and "did not pass the check once" in piece


def test_when_the_line_drops_what_was_agreed_comes_first(signed_in, call):
    browser = signed_in("harriet")
    typed = {"caller_type": "survivor", "drop_plan": "call_back", "drop_number": "07700 900777", "seen": "0"}
    led = browser.post(f"/calls/{call}", data={**typed, "do": "dropped"})
    page = text_of(browser.get(led.location))
    assert "They agreed that you ring back." in page
    assert page.index("line-dropped") < page.index("Who is calling")
