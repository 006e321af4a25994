"""Pages of cases, as a worker presses through them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from caseflow import clock
from caseflow.calls.choices import AttemptOutcome
from caseflow.calls.reaches.models import ContactAttempt
from caseflow.cases.actions import accept_referral, add_incident, add_note, add_task, log_attempt, set_plan
from caseflow.cases.choices import NoteClass, TaskKind
from caseflow.cases.diary.queries import case_notes
from caseflow.cases.models import Case, CaseNote, CasePlan
from caseflow.choices import Element, RiskLevel, Side
from caseflow.database import db
from caseflow.directory.choices import Need
from caseflow.directory.queries import localities, questions, service_by_code
from caseflow.errors import Invalid
from caseflow.people.actions import add_person, set_risk_summary
from caseflow.people.choices import ContactKind
from caseflow.people.contact.actions import add_contact_point
from caseflow.referrals.actions import send_referrals
from caseflow.referrals.choices import Agreement
from caseflow.referrals.sending.plan import Plan
from caseflow.referrals.situation import Situation
from tests.cases.conftest import TESTS
from tests.people.conftest import counted

STEPS = ("", "/attempt", "/move", "/close", "/note", "/task", "/plan", "/incident")


def test_every_page_of_a_case_is_shown(opened, signed_in):
    _, case_id = opened()
    bella = signed_in("bella")
    for step in STEPS:
        answer = bella.get(f"/cases/{case_id}{step}")
        assert answer.status_code == 200, step
        assert "Testina" in answer.text
    assert bella.get("/cases").status_code == 200
    assert signed_in("mona").get(f"/cases/{case_id}/allocate").status_code == 200


def test_accepting_by_the_page_opens_the_case_and_the_second_is_told(referred, signed_in, within):
    _, referral_id = referred()
    bella, bruno = signed_in("bella"), signed_in("bruno")
    page = f"/referrals/{referral_id}/accept"
    assert "Accept Testina" in bella.get(page).text
    assert "Choose who will work" in bella.post(page, data={}).text
    answer = bella.post(page, data={"to": "me", "once": "a" * 32})
    assert answer.status_code == 302
    shown = bella.get(answer.location)
    assert "Allocated, accepted today · allocated to you" in shown.text
    again = bella.post(page, data={"to": "me", "once": "a" * 32})
    assert (again.status_code, again.location) == (302, answer.location), (
        "her second press is answered as the first"
    )
    for other in ({"to": "me", "once": "b" * 32}, {"to": "team", "once": "a" * 32}):
        assert bella.post(page, data=other).status_code == 409, "another post is told what became of it"
    for late in (bruno.post(page, data={"to": "me"}), bruno.get(page)):
        assert late.status_code == 409
        assert "Bella Testford" in late.text and "accepted" in late.text


def test_a_note_sent_again_from_a_page_that_back_restored_is_there_once(opened, signed_in, viewer, within):
    _, case_id = opened()
    bella, page = signed_in("bella"), f"/cases/{case_id}/note"
    typed = {"body": "Went to court with her.", "kind": "general"}
    for once, changed, said in (
        ("a", {}, "The note is in the case."),
        ("a", {}, "already saved"),
        ("b", {}, "already saved"),
        ("a", {"body": "Went home with her."}, "The note is in the case."),
    ):
        answer = bella.post(page, data={**typed, **changed, "once": once * 32})
        assert said in bella.get(answer.location).text
    kept = within(case_notes, viewer("bella"), case_id)
    assert sorted(one.body for one in kept) == ["Went home with her.", "Went to court with her."]


def test_where_an_attempt_is_logged_the_steps_of_first_contact_stand_with_it(
    opened, signed_in, viewer, within
):
    person_id, case_id = opened()
    within(add_contact_point, viewer("bella"), person_id, kind=ContactKind.PHONE, value="07700 900123")
    bella = signed_in("bella")
    for path in (f"/cases/{case_id}", f"/cases/{case_id}/attempt"):
        assert "Do not say the name of the service." in bella.get(path).text
    steps = bella.get(f"/cases/{case_id}").text.split('id="steps"')[1].split("</ul>")[0]
    assert "First try:" in steps, "the clock that runs is a next step"


def test_late_reviews_are_all_listed_with_their_day(opened, signed_in, within):
    person_id, _ = opened()
    mona, page = signed_in("mona"), "/cases?whose=team&late=review"
    assert "No case fits these filters" in mona.get(page).text
    due = clock.today() - timedelta(days=1)
    within(set_risk_summary, TESTS, person_id, level=RiskLevel.HIGH, on=due, review_due_on=due)
    shown = mona.get(page).text
    assert "1 case with a review that was not made in time." in shown
    assert f"Review {due.day} {due:%B %Y}" in shown
    mine = mona.get("/cases?whose=team").text
    assert f"Review {due.day} {due:%B %Y}" in mine, "the list says what the summary says"


def test_a_late_review_stands_on_the_case_with_the_way_to_make_it(opened, signed_in, within):
    person_id, case_id = opened()
    due = clock.today() - timedelta(days=347)
    within(set_risk_summary, TESTS, person_id, level=RiskLevel.HIGH, on=due, review_due_on=due)
    page = signed_in("bella").get(f"/cases/{case_id}").text
    assert f"review of the risk was due {due.day} {due:%B %Y}" in page
    steps = page.split('id="steps"')[1].split("</ul>")[0]
    assert f'href="/people/{person_id}/assess' in steps and f"{due.day} {due:%b %Y}" in steps


def test_a_colleague_is_asked_for_where_one_is_meant(referred, signed_in, viewer, within):
    _, referral_id = referred()
    bella, page = signed_in("bella"), f"/referrals/{referral_id}/accept"
    assert "Choose a colleague" in bella.post(page, data={"to": "colleague"}).text
    other = bella.post(page, data={"to": "colleague", "worker": str(viewer("ben").user_id)})
    assert other.status_code == 200 and "not on the list" in other.text
    answer = bella.post(page, data={"to": "colleague", "worker": str(viewer("bruno").user_id)})
    assert answer.status_code == 302
    assert within(lambda: db.session.scalars(select(Case.worker_id)).one()) == viewer("bruno").user_id


def test_going_back_to_the_page_that_accepted_says_that_it_is_done(referred, signed_in):
    _, referral_id = referred()
    bella, page = signed_in("bella"), f"/referrals/{referral_id}/accept"
    assert bella.post(page, data={"to": "me"}).status_code == 302
    back = bella.get(page)
    assert back.status_code == 409 and "It was you who did it." in back.text
    assert "other person" not in back.text and "not carried out" not in back.text
    assert f'href="/referrals/{referral_id}"' in back.text


@pytest.mark.parametrize("who", ["ben", "cora", "dina"])
def test_another_service_and_nothing_at_all_look_the_same(who, opened, referred, signed_in):
    _, case_id = opened()
    _, referral_id = referred()
    browser = signed_in(who)
    nothing = browser.get("/cases/00000000-0000-4000-8000-000000000000")
    for path in (*(f"/cases/{case_id}{step}" for step in STEPS), f"/referrals/{referral_id}/accept"):
        assert browser.get(path).status_code == 404, path
    assert len(browser.get(f"/cases/{case_id}").text) == len(nothing.text)


@pytest.mark.parametrize("who", ["harriet", "adam", "carl", "otto", "petra"])
def test_who_holds_no_cases_is_refused(who, opened, signed_in):
    _, case_id = opened()
    browser = signed_in(who)
    assert browser.get("/cases").status_code == 403
    assert browser.get(f"/cases/{case_id}").status_code == 403


def test_the_lead_reads_the_case_without_forms_or_what_stays_in_the_service(
    opened, signed_in, viewer, within
):
    _, case_id = opened()
    for kind, body in ((NoteClass.GENERAL, "An ordinary word."), (NoteClass.THERAPEUTIC, "A private word.")):
        within(add_note, viewer("bella"), case_id, kind=kind, body=body)
    page = signed_in("sofia").get(f"/cases/{case_id}")
    assert page.status_code == 200
    assert "An ordinary word." in page.text and "A private word." not in page.text
    assert "Save the note" not in page.text and "Close the case" not in page.text
    assert "A private word." in signed_in("bruno").get(f"/cases/{case_id}").text


def test_one_press_logs_an_attempt(opened, signed_in, within):
    _, case_id = opened()
    bella = signed_in("bella")
    answer = bella.post(f"/cases/{case_id}/attempt", data={"press": "spoke_safe", "once": "b" * 32})
    assert answer.status_code == 302
    again = bella.post(f"/cases/{case_id}/attempt", data={"press": "spoke_safe", "once": "b" * 32})
    assert again.status_code == 302
    assert within(lambda: db.session.scalar(select(func.count()).select_from(ContactAttempt))) == 1
    page = bella.get(f"/cases/{case_id}").text
    assert "Engaged" in page and "Logged: spoke, still safe." in page
    unknown = bella.post(f"/cases/{case_id}/attempt", data={"press": "shouted"})
    assert "not on the list" in unknown.text


def test_a_note_with_faults_keeps_what_was_typed(opened, signed_in, viewer, within):
    _, case_id = opened()
    bella = signed_in("bella")
    typed = {"body": "Emoji 🙂 and <b>tags</b>", "on-day": "31", "on-month": "2", "on-year": "2026"}
    answer = bella.post(f"/cases/{case_id}/note", data=typed)
    assert answer.status_code == 200
    assert "Choose what the note is about" in answer.text and "must be a real date" in answer.text
    assert "Emoji 🙂 and &lt;b&gt;tags&lt;/b&gt;" in answer.text
    kept = {"body": typed["body"], "kind": "general"}
    assert bella.post(f"/cases/{case_id}/note", data=kept).status_code == 302
    assert within(case_notes, viewer("bella"), case_id)[0].body == typed["body"]
    assert within(lambda: db.session.scalar(select(func.count()).select_from(CaseNote))) == 1


def test_two_who_write_the_plan_see_both_versions(opened, signed_in, within):
    _, case_id = opened()
    bella, bruno, page = signed_in("bella"), signed_in("bruno"), f"/cases/{case_id}/plan"
    bella.get(page)
    bruno.get(page)
    assert bella.post(page, data={"body": "Words of the first.", "seen": "0"}).status_code == 302
    late = bruno.post(page, data={"body": "Words of the second.", "seen": "0"})
    assert late.status_code == 409
    assert "Words of the first." in late.text and "Words of the second." in late.text
    assert "Bella Testford" in late.text and 'value="1"' in late.text
    assert bruno.post(page, data={"body": "Both.", "seen": "1"}).status_code == 302
    assert within(lambda: db.session.scalar(select(func.count()).select_from(CasePlan))) == 2


def test_the_timeline_is_filtered_by_kind(opened, signed_in, viewer, within):
    _, case_id = opened()
    within(add_note, viewer("bella"), case_id, kind=NoteClass.GENERAL, body="A plain note.")
    within(add_incident, viewer("bella"), case_id, happened_on=clock.today(), what="A plain incident.")
    bella = signed_in("bella")
    whole = bella.get(f"/cases/{case_id}").text
    assert "A plain note." in whole and "A plain incident." in whole and "Referred to" in whole
    assert "Assess the risk again" in whole
    only = bella.get(f"/cases/{case_id}?show=incident").text
    assert "A plain incident." in only and "A plain note." not in only
    assert bella.get(f"/cases/{case_id}?show=nonsense").status_code == 200


def test_a_task_is_done_from_the_case(opened, signed_in, viewer, within):
    _, case_id = opened()
    hearing = clock.today() + timedelta(days=3)
    within(add_task, viewer("bella"), case_id, title="Family court", due_on=hearing, kind=TaskKind.HEARING)
    task = within(add_task, viewer("bella"), case_id, title="Ring the school", due_on=clock.today())
    bella = signed_in("bella")
    page = bella.get(f"/cases/{case_id}").text
    assert f"hearing {hearing.day} {hearing:%B}" in page and "Ring the school" in page
    assert bella.post(f"/tasks/{task}/done", data={}).status_code == 302
    assert bella.post(f"/tasks/{task}/done", data={}).status_code == 409
    assert "Done: Ring the school" in bella.get(f"/cases/{case_id}").text


def test_the_case_closes_by_its_page_and_opens_again(opened, signed_in, within, row, viewer):
    _, case_id = opened()
    bella = signed_in("bella")
    page = bella.get(f"/cases/{case_id}/close").text
    assert "Nobody here has spoken to the person yet." in page and "There is no safety plan." in page
    early = bella.post(f"/cases/{case_id}/close", data={"reason": "needs_met", "planned": "yes"})
    assert "Log the attempt that reached them" in early.text
    within(log_attempt, viewer("bella"), case_id, outcome=AttemptOutcome.SPOKE)
    assert "Nobody here has spoken" not in bella.get(f"/cases/{case_id}/close").text
    short = bella.post(f"/cases/{case_id}/close", data={"reason": "needs_met", "planned": "yes"})
    assert "Say whether the person feels safer" in short.text and "at least one area" in short.text
    whole = {"reason": "needs_met", "planned": "yes", "feels_safer": "safer", "health": "better"}
    assert bella.post(f"/cases/{case_id}/close", data=whole).status_code == 302
    page = bella.get(f"/cases/{case_id}").text
    assert "Closed" in page and "needs met" in page and "Save the note" not in page
    late = bella.post(f"/cases/{case_id}/close", data={**whole, "note": "She has a new home."})
    assert late.status_code == 409 and "She has a new home." in late.text, "what was typed is given back"
    assert bella.post(f"/cases/{case_id}/reopen", data={"why": "Rang again."}).status_code == 302
    assert row(Case, case_id).is_live


def test_the_sender_hears_of_a_case_that_closed_and_nobody_had_spoken(referred, viewer, within, signed_in):
    person_id, referral_id = referred()
    case_id = within(accept_referral, viewer("bella"), referral_id, allocate_to="me")
    bella = signed_in("bella")
    said = {"reason": "chose_not", "planned": "no", "feels_safer": "not_asked", "note": "Her sister rang."}
    assert bella.post(f"/cases/{case_id}/close", data=said).status_code == 302
    pages = (f"/people/{person_id}/referrals", f"/referrals/{referral_id}")
    for page in pages:
        assert "nobody spoke to the person" in signed_in("harriet").get(page).text
    assert bella.post(f"/cases/{case_id}/reopen", data={"why": "She rang."}).status_code == 302
    for page in pages:
        assert "nobody spoke to the person" not in signed_in("harriet").get(page).text


def test_the_filters_of_the_list_stay(opened, signed_in):
    opened()
    opened(to=None)
    bella = signed_in("bella")
    assert bella.get("/cases").text.count("/cases/") >= 1
    free = bella.get("/cases?whose=unallocated")
    assert "no worker" in free.text
    assert "no worker" in bella.get("/cases").text
    assert "No case fits" in bella.get("/cases?whose=team&risk=standard").text
    assert bella.get("/cases?whose=team&state=closed").status_code == 200
    assert bella.get("/cases?whose=x&state=y&risk=z&late=w&page=-1").status_code == 200


def test_the_picture_of_risk_is_an_image_of_its_own(opened, signed_in):
    _, case_id = opened()
    answer = signed_in("bella").get(f"/cases/{case_id}/risk.svg")
    assert answer.mimetype == "image/svg+xml" and answer.text.strip().startswith("<svg")
    assert signed_in("ben").get(f"/cases/{case_id}/risk.svg").status_code == 404


def test_the_queries_of_a_case_and_of_a_list_do_not_grow_with_it(app, opened, signed_in, viewer, within):
    _, case_id = opened()
    bella = signed_in("bella")

    def cost(path):
        bella.get(path)
        with app.app_context(), counted() as said:
            assert bella.get(path).status_code == 200
        return len(said)

    within(add_note, viewer("bella"), case_id, kind=NoteClass.GENERAL, body="One.")
    within(set_plan, viewer("bella"), case_id, body="Plan.", seen=0)
    within(add_task, viewer("bella"), case_id, title="One", due_on=clock.today())
    small = {path: cost(path) for path in (f"/cases/{case_id}", "/cases?whose=team")}
    for number in range(6):
        within(add_note, viewer("bruno"), case_id, kind=NoteClass.GENERAL, body=f"More {number}.")
        within(add_task, viewer("bruno"), case_id, title=f"More {number}", due_on=clock.today())
        opened(by="bruno")
    assert {path: cost(path) for path in small} == small


@pytest.fixture
def client_case(within, viewer):
    """Open a case of somebody who asked for help with their own behaviour, on the other side of the wall."""

    def write():
        place = next(one.id for one in localities(TESTS) if one.gss == "E06000016")
        who = add_person(TESTS, side=Side.PERPETRATOR, known_as="Testan", age=40, locality_id=place)
        answers = {
            element: {
                one.code: "said" if not one.options else one.options[0][0]
                for one in questions(TESTS, element)
            }
            for element in Element
        }
        plan = Plan(
            Situation(
                (Need.OWN_BEHAVIOUR,), clock.today(), stay=place, home=place, age=40, side=Side.PERPETRATOR
            ),
            services=(service_by_code(TESTS, "e"),),
            answers=answers,
            summary="Rings the helpline every Monday.",
            agreement=Agreement.GIVEN,
        )
        return accept_referral(viewer("ezra"), send_referrals(TESTS, who, plan)[0], allocate_to="me")

    return within(write)


def test_a_case_of_the_other_side_holds_nothing_of_a_survivor(client_case, signed_in, viewer, within):
    ezra = signed_in("ezra")
    page = ezra.get(f"/cases/{client_case}")
    assert page.status_code == 200 and "Testan" in page.text
    for word in (
        "MARAC",
        "High risk",
        "not yet assessed",
        "Safety plan",
        "Causing harm",
        "Risk over time",
        "Safe contact:",
    ):
        assert word not in page.text, word
    assert (
        "not on the list" in ezra.post(f"/cases/{client_case}/note", data={"body": "x", "kind": "marac"}).text
    )
    with pytest.raises(Invalid):
        within(add_note, viewer("ezra"), client_case, kind=NoteClass.MARAC, body="x")
    for who in ("bella", "pam", "sofia"):
        assert signed_in(who).get(f"/cases/{client_case}").status_code == 404
    for path in ("/", "/cases", f"/cases/{client_case}/plan"):
        assert ezra.get(path).status_code == 200
