"""Writes into a case: notes and corrections, tasks, the safety plan, incidents."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from caseflow import clock
from caseflow.access.queries import user_names
from caseflow.access.viewer import Actor
from caseflow.audit.action import AN_HOUR, action, adding_action
from caseflow.audit.record import record
from caseflow.cases.choices import NOTE_CLASSES, Answered, NoteClass, TaskKind
from caseflow.cases.diary.locking import is_locked, may_change
from caseflow.cases.events import (
    CASE_MOVED,
    INCIDENT_ADDED,
    NOTE_ADDED,
    NOTE_CHANGED,
    NOTE_CORRECTED,
    PLAN_SET,
    TASK_ADDED,
    TASK_DONE,
)
from caseflow.cases.models import Case, CaseMove, CaseNote, CasePlan, CaseTask, Incident
from caseflow.cases.moves import after_plan
from caseflow.cases.queries import service_workers
from caseflow.cases.scope import load_for_work, must_be_live, visible_notes
from caseflow.choices import RiskLevel, Side
from caseflow.database import db
from caseflow.errors import Conflict, Invalid, Unknown
from caseflow.people.actions import set_risk_summary
from caseflow.people.models import Person
from caseflow.people.scope import reads_as

REVIEW_AFTER = {
    RiskLevel.HIGH: timedelta(weeks=4),
    RiskLevel.NOT_ASSESSED: timedelta(weeks=4),
    RiskLevel.MEDIUM: timedelta(weeks=8),
    RiskLevel.STANDARD: timedelta(weeks=12),
}
LATEST = timedelta(days=2 * 366)
"""How far ahead a date in a case may lie."""


@adding_action(within=AN_HOUR)
def add_note(
    actor: Actor, case_id: UUID, *, kind: NoteClass, body: str, happened_at: datetime | None = None
) -> UUID:
    """Write a note into a case, a closed one too; nobody changes it after a day."""
    case = load_for_work(actor, case_id)
    if kind not in NOTE_CLASSES[case.side]:
        raise Invalid({"kind": "This class of note does not belong on this side"})
    note = _note(actor, case, kind, body, happened_at or clock.now())
    record(actor, NOTE_ADDED, "note", note.id, person_id=case.person_id, fields=("body", "kind"))
    return note.id


@action
def change_note(actor: Actor, note_id: UUID, *, body: str, seen: int) -> UUID:
    """Change one's own note before it locks; raises Conflict once it is locked or was changed elsewhere."""
    note, case = _load_note(actor, note_id)
    now = clock.now()
    if not may_change(note.written_at, note.written_by, actor.user_id, now):
        locked = is_locked(note.written_at, now)
        why = "This note is locked. Add a correction." if locked else "Only its writer changes a note."
        raise _taken(actor, why, note.written_by, note.written_at)
    if note.version != seen and note.body != body:
        at = note.changed_at or note.written_at
        raise _taken(actor, "This note was changed since you opened it.", note.written_by, at)
    if not body:
        raise Invalid({"body": "Enter the note"})
    note.body, note.changed_at = body, now
    record(actor, NOTE_CHANGED, "note", note.id, person_id=case.person_id, fields=("body",))
    return note.id


@adding_action(within=AN_HOUR)
def correct_note(actor: Actor, note_id: UUID, *, body: str) -> UUID:
    """Add a correction to a note: what was first written stays, and both are shown."""
    note, case = _load_note(actor, note_id)
    first = note.corrects_id or note.id
    correction = _note(actor, case, note.kind, body, note.happened_at, corrects_id=first)
    record(actor, NOTE_CORRECTED, "note", correction.id, person_id=case.person_id, fields=("body",))
    return correction.id


@adding_action(within=AN_HOUR)
def add_task(
    actor: Actor,
    case_id: UUID,
    *,
    title: str,
    due_on: date,
    kind: TaskKind = TaskKind.TASK,
    assigned_to: UUID | None = None,
) -> UUID:
    """Add something to do, or a date to know; without a name it is the worker's, or else one's own."""
    case = load_for_work(actor, case_id)
    must_be_live(actor, case)
    faults = {} if title else {"title": "Say what is to be done"}
    if not clock.today() - LATEST <= due_on <= clock.today() + LATEST:
        faults["due_on"] = "The date must be within two years"
    if assigned_to and assigned_to not in {one.user_id for one in service_workers(actor, case.service_id)}:
        faults["assigned_to"] = "Choose somebody who works in this service"
    if faults:
        raise Invalid(faults)
    task = CaseTask(
        vault=case.vault,
        case=case,
        case_id=case.id,
        kind=kind,
        title=title,
        due_on=due_on,
        assigned_to=assigned_to or case.worker_id or actor.user_id,
        created_at=clock.now(),
        created_by=actor.user_id,
    )
    db.session.add(task)
    record(actor, TASK_ADDED, "task", task.id, person_id=case.person_id, fields=("title", "due_on"))
    return task.id


