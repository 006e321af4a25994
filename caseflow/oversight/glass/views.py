"""Pages of break-glass."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from caseflow.access.guard import current_actor, current_viewer, fresh, needs
from caseflow.access.policy import P
from caseflow.audit.events import REFUSED
from caseflow.errors import Invalid
from caseflow.oversight import events
from caseflow.oversight.glass import actions
from caseflow.oversight.glass.forms import AnswerForm, AskForm, BreakForm, ReviewForm
from caseflow.oversight.glass.queries import glass_break, glass_breaks
from caseflow.web.render import Read, note, show

bp = Blueprint("glass", __name__)


@bp.route("/restricted/open", methods=["GET", "POST"])
@needs(P.GLASS_BREAK)
@fresh
def open_record() -> ResponseReturnValue:
    """Open one restricted record for an hour; what may not be opened and what never existed answer the same."""
    viewer = current_viewer()
    form = BreakForm()
    if form.validate_on_submit():
        with form.catching():
            try:
                person_id = actions.break_glass(
                    current_actor(),
                    form.which.data or "",
                    reason=form.reason.data,
                    detail=form.detail.data or "",
                )
            except Invalid as fault:
                if "which" in fault.faults:
                    note(Read(viewer, REFUSED))
                raise
            flash("Open to you for 60 minutes. Somebody will ask you about it.", "warning")
            return redirect(url_for("dossier.person", person_id=person_id))
    return show("oversight/glass_open.html", form=form)


@bp.get("/restricted/opened")
@needs(P.GLASS_REVIEW)
def opened() -> ResponseReturnValue:
    """Show who opened restricted records, and whose review waits."""
    viewer = current_viewer()
    lines = glass_breaks(viewer)
    read = Read(viewer, events.GLASS_READ, "glass_break", shown=[line.glass_id for line in lines])
    return show("oversight/glass_list.html", lines=lines, read=read)


@bp.route("/restricted/opened/<uuid:glass_id>", methods=["GET", "POST"])
@needs(P.DESK)
def one(glass_id: UUID) -> ResponseReturnValue:
    """Show one opened record to who reviews it, and to who opened it once they are asked."""
    viewer = current_viewer()
    line = glass_break(viewer, glass_id)
    form = AnswerForm() if line.own else ReviewForm()
    if form.validate_on_submit():
        with form.catching():
            change = actions.answer_about_break if line.own else actions.review_break
            change(current_actor(), glass_id, **form.values())
            flash("Your answer is sent." if line.own else "Reviewed.", "success")
            return redirect(url_for("desk.desk") if line.own else url_for(".opened"))
    read = Read(viewer, events.GLASS_READ, "glass_break", glass_id)
    return show("oversight/glass_one.html", line=line, form=form, asking=AskForm(formdata=None), read=read)


@bp.post("/restricted/opened/<uuid:glass_id>/ask")
@needs(P.GLASS_REVIEW)
def ask(glass_id: UUID) -> ResponseReturnValue:
    """Ask whoever opened a restricted record about it."""
    viewer = current_viewer()
    line = glass_break(viewer, glass_id)
    asking = AskForm()
    if asking.validate_on_submit():
        with asking.catching():
            actions.ask_about_break(current_actor(), glass_id, question=asking.question.data or "")
            flash("Asked. The answer will stand here.", "success")
            return redirect(url_for(".one", glass_id=glass_id))
    read = Read(viewer, events.GLASS_READ, "glass_break", glass_id)
    return show(
        "oversight/glass_one.html", line=line, form=ReviewForm(formdata=None), asking=asking, read=read
    )
