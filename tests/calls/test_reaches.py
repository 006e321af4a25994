"""Referrals from professionals, tries to get in touch, stopped numbers and call-backs, on both databases."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from caseflow.calls import actions, queries
from caseflow.calls.choices import (
    CHANNEL_LABELS,
    AttemptOutcome,
    CallState,
    NextWay,
    OutsideGrade,
    Profession,
    ReachState,
    StopDecision,
    Told,
    Verified,
)
from caseflow.calls.models import Call
from caseflow.calls.reaches.models import ContactAttempt, Reach
from caseflow.choices import FieldState, RiskLevel, Side
from caseflow.clock import now, today
from caseflow.database import db
from caseflow.errors import Conflict, Invalid, NotAllowed, Unknown
from caseflow.people.actions import set_risk_summary
from caseflow.people.models import ContactPoint

REFERRAL = {
    "side": Side.SURVIVOR,
    "referrer": "PC Testley",
    "profession": Profession.POLICE,
    "agency": "An invented force",
    "referrer_contact": "0116 496 0123",
    "verified": Verified.SWITCHBOARD,
    "told": Told.AGREES,
    "their_reference": "canary-reference",
    "outside_grade": OutsideGrade.HIGH,
    "who": "new",
    "name": "Zara Fennick",
    "phone": "07700 900123",
    "may_call": FieldState.ALLOWED,
    "safe_says": "She told the officer",
    "narrative": "What happened",
}
OTHER = {"name": "Ana Sample", "phone": ""}
HOUR = timedelta(hours=1)


@pytest.fixture
def reach(app, viewer):
    with app.app_context():
        return actions.log_professional_referral(viewer("harriet"), REFERRAL, received_at=now())


def person_of(reach_id):
    return db.session.scalars(select(Reach.person_id).where(Reach.id == reach_id)).one()


def attempt(actor, reach_id, outcome, **more):
    person_id = person_of(reach_id)
    return actions.record_attempt(actor, person_id, outcome=outcome, reach_id=reach_id, **more)


def state(get, reach_id):
    return get(Reach, reach_id, "state")["state"]


def test_a_referral_makes_a_person_a_number_a_contact_and_a_clock(app, viewer, reach, get):
    row = get(
        Reach, reach, "person_id", "call_id", "contact_point_id", "received_at", "their_reference_sealed"
    )
    assert b"canary-reference" not in row["their_reference_sealed"]
    call = get(Call, row["call_id"], "state", "profession", "narrative", "person_id")
    assert call == {
        "state": CallState.FINISHED,
        "profession": Profession.POLICE,
        "narrative": "What happened",
        "person_id": row["person_id"],
    }
    assert get(ContactPoint, row["contact_point_id"], "may_call") == {"may_call": FieldState.ALLOWED}
    with app.app_context():
        page = queries.reach_page(viewer("harriet"), reach)
        line = queries.people_to_reach(viewer("harriet"))[0]
    # Not yet assessed shares the column of high; the outside grade is never converted.
    assert page.first_try_due_at - page.received_at == 24 * HOUR
    assert page.spoken_due_at - page.received_at == 48 * HOUR
    assert ("Their grade", "High") in page.about_referral
    assert (line.reach_id, line.due_words, line.risk) == (reach, "First try", RiskLevel.NOT_ASSESSED)


def test_a_known_person_is_tied_and_not_doubled(app, viewer, zara):
    with app.app_context():
        reach_id = actions.log_professional_referral(
            viewer("harriet"), {**REFERRAL, "who": str(zara)}, received_at=now()
        )
        assert person_of(reach_id) == zara
        assert len(list(db.session.scalars(select(ContactPoint.id)))) == 1


@pytest.mark.parametrize(
    ("changes", "late", "field"),
    [
        ({"who": ""}, 0, "who"),
        ({"who": "new", "name": ""}, 0, "name"),
        ({}, 60, "received_time"),
        ({}, -60 * 24 * 100, "received_on"),
    ],
)
def test_a_faulty_referral_leaves_nothing(app, viewer, changes, late, field):
    with app.app_context():
        with pytest.raises(Invalid) as fault:
            actions.log_professional_referral(
                viewer("harriet"), {**REFERRAL, **changes}, received_at=now() + timedelta(minutes=late)
            )
        assert set(fault.value.faults) == {field}
        assert list(db.session.scalars(select(Reach.id))) == []
        assert list(db.session.scalars(select(Call.id))) == []


def test_a_way_to_come_in_is_offered_once(signed_in):
    page = signed_in("harriet").get("/reach/new").text
    offered = re.findall(r"<option[^>]*>([^<]*)", page[page.index('id="channel"') :].split("</select>")[0])
    assert offered[0] == "E-mail" and sorted(offered) == sorted(CHANNEL_LABELS.values())


def test_the_queue_has_the_most_urgent_first(app, viewer, reach):
    with app.app_context():
        older = actions.log_professional_referral(
            viewer("harriet"), {**REFERRAL, **OTHER}, received_at=now() - 5 * HOUR
        )
        lines = queries.people_to_reach(viewer("harriet"))
    assert [line.reach_id for line in lines] == [older, reach]


def test_a_long_queue_is_read_page_by_page(app, viewer, reach, signed_in, monkeypatch):
    monkeypatch.setattr("caseflow.calls.reaches.queries.PAGE", 1)
    with app.app_context():
        older = actions.log_professional_referral(
            viewer("harriet"), {**REFERRAL, **OTHER}, received_at=now() - 5 * HOUR
        )
        pages = [queries.reach_queue(viewer("harriet"), page) for page in (-1, 2, 9)]
    assert [(one.lines[0].reach_id, one.page) for one in pages] == [(older, 1), (reach, 2), (reach, 2)]
    assert {(one.total, one.pages) for one in pages} == {(2, 2)}
    answer = signed_in("harriet").get("/reach?page=2").get_data(as_text=True)
    assert f"/reach/{reach}" in answer and f"/reach/{older}" not in answer
    assert 'href="/reach?page=1"' in answer and "Page 2 of 2" in answer


def test_nobody_outside_the_helpline_sees_the_queue(app, viewer, reach):
    with app.app_context():
        for name in ("bella", "mona", "ezra", "petra", "adam"):
            assert queries.people_to_reach(viewer(name)) == []
            with pytest.raises(Unknown):
                queries.reach_page(viewer(name), reach)
        assert queries.people_to_reach(viewer("henry"))


def test_spoke_and_still_safe_is_one_press(app, viewer, reach, get):
    point = get(Reach, reach, "contact_point_id")["contact_point_id"]
    with time_machine.travel(now() + timedelta(days=1), tick=False), app.app_context():
        attempt(viewer("harriet"), reach, AttemptOutcome.SPOKE, contact_point_id=point, may_still=True)
        day = today()
    row = get(Reach, reach, "state", "spoken_at", "first_tried_at")
    assert row["state"] is ReachState.SPOKEN and row["spoken_at"] == row["first_tried_at"]
    assert get(ContactPoint, point, "confirmed_on")["confirmed_on"] == day
    with app.app_context():
        assert queries.people_to_reach(viewer("harriet")) == []


def test_a_number_never_asked_about_may_be_called_after_it_was_called_safe(app, viewer, get):
    with app.app_context():
        reach = actions.log_professional_referral(
            viewer("harriet"), {**REFERRAL, "may_call": None}, received_at=now()
        )
        point = queries.reach_page(viewer("harriet"), reach).chosen_point
        attempt(viewer("harriet"), reach, AttemptOutcome.SPOKE, contact_point_id=point, may_still=True)
    assert get(ContactPoint, point, "may_call")["may_call"] is FieldState.ALLOWED


@pytest.mark.parametrize(
    ("outcome", "still"),
    [
        (AttemptOutcome.SOMEONE_ELSE, None),
        (AttemptOutcome.WRONG_NUMBER, None),
        (AttemptOutcome.SPOKE, False),
    ],
)
def test_a_number_is_stopped_until_a_manager_decides(app, viewer, reach, get, outcome, still):
    point = get(Reach, reach, "contact_point_id")["contact_point_id"]
    hugo, harriet = viewer("hugo"), viewer("harriet")
    with app.app_context():
        attempt(harriet, reach, outcome, contact_point_id=point, may_still=still, note="a voice")
        assert queries.stopped_points(harriet) == []
        line = queries.stopped_points(hugo)[0]
        assert line.due_at - line.stopped_at == pytest.approx(4 * HOUR, abs=timedelta(seconds=5))
        page = queries.stopped_page(hugo, line.stopped_id)
        assert page.attempt_note == "a voice" and page.point.state == "stopped"
        with pytest.raises(Unknown):
            actions.decide_stopped_point(harriet, line.stopped_id, StopDecision.ALLOW_AGAIN, note="why")
        with pytest.raises(Invalid):
            actions.decide_stopped_point(hugo, line.stopped_id, StopDecision.ALLOW_AGAIN, note=" ")
        actions.decide_stopped_point(hugo, line.stopped_id, StopDecision.ALLOW_AGAIN, note="She asked us to")
        assert queries.stopped_points(hugo) == []
        with pytest.raises(Conflict) as fault:
            actions.decide_stopped_point(hugo, line.stopped_id, StopDecision.KEEP_STOPPED, note="again")
    assert fault.value.who == "Hugo Testman"
    assert get(ContactPoint, point, "stopped_at")["stopped_at"] is None


def test_someone_who_may_answer_stops_nothing(app, viewer, reach, get):
    point = get(Reach, reach, "contact_point_id")["contact_point_id"]
    with app.app_context():
        attempt(viewer("harriet"), reach, AttemptOutcome.MAY_ANSWER, contact_point_id=point)
        assert queries.stopped_points(viewer("hugo")) == []
    assert get(ContactPoint, point, "stopped_at")["stopped_at"] is None


def test_high_goes_to_a_manager_after_three_tries_and_no_worker_can_close_it(app, viewer, reach, get):
    harriet, hugo = viewer("harriet"), viewer("hugo")
    with app.app_context():
        with pytest.raises(Invalid):
            actions.decide_reach(hugo, reach, NextWay.MARAC, note="too early")
        for _ in range(3):
            attempt(harriet, reach, AttemptOutcome.NO_ANSWER)
        with pytest.raises(Invalid):
            actions.close_reach(harriet, reach)
        with pytest.raises(NotAllowed):
            actions.decide_reach(harriet, reach, NextWay.MARAC, note="why")
        assert queries.people_to_reach(harriet)[0].due_words == "A manager chooses"
        actions.decide_reach(hugo, reach, NextWay.KEEP_TRYING, note="Another number came in")
    row = get(Reach, reach, "state", "tries", "next_way")
    assert row == {"state": ReachState.WAITING, "tries": 0, "next_way": NextWay.KEEP_TRYING}
    with app.app_context():
        for _ in range(3):
            attempt(harriet, reach, AttemptOutcome.LINE_DROPPED)
        actions.decide_reach(hugo, reach, NextWay.MARAC, note="Listed for Thursday")
        with pytest.raises(Conflict):
            actions.decide_reach(hugo, reach, NextWay.IDVA, note="too late")
    assert state(get, reach) is ReachState.CLOSED


def test_high_goes_to_a_manager_after_48_hours_without_any_try(app, viewer, reach, get):
    with time_machine.travel(now() + 49 * HOUR, tick=False), app.app_context():
        assert queries.reach_page(viewer("hugo"), reach).may_decide
        actions.decide_reach(viewer("hugo"), reach, NextWay.REFERRER, note="They see her tomorrow")
    assert state(get, reach) is ReachState.CLOSED


def test_standard_is_closed_after_three_tries_at_different_times_over_five_working_days(
    app, viewer, zara, get
):
    harriet = viewer("harriet")
    with app.app_context():
        set_risk_summary(harriet, zara, RiskLevel.STANDARD, today(), None)
        reach = actions.log_professional_referral(harriet, {**REFERRAL, "who": str(zara)}, received_at=now())
        begun = now()
    for days, hours in ((0, 1), (1, 6), (2, 13)):
        with time_machine.travel(begun + timedelta(days=days, hours=hours), tick=False), app.app_context():
            attempt(harriet, reach, AttemptOutcome.NO_ANSWER)
            with pytest.raises(Invalid):
                actions.close_reach(harriet, reach)
    with time_machine.travel(begun + timedelta(days=15), tick=False), app.app_context():
        actions.close_reach(harriet, reach, note="Three tries")
    assert state(get, reach) is ReachState.NOT_REACHED


def test_asked_for_later_moves_the_clock_by_that_long(app, viewer, reach, get):
    before = get(Reach, reach, "spoken_due_at", "received_at")
    with app.app_context():
        made = now()
        attempt(viewer("harriet"), reach, AttemptOutcome.LATER, made_at=made, again_at=made + 10 * HOUR)
    after = get(Reach, reach, "spoken_due_at", "tries", "state")
    assert after["spoken_due_at"] - before["spoken_due_at"] == 10 * HOUR
    assert after["tries"] == 0 and after["state"] is ReachState.WAITING


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"made_at": timedelta(hours=2)}, "made_at"),
        ({"made_at": timedelta(days=-90)}, "made_at"),
        ({"again_at": timedelta(hours=-2)}, "again_at"),
    ],
)
def test_impossible_times_are_refused(app, viewer, reach, more, field):
    with app.app_context():
        given = {name: now() + span for name, span in more.items()}
        with pytest.raises(Invalid) as fault:
            attempt(viewer("harriet"), reach, AttemptOutcome.LATER, **given)
        assert set(fault.value.faults) == {field}
        assert list(db.session.scalars(select(ContactAttempt.id))) == []


def test_a_number_of_somebody_else_is_unknown(app, viewer, reach, zara):
    with app.app_context():
        theirs = db.session.scalars(select(ContactPoint.id).where(ContactPoint.person_id == zara)).one()
        with pytest.raises(Unknown):
            attempt(viewer("harriet"), reach, AttemptOutcome.NO_ANSWER, contact_point_id=theirs)
        with pytest.raises(Unknown):
            actions.record_attempt(viewer("harriet"), zara, outcome=AttemptOutcome.NO_ANSWER, reach_id=reach)


def test_attempts_of_a_person_newest_first(app, viewer, reach):
    with app.app_context():
        attempt(viewer("harriet"), reach, AttemptOutcome.NO_ANSWER, made_at=now() - 2 * HOUR, note="one")
        attempt(viewer("harriet"), reach, AttemptOutcome.SPOKE, may_still=False)
        lines = queries.person_attempts(viewer("henry"), person_of(reach))
    assert [line.words for line in lines] == ["Spoke: this number is not safe any more", "No answer"]
    assert lines[1].note == "one" and lines[1].by == "Harriet Testwell"


def test_only_a_verified_referrer_is_told_and_once(app, viewer, reach):
    with app.app_context():
        actions.tell_referrer(viewer("harriet"), reach)
        with pytest.raises(Conflict):
            actions.tell_referrer(viewer("harriet"), reach)
        other = actions.log_professional_referral(
            viewer("harriet"), {**REFERRAL, "verified": Verified.NOT_YET, **OTHER}, received_at=now()
        )
        with pytest.raises(Invalid):
            actions.tell_referrer(viewer("harriet"), other)
