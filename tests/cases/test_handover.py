"""Handing work over: what somebody held goes to others, nothing stays with nobody, and the receivers are told."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from caseflow import clock
from caseflow.audit.models import AuditRow
from caseflow.calls.actions import open_call, plan_callback
from caseflow.calls.models import Call, Callback
from caseflow.calls.queries import unfinished_calls
from caseflow.cases.actions import accept_referral, add_task, allocate_case
from caseflow.cases.feeds.queries import restricted_cases_of_who_left
from caseflow.cases.handover.actions import hand_over, see_handed
from caseflow.cases.handover.choices import Work
from caseflow.cases.handover.models import HandedOver
from caseflow.cases.handover.queries import held_page, left_holding, team_work
from caseflow.cases.handover.received.queries import given_to_me
from caseflow.cases.models import Case, CaseTask
from caseflow.database import db
from caseflow.desk.queries import desk_page
from caseflow.errors import Conflict, Invalid, NeedsLead, NotAllowed, Unknown
from caseflow.oversight.restricting.actions import restrict_record
from caseflow.people.apart.actions import keep_apart
from caseflow.referrals.models import Referral
from caseflow.referrals.queries import sent_referrals
from caseflow.staff.actions import end_roles_here, let_go

TESTS_DAY = timedelta(days=3)


@pytest.fixture
def task(within: Any, viewer: Any) -> Any:
    """Add a task to a case for whoever works it."""
    return lambda case_id, by="bella", **more: within(
        add_task, viewer(by), case_id, title="Ring the school", due_on=clock.today() + TESTS_DAY, **more
    )


def test_a_case_goes_to_a_colleague_with_its_tasks_and_the_colleague_is_told(
    within: Any, viewer: Any, opened: Any, task: Any, row: Any
) -> None:
    (_, case_id), mona = opened(), viewer("mona")
    bella, bruno = viewer("bella").user_id, viewer("bruno").user_id
    owed = task(case_id)
    within(hand_over, mona, Work.CASE, case_id, of=bella, to=bruno)
    assert row(Case, case_id).worker_id == row(CaseTask, owed).assigned_to == bruno
    (given,) = within(given_to_me, viewer("bruno"))
    assert (given.by, given.was, given.words) == ("Mona Testbury", "Bella Testford", "1 case")
    told = [one for one in within(desk_page, viewer("bruno")).ordered.rows if one.group == "handover"]
    assert [(one.why, one.detail) for one in told] == [
        ("Given to you by Mona Testbury", "Was Bella Testford’s")
    ]
    within(see_handed, viewer("bruno"))
    assert within(given_to_me, viewer("bruno")) == []
    with pytest.raises(Conflict, match="moved before"):
        within(hand_over, mona, Work.CASE, case_id, of=bella, to=bruno)


@pytest.mark.engines("sqlite")
def test_what_goes_to_the_team_waits_with_a_clock_and_its_tasks_come_with_it(
    within: Any, viewer: Any, opened: Any, task: Any, row: Any
) -> None:
    (_, case_id), mona = opened(), viewer("mona")
    owed = task(case_id)
    within(hand_over, mona, Work.CASE, case_id, of=viewer("bella").user_id, to=None)
    case = row(Case, case_id)
    assert case.worker_id is None and case.allocate_due_at > clock.now() and case.next_due_at
    assert row(CaseTask, owed).assigned_to is None
    within(allocate_case, viewer("bruno"), case_id, worker_id="me")
    assert row(CaseTask, owed).assigned_to == viewer("bruno").user_id


@pytest.mark.engines("sqlite")
def test_a_task_in_a_colleagues_case_goes_alone(
    within: Any, viewer: Any, opened: Any, task: Any, row: Any
) -> None:
    _, case_id = opened()
    owed = task(case_id, assigned_to=viewer("bruno").user_id)
    held = within(held_page, viewer("mona"), viewer("bruno").user_id)
    assert [(one.kind, one.record_id) for one in held.held] == [(Work.TASK, owed)]
    within(hand_over, viewer("mona"), Work.TASK, owed, of=viewer("bruno").user_id, to=None)
    assert row(CaseTask, owed).assigned_to == viewer("bella").user_id, "the team's is the case worker's"


def test_calls_and_call_backs_of_one_who_left_go_on_at_once(within: Any, viewer: Any, row: Any) -> None:
    henry, harriet, hugo = viewer("henry"), viewer("harriet"), viewer("hugo")
    call = within(open_call, henry)
    soon = clock.now() + timedelta(hours=1)
    back = within(
        plan_callback, henry, from_at=soon, until_at=soon + timedelta(hours=1), number="07700 900111"
    )
    with pytest.raises(Conflict, match="still being logged"):
        within(hand_over, hugo, Work.CALL, call, of=henry.user_id, to=harriet.user_id)
    assert [one.waits for one in within(held_page, hugo, henry.user_id).held] == [False, True]
    assert within(unfinished_calls, hugo) == []
    within(end_roles_here, hugo, henry.user_id)
    assert [one.call_id for one in within(unfinished_calls, hugo)] == [call]
    (left,) = within(left_holding, hugo)
    assert left.words == "1 call-back, 1 unfinished call"
    within(hand_over, hugo, Work.CALL, call, of=henry.user_id, to=harriet.user_id)
    within(hand_over, hugo, Work.CALLBACK, back, of=henry.user_id, to=None)
    assert row(Call, call).taken_by == harriet.user_id and row(Callback, back).held_by is None
    assert within(left_holding, hugo) == []
    with pytest.raises(Unknown):
        within(hand_over, hugo, Work.CALLBACK, call, of=henry.user_id, to=None)


def test_a_sent_referral_that_waits_goes_to_who_follows_it_up_from_now_on(
    within: Any, viewer: Any, referred: Any, row: Any
) -> None:
    _, referral_id = referred()
    harriet, henry, hugo = viewer("harriet"), viewer("henry"), viewer("hugo")
    (held,) = within(held_page, hugo, harriet.user_id).held
    assert (held.kind, held.record_id) == (Work.REFERRAL, referral_id) and held.words.startswith("Sent")
    within(end_roles_here, hugo, harriet.user_id)
    (left,) = within(left_holding, hugo)
    assert left.words == "1 sent referral"
    within(hand_over, hugo, Work.REFERRAL, referral_id, of=harriet.user_id, to=henry.user_id)
    moved = row(Referral, referral_id)
    assert (moved.sent_by, moved.held_by) == (harriet.user_id, henry.user_id), "who sent it stays known"
    assert [one.referral_id for one in within(sent_referrals, henry)] == [referral_id]
    assert within(sent_referrals, harriet) == [] and within(left_holding, hugo) == []
    (given,) = within(given_to_me, henry)
    assert (given.by, given.was, given.words) == ("Hugo Testman", "Harriet Testwell", "1 sent referral")
    with pytest.raises(Conflict, match="moved before"):
        within(hand_over, hugo, Work.REFERRAL, referral_id, of=harriet.user_id, to=None)
    within(accept_referral, viewer("bella"), referral_id, allocate_to="me")
    assert within(held_page, hugo, henry.user_id).held == ()
    with pytest.raises(Conflict, match="does not wait"):
        within(hand_over, hugo, Work.REFERRAL, referral_id, of=henry.user_id, to=None)


@pytest.mark.engines("sqlite")
def test_only_a_manager_of_the_service_moves_and_only_to_who_works_there(
    within: Any, viewer: Any, opened: Any
) -> None:
    _, case_id = opened()
    bella, ben, mona = viewer("bella").user_id, viewer("ben").user_id, viewer("mona")
    with pytest.raises(NotAllowed):
        within(hand_over, viewer("bruno"), Work.CASE, case_id, of=bella, to=None)
    for to in (ben, bella):
        with pytest.raises(Invalid):
            within(hand_over, mona, Work.CASE, case_id, of=bella, to=to)
    with pytest.raises(Unknown):
        within(held_page, mona, ben)
    with pytest.raises(Unknown):
        within(end_roles_here, mona, ben)
    with pytest.raises(Invalid):
        within(end_roles_here, mona, mona.user_id)


def test_nothing_of_one_who_left_stays_with_nobody(within: Any, viewer: Any, opened: Any) -> None:
    shown, hidden = opened(), opened()
    within(restrict_record, viewer("sofia"), hidden[0], reason="Somebody's sister")
    within(let_go, viewer("adam"), viewer("bella").user_id)
    mona = viewer("mona")
    (left,) = within(left_holding, mona)
    assert left.words == "1 case", "the manager may not know of the restricted one"
    assert within(team_work, mona).holders[0].name == "Bella Testford"
    told = [one.why for one in within(desk_page, mona).ordered.rows]
    assert "Has left, and holds work" in told
    (for_lead,) = within(restricted_cases_of_who_left, viewer("sofia"))
    assert for_lead.case_id == hidden[1] and shown[1] != hidden[1]
    assert list(within(restricted_cases_of_who_left, mona)) == []


def test_a_wall_holds_up_a_move_and_the_others_go_on(
    app: Any, within: Any, viewer: Any, opened: Any, signed_in: Any
) -> None:
    theirs, one, other = opened(by="bruno"), opened(), opened()
    within(keep_apart, viewer("sofia"), theirs[0], one[0])
    bella, bruno = viewer("bella").user_id, viewer("bruno").user_id
    with pytest.raises(NeedsLead):
        within(hand_over, viewer("mona"), Work.CASE, one[1], of=bella, to=bruno)
    page = signed_in("mona").post(
        f"/team/{bella}/held", data={"to": str(bruno), "all": "1"}, follow_redirects=True
    )
    assert "Moved: 1 piece of work." in page.text and "needs the safeguarding lead first" in page.text
    with app.app_context():
        holders = {row.id: row.worker_id for row in db.session.query(Case)}
        assert (holders[one[1]], holders[other[1]]) == (bella, bruno)
        assert db.session.query(HandedOver).count() == 1
        events = [row.event for row in db.session.query(AuditRow)]
    assert events.count("cases:handover:moved") == 1 and "people:lead:asked" in events


@pytest.mark.engines("sqlite")
def test_a_stopped_clock_of_a_call_is_two_hours(within: Any, viewer: Any, row: Any) -> None:
    call = within(open_call, viewer("henry"))
    with time_machine.travel(clock.now() + timedelta(hours=3)):
        within(hand_over, viewer("hugo"), Work.CALL, call, of=viewer("henry").user_id, to=None)
    assert row(Call, call).taken_by == viewer("hugo").user_id, "a call needs somebody who finishes it"
