"""Call-backs: promised with a call, inside the contact rule, closed once."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from caseflow.calls import actions, queries
from caseflow.calls.choices import AttemptOutcome, CallbackState
from caseflow.calls.models import Callback
from caseflow.database import db
from caseflow.errors import Conflict, Invalid
from caseflow.people.actions import change_contact_rule
from caseflow.people.models import ContactPoint

HOUR = timedelta(hours=1)


def test_a_call_back_is_booked_with_the_call(app, viewer, call, zara, values, booked, get):
    harriet = viewer("harriet")
    with app.app_context():
        actions.finish_call(harriet, call, values(who=str(zara), **booked))
        line = queries.callbacks_due(viewer("henry"))[0]
        assert line.known_as == "Zara" and not line.missed and line.number == ""
        assert line.due_until_at - line.due_from_at == HOUR
        with time_machine.travel(line.due_until_at + HOUR, tick=False):
            assert queries.callbacks_due(harriet)[0].missed
        actions.close_callback(harriet, line.callback_id, done=True)
        with pytest.raises(Conflict):
            actions.close_callback(harriet, line.callback_id, done=False)
        assert queries.callbacks_due(harriet) == []
    assert get(Callback, line.callback_id, "state")["state"] is CallbackState.DONE


def test_an_anonymous_caller_leaves_a_number_to_ring_back(app, viewer, call, values, booked):
    with app.app_context():
        with pytest.raises(Invalid) as fault:
            actions.finish_call(viewer("harriet"), call, values(phone=None, **booked))
        assert set(fault.value.faults) == {"callback_number"}
        actions.finish_call(viewer("harriet"), call, values(**booked))
        line = queries.callbacks_due(viewer("harriet"))[0]
    assert (line.known_as, line.number) == ("Anonymous caller", "07700 900123")


@pytest.mark.parametrize(
    ("times", "agreed", "field"),
    [
        ("evenings", False, "callback_from"),
        ("when he is out", False, "callback_agreed"),
        ("when he is out", True, None),
        ("every day 9am to 12:00", False, None),
    ],
)
def test_a_call_back_keeps_to_the_agreed_times(app, viewer, call, zara, values, booked, times, agreed, field):
    harriet = viewer("harriet")
    with app.app_context():
        point = db.session.scalars(select(ContactPoint.id).where(ContactPoint.person_id == zara)).one()
        change_contact_rule(harriet, point, safe_times=times)
        given = values(who=str(zara), callback_agreed=agreed, **booked)
        if field is None:
            actions.finish_call(harriet, call, given)
            return
        with pytest.raises(Invalid) as fault:
            actions.finish_call(harriet, call, given)
        assert set(fault.value.faults) == {field}
        assert queries.callbacks_due(harriet) == []


def test_a_call_back_to_a_stopped_number_is_refused(app, viewer, call, zara, values, booked):
    harriet = viewer("harriet")
    with app.app_context():
        point = db.session.scalars(select(ContactPoint.id).where(ContactPoint.person_id == zara)).one()
        actions.record_attempt(harriet, zara, outcome=AttemptOutcome.WRONG_NUMBER, contact_point_id=point)
        with pytest.raises(Invalid) as fault:
            actions.finish_call(harriet, call, values(who=str(zara), **booked))
    assert set(fault.value.faults) == {"callback_number"}
