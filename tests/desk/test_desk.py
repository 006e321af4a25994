"""The desk of each role, and what could hurt someone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from caseflow import clock
from caseflow.access.models import Membership
from caseflow.audit.action import action
from caseflow.audit.events import declare
from caseflow.audit.record import record
from caseflow.calls.choices import AttemptOutcome
from caseflow.cases.actions import accept_referral, add_task, allocate_case, log_attempt
from caseflow.cases.choices import TaskKind
from caseflow.choices import RiskLevel
from caseflow.database import db
from caseflow.desk.hurt.queries import hurt_page
from caseflow.desk.order import Group
from caseflow.desk.queries import desk_page
from caseflow.referrals.actions import decline_referral, return_referral
from caseflow.referrals.choices import Decline
from tests.people.conftest import counted

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
EMPTY = ["harriet", "hugo", "sofia", "bella", "mona", "ezra", "pam"]


def whys(page) -> list[str]:
    return [row.why for row in page.ordered.rows]


@pytest.mark.parametrize("who", [*EMPTY, "adam", "carl", "petra", "otto"])
def test_an_empty_desk_says_so_for_every_role(who, signed_in):
    page = signed_in(who).get("/")
    assert page.status_code == 200
    assert "Nothing is waiting for you right now." in page.text


def test_the_service_sees_what_waits_and_the_sender_what_became_of_it(referred, within, viewer, signed_in):
    with time_machine.travel(MONDAY, tick=False):
        _, referral_id = referred()
    with time_machine.travel(MONDAY + timedelta(hours=1), tick=False):
        assert whys(within(desk_page, viewer("bella"))) == ["Referral waiting: domestic abuse support"]
        assert whys(within(desk_page, viewer("ben"))) == []
        assert within(desk_page, viewer("harriet")).sent[0].words == "Sent, not answered yet"
    with time_machine.travel(datetime(2026, 11, 23, 11, 12, tzinfo=UTC), tick=False):
        case_id = within(accept_referral, viewer("bella"), referral_id, allocate_to="me")
    with time_machine.travel(datetime(2026, 11, 23, 13, 40, tzinfo=UTC), tick=False):
        within(log_attempt, viewer("bella"), case_id, outcome=AttemptOutcome.SPOKE)
        sent = within(desk_page, viewer("harriet")).sent[0]
    assert (sent.who, sent.words, sent.late) == ("Testina", "Accepted 11:12am, spoke 1:40pm", False)


def test_an_overdue_referral_stands_on_both_managers_and_the_senders_desk(referred, within, viewer):
    with time_machine.travel(MONDAY, tick=False):
        referred()
    with time_machine.travel(MONDAY + timedelta(hours=5), tick=False):
        for who in ("harriet", "hugo", "mona"):
            page = within(desk_page, viewer(who))
            assert len(page.ordered.rows) == 1, who
            assert page.ordered.rows[0].due_at <= clock.now()
        assert within(desk_page, viewer("harriet")).sent[0].late
        codes = {
            who: {one.code: one.total for one in within(hurt_page, viewer(who)).sections}
            for who in ("hugo", "mona", "sofia")
        }
    assert {who: found["unanswered"] for who, found in codes.items()} == {"hugo": 1, "mona": 1, "sofia": 1}


def test_a_declined_referral_comes_back_to_the_senders_desk_with_its_reason(referred, within, viewer):
    _, referral_id = referred(risk=RiskLevel.STANDARD)
    _, other_id = referred(risk=RiskLevel.STANDARD)
    within(decline_referral, viewer("bella"), referral_id, group=Decline.NO_CAPACITY)
    within(return_referral, viewer("bella"), other_id, question="Which school?")
    found = whys(within(desk_page, viewer("henry")))
    assert len(found) == 2
    assert found[0].startswith("Declined by ") and found[0].endswith(": no capacity")
    assert found[1].endswith(" asks for information")
    [figure] = [one for one in within(desk_page, viewer("bella")).figures if one.note]
    assert (figure.number, figure.note) == (1, "1 of them returned for information")
    with time_machine.travel(clock.now() + timedelta(days=9)):
        sections = within(hurt_page, viewer("mona")).sections
        [late] = [one for one in sections if one.code == "unanswered"]
        [why] = [row.why for row in late.rows]
        asked, _, owes = why.partition(" asked for information: ")
        assert asked and owes.startswith("Lantern Line"), "who owes the next step is named"


def test_a_workers_desk_holds_what_is_late_or_due_within_a_day(opened, within, viewer, signed_in):
    with time_machine.travel(MONDAY, tick=False):
        _, case_id = opened()
        within(add_task, viewer("bella"), case_id, title="Ring the school", due_on=MONDAY.date())
        within(
            add_task,
            viewer("bella"),
            case_id,
            title="Family court",
            due_on=MONDAY.date() + timedelta(days=3),
            kind=TaskKind.HEARING,
        )
        page = within(desk_page, viewer("bella"))
        assert whys(page) == ["Task: Ring the school", "First try"]
        assert [one.what for one in page.coming] == ["Hearing: Family court"]
        assert whys(within(desk_page, viewer("bruno"))) == []
    with time_machine.travel(MONDAY + timedelta(hours=25), tick=False):
        assert whys(within(desk_page, viewer("bella"))) == ["Task: Ring the school", "First try"]
        assert [row.due_at <= clock.now() for row in within(desk_page, viewer("bella")).ordered.rows] == [
            True,
            True,
        ]


def test_a_task_is_done_from_the_desk(opened, within, viewer, signed_in):
    _, case_id = opened()
    task = within(add_task, viewer("bella"), case_id, title="Ring the school", due_on=clock.today())
    bella = signed_in("bella")
    assert "Ring the school" in bella.get("/").text
    answer = bella.post(f"/tasks/{task}/done", data={"back": "desk", "once": "c" * 32})
    assert answer.location == "/"
    assert "Ring the school" not in bella.get("/").text


def test_a_case_without_a_worker_is_the_teams_and_the_managers(opened, within, viewer):
    _, case_id = opened(to=None)
    assert "No worker yet" in whys(within(desk_page, viewer("bruno")))[0]
    mona = within(desk_page, viewer("mona")).ordered.rows[0]
    assert (mona.action, mona.endpoint) == ("Give to a worker", "cases.allocate")
    unallocated = {
        who: next(one.total for one in within(hurt_page, viewer(who)).sections if one.code == "unallocated")
        for who in ("mona", "hugo", "sofia")
    }
    assert unallocated == {"mona": 1, "hugo": 1, "sofia": 1}
    within(allocate_case, viewer("mona"), case_id, worker_id=viewer("bruno").user_id)
    assert whys(within(desk_page, viewer("bruno"))) == ["First try"]


def test_high_risk_without_contact_for_a_week_could_hurt_someone(opened, within, viewer):
    with time_machine.travel(MONDAY, tick=False):
        _, case_id = opened()
        opened(risk=RiskLevel.MEDIUM)
        within(log_attempt, viewer("bella"), case_id, outcome=AttemptOutcome.SPOKE)

    def silent(who, at):
        with time_machine.travel(at, tick=False):
            page = within(hurt_page, viewer(who))
        return next(one for one in page.sections if one.code == "silent")

    assert silent("mona", MONDAY + timedelta(days=7)).total == 0
    after = MONDAY + timedelta(days=7, seconds=1)
    assert [row.record_id for row in silent("mona", after).rows] == [case_id]
    # The helpline may not open a case: its row leads to the person.
    assert [row.endpoint for row in silent("hugo", after).rows] == ["dossier.person"]


NOBODY = declare("tests:membership:ended", "A test lets everybody leave a service")


@action
def leave(actor, service_id):
    for row in db.session.query(Membership).filter_by(service_id=service_id):
        row.ended_at = clock.now()
    record(actor, NOBODY)


def test_a_referral_to_a_service_with_nobody_in_it_rises_to_the_manager(referred, within, viewer):
    mona = viewer("mona")
    _, referral_id = referred()
    assert "nobody" in {one.code for one in within(hurt_page, viewer("hugo")).sections}
    within(leave, mona, mona.service_id)
    hugo = within(desk_page, viewer("hugo"))
    assert hugo.ordered.rows[0].why.startswith("Nobody works in ")
    assert hugo.ordered.rows[0].record_id == referral_id
    section = next(one for one in within(hurt_page, viewer("hugo")).sections if one.code == "nobody")
    assert section.total == 1
    assert {row.group for row in hugo.ordered.rows} == {Group.SENT}


def test_a_manager_sees_the_own_service_only(opened, referred, within, viewer, signed_in):
    with time_machine.travel(datetime.now(UTC) - timedelta(days=20), tick=False):
        opened()
        referred(risk=RiskLevel.MEDIUM)
        referred(code="c", risk=RiskLevel.MEDIUM)
    sections = {one.code: one for one in within(hurt_page, viewer("mona")).sections}
    assert {code: one.total for code, one in sections.items() if one.total} == {
        "unanswered": 1,
        "overdue": 1,
        "silent": 1,
    }
    area = {one.code: one.total for one in within(hurt_page, viewer("hugo")).sections}
    assert area["unanswered"] == 2
    mona = signed_in("mona").get("/what-could-hurt")
    assert mona.status_code == 200 and "Testina" in mona.text
    for who in ("bella", "harriet", "adam", "carl"):
        assert signed_in(who).get("/what-could-hurt").status_code == 403


@pytest.mark.parametrize("who", ["harriet", "hugo", "bella", "mona", "sofia"])
def test_the_queries_of_a_desk_do_not_grow(who, app, opened, referred, within, viewer, signed_in):
    browser = signed_in(who)

    def cost(path):
        browser.get(path)
        with app.app_context(), counted() as said:
            assert browser.get(path).status_code == 200
        return len(said)

    def fill():
        opened()
        opened(to=None)
        _, case_id = opened(by="bella")
        within(add_task, viewer("bella"), case_id, title="Ring", due_on=clock.today())
        referred()
        _, back = referred()
        within(decline_referral, viewer("bella"), back, group=Decline.NO_CAPACITY)

    with time_machine.travel(MONDAY, tick=False):
        fill()
    paths = ["/"] if who in ("harriet", "bella") else ["/", "/what-could-hurt"]
    before = [cost(path) for path in paths]
    with time_machine.travel(MONDAY, tick=False):
        for _ in range(3):
            fill()
    assert [cost(path) for path in paths] == before


def test_a_service_sees_its_own_late_referral_once_as_something_to_answer(referred, within, viewer):
    with time_machine.travel(MONDAY, tick=False):
        referred()
    with time_machine.travel(MONDAY + timedelta(hours=5), tick=False):
        assert whys(within(desk_page, viewer("mona"))) == ["Referral waiting: domestic abuse support"]


def test_the_whole_desk_can_be_asked_for(opened, within, viewer, signed_in):
    _, case_id = opened()
    for number in range(22):
        within(add_task, viewer("bella"), case_id, title=f"Task {number}", due_on=clock.today())
    few, whole = within(desk_page, viewer("bella")), within(desk_page, viewer("bella"), whole=True)
    assert len(few.ordered.rows) <= 20 and few.ordered.more
    assert len(whole.ordered.rows) + sum(one.number for one in whole.ordered.more) == 23
    assert signed_in("bella").get("/?all=yes").status_code == 200
