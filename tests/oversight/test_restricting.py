"""A restricted record is open to those on its list and to the safeguarding lead; for all others it does not exist."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from caseflow.access.models import Grant
from caseflow.cases.scope import load_case
from caseflow.database import db
from caseflow.errors import Conflict, Invalid, NotAllowed, Unknown
from caseflow.oversight.restricting.actions import (
    lift_restriction,
    put_on_list,
    restrict_record,
    take_off_list,
)
from caseflow.oversight.restricting.queries import restriction_page
from caseflow.people.queries import find_people, person_lines
from caseflow.referrals.scope import load_referral
from tests.cases.conftest import opened, referred

__all__ = ["opened", "referred"]
REASON = "She is the sister of somebody who works here"


def test_a_restriction_narrows_the_person_and_all_that_hangs_on_them(signed_in, viewer, within, opened):
    person, case = opened(by="bella", to="me")
    sofia, bella, bruno, henry = viewer("sofia"), viewer("bella"), viewer("bruno"), viewer("henry")
    within(restrict_record, sofia, person, reason=REASON)
    assert within(lambda: load_case(bella, case).id) == case
    for other in (bruno, viewer("mona")):
        with pytest.raises(Unknown):
            within(load_case, other, case)
    for nobody in (bruno, henry, viewer("hugo"), viewer("petra")):
        assert within(person_lines, nobody, [person]) == {}
        assert within(find_people, nobody, "testina").hits == ()
    assert (
        set(within(person_lines, sofia, [person])) == set(within(person_lines, bella, [person])) == {person}
    )
    never = "/people/00000000-0000-4000-8000-000000000000"
    for name, address in (("henry", f"/people/{person}"), ("bruno", f"/cases/{case}")):
        browser = signed_in(name)
        assert browser.get(address).status_code == browser.get(never).status_code == 404
    assert "Testina" not in signed_in("bruno").get("/cases?whose=team").text
    page = signed_in("sofia").get(f"/people/{person}/restriction").text
    assert REASON in page and "Bella Testford" in page


def test_a_referral_that_waits_is_narrowed_too_and_the_lead_is_told_where(viewer, within, referred):
    person, referral = referred()
    within(restrict_record, viewer("sofia"), person, reason=REASON)
    with pytest.raises(Unknown):
        within(load_referral, viewer("bella"), referral)
    assert within(restriction_page, viewer("sofia"), person).unseen
    within(put_on_list, viewer("sofia"), person, viewer("bella").user_id)
    assert within(lambda: load_referral(viewer("bella"), referral).id) == referral
    assert within(restriction_page, viewer("sofia"), person).unseen == ()


def test_the_list_can_be_changed_and_the_restriction_ends_with_a_reason(app, viewer, within, person):
    asha, sofia, henry = person("Asha"), viewer("sofia"), viewer("henry")
    within(restrict_record, sofia, asha, reason=REASON)
    with pytest.raises(Conflict):
        within(restrict_record, sofia, asha, reason=REASON)
    within(put_on_list, sofia, asha, henry.user_id)
    with pytest.raises(Invalid):
        within(put_on_list, sofia, asha, henry.user_id)
    with pytest.raises(Invalid):
        within(put_on_list, sofia, asha, viewer("ezra").user_id)
    with pytest.raises(NotAllowed):
        within(lift_restriction, henry, asha, reason="No more")
    with app.app_context():
        grant_id = db.session.scalars(select(Grant.id).where(Grant.user_id == henry.user_id)).one()
    within(take_off_list, sofia, grant_id)
    assert within(person_lines, henry, [asha]) == {}
    with pytest.raises(Invalid):
        within(lift_restriction, sofia, asha, reason="")
    within(lift_restriction, sofia, asha, reason="No more")
    assert set(within(person_lines, henry, [asha])) == {asha}


@pytest.mark.engines("sqlite")
def test_nobody_but_the_lead_gets_to_the_page(signed_in, person):
    asha = person("Asha")
    assert signed_in("henry").get(f"/people/{asha}/restriction").status_code == 403
    sofia = signed_in("sofia")
    answer = sofia.post(f"/people/{asha}/restriction", data={"reason": ""})
    assert "Enter why" in answer.text or "There is a problem" in answer.text
    assert sofia.post(f"/people/{asha}/restriction", data={"reason": REASON}).status_code == 302
    assert "Nobody is on the list" in sofia.get(f"/people/{asha}/restriction").text


def test_a_second_press_of_restricting_does_not_lift_it(signed_in, person):
    page, sofia = f"/people/{person('Asha')}/restriction", signed_in("sofia")
    for once in ("a" * 32, "a" * 32):
        assert sofia.post(page, data={"reason": REASON, "once": once}).status_code == 302
    assert sofia.post(page, data={"reason": REASON, "once": "b" * 32}).status_code == 409
    assert "Restricted: who may see" in sofia.get(page).text
    assert "There is a problem" in sofia.post(page + "/end", data={"reason": ""}).text
    for once in ("c" * 32, "c" * 32):
        assert sofia.post(page + "/end", data={"reason": "No more", "once": once}).status_code == 302
    assert "Restrict this record" in sofia.get(page).text
