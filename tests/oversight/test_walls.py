"""Where the two sides meet: only the lead is told, and no worker comes to hold both of a couple."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from caseflow.access.viewer import System
from caseflow.cases.actions import accept_referral, allocate_case
from caseflow.choices import Side
from caseflow.database import db
from caseflow.errors import NeedsLead, NotAllowed, Unknown
from caseflow.oversight.conflicts.actions import answer_step, decide_conflict, note_conflict
from caseflow.oversight.conflicts.choices import ConflictState, Meeting
from caseflow.oversight.conflicts.models import WallConflict
from caseflow.oversight.conflicts.queries import conflict, conflicts
from caseflow.oversight.watching.looking import look, look_at_all
from caseflow.people.actions import add_person, add_person_causing_harm
from caseflow.people.apart.actions import ask_lead
from caseflow.people.apart.choices import LeadAnswer, Step
from caseflow.people.apart.queries import lead_question, own_questions
from caseflow.people.choices import ContactKind
from tests.cases.conftest import opened, referred

__all__ = ["opened", "referred"]
TESTS = System("tests")
PHONE = {"kind": ContactKind.PHONE, "value": "07700 900321"}
BORN = date(1988, 4, 3)


@pytest.fixture
def client(within):
    """Add an invented client on the perpetrator side."""
    return lambda **more: within(lambda: add_person(TESTS, side=Side.PERPETRATOR, **more))


def couple(within, one, other):
    """Let each of two survivors tell of the other as who causes harm."""
    within(lambda: add_person_causing_harm(TESTS, one, name="Bo Sample", born="3/4/1988"))
    within(lambda: add_person_causing_harm(TESTS, other, name="Asha Sample", born="1990"))


def test_the_lead_alone_is_told_where_the_sides_meet(signed_in, viewer, within, person, client):
    asha = person("Asha", contacts=[PHONE])
    bo = client(given="Bo", surname="Sample", birth_on=BORN, contacts=[PHONE])
    assert within(look) == 1
    assert within(look) == 0
    (line,) = within(conflicts, viewer("sofia"))
    assert [half.person_id for half in line.halves] == [asha, bo]
    assert "number" in line.why
    for nobody in ("harriet", "hugo", "bella", "ezra", "petra", "otto", "adam"):
        assert within(conflicts, viewer(nobody)) == []
        with pytest.raises(Unknown):
            within(conflict, viewer(nobody), line.conflict_id)
    page = signed_in("sofia").get(f"/walls/conflicts/{line.conflict_id}").text
    assert "Asha" not in page and "Bo Sample" not in page and line.halves[0].reference in page
    assert signed_in("harriet").get("/walls").status_code == 403


def test_who_is_told_of_counts_by_name_and_birth_and_nothing_less(viewer, within, person, client):
    asha = person("Asha")
    within(lambda: add_person_causing_harm(TESTS, asha, name="Orlin Testwick", born="36"))
    client(given="Orlin", surname="Testwick", birth_on=date(1960, 1, 1))
    client(given="Orlin", surname="Testwick")
    assert within(look) == 0
    client(given="Òrlin", surname="TESTWICK", age=37)
    assert within(look) == 1
    within(
        lambda: add_person_causing_harm(TESTS, person("Mina"), name="Testwick, Orlin", born="1 January 1960")
    )
    assert within(look) == 1


def test_a_man_who_rings_as_a_victim_is_a_survivor_and_the_lead_alone_learns_of_her(viewer, within, person):
    asha = person("Asha", surname="Sample", birth_on=date(1990, 2, 1))
    bo = person("Bo", surname="Sample", birth_on=BORN)
    couple(within, asha, bo)
    assert within(look) == 1
    (line,) = within(conflicts, viewer("sofia"))
    assert line.counter and {half.person_id for half in line.halves} == {asha, bo}


def test_no_worker_comes_to_hold_both_until_the_lead_has_said_so(viewer, within, opened, referred):
    asha, _case = opened(by="bella", to="me")
    bo, referral = referred()
    within(lambda: _meet(asha, bo))
    bella, sofia = viewer("bella"), viewer("sofia")
    with pytest.raises(NeedsLead) as hold:
        within(lambda: accept_referral(bella, referral, allocate_to="me"))
    case = within(lambda: accept_referral(bella, referral, allocate_to=None))
    with pytest.raises(NeedsLead):
        within(lambda: allocate_case(bella, case, worker_id="me"))
    within(lambda: allocate_case(viewer("mona"), case, worker_id=viewer("bruno").user_id))
    asked = within(
        lambda: ask_lead(
            bella, hold.value.person_id, step=Step.ALLOCATE, record_id=case, worker_id=bella.user_id
        )
    )
    with pytest.raises(Unknown):
        within(lead_question, viewer("bruno"), asked)
    with pytest.raises(NotAllowed):
        within(lambda: answer_step(bella, asked, allowed=True))
    within(lambda: answer_step(sofia, asked, allowed=True, note="She asked for one worker for both"))
    assert [one.answer for one in within(own_questions, bella)] == [LeadAnswer.ALLOWED]
    within(lambda: allocate_case(viewer("mona"), case, worker_id=bella.user_id))


def _meet(one, other):
    note_conflict(TESTS, one, other, meeting=Meeting.TOLD_OF, why=["name_and_birth"])


def test_two_who_are_not_the_same_may_be_held_together(app, viewer, within, opened, referred):
    asha, _case = opened(by="bella", to="me")
    bo, referral = referred()
    within(lambda: _meet(asha, bo))
    with app.app_context():
        conflict_id = db.session.scalars(select(WallConflict.id)).one()
    within(lambda: decide_conflict(viewer("sofia"), conflict_id, state=ConflictState.NO_CONFLICT, note=""))
    assert within(lambda: accept_referral(viewer("bella"), referral, allocate_to="me"))


def test_a_decision_is_not_undone_from_a_page_that_was_opened_before_it(
    app, signed_in, viewer, within, person, client
):
    asha, bo = person("Asha"), client(given="Bo", surname="Sample")
    within(lambda: _meet(asha, bo))
    with app.app_context():
        conflict_id = db.session.scalars(select(WallConflict.id)).one()
    sofia, page = signed_in("sofia"), f"/walls/conflicts/{conflict_id}"
    apart = {"state": "apart", "note": "Told by both services", "seen": "open"}
    assert "Write why" in sofia.post(page, data={**apart, "note": ""}).text
    assert sofia.post(page, data=apart).status_code == 302
    stale = sofia.post(page, data={"state": "no_conflict", "note": "Not known", "seen": "open"})
    assert stale.status_code == 409 and "They belong together" in stale.text
    assert within(conflict, viewer("sofia"), conflict_id).state is ConflictState.APART
    anew = {"state": "no_conflict", "note": "It was her brother", "seen": "apart"}
    assert sofia.post(page, data=anew).status_code == 302
    assert within(conflict, viewer("sofia"), conflict_id).state is ConflictState.NO_CONFLICT


@pytest.mark.engines("sqlite")
def test_a_held_up_step_reads_one_wording_with_the_leads_clock(signed_in, within, opened, referred):
    asha, _case = opened(by="bella", to="me")
    bo, referral = referred()
    within(lambda: _meet(asha, bo))
    bella = signed_in("bella")
    answer = bella.post(f"/referrals/{referral}/accept", data={"to": "me"}, follow_redirects=True)
    assert "This needs the safeguarding lead first" in answer.text and "Sofia Testley" in answer.text
    assert "This needs the safeguarding lead first" in bella.get("/").text
    sofia = signed_in("sofia")
    desk = sofia.get("/").text
    assert "Needs you first: accept a referral" in desk
    path = "/walls/questions/" + desk.split("/walls/questions/")[1].split('"')[0]
    assert sofia.post(path, data={"answer": "refused"}).status_code == 302
    assert "Somebody else has to do this" in bella.get("/").text


def test_all_on_record_can_be_compared_at_once(viewer, within, person, client):
    person("Asha", contacts=[PHONE])
    client(given="Bo", surname="Sample", contacts=[PHONE])
    assert within(look_at_all) == 1
    assert within(look) == 0
