"""Reads of what was written into a case: notes with corrections, tasks, plan, incidents, steps."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from caseflow import clock
from caseflow.access.queries import user_names
from caseflow.access.viewer import Viewer
from caseflow.cases.choices import (
    ANSWERED_LABELS,
    CASE_STATE_LABELS,
    NOTE_CLASS_LABELS,
    TASK_KIND_LABELS,
)
from caseflow.cases.diary.locking import is_locked, may_change
from caseflow.cases.models import Case, CaseMove, CaseNote, CasePlan, CaseTask, Incident
from caseflow.cases.scope import load_case, may_work, visible_cases, visible_notes
from caseflow.cases.values import (
    Correction,
    Diary,
    IncidentLine,
    MoveLine,
    NoteLine,
    PlanLine,
    TaskLine,
)
from caseflow.database import db
from caseflow.errors import Unknown


def diary_of(viewer: Viewer, case: Case) -> Diary:
    """Return all that was written into a case that is loaded in scope; six queries however much."""
    notes = _note_rows(viewer, case.id)
    tasks = db.session.scalars(
        select(CaseTask).where(CaseTask.case_id == case.id).order_by(CaseTask.due_on)
    ).all()
    plan = _plan_row(case.id)
    incidents = db.session.scalars(select(Incident).where(Incident.case_id == case.id)).all()
    moves = db.session.scalars(select(CaseMove).where(CaseMove.case_id == case.id)).all()
    ids = [one.written_by for one in notes] + [one.recorded_by for one in incidents]
    ids += [one for move in moves for one in (move.moved_by, move.worker_id)]
    ids += [one for task in tasks for one in (task.assigned_to, task.done_by)]
    ids += [plan.made_by if plan else None, case.worker_id, case.accepted_by]
    names = user_names(viewer, ids)
    working = may_work(viewer, case.service_id)
    return Diary(
        note_lines(viewer, notes, names, working=working),
        tuple(_task(one, names) for one in tasks),
        _plan(plan, names) if plan else None,
        tuple(_incident(one, names) for one in incidents),
        tuple(_move(one, names) for one in moves),
        names,
    )


def plan_of(viewer: Viewer, case: Case) -> PlanLine | None:
    """Return the safety plan that holds in a case that is loaded in scope, with who wrote it."""
    row = _plan_row(case.id)
    return _plan(row, user_names(viewer, [row.made_by])) if row else None


def case_notes(viewer: Viewer, case_id: UUID) -> tuple[NoteLine, ...]:
    """Return the notes of a case that the viewer may read, each with its corrections; raises Unknown."""
    case = load_case(viewer, case_id)
    rows = _note_rows(viewer, case.id)
    names = user_names(viewer, [row.written_by for row in rows])
    return note_lines(viewer, rows, names, working=may_work(viewer, case.service_id))


def note_line(viewer: Viewer, note_id: UUID) -> tuple[UUID, NoteLine]:
    """Return the case of a note and the note itself, with its corrections; raises Unknown."""
    row = db.session.scalar(
        select(CaseNote)
        .join(Case, Case.id == CaseNote.case_id)
        .where(CaseNote.id == note_id, visible_notes(viewer))
    )
    if row is None:
        raise Unknown
    first = row.corrects_id or row.id
    found = next((one for one in case_notes(viewer, row.case_id) if one.note_id == first), None)
    if found is None:
        raise Unknown
    return row.case_id, found


def task_case(viewer: Viewer, task_id: UUID) -> UUID:
    """Return the case of a task in scope; raises Unknown."""
    found = db.session.scalar(
        select(CaseTask.case_id)
        .join(Case, Case.id == CaseTask.case_id)
        .where(CaseTask.id == task_id, visible_cases(viewer))
    )
    if found is None:
        raise Unknown
    return found


def note_lines(
    viewer: Viewer, rows: Sequence[CaseNote], names: dict[UUID, str], *, working: bool
) -> tuple[NoteLine, ...]:
    """Return notes that are loaded in scope, newest first, each with what was added to it."""
    now = clock.now()
    added: dict[UUID, list[CaseNote]] = {}
    for row in rows:
        if row.corrects_id:
            added.setdefault(row.corrects_id, []).append(row)
    firsts = sorted(
        (row for row in rows if not row.corrects_id), key=lambda row: row.happened_at, reverse=True
    )
    return tuple(
        NoteLine(
            note_id=row.id,
            kind=row.kind,
            kind_words=NOTE_CLASS_LABELS[row.kind],
            body=row.body,
            happened_at=row.happened_at,
            written_at=row.written_at,
            changed_at=row.changed_at,
            by=names.get(row.written_by) if row.written_by else None,
            locked=is_locked(row.written_at, now),
            may_change=working and may_change(row.written_at, row.written_by, viewer.user_id, now),
            version=row.version,
            corrections=tuple(
                Correction(one.body, one.written_at, names.get(one.written_by) if one.written_by else None)
                for one in sorted(added.get(row.id, ()), key=lambda one: one.written_at)
            ),
        )
        for row in firsts
    )


def _plan_row(case_id: UUID) -> CasePlan | None:
    return db.session.scalar(
        select(CasePlan).where(CasePlan.case_id == case_id).order_by(CasePlan.number.desc()).limit(1)
    )


def _note_rows(viewer: Viewer, case_id: UUID) -> Sequence[CaseNote]:
    return db.session.scalars(
        select(CaseNote)
        .join(Case, Case.id == CaseNote.case_id)
        .where(CaseNote.case_id == case_id, visible_notes(viewer))
    ).all()


def _task(row: CaseTask, names: dict[UUID, str]) -> TaskLine:
    return TaskLine(
        row.id,
        row.case_id,
        row.kind,
        TASK_KIND_LABELS[row.kind],
        row.title,
        row.due_on,
        row.done_at is None and row.due_on < clock.today(),
        row.assigned_to,
        names.get(row.assigned_to) if row.assigned_to else None,
        row.done_at,
        names.get(row.done_by) if row.done_by else None,
        row.created_at,
    )


def _plan(row: CasePlan, names: dict[UUID, str]) -> PlanLine:
    by = names.get(row.made_by) if row.made_by else None
    return PlanLine(row.number, row.body, row.made_on, row.made_at, row.review_on, by)


def _incident(row: Incident, names: dict[UUID, str]) -> IncidentLine:
    return IncidentLine(
        row.id,
        row.happened_on,
        row.what,
        ANSWERED_LABELS[row.reported],
        ANSWERED_LABELS[row.children],
        row.recorded_at,
        names.get(row.recorded_by) if row.recorded_by else None,
    )


def _move(row: CaseMove, names: dict[UUID, str]) -> MoveLine:
    words = "Referral accepted" if row.from_state is None else CASE_STATE_LABELS[row.to_state]
    if row.from_state is row.to_state or (row.from_state is None and row.worker_id):
        worker = names.get(row.worker_id, "a worker") if row.worker_id else "the team"
        words = f"{words}, given to {worker}" if row.from_state is None else f"Given to {worker}"
    return MoveLine(row.moved_at, names.get(row.moved_by) if row.moved_by else None, words, row.note)
