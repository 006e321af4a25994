"""Page values of cases: frozen, opened, and free of the database. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from caseflow.cases.choices import CaseState, NoteClass, TaskKind
from caseflow.cases.timing import Limit
from caseflow.choices import RiskLevel, Side


@dataclass(frozen=True)
class CaseLine:
    """A case on one line of a list."""

    case_id: UUID
    person_id: UUID
    side: Side
    service_id: UUID
    service: str
    known_as: str
    age: str | None
    reference: str
    risk: RiskLevel | None
    risk_on: date | None
    state: CaseState
    state_words: str
    worker_id: UUID | None
    worker: str | None
    accepted_at: datetime
    days: int
    next: Limit | None
    overdue: bool
    review_due_on: date | None
    """The first day on which the plan or the person's risk is to be looked at."""
    review_late: bool
    last_spoken_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True)
class CaseList:
    """One page of a list of cases."""

    lines: tuple[CaseLine, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class PersonCase:
    """A case of a person, as other pages name it."""

    case_id: UUID
    service_id: UUID
    service: str
    state: CaseState
    state_words: str
    worker: str | None
    accepted_at: datetime
    closed_at: datetime | None
    spoken_at: datetime | None
    live: bool


@dataclass(frozen=True)
class Correction:
    """What was added to a note later."""

    body: str
    at: datetime
    by: str | None


@dataclass(frozen=True)
class NoteLine:
    """A note with its corrections."""

    note_id: UUID
    kind: NoteClass
    kind_words: str
    body: str
    happened_at: datetime
    written_at: datetime
    changed_at: datetime | None
    by: str | None
    locked: bool
    may_change: bool
    version: int
    corrections: tuple[Correction, ...]


@dataclass(frozen=True)
class TaskLine:
    """Something to do or a date to know."""

    task_id: UUID
    case_id: UUID
    kind: TaskKind
    kind_words: str
    title: str
    due_on: date
    overdue: bool
    for_id: UUID | None
    for_name: str | None
    done_at: datetime | None
    done_by: str | None
    created_at: datetime


@dataclass(frozen=True)
class PlanLine:
    """The safety plan that holds."""

    number: int
    body: str
    made_on: date
    made_at: datetime
    review_on: date
    by: str | None


@dataclass(frozen=True)
class IncidentLine:
    """An incident; it asks for an assessment until one is newer."""

    incident_id: UUID
    happened_on: date
    what: str
    reported_words: str
    children_words: str
    recorded_at: datetime
    by: str | None


@dataclass(frozen=True)
class MoveLine:
    """A step of the case."""

    at: datetime
    by: str | None
    words: str
    note: str


@dataclass(frozen=True)
class Diary:
    """All that was written into a case."""

    notes: tuple[NoteLine, ...]
    tasks: tuple[TaskLine, ...]
    plan: PlanLine | None
    incidents: tuple[IncidentLine, ...]
    moves: tuple[MoveLine, ...]
    names: Mapping[UUID, str]
