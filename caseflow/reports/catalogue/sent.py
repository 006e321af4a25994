"""Counting referrals: one cohort, one condition, the same numbers wherever they appear."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, extract, func, literal, or_, select

from caseflow.access.viewer import Viewer
from caseflow.database import db
from caseflow.privacy.kept.coarse import coarse_length
from caseflow.privacy.kept.counted import ANSWERED, counted_referrals, unmet_need
from caseflow.referrals.choices import ReferralState
from caseflow.referrals.models import Referral
from caseflow.reports.asked import Asked
from caseflow.reports.catalogue.breaking import Breakdown, Columns, break_down, code_of
from caseflow.reports.catalogue.places import Places
from caseflow.reports.choices import By
from caseflow.reports.scope import counted, paid_by

S = ReferralState
PARTS = {
    "accepted": (S.ACCEPTED, "Accepted"),
    "declined": (S.DECLINED, "Declined"),
    "returned": (S.RETURNED, "Returned"),
    "waiting": (S.SENT, "Waiting"),
    "funding": (S.WAITING_FUNDING, "Waiting for funding"),
    "withdrawn": (S.WITHDRAWN, "Withdrawn"),
}
"""Every referral that was sent stands in exactly one of these."""
COUNTED = counted_referrals()
SENT = COUNTED.c
COLUMNS = Columns(
    at=SENT.sent_at,
    element=SENT.element,
    lot=SENT.lot,
    service_id=SENT.service_id,
    locality_id=SENT.locality_id,
    risk=SENT.risk_level,
    bought_by=SENT.funding_decider,
)
Numbers = dict[str, int]


@dataclass(frozen=True)
class Cohort:
    """The referrals that a question is about, as one condition, and how they are broken down."""

    where: ColumnElement[bool]
    breakdown: Breakdown
    by: By

    def undivided(self) -> Cohort:
        """Return the same cohort in one line: totals and middle values come from it, not from the lines."""
        return Cohort(self.where, Breakdown(literal(""), [("", "All")], lambda query: query), self.by)


def cohort_of(viewer: Viewer, asked: Asked, places: Places) -> Cohort:
    """Return the cohort of a question, within what the viewer may count."""
    parts = [
        counted(
            viewer,
            side=SENT.side,
            service_id=SENT.service_id,
            at=SENT.sent_at,
            paying=places.paying,
            bought_by=SENT.funding_decider,
        ),
        SENT.sent_at >= asked.period.starts_at,
        SENT.sent_at < asked.period.ends_at,
    ]
    for column, value in (
        (SENT.element, asked.element),
        (SENT.lot, asked.lot),
        (SENT.service_id, asked.service_id),
        (SENT.locality_id, asked.locality_id),
        (SENT.risk_level, asked.risk),
    ):
        if value is not None:
            parts.append(column == value)
    if asked.funder:
        parts.append(
            paid_by(
                asked.funder,
                service_id=SENT.service_id,
                at=SENT.sent_at,
                paying=places.paying,
                bought_by=SENT.funding_decider,
            )
        )
    return Cohort(and_(*parts), break_down(asked, COLUMNS, places), asked.by)


def counts(cohort: Cohort, now: datetime) -> dict[str, Numbers]:
    """Return, for each line, how many there are and how they stand."""
    overdue = and_(SENT.state.in_((S.SENT, S.RETURNED)), SENT.answer_due_at < now)
    key = cohort.breakdown.key.label("line")
    query: Select[Any] = select(
        key,
        func.count().label("sent"),
        *[_sum(SENT.state == state).label(code) for code, (state, _) in PARTS.items()],
        _sum(SENT.in_time.is_not(None)).label("clocked"),
        _sum(SENT.in_time.is_(True)).label("in_time"),
        _sum(overdue).label("overdue"),
    ).select_from(COUNTED)
    query = cohort.breakdown.join(query).where(cohort.where).group_by(key)
    return {
        code_of(row["line"], cohort.by): {name: int(row[name] or 0) for name in row if name != "line"}
        for row in db.session.execute(query).mappings()
    }


def times(cohort: Cohort) -> dict[str, list[int]]:
    """Return, for each line, how many seconds each answer took, in the steps in which they are told."""
    sent, answered, kept = (
        cast(one, String)
        for one in (extract("epoch", SENT.sent_at), extract("epoch", SENT.answered_at), SENT.took_seconds)
    )
    pair = case((SENT.took_seconds.is_not(None), literal("0:") + kept), else_=sent + ":" + answered)
    key = cohort.breakdown.key.label("line")
    # One row for each line, not for each answer: reading rows is what takes time where there are very many.
    each: Select[Any] = select(key, func.aggregate_strings(pair, ",")).select_from(COUNTED)
    query = cohort.breakdown.join(each).where(
        cohort.where,
        SENT.state.in_(ANSWERED),
        or_(SENT.answered_at.is_not(None), SENT.took_seconds.is_not(None)),
    )
    rows = db.session.execute(query.group_by(key))
    return {code_of(line, cohort.by): [_took(one) for one in pairs.split(",")] for line, pairs in rows}


def _took(pair: str) -> int:
    """Return how long one answer took, of whole seconds: one database keeps parts of them, the other does not."""
    sent, answered = (int(one.partition(".")[0]) for one in pair.split(":"))
    return coarse_length(answered - sent)


def declined(cohort: Cohort) -> dict[str, Numbers]:
    """Return, for each reason, how many were declined for it, and for how many of them nobody else was found."""
    unmet = or_(SENT.unmet.is_(True), and_(Referral.id.is_not(None), unmet_need()))
    query = (
        select(SENT.decline_group, func.count(), _sum(unmet))
        .select_from(COUNTED)
        .outerjoin(Referral, Referral.id == SENT.id)
        .where(cohort.where, SENT.state == S.DECLINED)
        .group_by(SENT.decline_group)
    )
    return {
        str(group.value) if group else "": {"declined": int(number), "unmet": int(unmet or 0)}
        for group, number, unmet in db.session.execute(query)
    }


def _sum(condition: Any) -> ColumnElement[int]:
    total: ColumnElement[int] = func.sum(case((condition, 1), else_=0))
    return total
