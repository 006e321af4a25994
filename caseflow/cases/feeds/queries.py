"""Reads of cases for a desk and for what could hurt someone: each a few rows and how many there are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from caseflow import clock
from caseflow.access.keys_first import counted_ids, first_ids, with_total
from caseflow.access.policy import P
from caseflow.access.remembered import moment, remembered
from caseflow.access.viewer import Viewer
from caseflow.cases.choices import TASK_KIND_LABELS, TaskKind
from caseflow.cases.feeds.reviews.queries import late_reviews
from caseflow.cases.handover.queries import left_cases
from caseflow.cases.models import Case, CaseTask
from caseflow.cases.queries import case_lines
from caseflow.cases.scope import at_risk, overseen_cases, visible_cases
from caseflow.cases.values import CaseLine
from caseflow.choices import DANGEROUS, RiskLevel
from caseflow.database import db
from caseflow.people.models import Person
from caseflow.people.queries import person_lines
from caseflow.people.scope import reads_as
from caseflow.people.values import FirstOf

ROWS = 10
COUNTED = 25
"""A list that an index gives in its order is not counted further than this; it says that there are more."""
SILENT = timedelta(days=7)
"""How long nobody may have spoken with somebody at high risk before a manager sees it."""
COMING = timedelta(days=14)
"""How far ahead a desk looks."""

Reviewed = tuple[date, CaseLine]
"""A case with the day by which its plan or its person's risk is to be looked at again."""


@dataclass(frozen=True)
class TaskRow:
    """A task or date of a case, with whom it is about."""

    task_id: UUID
    case_id: UUID
    person_id: UUID
    known_as: str
    risk: RiskLevel
    kind: TaskKind
    kind_words: str
    title: str
    due_on: date


@dataclass(frozen=True)
class TaskRows:
    """Tasks due by today, those that are coming, and how many of each."""

    due: tuple[TaskRow, ...]
    due_total: int
    coming: tuple[TaskRow, ...]


def my_overdue_cases(viewer: Viewer) -> FirstOf[CaseLine]:
    """Return the viewer's own cases in which something is owed that is late, or due within a day."""
    return _counted(viewer, _my_overdue(viewer))


def unallocated_cases(viewer: Viewer) -> FirstOf[CaseLine]:
    """Return the accepted cases that have no worker, by when they should have one."""
    return _counted(viewer, _unallocated(viewer))


def team_unallocated_cases(viewer: Viewer) -> FirstOf[CaseLine]:
    """Return the cases of the service that have no worker: any of its workers may take one."""
    return _counted(viewer, _team_unallocated(viewer))


def cases_of_who_left(viewer: Viewer) -> FirstOf[CaseLine]:
    """Return the overseen cases whose worker works no more in the service: nobody works on them."""
    return _counted(viewer, _dangerous_first(left_cases(viewer), Case.accepted_at))


def restricted_cases_of_who_left(viewer: Viewer) -> FirstOf[CaseLine]:
    """Return those of restricted people, for who keeps their lists: no manager may know of them."""
    if not viewer.can(P.PEOPLE_RESTRICT):
        return FirstOf([], 0)
    hidden = select(Person.id).where(Person.id == reads_as(Case.person_id), Person.restricted.is_(True))
    here = and_(left_cases(viewer), hidden.correlate(Case).exists())
    return _counted(viewer, _dangerous_first(here, Case.accepted_at))


def overdue_cases(viewer: Viewer) -> FirstOf[CaseLine]:
    """Return the overseen cases, allocated ones, in which something is late."""
    return _counted(viewer, _overdue(viewer))


def silent_high_cases(viewer: Viewer) -> FirstOf[CaseLine]:
    """Return the overseen cases at high risk in which nobody has spoken with the person for a week."""
    return _walked(viewer, _silent_high(viewer))


def overdue_reviews(viewer: Viewer) -> FirstOf[Reviewed]:
    """Return the overseen cases whose risk or plan should have been looked at again before today, each with its day."""
    late = _walked(viewer, late_reviews(viewer, COUNTED))
    return FirstOf(_by_day(late), late.total, beyond=late.beyond)


def my_tasks(viewer: Viewer) -> TaskRows:
    """Return the viewer's tasks and dates: due by today, and coming within two weeks."""
    today = clock.today()
    mine = and_(
        visible_cases(viewer), _live(), CaseTask.done_at.is_(None), CaseTask.assigned_to == viewer.user_id
    )
    due = and_(mine, CaseTask.due_on <= today, CaseTask.kind.in_([TaskKind.TASK, TaskKind.REVIEW]))
    ahead = or_(
        CaseTask.due_on > today,
        and_(CaseTask.due_on == today, CaseTask.kind.in_([TaskKind.HEARING, TaskKind.ORDER_ENDS])),
    )
    coming = and_(mine, ahead, CaseTask.due_on <= today + COMING)
    total = db.session.scalar(_task_count(due)) or 0
    rows = [*_task_rows(due), *_task_rows(coming)]
    people = person_lines(viewer, [case.person_id for _, case in rows])
    lines = [
        TaskRow(
            task.id,
            case.id,
            case.person_id,
            people[case.person_id].known_as,
            people[case.person_id].risk,
            task.kind,
            TASK_KIND_LABELS[task.kind],
            task.title,
            task.due_on,
        )
        for task, case in rows
        if case.person_id in people
    ]
    is_due = [one.due_on <= today and one.kind in (TaskKind.TASK, TaskKind.REVIEW) for one in lines]
    return TaskRows(
        tuple(one for one, now in zip(lines, is_due, strict=True) if now),
        total,
        tuple(one for one, now in zip(lines, is_due, strict=True) if not now),
    )


