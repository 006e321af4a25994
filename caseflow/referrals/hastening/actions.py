"""The write that makes a referral's answer due sooner, where the risk rose while it waited."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from caseflow.access.viewer import Actor
from caseflow.audit.action import action
from caseflow.audit.record import record
from caseflow.choices import RiskLevel
from caseflow.database import db
from caseflow.directory.choices import ClockCode
from caseflow.directory.queries import service_clocks
from caseflow.people.scope import records_of
from caseflow.referrals.choices import WAITING, ReferralState
from caseflow.referrals.events import REFERRAL_HASTENED
from caseflow.referrals.models import Referral


@action
def hasten_referrals(actor: Actor, person_id: UUID, level: RiskLevel, since: datetime) -> int:
    """Let answers that a person waits for be due by a level from a moment on, if that is sooner; returns how many."""
    waiting = select(Referral).where(
        Referral.person_id.in_(records_of(person_id)), Referral.state.in_(WAITING)
    )
    hastened = 0
    for referral in db.session.scalars(waiting.order_by(Referral.id).with_for_update(of=Referral)):
        owing, code = _owed(referral)
        due = service_clocks(actor, owing).due_at(code, level, since)
        if referral.answer_due_at is None or due >= referral.answer_due_at:
            continue
        referral.answer_due_at, referral.hastened_at, referral.hastened_level = due, since, level
        record(
            actor,
            REFERRAL_HASTENED,
            "referral",
            referral.id,
            person_id=referral.person_id,
            fields=("answer_due_at", "hastened_level"),
        )
        hastened += 1
    return hastened


def _owed(referral: Referral) -> tuple[UUID, ClockCode]:
    """Return who owes the answer now, and by which clock."""
    if referral.state is ReferralState.RETURNED:
        return referral.from_service_id, ClockCode.INFORMATION
    if referral.state is ReferralState.WAITING_FUNDING:
        return referral.to_service_id, ClockCode.FUNDING
    return referral.to_service_id, ClockCode.ANSWER_TONIGHT if referral.safe_tonight else ClockCode.ANSWER
