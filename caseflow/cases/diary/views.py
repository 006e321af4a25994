"""Pages for what is written into a case: notes, tasks, the safety plan, incidents."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caseflow.access.guard import current_actor, current_viewer, needs
from caseflow.access.policy import P
from caseflow.cases import events
from caseflow.cases.diary import actions
from caseflow.cases.diary.forms import IncidentForm, NoteForm, NoteTextForm, PlanForm, TaskForm
from caseflow.cases.diary.queries import note_line, task_case
from caseflow.cases.steps.queries import CaseHead, case_head
from caseflow.errors import Conflict
from caseflow.web.render import Read, show

bp = Blueprint("diary", __name__)


@bp.route("/cases/<uuid:case_id>/note", methods=["GET", "POST"])
@needs(P.CASES_WORK)
def add_note(case_id: UUID) -> ResponseReturnValue:
    """Write a note."""
    page = case_head(current_viewer(), case_id)
    form = NoteForm()
    form.for_side(page.survivor)
    if form.validate_on_submit():
        with form.catching():
            actions.add_note(
                current_actor(),
                case_id,
                kind=form.kind.data,
                body=form.body.data or "",
                happened_at=form.happened_at(),
            )
            return _to_case(case_id, "The note is in the case.")
    return show("cases/note.html", page=page, form=form, note=None, read=_read(page))


@bp.route("/notes/<uuid:note_id>/change", methods=["GET", "POST"])
@needs(P.CASES_WORK)
def change_note(note_id: UUID) -> ResponseReturnValue:
    """Change one's own note within its day; a second version is shown beside the first."""
    case_id, note = note_line(current_viewer(), note_id)
    page = case_head(current_viewer(), case_id)
    form = NoteTextForm(data={"body": note.body, "seen": str(note.version)})
    clash, status = None, 200
    if form.validate_on_submit():
        try:
            with form.catching():
                actions.change_note(
                    current_actor(), note_id, body=form.body.data or "", seen=_number(form.seen.data)
                )
                return _to_case(case_id, "The note is changed.")
        except Conflict as fault:
            clash, status = fault, 409
            form.seen.data = str(note.version)
    return show(
        "cases/note_change.html",
        page=page,
        form=form,
        note=note,
        clash=clash,
        status=status,
        read=_read(page),
    )


@bp.route("/notes/<uuid:note_id>/correct", methods=["GET", "POST"])
@needs(P.CASES_WORK)
def correct_note(note_id: UUID) -> ResponseReturnValue:
    """Add a correction to a note."""
    case_id, note = note_line(current_viewer(), note_id)
    page = case_head(current_viewer(), case_id)
    form = NoteTextForm()
    if form.validate_on_submit():
        with form.catching():
            actions.correct_note(current_actor(), note_id, body=form.body.data or "")
            return _to_case(case_id, "The correction stands with the note.")
    return show("cases/note_correct.html", page=page, form=form, note=note, read=_read(page))


@bp.route("/cases/<uuid:case_id>/task", methods=["GET", "POST"])
@needs(P.CASES_WORK)
def add_task(case_id: UUID) -> ResponseReturnValue:
    """Add something to do, or a date to know."""
    page = case_head(current_viewer(), case_id)
    form = TaskForm()
    form.assigned_to.offer([(one.user_id, one.name) for one in page.workers])
    if form.validate_on_submit():
        with form.catching():
            actions.add_task(
                current_actor(),
                case_id,
                title=form.title.data or "",
                due_on=form.due_on.data,
                kind=form.task_kind.data,
                assigned_to=form.assigned_to.data,
            )
            return _to_case(case_id, "Added to the next steps.")
    return show("cases/task.html", page=page, form=form, read=_read(page))


@bp.route("/tasks/<uuid:task_id>/done", methods=["POST"])
@needs(P.CASES_WORK)
def finish_task(task_id: UUID) -> ResponseReturnValue:
    """Mark a task as done, from the case or from the desk."""
    case_id = task_case(current_viewer(), task_id)
    actions.finish_task(current_actor(), task_id)
    flash("Done.", "success")
    if request.form.get("back") == "desk":
        return redirect(url_for("desk.desk"))
    return redirect(url_for("cases.case", case_id=case_id))


@bp.route("/cases/<uuid:case_id>/plan", methods=["GET", "POST"])
@needs(P.CASES_WORK)
def plan(case_id: UUID) -> ResponseReturnValue:
    """Write the safety plan; whoever comes second sees both versions."""
    page = case_head(current_viewer(), case_id)
    begun = page.plan.body if page.plan else ""
    form = PlanForm(data={"body": begun, "seen": str(page.plan_number)})
    clash, status = None, 200
    if form.validate_on_submit():
        try:
            with form.catching():
                actions.set_plan(
                    current_actor(),
                    case_id,
                    body=form.body.data or "",
                    review_on=form.review_on.data,
                    seen=_number(form.seen.data),
                )
                return _to_case(case_id, "The safety plan stands.")
        except Conflict as fault:
            page = case_head(current_viewer(), case_id)
            clash, status = fault, 409
            form.seen.data = str(page.plan_number)
    return show("cases/plan.html", page=page, form=form, clash=clash, status=status, read=_read(page))


@bp.route("/cases/<uuid:case_id>/incident", methods=["GET", "POST"])
@needs(P.CASES_WORK)
def add_incident(case_id: UUID) -> ResponseReturnValue:
    """Record an incident; the case then asks for a new assessment."""
    page = case_head(current_viewer(), case_id)
    form = IncidentForm()
    if form.validate_on_submit():
        with form.catching():
            actions.add_incident(
                current_actor(),
                case_id,
                happened_on=form.happened_on.data,
                what=form.what.data or "",
                reported=form.reported.data,
                children=form.children.data,
            )
            return _to_case(case_id, "The incident is recorded. Assess the risk again now.")
    return show("cases/incident.html", page=page, form=form, read=_read(page))


def _to_case(case_id: UUID, said: str) -> ResponseReturnValue:
    flash(said, "success")
    return redirect(url_for("cases.case", case_id=case_id))


def _read(page: CaseHead) -> Read:
    return Read(current_viewer(), events.CASE_READ, "case", page.case_id, person_id=page.person_id)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else -1
