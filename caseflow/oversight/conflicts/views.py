"""Pages of the safeguarding lead: what waits, and where the two sides meet."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from caseflow.access.guard import current_actor, current_viewer, needs
from caseflow.access.policy import P
from caseflow.access.queries import who_leads
from caseflow.clock import now
from caseflow.oversight import events
from caseflow.oversight.alerts.queries import waiting_alerts
from caseflow.oversight.conflicts import actions
from caseflow.oversight.conflicts.forms import AnswerForm, ConflictForm
from caseflow.oversight.conflicts.queries import conflict, conflicts
from caseflow.oversight.glass.queries import breaks_to_review
from caseflow.oversight.known.queries import staff_matches
from caseflow.oversight.releases.queries import waiting_releases
from caseflow.oversight.watching.queries import behind
from caseflow.people.apart.choices import LeadAnswer
from caseflow.people.apart.queries import lead_question, waiting_questions
from caseflow.web.forms import PressForm
from caseflow.web.render import Read, show

bp = Blueprint("conflicts", __name__)


@bp.get("/walls")
@needs(P.WALL_DECIDE)
def walls() -> ResponseReturnValue:
    """Show what waits for the safeguarding lead, and where the two sides meet."""
    viewer = current_viewer()
    questions, meetings = waiting_questions(viewer), conflicts(viewer)
    shown = [*(one.question_id for one in questions), *(one.conflict_id for one in meetings)]
    return show(
        "oversight/walls.html",
        questions=questions,
        conflicts=meetings,
        matches=staff_matches(viewer),
        breaks=breaks_to_review(viewer),
        alerts=waiting_alerts(viewer),
        lead=who_leads(viewer),
        releases=waiting_releases(viewer),
        behind=behind(viewer),
        press=PressForm(),
        read=Read(viewer, events.WALLS_READ, "conflict", shown=shown),
    )


@bp.route("/walls/conflicts/<uuid:conflict_id>", methods=["GET", "POST"])
@needs(P.WALL_DECIDE)
def one(conflict_id: UUID) -> ResponseReturnValue:
    """Show two records that meet, by their references, and decide what they are to each other."""
    viewer = current_viewer()
    line = conflict(viewer, conflict_id)
    form = ConflictForm(data={"seen": line.state.value})
    if form.validate_on_submit():
        with form.catching():
            actions.decide_conflict(
                current_actor(),
                conflict_id,
                state=form.state.data,
                note=form.note.data or "",
                seen=form.seen.data,
            )
            flash("Decided.", "success")
            return redirect(url_for(".walls"))
    read = Read(viewer, events.CONFLICT_READ, "conflict", conflict_id)
    return show("oversight/conflict.html", line=line, form=form, now=now(), read=read)


@bp.route("/walls/questions/<uuid:question_id>", methods=["GET", "POST"])
@needs(P.WALL_DECIDE)
def question(question_id: UUID) -> ResponseReturnValue:
    """Answer a step that needs the safeguarding lead first."""
    viewer = current_viewer()
    page = lead_question(viewer, question_id)
    form = AnswerForm()
    if form.validate_on_submit():
        with form.catching():
            actions.answer_step(
                current_actor(),
                question_id,
                allowed=form.answer.data is LeadAnswer.ALLOWED,
                note=form.note.data or "",
            )
            flash("Answered. Whoever asked sees the answer on their desk.", "success")
            return redirect(url_for(".walls"))
    read = Read(viewer, events.CONFLICT_READ, "lead_question", question_id, person_id=page.line.person_id)
    return show("oversight/question.html", page=page, form=form, read=read)
