"""Whom staff know is closed to them at once; the lead looks at it. And break-glass: one record, an hour, reviewed."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select

from caseflow import clock
from caseflow.access.models import Grant
from caseflow.choices import Side
from caseflow.database import db
from caseflow.dossier.events import PERSON_READ
from caseflow.errors import Conflict, Invalid, NotAllowed, Unknown
from caseflow.oversight.conflicts.actions import note_conflict
from caseflow.oversight.conflicts.choices import Meeting
from caseflow.oversight.glass.actions import answer_about_break, ask_about_break, break_glass, review_break
from caseflow.oversight.glass.choices import MAY_NOT, GlassOutcome, GlassReason
from caseflow.oversight.glass.queries import breaks_to_answer, breaks_to_review
from caseflow.oversight.known.actions import decide_match, state_acquaintance
from caseflow.oversight.known.queries import staff_matches
from caseflow.oversight.restricting.actions import restrict_record
from caseflow.oversight.watching import looking
from caseflow.oversight.watching.looking import look
from caseflow.people.choices import ContactKind
from caseflow.people.models import Person
from caseflow.people.queries import find_people, person_lines
from tests.cases.conftest import opened, referred

__all__ = ["opened", "referred"]
PHONE = {"kind": ContactKind.PHONE, "value": "07700 900321"}
HOME = {"kind": ContactKind.ADDRESS, "value": "4 Invented Road, Testtown"}
WITH_POSTCODE = {**HOME, "value": "7 Made-up Lane, Testtown, LE1 1AB"}
WHY = {"reason": GlassReason.DANGER, "detail": "She rang and the line broke off"}


def sees(within, viewer, person_id) -> bool:
    found = person_id in within(person_lines, viewer, [person_id])
    assert found == (person_id in [hit.person_id for hit in within(find_people, viewer, "asha").hits])
    return found


@pytest.mark.parametrize(
    "told",
    [
        {"name": "Asha SAMPLE"},
        {"number": "07700900321"},
        {"address": "4, Invented Road Testtown"},
        {"address": "7 made-up lane, testtown le1 1ab"},
    ],
)
def test_whom_a_worker_knows_is_closed_to_that_worker_alone(viewer, within, person, told):
    asha = person("Asha", surname="Sample", contacts=[PHONE, HOME, WITH_POSTCODE])
    henry, sofia = viewer("henry"), viewer("sofia")
    assert sees(within, henry, asha)
    within(lambda: state_acquaintance(henry, **told))
    within(look)
    assert not sees(within, henry, asha) and sees(within, viewer("hugo"), asha)
    (line,) = within(staff_matches, sofia)
    assert (line.worker, line.person_id) == ("Henry Testwell", asha)
    assert within(staff_matches, henry) == []
    within(lambda: decide_match(sofia, line.match_id, keep=False))
    within(look)
    assert sees(within, henry, asha)


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({}, "name"),
        ({"name": "Mina"}, "name"),
        ({"number": "0770"}, "name"),
        ({"address": "Testtown"}, "name"),
        ({"name": "Mina Known", "born": "nonsense"}, "born"),
    ],
)
@pytest.mark.engines("sqlite")
def test_what_nobody_could_be_found_by_is_not_taken_for_a_protection(viewer, within, told, wrong):
    with pytest.raises(Invalid) as fault:
        within(lambda: state_acquaintance(viewer("henry"), **told))
    assert set(fault.value.faults) == {wrong}


@pytest.mark.engines("sqlite")
def test_a_box_that_was_not_sent_at_all_is_an_empty_one(signed_in):
    henry = signed_in("henry")
    assert henry.post("/account/people-i-know", data={"name": "Mina Known"}).status_code == 302
    answer = henry.post("/account/people-i-know", data={"name": "Mina", "born": "nonsense"})
    assert answer.status_code == 200 and "by less nobody can be found" in answer.text
    assert 'value="nonsense"' in answer.text


def test_who_comes_later_is_closed_too_and_a_different_birth_is_somebody_else(viewer, within, person):
    henry = viewer("henry")
    within(lambda: state_acquaintance(henry, name="Asha Sample", born="1950"))
    older, younger = person("Asha", surname="Sample", age=76), person("Asha", surname="Sample", age=20)
    within(look)
    assert older not in within(person_lines, henry, [older, younger])
    assert younger in within(person_lines, henry, [older, younger])


@pytest.mark.engines("sqlite")
def test_what_is_told_while_names_are_being_opened_is_looked_at_afterwards(
    viewer, within, person, monkeypatch
):
    asha, henry = person("Asha", surname="Sample"), viewer("henry")
    within(lambda: state_acquaintance(henry, name="Asha Sample"))
    with monkeypatch.context() as starting:
        starting.setattr(looking, "names_open", lambda _viewer: False)
        assert within(look) == 0
    within(look)
    assert not sees(within, henry, asha)


@pytest.fixture
def later(monkeypatch):
    """Let time pass."""

    def go(by: timedelta):
        moment = clock.now() + by
        for module in ("caseflow.access.grants", "caseflow.oversight.glass.queries", "caseflow.clock"):
            monkeypatch.setattr(f"{module}.now", lambda: moment)

    return go


def test_one_record_for_an_hour_and_it_is_reviewed(app, viewer, within, person, later):
    asha, other = person("Asha", surname="Sample"), person("Asha", surname="Second")
    for one in (asha, other):
        within(restrict_record, viewer("sofia"), one, reason="Well known")
    reference = within(lambda: db.session.scalars(select(Person.reference).where(Person.id == asha)).one())
    henry = viewer("henry")
    assert within(lambda: break_glass(henry, reference.lower(), **WHY)) == asha
    assert sees(within, henry, asha) and other not in within(person_lines, henry, [other])
    assert asha not in within(person_lines, viewer("hugo"), [asha])
    (due,) = within(breaks_to_review, viewer("sofia"))
    assert (due.who, due.late) == ("Henry Testwell", False)
    with pytest.raises(Unknown):
        within(lambda: review_break(henry, due.glass_id, outcome=GlassOutcome.JUSTIFIED, note=""))
    within(lambda: ask_about_break(viewer("sofia"), due.glass_id, question="Who was on the line?"))
    assert [one.question for one in within(breaks_to_answer, henry)] == ["Who was on the line?"]
    within(lambda: answer_about_break(henry, due.glass_id, answer="Her neighbour"))
    later(timedelta(minutes=61))
    assert not sees(within, henry, asha)
    later(timedelta(hours=73))
    assert [one.late for one in within(breaks_to_review, viewer("petra"))] == [True]
    within(lambda: review_break(viewer("petra"), due.glass_id, outcome=GlassOutcome.JUSTIFIED, note=""))
    with pytest.raises(Conflict):
        within(lambda: review_break(viewer("sofia"), due.glass_id, outcome=GlassOutcome.JUSTIFIED, note=""))
    with app.app_context():
        assert db.session.scalars(select(Grant.why).where(Grant.why == "glass")).all() == ["glass"]


def test_whoever_reviews_reads_what_was_done_in_that_hour(signed_in, viewer, within, person):
    asha = person("Asha")
    within(restrict_record, viewer("sofia"), asha, reason="Well known")
    within(lambda: break_glass(viewer("henry"), str(asha), **WHY))
    (due,) = within(breaks_to_review, viewer("sofia"))
    page, done = f"/restricted/opened/{due.glass_id}", "What was read and done in that hour"
    before = unescape(signed_in("sofia").get(page).text)
    assert signed_in("henry").get(f"/people/{asha}").status_code == 200
    after = unescape(signed_in("sofia").get(page).text)
    assert done in before and PERSON_READ.meaning not in before
    assert PERSON_READ.meaning in after


def test_what_may_not_be_opened_and_what_never_existed_answer_the_same(viewer, within, person, opened):
    sofia, henry, bella = viewer("sofia"), viewer("henry"), viewer("bella")
    plain, known, partner = person("Asha"), person("Mina", surname="Known"), person("Bo")
    within(lambda: state_acquaintance(henry, name="Mina Known"))
    within(look)
    for one in (known, partner):
        within(restrict_record, sofia, one, reason="Well known")
    mine, _case = opened(by="bella", to="me")
    within(lambda: note_conflict(sofia, mine, partner, meeting=Meeting.TOLD_OF, why=["number"]))
    there = next(held.id for held in viewer("harriet").memberships if held.side is Side.PERPETRATOR)
    across = viewer("harriet", membership_id=there)
    tries = [(henry, "BCD-234"), (henry, "nonsense"), (henry, str(plain)), (henry, str(known))]
    for who, which in (*tries, (bella, str(partner)), (across, str(partner))):
        with pytest.raises(Invalid) as fault:
            within(lambda who=who, which=which: break_glass(who, which, **WHY))
        assert fault.value.faults == {"which": MAY_NOT}
    with pytest.raises(NotAllowed):
        within(lambda: break_glass(viewer("petra"), str(partner), **WHY))
    assert within(lambda: break_glass(henry, str(partner), **WHY)) == partner


@pytest.mark.engines("sqlite")
def test_break_glass_asks_for_a_fresh_sign_in_and_a_reason(app, signed_in, person, within, viewer):
    asha = person("Asha")
    within(restrict_record, viewer("sofia"), asha, reason="Well known")
    henry = signed_in("henry")
    lost = henry.get(f"/people/{asha}")
    assert lost.status_code == 404 and "open a restricted record" in lost.text
    typed = {"which": str(asha), "reason": "danger", "detail": "Short"}
    assert "in a sentence" in henry.post("/restricted/open", data=typed).text
    answer = henry.post("/restricted/open", data={**typed, "detail": "The line broke off again"})
    assert answer.status_code == 302 and henry.get(answer.location).status_code == 200
    assert "review it" in signed_in("sofia").get("/").text
    assert getattr(app.view_functions["oversight.glass.open_record"], "__caseflow_fresh__", False)
