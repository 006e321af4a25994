"""Pages of safeguarding actions."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caseflow.access.guard import current_actor, current_viewer, needs
from caseflow.access.policy import P
from caseflow.assessments import events
from caseflow.assessments.choices import SafeguardingState
from caseflow.assessments.safeguarding import actions, queries
from caseflow.assessments.safeguarding.forms import AnswerForm, SafeguardingForm, SendForm
from caseflow.web.render import Read, show

bp = Blueprint("safeguarding", __name__)

ON = {"start": "assessments.start", "judge": "assessments.judge"}
"""Where one may go on after the decision, by the word in the address."""


@bp.route("/people/<uuid:person_id>/safeguarding", methods=["GET", "POST"])
@needs(P.SAFEGUARDING_WRITE)
def decide(person_id: UUID) -> ResponseReturnValue:
    """Record a safeguarding decision, also when it is no."""
    viewer = current_viewer()
    page = queries.new_safeguarding_page(viewer, person_id)
    call_id = request.args.get("call", type=UUID)
    form = SafeguardingForm()
    if form.validate_on_submit():
        with form.catching():
            made = actions.record_safeguarding_decision(
                current_actor(), page.person_id, call_id=call_id, **form.typed()
            )
            flash("The safeguarding decision is recorded.", "success")
            on = ON.get(request.args.get("then", ""))
            if on:
                return redirect(url_for(on, person_id=page.person_id, call=call_id))
            return redirect(url_for(".action", safeguarding_id=made))
    shown = [line.id for line in page.earlier]
    read = Read(viewer, events.SAFEGUARDING_LISTED, "person", person_id, person_id=person_id, shown=shown)
    return show("assessments/safeguarding_new.html", page=page, form=form, read=read)


@bp.route("/safeguarding/<uuid:safeguarding_id>")
@needs(P.SAFEGUARDING_WRITE)
def action(safeguarding_id: UUID) -> ResponseReturnValue:
    """Show one safeguarding action, with the form of its next step."""
    viewer = current_viewer()
    page = queries.safeguarding_page(viewer, safeguarding_id)
    return _shown(page, SendForm() if _to_send(page) else AnswerForm())


@bp.route("/safeguarding/<uuid:safeguarding_id>/send", methods=["POST"])
@needs(P.SAFEGUARDING_WRITE)
def send(safeguarding_id: UUID) -> ResponseReturnValue:
    """Say where it was sent."""
    form = SendForm()
    if form.validate_on_submit():
        with form.catching():
            actions.send_safeguarding(current_actor(), safeguarding_id, **form.typed())
            flash("Recorded as sent.", "success")
            return redirect(url_for(".action", safeguarding_id=safeguarding_id))
    return _shown(queries.safeguarding_page(current_viewer(), safeguarding_id), form)


@bp.route("/safeguarding/<uuid:safeguarding_id>/answer", methods=["POST"])
@needs(P.SAFEGUARDING_WRITE)
def answer(safeguarding_id: UUID) -> ResponseReturnValue:
    """Keep their answer, or what was tried and the day of the next try."""
    form = AnswerForm()
    if form.validate_on_submit():
        with form.catching():
            actor, typed = current_actor(), form.typed()
            if form.answered.data:
                actions.answer_safeguarding(
                    actor, safeguarding_id, answer=typed["note"], reference=typed["reference"]
                )
            else:
                actions.chase_safeguarding(actor, safeguarding_id, **typed)
            flash("Recorded.", "success")
            return redirect(url_for(".action", safeguarding_id=safeguarding_id))
    return _shown(queries.safeguarding_page(current_viewer(), safeguarding_id), form)


def _to_send(page: queries.SafeguardingPage) -> bool:
    return page.line is not None and page.line.state is SafeguardingState.TO_SEND


def _shown(page: queries.SafeguardingPage, form: SendForm | AnswerForm) -> ResponseReturnValue:
    line = page.line
    record_id = line.id if line else None
    read = Read(
        current_viewer(), events.SAFEGUARDING_READ, "safeguarding", record_id, person_id=page.person_id
    )
    return show("assessments/safeguarding.html", page=page, line=line, form=form, read=read)
