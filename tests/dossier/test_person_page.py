"""The person page: all that one may see on one timeline, and not a row of what one may not."""

from __future__ import annotations

from caseflow.calls.choices import AttemptOutcome
from caseflow.cases.actions import add_incident, add_note, log_attempt
from caseflow.cases.choices import NoteClass
from caseflow.clock import today
from caseflow.dossier.queries import person_page, work_page
from caseflow.dossier.timeline import Kind
from tests.people.conftest import counted


def text_of(answer) -> str:
    return answer.get_data(as_text=True)


def written(within, viewer, opened):
    """Open a case with a note, an incident and an attempt."""
    person_id, case_id = opened()
    bella = viewer("bella")
    within(add_note, bella, case_id, kind=NoteClass.GENERAL, body="Wants to change the locks.")
    within(add_incident, bella, case_id, happened_on=today(), what="Waited outside the school.")
    within(log_attempt, bella, case_id, outcome=AttemptOutcome.NO_ANSWER)
    return person_id, case_id


def kinds(within, viewer, who, person_id):
    page = within(person_page, viewer(who), person_id)
    return {choice.kind: choice.count for choice in page.timeline.choices}


def test_everybody_sees_their_own_part_of_one_timeline(within, viewer, opened, signed_in):
    person_id, _ = written(within, viewer, opened)
    service = kinds(within, viewer, "bella", person_id)
    assert service[Kind.NOTE] == service[Kind.INCIDENT] == service[Kind.REFERRAL] == 1
    assert service[Kind.CASE] >= 1 and service[Kind.ATTEMPT] == 1
    helpline = kinds(within, viewer, "harriet", person_id)
    assert helpline == {Kind.REFERRAL: 1, Kind.ATTEMPT: 1}
    assert "change the locks" in text_of(signed_in("bella").get(f"/people/{person_id}"))
    assert "change the locks" not in text_of(signed_in("harriet").get(f"/people/{person_id}"))
    assert signed_in("ben").get(f"/people/{person_id}").status_code == 404
    assert kinds(within, viewer, "petra", person_id) == {}


def test_where_they_are_now_is_one_line_for_each_service(within, viewer, opened):
    person_id, case_id = opened()
    front_door = within(person_page, viewer("harriet"), person_id).held
    assert [(one.worker, one.case_id) for one in front_door] == [("Bella Testford", None)]
    service = within(person_page, viewer("bella"), person_id).held
    assert [(one.worker, one.case_id) for one in service] == [("Bella Testford", case_id)]
    assert within(person_page, viewer("petra"), person_id).held == ()


def test_another_service_sees_nothing_of_this_ones_case(within, viewer, opened, signed_in):
    person_id, _ = written(within, viewer, opened)
    opened(by="cora", code="c", person_id=person_id)
    page = within(person_page, viewer("cora"), person_id)
    assert [one.worker for one in page.held] == ["Cora Testby"]
    assert not any(choice.kind in (Kind.NOTE, Kind.INCIDENT) for choice in page.timeline.choices)
    assert len(within(person_page, viewer("harriet"), person_id).held) == 2
    assert [case.worker for case in within(work_page, viewer("cora"), person_id).cases] == ["Cora Testby"]


def test_one_kind_and_one_page_at_a_time(within, viewer, opened, signed_in):
    person_id, case_id = opened()
    bella = viewer("bella")
    for number in range(27):
        within(add_note, bella, case_id, kind=NoteClass.GENERAL, body=f"Note number {number}.")
    browser = signed_in("bella")
    first = text_of(browser.get(f"/people/{person_id}?show=note"))
    assert "Note number 26." in first and "Note number 1." not in first and "Page 1 of 2" in first
    second = text_of(browser.get(f"/people/{person_id}?show=note&page=2"))
    assert "Note number 1." in second and "Referred to" not in second
    for odd in ("show=nonsense", "page=0", "page=999999", "page=x"):
        assert browser.get(f"/people/{person_id}?{odd}").status_code == 200


def test_a_page_costs_the_same_number_of_queries_however_much_there_is(app, within, viewer, opened):
    person_id, case_id = written(within, viewer, opened)
    bella, harriet = viewer("bella"), viewer("harriet")

    def cost(who, ask) -> int:
        with app.app_context(), counted() as said:
            ask(who, person_id)
        return len(said)

    before = [cost(who, ask) for who in (bella, harriet) for ask in (person_page, work_page)]
    for _ in range(6):
        within(add_note, bella, case_id, kind=NoteClass.GENERAL, body="More.")
        within(log_attempt, bella, case_id, outcome=AttemptOutcome.NO_ANSWER)
        within(add_incident, bella, case_id, happened_on=today(), what="Again.")
    assert [cost(who, ask) for who in (bella, harriet) for ask in (person_page, work_page)] == before


def test_the_work_page_shows_referrals_and_cases_to_who_may_see_them(within, viewer, opened, signed_in):
    person_id, _ = opened()
    page = text_of(signed_in("bella").get(f"/people/{person_id}/referrals"))
    assert "Bella Testford" in page and "Domestic abuse support" in page
    assert "There is no referral and no case" in text_of(
        signed_in("petra").get(f"/people/{person_id}/referrals")
    )
