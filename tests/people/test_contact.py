"""Contact points as they are written: a yes has its day, a stop stops, and the person's summary follows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from caseflow.choices import FieldState
from caseflow.clock import today
from caseflow.database import end_reading
from caseflow.errors import Conflict, Invalid, Unknown
from caseflow.people import actions
from caseflow.people.choices import ContactKind
from caseflow.people.contact.queries import same_contact_point
from caseflow.people.queries import contact_card, contact_points_of, person_lines, reveal
from tests.people.conftest import counted

pytestmark = pytest.mark.usefixtures("inside")

NUMBER = {"kind": "phone", "value": "07700 900123"}


@pytest.fixture
def card(viewer):
    """Give a person's contact points as the helpline sees them."""

    def points(person_id):
        found = contact_card(viewer("henry"), person_id).points
        end_reading()
        return found

    return points


def state_of(viewer, person_id):
    found = person_lines(viewer("henry"), [person_id])[person_id].contact_state
    end_reading()
    return found


def test_a_yes_without_a_day_is_given_today_and_holds_sixty_days(viewer, person, card):
    asha = person(contacts=[{**NUMBER, "may_call": "allowed"}])
    point = card(asha)[0]
    assert (point.confirmed_on, point.confirm_again_on) == (today(), today() + timedelta(days=60))
    assert state_of(viewer, asha) == "allowed"


def test_not_yet_asked_has_no_day(viewer, person, card):
    asha = person(contacts=[NUMBER])
    assert card(asha)[0].confirmed_on is None
    assert state_of(viewer, asha) == "not_asked"


def test_a_confirmation_renews_what_had_lapsed(viewer, person, card):
    asha = person(contacts=[{**NUMBER, "may_call": "allowed", "confirmed_on": today() - timedelta(days=90)}])
    assert card(asha)[0].state == "lapsed" and state_of(viewer, asha) == "lapsed"
    actions.confirm_contact(viewer("henry"), card(asha)[0].id)
    assert card(asha)[0].state == "allowed" and state_of(viewer, asha) == "allowed"


def test_a_stopped_point_can_be_used_by_nobody_until_it_is_opened_and_asked_again(viewer, person, card):
    henry = viewer("henry")
    asha = person(contacts=[{**NUMBER, "may_call": "allowed"}])
    point = card(asha)[0].id
    actions.stop_contact_point(henry, point, reason="someone_else")
    assert card(asha)[0].state == "stopped" and state_of(viewer, asha) == "not_asked"
    for again in (
        lambda: actions.stop_contact_point(henry, point, reason="not_safe"),
        lambda: actions.confirm_contact(henry, point),
    ):
        with pytest.raises(Conflict):
            again()
    actions.reopen_contact_point(henry, point)
    assert card(asha)[0].state == "lapsed"
    with pytest.raises(Conflict):
        actions.reopen_contact_point(henry, point)


def test_a_number_that_changes_is_no_longer_confirmed(viewer, person, card):
    asha = person(contacts=[{**NUMBER, "may_call": "allowed", "confirmed_on": today() - timedelta(days=3)}])
    point = card(asha)[0].id
    actions.change_contact_point(viewer("henry"), point, value="+44 7700 900123", label="Mobile")
    assert card(asha)[0].confirmed_on == today() - timedelta(days=3)
    actions.change_contact_point(viewer("henry"), point, value="07700 900124")
    assert (card(asha)[0].confirmed_on, card(asha)[0].state) == (None, "lapsed")
    actions.change_contact_point(viewer("henry"), point, value="07700 900125", confirmed_on=today())
    assert card(asha)[0].state == "allowed"
    assert reveal(viewer("henry"), point).value == "07700 900125"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "phone", "value": "twelve"}, "value"),
        ({"kind": "email", "value": "nobody"}, "value"),
        ({"kind": "address", "value": "  "}, "value"),
        ({**NUMBER, "confirmed_on": today() + timedelta(days=1)}, "confirmed_on"),
    ],
)
def test_what_cannot_be_is_refused(viewer, person, given, field):
    asha = person()
    with pytest.raises(Invalid) as refused:
        actions.add_contact_point(viewer("henry"), asha, **given)
    assert list(refused.value.faults) == [field]
    assert contact_card(viewer("henry"), asha).points == ()


def test_the_same_number_is_not_added_twice_and_can_be_found(viewer, person, card):
    henry = viewer("henry")
    asha = person(contacts=[NUMBER])
    with pytest.raises(Invalid):
        actions.add_contact_point(henry, asha, kind=ContactKind.PHONE, value="+447700900123")
    assert same_contact_point(henry, asha, ContactKind.PHONE, "0044 7700 900123") == card(asha)[0].id
    assert same_contact_point(henry, asha, ContactKind.PHONE, "07700 900999") is None


def test_another_service_changes_nothing(viewer, person, card):
    asha = person(contacts=[NUMBER])
    point = card(asha)[0].id
    bella = viewer("bella")
    for attempt in (
        lambda: reveal(bella, point),
        lambda: actions.confirm_contact(bella, point),
        lambda: actions.stop_contact_point(bella, point, reason="not_safe"),
        lambda: actions.change_contact_rule(bella, point, may_call=FieldState.ALLOWED),
        lambda: actions.add_contact_point(bella, asha, **NUMBER),
    ):
        with pytest.raises(Unknown):
            attempt()
        end_reading()
    assert card(asha)[0].state == "not_asked"


def test_many_peoples_points_cost_one_query(viewer, person):
    henry = viewer("henry")
    people = [person(contacts=[NUMBER]) for _ in range(4)]
    with counted() as said:
        assert len(contact_points_of(henry, people)) == 4
    assert len(said) == 1
