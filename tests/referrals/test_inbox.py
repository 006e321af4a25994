"""The inbox: overdue first, then the most dangerous; on both databases."""

from datetime import timedelta

import pytest
from flask import Flask

from caseflow.audit.action import action
from caseflow.audit.record import record
from caseflow.choices import RiskLevel
from caseflow.clock import now
from caseflow.database import end_reading
from caseflow.directory.choices import Need
from caseflow.referrals import queries
from caseflow.referrals.events import REFERRAL_SENT
from tests.referrals.story import add_wrenna, send, stored

DOMESTIC = (Need.DOMESTIC_ABUSE,)


@pytest.fixture
def world(app: Flask, viewer):
    with app.app_context():
        yield viewer
        end_reading()


@action
def put(actor, referral_id, risk, due_at):
    row = stored(referral_id)
    row.risk_level, row.answer_due_at = risk, due_at
    record(actor, REFERRAL_SENT, "referral", referral_id, person_id=row.person_id, fields=("answer_due_at",))
    return referral_id


def test_the_inbox_has_the_overdue_on_top_and_the_most_dangerous_of_them_first(world):
    harriet = world("harriet")
    hours = {
        "standard": (RiskLevel.STANDARD, -9),
        "high": (RiskLevel.HIGH, -1),
        "medium": (RiskLevel.MEDIUM, -5),
        "soon": (RiskLevel.STANDARD, 1),
        "unknown": (RiskLevel.NOT_ASSESSED, 3),
    }
    made = {}
    for name, (risk, left) in hours.items():
        made[name] = send(harriet, add_wrenna(harriet), DOMESTIC, "b1")[0]
        end_reading()
        put(harriet, made[name], risk, now() + timedelta(hours=left))
    lines = [line.referral_id for line in queries.waiting_referrals(world("bella")).lines]
    assert lines == [made[name] for name in ("high", "medium", "standard", "unknown", "soon")]
