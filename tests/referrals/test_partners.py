"""A partner named by a professional goes to partner support, and the client's side holds and shows nothing of it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from caseflow.access.models import Membership
from caseflow.audit.models import AuditRow
from caseflow.calls import actions
from caseflow.calls.models import Call
from caseflow.calls.reaches.models import Reach
from caseflow.choices import Side
from caseflow.clock import now
from caseflow.database import db
from caseflow.errors import Invalid, NotAllowed, Unknown
from caseflow.oversight.conflicts.choices import MEETING_LABELS, Meeting
from caseflow.oversight.conflicts.queries import conflicts
from caseflow.oversight.watching.looking import look
from caseflow.people.models import Person
from caseflow.referrals.models import Packet, Referral
from caseflow.referrals.partners.actions import refer_partner
from tests.calls.test_reaches import REFERRAL
from tests.cases.conftest import row, within

__all__ = ["row", "within"]
HIS = {
    **REFERRAL,
    "side": Side.PERPETRATOR,
    "name": "Orlin Testwick",
    "who": "new",
    "phone": "07700 900222",
    "age": 41,
}
PARTNER = {
    "name": "Quilla Ashgrove",
    "age": "34",
    "phone": "07700 900333",
    "may_call": "allowed",
    "summary": "She left in March; two children.",
    "harm_name": "Orlin Testwick",
    "who": "new",
}
SAID = ("Quilla", "Ashgrove", "900333", "left in March")


@pytest.fixture
def reach(within: Any, viewer: Any) -> Any:
    """Log a probation officer's referral of a man."""
    return within(
        actions.log_professional_referral, viewer("harriet"), HIS, received_at=now() - timedelta(minutes=5)
    )


def test_it_becomes_a_referral_of_her_own_and_his_side_shows_nothing(
    app: Any, signed_in: Any, reach: Any, viewer: Any
) -> None:
    harriet = signed_in("harriet")
    page = harriet.get(f"/reach/{reach}/partner")
    assert "survivor side only" in page.text
    assert (
        "Enter what partner support has to know"
        in harriet.post(f"/reach/{reach}/partner", data={**PARTNER, "summary": "", "do": "send"}).text
    )
    looked = harriet.post(f"/reach/{reach}/partner", data={**PARTNER, "do": "find"})
    assert "Nobody we know fits" in looked.text
    sent = harriet.post(f"/reach/{reach}/partner", data={**PARTNER, "do": "send"})
    assert sent.status_code == 302, sent.text
    pam = signed_in("pam")
    assert "Quilla" in pam.get("/").text
    with app.app_context():
        referral = db.session.query(Referral).one()
        assert referral.side is Side.SURVIVOR
        packet = str(db.session.query(Packet).one().content)
        assert "left in March" in packet and "900333" in packet.replace(" ", "") and "Testwick" in packet
        his = db.session.get(Reach, reach)
        call, client_row = db.session.get(Call, his.call_id), db.session.get(Person, his.person_id)
        kept = (his.referrer, his.safe_says, his.end_note, call.narrative, call.details, client_row.known_as)
        assert not any(one in str(kept) for one in SAID)
        client, there = his.person_id, referral.person_id
        lines = db.session.query(AuditRow).all()
        assert not [one for one in lines if one.person_id == client and str(there) in str(one.shown or "")]
    ezra = signed_in("ezra")
    for browser in (ezra, _on_his_side(app, signed_in)):
        for address in ("/", f"/people/{client}", f"/people/{client}/referrals", f"/reach/{reach}"):
            answer = browser.get(address).text
            assert not any(one in answer for one in SAID) and str(there) not in answer


def test_the_lead_learns_that_the_two_belong_together(
    signed_in: Any, reach: Any, viewer: Any, within: Any
) -> None:
    harriet = signed_in("harriet")
    page = harriet.get(f"/reach/{reach}/partner").text
    begun = re.search(r'name="harm_born"[^>]*value="([^"]+)"', page)
    assert begun and 'value="Orlin Testwick"' in page
    said = {**PARTNER, "harm_born": begun[1], "do": "send"}
    assert harriet.post(f"/reach/{reach}/partner", data=said).status_code == 302
    within(look)
    (meeting,) = within(conflicts, viewer("sofia"))
    assert meeting.meeting_words == MEETING_LABELS[Meeting.TOLD_OF]
    assert signed_in("ezra").get("/walls").status_code == 403


def _on_his_side(app: Any, signed_in: Any) -> Any:
    browser = signed_in("harriet")
    with app.app_context():
        there = (
            db.session.query(Membership)
            .filter(Membership.side == Side.PERPETRATOR, Membership.role == "helpline_adviser")
            .one()
        )
    browser.post("/account/service", data={"service_id": str(there.id)})
    return browser


@pytest.mark.engines("sqlite")
def test_only_who_works_on_both_sides_sends_it_and_only_from_his_referral(
    within: Any, viewer: Any, reach: Any
) -> None:
    with pytest.raises(NotAllowed):
        within(refer_partner, viewer("henry"), reach, PARTNER)
    hers = within(
        actions.log_professional_referral,
        viewer("harriet"),
        REFERRAL,
        received_at=now() - timedelta(minutes=5),
    )
    with pytest.raises(Unknown):
        within(refer_partner, viewer("harriet"), hers, PARTNER)
    with pytest.raises(Invalid):
        within(refer_partner, viewer("harriet"), reach, {**PARTNER, "who": ""})
