"""Pages of requests to lower a computed high."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caseflow.access.guard import current_actor, current_viewer, needs
from caseflow.access.policy import P
from caseflow.assessments import events
from caseflow.assessments.lowering import actions, queries
from caseflow.assessments.lowering.forms import AskForm, DecideForm
from caseflow.assessments.reading.queries import finished_page
from caseflow.web.render import Read, show

bp = Blueprint("lowering", __name__)


@bp.route("/lowerings")
@needs(P.RISK_LOWER)
def waiting() -> ResponseReturnValue:
    """List the requests that wait for a manager."""
    viewer = current_viewer()
    lines = queries.waiting_lowerings(viewer)
    read = Read(viewer, events.LOWERINGS_LISTED, "lowering", shown=[line.id for line in lines])
    return show("assessments/lowerings.html", lines=lines, read=read)


@bp.route("/lowerings/<uuid:lowering_id>", methods=["GET", "POST"])
@needs(P.RISK_LOWER)
def decide(lowering_id: UUID) -> ResponseReturnValue:
    """Approve or refuse a lower level, with the assessment beside it."""
    viewer = current_viewer()
    page = queries.lowering_page(viewer, lowering_id)
    about = finished_page(viewer, page.assessment_id)
    form = DecideForm()
    if form.validate_on_submit():
        with form.catching():
            decide_on = actions.approve_lowering if "approve" in request.form else actions.refuse_lowering
            decide_on(current_actor(), page.id, note=form.note.data)
            flash(
                "The level is lowered." if "approve" in request.form else "The level stays high.", "success"
            )
            return redirect(url_for("assessments.assessment", assessment_id=page.assessment_id))
    read = Read(viewer, events.LOWERING_READ, "lowering", page.id, person_id=page.person_id)
    return show("assessments/lowering.html", page=page, about=about, form=form, read=read)


@bp.route("/assessments/<uuid:assessment_id>/lower", methods=["GET", "POST"])
@needs(P.ASSESSMENTS_WRITE)
def ask(assessment_id: UUID) -> ResponseReturnValue:
    """Ask a manager to lower a computed high."""
    viewer = current_viewer()
    about = finished_page(viewer, assessment_id)
    form = AskForm()
    if form.validate_on_submit():
        with form.catching():
            actions.ask_lowering(current_actor(), about.id, level=form.level.data, reason=form.reason.data)
            flash("Asked. The level stays high until a manager decides.", "success")
            return redirect(url_for("assessments.assessment", assessment_id=about.id))
    read = Read(viewer, events.READ, "assessment", about.id, person_id=about.person_id)
    return show("assessments/ask_lowering.html", page=about, form=form, read=read)
