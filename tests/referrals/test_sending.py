"""Sending: what is stored, what travels, what is refused; on both databases."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from caseflow.choices import Element, RiskLevel, Side
from caseflow.clock import today
from caseflow.database import db, end_reading
from caseflow.directory.choices import Need
from caseflow.directory.queries import service_by_code
from caseflow.errors import Invalid, NotAllowed, Unknown
from caseflow.people.actions import set_risk_summary, stop_contact_point
from caseflow.people.choices import StopReason
from caseflow.people.models import ContactPoint
from caseflow.referrals.actions import decline_referral, send_referrals
from caseflow.referrals.choices import Agreement, Basis, Decline, GapKind, Part, ReferralState
from caseflow.referrals.models import Packet, Referral, ReferralMove
from caseflow.referrals.queries import declined_back, refer_page, tell_page
from caseflow.referrals.sending.queries import answered_page, begun_page
from caseflow.referrals.situation import Situation
from tests.referrals.story import (
    KNOWN_AS,
    NUMBER,
    add_wrenna,
    gaps_of,
    locality,
    packet_of,
    plan,
    send,
    stored,
)


@pytest.fixture
def harriet(app: Flask, viewer):
    with app.app_context():
        yield viewer("harriet")
        end_reading()


def test_several_at_once_each_with_its_own_packet_and_clock(harriet):
    person = add_wrenna(harriet)
    first, second = send(
        harriet, person, (Need.DOMESTIC_ABUSE, Need.SEXUAL_VIOLENCE), "b1", "c", summary="Wants to talk soon"
    )
    one, two = stored(first), stored(second)
    assert one.batch_id == two.batch_id and one.state is two.state is ReferralState.SENT
    assert (one.element, one.lot, one.need) == (Element.LOCALITY, "1", Need.DOMESTIC_ABUSE)
    assert one.answer_due_at == one.sent_at + timedelta(hours=4)  # not yet assessed shares the column of high
    assert one.from_service_id == service_by_code(harriet, "helpline") and one.sent_by == harriet.user_id
    content = packet_of(first)
    assert content["known_as"] == KNOWN_AS and content["answers"] == {"wants": "Help with the family court"}
    assert {part["code"] for part in content["sections"]} >= {"summary", "person", "harm", "questions"}
    assert "reported" in packet_of(second)["answers"] and "wants" not in packet_of(second)["answers"]
    moves = db.session.scalars(select(ReferralMove).where(ReferralMove.referral_id == first)).all()
    assert [(move.from_state, move.to_state) for move in moves] == [(ReferralState.DRAFT, ReferralState.SENT)]


def test_a_number_travels_with_its_rule_or_not_at_all(harriet):
    person = add_wrenna(harriet)
    [first] = send(harriet, person, (Need.DOMESTIC_ABUSE,), "b1")
    [point] = packet_of(first)["points"]
    assert point["value"] == NUMBER and point["code_word"] == "lamplight"
    assert "May call" in point["allowed"] and point["rule"]
    parts = {Element.SEXUAL_VIOLENCE: frozenset({Part.PERSON})}
    [second] = send(harriet, person, (Need.SEXUAL_VIOLENCE,), "c", parts=parts, summary="Rings us on Fridays")
    assert packet_of(second)["points"] == []
    [third] = send(
        harriet, person, (Need.COUNSELLING,), "counselling", points=frozenset(), summary="Rings us"
    )
    assert packet_of(third)["points"] == []


def test_a_stopped_number_never_travels(harriet):
    person = add_wrenna(harriet)
    point = db.session.scalar(select(ContactPoint.id).where(ContactPoint.person_id == person))
    end_reading()
    stop_contact_point(harriet, point, reason=StopReason.NOT_SAFE)
    [referral] = send(
        harriet, person, (Need.DOMESTIC_ABUSE,), "b1", points=frozenset({point}), summary="Rings us"
    )
    assert packet_of(referral)["points"] == []


def test_a_part_left_out_does_not_go(harriet):
    person = add_wrenna(harriet)
    parts = {Element.LOCALITY: frozenset({Part.CONTACT})}
    [referral] = send(harriet, person, (Need.DOMESTIC_ABUSE,), "b1", parts=parts)
    content = packet_of(referral)
    assert {part["code"] for part in content["sections"]} == {"person", "questions"}
    assert "Corvin" not in str(content)


def test_the_packet_is_frozen(harriet):
    person = add_wrenna(harriet)
    [referral] = send(harriet, person, (Need.DOMESTIC_ABUSE,), "b1")
    before = packet_of(referral)
    end_reading()
    set_risk_summary(harriet, person, RiskLevel.HIGH, today(), None)
    assert packet_of(referral) == before


def test_the_risk_level_sets_the_clock(harriet):
    person = add_wrenna(harriet)
    set_risk_summary(harriet, person, RiskLevel.STANDARD, today(), None)
    [referral] = send(harriet, person, (Need.DOMESTIC_ABUSE,), "b1")
    row = stored(referral)
    assert row.risk_level is RiskLevel.STANDARD
    assert row.answer_due_at - row.sent_at >= timedelta(days=3)


def test_safe_tonight_has_an_hour_and_the_phone_comes_first(harriet):
    person = add_wrenna(harriet)
    needs = (Need.SAFE_TONIGHT,)
    [referral] = send(harriet, person, needs, "d1")
    row = stored(referral)
    assert row.safe_tonight and row.answer_due_at == row.sent_at + timedelta(hours=1)
    tells = tell_page(harriet, row.batch_id).tells
    assert tells[0].phone_first and tells[0].phone == "0116 496 0131"


def test_a_place_to_be_bought_waits_for_the_funding_decision(harriet, viewer):
    ezra = viewer("harriet", membership_id=_membership(harriet, Side.PERPETRATOR))
    client = add_wrenna(ezra, place="Melton", side=Side.PERPETRATOR)
    [referral] = send(ezra, client, (Need.OWN_BEHAVIOUR,), "e")
    row = stored(referral)
    assert row.state is ReferralState.WAITING_FUNDING and row.funding_decider == "leicestershire_cc"
    assert row.funding_due_at == row.answer_due_at and row.side is Side.PERPETRATOR
    content = packet_of(referral)
    assert {part["code"] for part in content["sections"]} <= {"person", "questions"}


def _membership(viewer, side):
    return next(held.id for held in viewer.memberships if held.side is side)


def test_rutland_gets_an_owned_task_with_a_decider_and_a_clock(harriet):
    person = add_wrenna(harriet, place="Rutland")
    send(harriet, person, (Need.SAFE_HOUSING,), "d1")
    kinds = {gap.kind: gap for gap in gaps_of(person)}
    rutland = kinds[GapKind.NO_LOT]
    assert rutland.decider == "rutland_cc" and "Rutland County Council" in rutland.says
    assert rutland.due_at == rutland.raised_at + timedelta(hours=2)
    assert rutland.locality_id == locality("Rutland")
    send(harriet, person, (Need.SAFE_HOUSING,), "d2")
    assert len(gaps_of(person)) == len(kinds)  # an open gap is not raised twice


def test_a_gap_without_any_service_can_be_made_a_task(harriet):
    person = add_wrenna(harriet, place="Rutland")
    with pytest.raises(Invalid) as fault:
        send(harriet, person, (Need.STAY_AT_HOME,), agreement=None)
    assert set(fault.value.faults) == {"agreement"} and gaps_of(person) == []
    end_reading()
    assert send(harriet, person, (Need.STAY_AT_HOME,)) == []
    assert [gap.kind for gap in gaps_of(person)] == [GapKind.NO_LOT]


REFUSED = [
    ({"agreement": None}, {"agreement"}),
    ({"agreement": Agreement.NOT_GIVEN}, {"basis", "basis_detail"}),
    ({"agreement": Agreement.NOT_ASKED, "basis": Basis.SERIOUS_HARM}, {"basis_detail"}),
    ({"answers": {}}, {"q_locality_wants"}),
    ({"answers": {Element.LOCALITY: {"wants": "   "}}}, {"q_locality_wants"}),
]


@pytest.mark.parametrize(("more", "fields"), REFUSED)
def test_what_is_missing_is_said_beside_its_field_and_nothing_is_sent(harriet, more, fields):
    person = add_wrenna(harriet)
    with pytest.raises(Invalid) as fault:
        send(harriet, person, (Need.DOMESTIC_ABUSE,), "b1", **more)
    assert set(fault.value.faults) == fields
    assert db.session.scalar(select(func.count()).select_from(Referral)) == 0


def test_a_service_that_is_not_offered_is_refused(harriet):
    person = add_wrenna(harriet)
    for codes, needs in (
        (("b2",), (Need.DOMESTIC_ABUSE,)),
        (("e",), (Need.DOMESTIC_ABUSE,)),
        ((), (Need.COUNSELLING,)),
    ):
        with pytest.raises(Invalid) as fault:
            send(harriet, person, needs, *codes)
        assert "services" in fault.value.faults


def test_a_gap_does_not_stand_for_a_need_that_a_service_could_take(harriet):
    person = add_wrenna(harriet, place="Rutland")
    needs = (Need.DOMESTIC_ABUSE, Need.SEXUAL_VIOLENCE, Need.STAY_AT_HOME)
    for codes in (("b1",), ()):
        with pytest.raises(Invalid) as fault:
            send(harriet, person, needs, *codes)
        assert "for sexual violence support" in fault.value.faults["services"]
        assert ("domestic abuse" in fault.value.faults["services"]) is not bool(codes)
        assert gaps_of(person) == []
        end_reading()
    assert len(send(harriet, person, needs, "b1", "c")) == 2
    assert [gap.need for gap in gaps_of(person)] == [Need.STAY_AT_HOME]


def test_no_second_referral_to_a_service_that_has_not_answered(harriet):
    person = add_wrenna(harriet)
    send(harriet, person, (Need.DOMESTIC_ABUSE,), "b1")
    with pytest.raises(Invalid) as fault:
        send(harriet, person, (Need.DOMESTIC_ABUSE,), "b1")
    assert fault.value.faults["services"].startswith("Willowmere Support")
    assert "not answered yet" in fault.value.faults["services"]


def test_without_agreement_the_basis_is_kept(harriet):
    person = add_wrenna(harriet)
    without = {
        "agreement": Agreement.NOT_ASKED,
        "basis": Basis.CHILD_AT_RISK,
        "basis_detail": "Two children there",
    }
    [referral] = send(harriet, person, (Need.DOMESTIC_ABUSE,), "b1", **without)
    row = stored(referral)
    assert row.basis is Basis.CHILD_AT_RISK and row.basis_detail == "Two children there"


def test_the_same_post_twice_sends_once(harriet, viewer):
    person = add_wrenna(harriet)
    once = viewer("harriet", once="a" * 32)
    made = plan(harriet, person, (Need.DOMESTIC_ABUSE,), "b1")
    assert send_referrals(once, person, made) == send_referrals(once, person, made)
    assert db.session.scalar(select(func.count()).select_from(Packet)) == 1


def test_who_may_not_know_of_the_person_cannot_refer_them(harriet, viewer):
    person = add_wrenna(harriet)
    made = plan(harriet, person, (Need.SEXUAL_VIOLENCE,), "c")
    for name in ("bella", "ezra", "adam", "carl"):
        with pytest.raises((Unknown, NotAllowed)):
            send_referrals(viewer(name), person, made)


def test_sending_on_settles_the_one_that_came_back(harriet, viewer):
    person = add_wrenna(harriet)
    [first] = send(harriet, person, (Need.DOMESTIC_ABUSE,), "b1")
    decline_referral(viewer("bella"), first, group=Decline.NO_CAPACITY)
    assert [line.referral_id for line in declined_back(harriet)] == [first]
    page = refer_page(harriet, person, again_id=first)
    assert page.answer is not None and page.again is not None and page.again.words == "No capacity"
    end_reading()
    send(harriet, person, (Need.DOMESTIC_ABUSE,), "b1", again_id=first)
    assert declined_back(harriet) == []
    assert stored(first).settled_at is not None


def test_what_to_tell_says_who_by_when_and_from_which_number(harriet):
    person = add_wrenna(harriet)
    first, _ = send(harriet, person, (Need.DOMESTIC_ABUSE, Need.COUNSELLING), "b1", "counselling")
    row = stored(first)
    page = tell_page(harriet, row.batch_id)
    by_name = {tell.service: tell for tell in page.tells}
    b1 = by_name["Willowmere Support, Leicestershire and Rutland (invented)"]
    assert (
        b1.by_at == row.sent_at + timedelta(hours=4 + 24)
        and b1.number_words == "Their number will not show on your phone."
    )
    assert by_name["Stillwater Counselling (invented)"].by_at is None
    assert page.helpline_phone == "0116 496 0100" and not page.told


def test_partner_support_is_not_asked_what_a_client_is_asked_and_gets_who_causes_harm(harriet):
    person = add_wrenna(harriet)
    wanted = Situation((Need.PARTNER_SUPPORT,), today(), stay=locality("Leicester"))
    (group,) = answered_page(harriet, begun_page(harriet, person), wanted).groups
    assert (group.label, group.questions) == ("Partner support", ())
    assert {Part.RISK, Part.HARM} <= group.ticked and Part.SAID not in group.ticked
    parts = {group.element: group.ticked}
    [sent] = send(harriet, person, (Need.PARTNER_SUPPORT,), "partner_support", answers={}, parts=parts)
    assert "harm" in {part["code"] for part in packet_of(sent)["sections"]}