def coming_reviews(viewer: Viewer) -> tuple[Reviewed, ...]:
    """Return the viewer's own cases whose plan or risk is to be looked at within two weeks, or should have been."""
    soon = clock.today() + COMING
    rows = db.session.scalars(
        select(Case)
        .join(Person, Person.id == reads_as(Case.person_id))
        .where(
            and_(visible_cases(viewer), _live(), Case.worker_id == viewer.user_id),
            or_(Case.review_due_on <= soon, Person.review_due_on <= soon),
        )
        .order_by(func.coalesce(Person.review_due_on, Case.review_due_on), Case.id)
        .limit(ROWS)
    ).all()
    return _by_day(case_lines(viewer, rows))


def _by_day(lines: Iterable[CaseLine]) -> tuple[Reviewed, ...]:
    return tuple((one.review_due_on, one) for one in lines if one.review_due_on)


def live_count(viewer: Viewer) -> int:
    """Return how many live cases the viewer has."""
    mine = and_(visible_cases(viewer), _live(), Case.worker_id == viewer.user_id)
    return db.session.scalar(select(func.count()).select_from(Case).where(mine)) or 0


def _live() -> ColumnElement[bool]:
    return Case.is_live.is_(True)


def _counted(viewer: Viewer, query: Select[UUID, int]) -> FirstOf[CaseLine]:
    ids, total = counted_ids(query, ROWS)
    return FirstOf(_opened(viewer, ids), total)


def _walked(viewer: Viewer, query: Select[UUID]) -> FirstOf[CaseLine]:
    ids, beyond = first_ids(query, COUNTED)
    return FirstOf(_opened(viewer, ids[:ROWS]), len(ids), beyond=beyond)


def _opened(viewer: Viewer, ids: list[UUID]) -> Sequence[CaseLine]:
    found = {row.id: row for row in db.session.scalars(select(Case).where(Case.id.in_(ids)))}
    return case_lines(viewer, [found[one] for one in ids if one in found])


@remembered
def _my_overdue(viewer: Viewer) -> Select[UUID, int]:
    late = and_(_live(), Case.next_due_at <= moment(timedelta(days=1)))
    return _dangerous_first(
        and_(visible_cases(viewer), Case.worker_id == viewer.user_id, late), Case.next_due_at
    )


@remembered
def _unallocated(viewer: Viewer) -> Select[UUID, int]:
    return _dangerous_first(
        and_(overseen_cases(viewer), _live(), Case.worker_id.is_(None)), Case.allocate_due_at
    )


@remembered
def _team_unallocated(viewer: Viewer) -> Select[UUID, int]:
    mine = and_(visible_cases(viewer), Case.service_id == viewer.service_id)
    return _dangerous_first(and_(mine, _live(), Case.worker_id.is_(None)), Case.allocate_due_at)


@remembered
def _overdue(viewer: Viewer) -> Select[UUID, int]:
    late = and_(_live(), Case.next_due_at <= moment(), Case.worker_id.is_not(None))
    return _dangerous_first(and_(overseen_cases(viewer), late), Case.next_due_at)


@remembered
def _silent_high(viewer: Viewer) -> Select[UUID]:
    # All of them are in danger, so that the index gives them in order: the first ones end the search.
    silent = and_(_live(), Case.last_contact_at < moment(-SILENT), at_risk(RiskLevel.HIGH))
    return select(Case.id).where(overseen_cases(viewer), silent).order_by(Case.last_contact_at, Case.id)


def _dangerous_first(wanted: ColumnElement[bool], order: Any) -> Select[UUID, int]:
    """Somebody at high risk, or whom nobody has assessed, stands before everybody else."""
    danger = case((at_risk(*DANGEROUS), 0), else_=1)
    return with_total(select(Case.id).where(wanted).order_by(danger, order, Case.id))


def _task_count(wanted: ColumnElement[bool]) -> Select[int]:
    return select(func.count()).select_from(CaseTask).join(Case, Case.id == CaseTask.case_id).where(wanted)


def _task_rows(wanted: ColumnElement[bool]) -> list[tuple[CaseTask, Case]]:
    found = db.session.execute(
        select(CaseTask, Case)
        .join(Case, Case.id == CaseTask.case_id)
        .where(wanted)
        .order_by(CaseTask.due_on, CaseTask.id)
        .limit(ROWS)
    )
    return [(task, case) for task, case in found]
