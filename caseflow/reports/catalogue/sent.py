"""Counting referrals: one cohort, one condition, the same numbers wherever they appear."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, extract, func, literal, select
from sqlalchemy.orm import aliased

from caseflow.access.viewer import Viewer
from caseflow.database import db
from caseflow.people.scope import records_of
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
ANSWERED = (S.ACCEPTED, S.DECLINED)
LIVE = (S.SENT, S.RETURNED, S.WAITING_FUNDING, S.ACCEPTED)
COLUMNS = Columns(
    at=Referral.sent_at,
    element=Referral.element,
    lot=Referral.lot,
    service_id=Referral.to_service_id,
    locality_id=Referral.locality_id,
    risk=Referral.risk_level,
    bought_by=Referral.funding_decider,
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
            side=Referral.side,
            service_id=Referral.to_service_id,
            at=Referral.sent_at,
            paying=places.paying,
            bought_by=Referral.funding_decider,
        ),
        Referral.sent_at >= asked.period.starts_at,
        Referral.sent_at < asked.period.ends_at,
        Referral.state != S.DRAFT,
    ]
    for column, value in (
        (Referral.element, asked.element),
        (Referral.lot, asked.lot),
        (Referral.to_service_id, asked.service_id),
        (Referral.locality_id, asked.locality_id),
        (Referral.risk_level, asked.risk),
    ):
        if value is not None:
            parts.append(column == value)
    if asked.funder:
        parts.append(
            paid_by(
                asked.funder,
                service_id=Referral.to_service_id,
                at=Referral.sent_at,
                paying=places.paying,
                bought_by=Referral.funding_decider,
            )
        )
    return Cohort(and_(*parts), break_down(asked, COLUMNS, places), asked.by)


def counts(cohort: Cohort, now: datetime) -> dict[str, Numbers]:
    """Return, for each line, how many there are and how they stand."""
    clocked = and_(
        Referral.state.in_(ANSWERED), Referral.answered_at.is_not(None), Referral.answer_due_at.is_not(None)
    )
    overdue = and_(Referral.state.in_((S.SENT, S.RETURNED)), Referral.answer_due_at < now)
    key = cohort.breakdown.key.label("line")
    query: Select[Any] = select(
        key,
        func.count().label("sent"),
        *[_sum(Referral.state == state).label(code) for code, (state, _) in PARTS.items()],
        _sum(clocked).label("clocked"),
        _sum(and_(clocked, Referral.answered_at <= Referral.answer_due_at)).label("in_time"),
        _sum(overdue).label("overdue"),
    ).select_from(Referral)
    query = cohort.breakdown.join(query).where(cohort.where).group_by(key)
    return {
        code_of(row["line"], cohort.by): {name: int(row[name] or 0) for name in row if name != "line"}
        for row in db.session.execute(query).mappings()
    }


def times(cohort: Cohort) -> dict[str, list[int]]:
    """Return, for each line, how many seconds each answer took."""
    sent, answered = (cast(extract("epoch", at), String) for at in (Referral.sent_at, Referral.answered_at))
    key = cohort.breakdown.key.label("line")
    # One row for each line, not for each answer: reading rows is what takes time where there are very many.
    each: Select[Any] = select(key, func.aggregate_strings(sent + ":" + answered, ",")).select_from(Referral)
    query = cohort.breakdown.join(each).where(
        cohort.where, Referral.state.in_(ANSWERED), Referral.answered_at.is_not(None)
    )
    rows = db.session.execute(query.group_by(key))
    return {code_of(line, cohort.by): [_took(one) for one in pairs.split(",")] for line, pairs in rows}


def _took(pair: str) -> int:
    """Return how long one answer took, of whole seconds: one database keeps parts of them, the other does not."""
    sent, answered = (int(one.partition(".")[0]) for one in pair.split(":"))
    return answered - sent


def declined(cohort: Cohort) -> dict[str, Numbers]:
    """Return, for each reason, how many were declined for it, and for how many of them nobody else was found."""
    other = aliased(Referral)
    elsewhere = (
        select(other.id)
        .where(
            other.person_id.in_(records_of(Referral.person_id)),
            other.need == Referral.need,
            other.state.in_(LIVE),
        )
        .exists()
    )
    query = (
        select(Referral.decline_group, func.count(), _sum(~elsewhere))
        .where(cohort.where, Referral.state == S.DECLINED)
        .group_by(Referral.decline_group)
    )
    return {
        str(group.value) if group else "": {"declined": int(number), "unmet": int(unmet or 0)}
        for group, number, unmet in db.session.execute(query)
    }


def _sum(condition: Any) -> ColumnElement[int]:
    total: ColumnElement[int] = func.sum(case((condition, 1), else_=0))
    return total
