"""Finds the cases whose risk or plan should have been looked at again, without reading all that are live.

The day stands on the case for its plan, and on the person for the risk. Either is walked in its own order, those in
danger apart from the others and each only as far as is counted: what is found first so is first in all.
"""

from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    func,
    literal,
    literal_column,
    not_,
    select,
    true,
    union_all,
)

from caseflow.access.remembered import remembered, today
from caseflow.access.viewer import Viewer
from caseflow.cases.models import Case
from caseflow.cases.scope import at_risk, overseen_cases
from caseflow.choices import DANGEROUS, RiskLevel
from caseflow.people.models import Person
from caseflow.people.scope import reads_as

RECORD = Person.__table__.alias()
Walk = Select[Any]


@remembered
def late_reviews(viewer: Viewer, most: int) -> Select[UUID]:
    """Return the query of overseen cases whose review is late: those in danger first, then the longest overdue."""
    walks = [*_by_the_case(viewer), *_by_the_person(viewer), _by_a_merged_record(viewer)]
    each = union_all(*(walk.limit(most + 1).subquery().select() for walk in walks)).subquery()
    late, danger = func.min(each.c.late_on), func.min(each.c.danger)
    return cast("Select[UUID]", select(each.c.id).group_by(each.c.id).order_by(danger, late, each.c.id))


def _walk(viewer: Viewer, late_on: Any, danger: Any, *wanted: ColumnElement[bool]) -> Walk:
    here = and_(overseen_cases(viewer), Case.is_live.is_(True), late_on < today(), *wanted)
    return select(Case.id, late_on.label("late_on"), danger.label("danger")).where(here).order_by(late_on)


def _by_the_case(viewer: Viewer) -> list[Walk]:
    high = at_risk(*DANGEROUS)
    return [
        _walk(viewer, Case.review_due_on, literal(0), high),
        _walk(viewer, Case.review_due_on, literal(1), not_(high)),
    ]


def _by_the_person(viewer: Viewer) -> list[Walk]:
    # A walk for each level: only then does the index give the days in their order.
    own = and_(Person.id == Case.person_id, Person.merged_into_id.is_(None))
    here = and_(
        Person.side == viewer.side if viewer.side else true(), Person.open_cases > literal_column("0")
    )
    return [
        _walk(
            viewer,
            Person.review_due_on,
            literal(0 if level in DANGEROUS else 1),
            here,
            Person.risk_level == level,
        ).join(Person, own)
        for level in RiskLevel
    ]


def _by_a_merged_record(viewer: Viewer) -> Walk:
    """Find what hangs on the few records that were merged into another: they are read as that one."""
    danger = case((Person.risk_level.in_(DANGEROUS), 0), else_=1)
    merged = Case.person_id.in_(select(RECORD.c.id).where(RECORD.c.merged_into_id.is_not(None)))
    return _walk(viewer, Person.review_due_on, danger, merged).join(
        Person, Person.id == reads_as(Case.person_id)
    )
