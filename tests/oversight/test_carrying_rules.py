"""A contact rule that changes after a packet was sent is carried into it before anybody rings."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from caseflow.audit.models import AuditRow
from caseflow.choices import FieldState
from caseflow.database import db
from caseflow.directory.choices import Need
from caseflow.oversight.watching.looking import look
from caseflow.people.actions import change_contact_point, change_contact_rule
from caseflow.people.choices import StopReason
from caseflow.people.contact.actions import reopen_contact_point, stop_contact_point
from caseflow.people.models import ContactPoint
from caseflow.referrals.actions import decline_referral
from caseflow.referrals.choices import Decline
from caseflow.referrals.packet import Packet, Point, with_rules
from tests.referrals.story import KNOWN_AS, NUMBER, add_wrenna, packet_of, send

CARRIED = "referrals:packet:rule_carried"


@pytest.fixture
def sent(within, viewer) -> tuple[UUID, UUID]:
    """Give a contact point and a referral whose packet carries it."""
    person = within(add_wrenna, viewer("harriet"))
    [referral] = within(send, viewer("harriet"), person, (Need.DOMESTIC_ABUSE,), "b1")
    within(look)
    return within(_point_of, person), referral


def _point_of(person_id: UUID) -> UUID:
    return db.session.scalars(select(ContactPoint.id).where(ContactPoint.person_id == person_id)).one()


def times_carried(within) -> int:
    return within(lambda: len(db.session.scalars(select(AuditRow.id).where(AuditRow.event == CARRIED)).all()))


def test_a_number_that_was_stopped_is_stopped_for_whoever_has_the_packet(sent, within, viewer, signed_in):
    point, referral = sent
    bella = signed_in("bella")
    before = bella.get(f"/referrals/{referral}").text
    assert NUMBER in before and "lamplight" in before and "new since sent" not in before
    within(stop_contact_point, viewer("harriet"), point, reason=StopReason.NOT_SAFE)
    within(look)
    page = bella.get(f"/referrals/{referral}").text
    assert NUMBER not in page and "new since sent" in page
    assert "Do not use this. A manager decides first." in page
    within(look)
    assert times_carried(within) == 1, "once for each change"
    within(reopen_contact_point, viewer("hugo"), point)
    within(look)
    page = bella.get(f"/referrals/{referral}").text
    assert NUMBER in page and "Ask “is it safe to talk?” first." in page, "it begins with first contact"


def test_a_rule_that_became_stricter_stands_before_the_number(sent, within, viewer, signed_in):
    point, referral = sent
    within(
        change_contact_rule, viewer("harriet"), point, may_call=FieldState.NOT_ALLOWED, code_word="tidemark"
    )
    within(look)
    page = signed_in("bella").get(f"/referrals/{referral}").text
    assert "Do not call" in page and "new since sent" in page
    assert "tidemark" in page and "lamplight" not in page


def test_another_number_does_not_travel_and_the_old_one_is_closed(sent, within, viewer, signed_in):
    point, referral = sent
    within(change_contact_point, viewer("harriet"), point, value="07700 900322")
    within(look)
    page = signed_in("bella").get(f"/referrals/{referral}").text
    assert NUMBER not in page and "07700 900322" not in page
    assert "Do not use it: ask the sender." in page


def test_nothing_is_carried_into_a_packet_that_is_closed(sent, within, viewer):
    point, referral = sent
    within(decline_referral, viewer("bella"), referral, group=Decline.NO_CAPACITY)
    before = within(packet_of, referral)
    within(stop_contact_point, viewer("harriet"), point, reason=StopReason.NOT_SAFE)
    within(look)
    assert within(packet_of, referral) == before and times_carried(within) == 0


def test_a_yes_that_lapsed_longer_ago_is_no_change_of_the_rule():
    sent = Point("Phone", NUMBER, "lapsed", "To be confirmed again since 1 day ago.", id="a")
    packet = Packet(KNOWN_AS, "34", "", (), (sent,), {})
    later = replace(sent, rule="To be confirmed again since 3 days ago.")
    assert with_rules(packet, {"a": later}, datetime(2026, 3, 2, tzinfo=UTC)) == packet
    [stricter] = with_rules(
        packet, {"a": replace(later, state="stopped")}, datetime(2026, 3, 2, tzinfo=UTC)
    ).points
    assert stricter.closed and stricter.rule == later.rule and stricter.changed_at