@action
def finish_task(actor: Actor, task_id: UUID) -> UUID:
    """Mark a task as done: the case's id; raises Conflict with who did it first."""
    task = db.session.get(CaseTask, task_id, with_for_update={"of": CaseTask})
    if task is None:
        raise Unknown
    case = load_for_work(actor, task.case_id)
    if task.done_at is not None:
        raise _taken(actor, "This task is done already.", task.done_by, task.done_at)
    task.done_at, task.done_by = clock.now(), actor.user_id
    record(actor, TASK_DONE, "task", task.id, person_id=case.person_id, fields=("done_at",))
    return case.id


@action
def set_plan(actor: Actor, case_id: UUID, *, body: str, seen: int, review_on: date | None = None) -> UUID:
    """Write a new version of the safety plan; raises Conflict if another was written since the page was opened."""
    case = load_for_work(actor, case_id)
    must_be_live(actor, case)
    today, now = clock.today(), clock.now()
    review = review_on or today + REVIEW_AFTER[case.risk_level]
    faults = {} if body else {"body": "Enter the safety plan"}
    if not today < review <= today + LATEST:
        faults["review_on"] = "The review must be after today and within two years"
    if faults:
        raise Invalid(faults)
    if case.plan_number != seen:
        latest = _plan(case)
        raise _taken(
            actor,
            "Somebody else wrote a plan since you opened this page.",
            latest.made_by if latest else None,
            latest.made_at if latest else None,
        )
    case.plan_number += 1
    case.planned_at, case.review_due_on = case.planned_at or now, review
    _add_plan(actor, case, body, today, review, now)
    before, case.state = case.state, after_plan(case.state)
    record(
        actor, PLAN_SET, "case", case.id, person_id=case.person_id, fields=("safety_plan", "review_due_on")
    )
    if case.state is not before:
        db.session.add(CaseMove.of(case, before, actor.user_id, now))
        record(actor, CASE_MOVED, "case", case.id, person_id=case.person_id, fields=("state",))
    return case.id


@adding_action(within=AN_HOUR)
def add_incident(
    actor: Actor,
    case_id: UUID,
    *,
    happened_on: date,
    what: str,
    reported: Answered = Answered.UNKNOWN,
    children: Answered = Answered.UNKNOWN,
) -> UUID:
    """Record what happened; the review of the risk is due at once."""
    case = load_for_work(actor, case_id)
    must_be_live(actor, case)
    today = clock.today()
    faults = {} if what else {"what": "Say what happened"}
    if not date(1900, 1, 1) <= happened_on <= today:
        faults["happened_on"] = "The date must be today or in the past"
    if faults:
        raise Invalid(faults)
    incident = Incident(
        vault=case.vault,
        case=case,
        case_id=case.id,
        person_id=case.person_id,
        happened_on=happened_on,
        what=what,
        reported=reported,
        children=children,
        recorded_at=clock.now(),
        recorded_by=actor.user_id,
    )
    db.session.add(incident)
    if case.side is Side.SURVIVOR:
        person = db.session.scalars(select(Person).where(Person.id == reads_as(case.person_id))).one()
        review = min(person.review_due_on or today, today)
        set_risk_summary(actor, person.id, level=person.risk_level, on=person.risk_on, review_due_on=review)
    record(actor, INCIDENT_ADDED, "incident", incident.id, person_id=case.person_id, fields=("what",))
    return incident.id


def _note(
    actor: Actor,
    case: Case,
    kind: NoteClass,
    body: str,
    happened_at: datetime,
    corrects_id: UUID | None = None,
) -> CaseNote:
    now = clock.now()
    if not body:
        raise Invalid({"body": "Enter the note"})
    if happened_at > now + timedelta(minutes=5):
        raise Invalid({"happened_on": "A note is about something that has happened"})
    note = CaseNote(
        vault=case.vault,
        case=case,
        case_id=case.id,
        kind=kind,
        body=body,
        happened_at=happened_at,
        written_at=now,
        written_by=actor.user_id,
        corrects_id=corrects_id,
    )
    db.session.add(note)
    return note


def _load_note(actor: Actor, note_id: UUID) -> tuple[CaseNote, Case]:
    note = db.session.scalar(
        select(CaseNote)
        .join(Case, Case.id == CaseNote.case_id)
        .where(CaseNote.id == note_id, visible_notes(actor))
    )
    if note is None:
        raise Unknown
    return note, load_for_work(actor, note.case_id)


def _plan(case: Case) -> CasePlan | None:
    return db.session.scalar(
        select(CasePlan).where(CasePlan.case_id == case.id, CasePlan.number == case.plan_number)
    )


def _add_plan(actor: Actor, case: Case, body: str, made_on: date, review_on: date, now: datetime) -> None:
    db.session.add(
        CasePlan(
            vault=case.vault,
            case=case,
            case_id=case.id,
            number=case.plan_number,
            body=body,
            made_on=made_on,
            review_on=review_on,
            made_at=now,
            made_by=actor.user_id,
        )
    )


def _taken(actor: Actor, message: str, by: UUID | None, at: datetime | None) -> Conflict:
    return Conflict(message, who=user_names(actor, [by]).get(by) if by else None, at=at)
