"""The rows that reports count: those of people who are on record, and those that were kept of the erased.

Each kind is said once, as a select over live rows. Reports read it together with the kept rows, and an erasure keeps
what it gives: so a figure cannot tell whether somebody was erased.
"""

from typing import Any

from sqlalchemy import Boolean, ColumnElement, Integer, Select, Subquery, Uuid, and_, case, cast, null, select
from sqlalchemy.orm import aliased

from caseflow.cases.models import Case
from caseflow.database import UtcDateTime
from caseflow.people.scope import RISK_NOW, records_of, with_risk
from caseflow.privacy.kept.models import KeptCase, KeptGap, KeptReferral
from caseflow.referrals.choices import GapState, ReferralState
from caseflow.referrals.models import Gap, Referral

S = ReferralState
ANSWERED = (S.ACCEPTED, S.DECLINED)
LIVE = (S.SENT, S.RETURNED, S.WAITING_FUNDING, S.ACCEPTED)


def live_referrals() -> Select[Any]:
    """Return the referrals on record that count, whoever they are of."""
    clocked = and_(
        Referral.state.in_(ANSWERED), Referral.answered_at.is_not(None), Referral.answer_due_at.is_not(None)
    )
    columns: list[Any] = [
        Referral.id,
        Referral.side,
        Referral.to_service_id.label("service_id"),
        Referral.element,
        Referral.lot,
        Referral.locality_id,
        Referral.risk_level,
        Referral.funding_decider,
        Referral.state,
        Referral.sent_at,
        Referral.decline_group,
        case((clocked, Referral.answered_at <= Referral.answer_due_at)).label("in_time"),
        Referral.answer_due_at,
        Referral.answered_at,
        cast(null(), Integer).label("took_seconds"),
        cast(null(), Boolean).label("unmet"),
    ]
    return select(*columns).where(Referral.state != S.DRAFT)


def counted_referrals() -> Subquery:
    """Return all referrals that count; a kept one has no id and owes nobody an answer."""
    kept = select(
        cast(null(), Uuid),
        KeptReferral.side,
        KeptReferral.service_id,
        KeptReferral.element,
        KeptReferral.lot,
        KeptReferral.locality_id,
        KeptReferral.risk_level,
        KeptReferral.funding_decider,
        KeptReferral.state,
        KeptReferral.sent_at,
        KeptReferral.decline_group,
        KeptReferral.in_time,
        cast(null(), UtcDateTime()),
        cast(null(), UtcDateTime()),
        KeptReferral.took_seconds,
        KeptReferral.unmet,
    )
    return live_referrals().union_all(kept).subquery("counted_referrals")


def unmet_need() -> ColumnElement[bool]:
    """Return the predicate on a referral: no other one of this person for the same need waits or was accepted."""
    other = aliased(Referral)
    elsewhere = select(other.id).where(
        other.person_id.in_(records_of(Referral.person_id)),
        other.need == Referral.need,
        other.state.in_(LIVE),
    )
    return ~elsewhere.exists()


def live_cases() -> Select[Any]:
    """Return the cases on record, each with the risk level that its person has today."""
    columns: list[Any] = [
        Case.side,
        Case.service_id,
        Case.element,
        Case.lot,
        Case.locality_id,
        RISK_NOW,
        Case.worker_id,
        Case.accepted_at,
        Case.closed_at,
        Case.is_live,
        Case.next_due_at,
    ]
    return with_risk(select(*columns), Case.person_id)


def counted_cases() -> Subquery:
    """Return all cases that count; a kept one is over, and nothing is owed in it."""
    kept = select(
        KeptCase.side,
        KeptCase.service_id,
        KeptCase.element,
        KeptCase.lot,
        KeptCase.locality_id,
        KeptCase.risk_level,
        KeptCase.worker_id,
        KeptCase.accepted_at,
        KeptCase.closed_at,
        cast(null(), Boolean),
        cast(null(), UtcDateTime()),
    )
    return live_cases().union_all(kept).subquery("counted_cases")


def live_gaps() -> Select[Any]:
    """Return the gaps on record that nobody has met."""
    columns: list[Any] = [Gap.side, Gap.service_id, Gap.locality_id, Gap.state, Gap.raised_at]
    return select(*columns).where(Gap.state != GapState.MET)


def counted_gaps() -> Subquery:
    """Return all gaps that count."""
    kept = select(KeptGap.side, KeptGap.service_id, KeptGap.locality_id, KeptGap.state, KeptGap.raised_at)
    return live_gaps().union_all(kept).subquery("counted_gaps")
