"""Pages of signals."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caseflow.access.guard import current_actor, current_viewer, needs
from caseflow.access.policy import P
from caseflow.access.viewer import System
from caseflow.oversight import events
from caseflow.oversight.signals import actions, queries
from caseflow.oversight.signals.forms import OutcomeForm
from caseflow.web.render import Read, show

bp = Blueprint("signals", __name__)
CAUGHT_UP = 3
"""As many batches are looked through when the page is opened; the rest waits for the next time, or the command."""


@bp.get("/oversight/signals")
@needs(P.OVERSIGHT_SIGNALS)
def signals() -> ResponseReturnValue:
    """Show what somebody should ask about."""
    viewer = current_viewer()
    for _ in range(CAUGHT_UP):
        if not actions.reckon(System("signals")):
            break
    answered, number = request.args.get("answered") == "yes", request.args.get("page", 1, type=int)
    page = queries.signals_page(viewer, answered=answered, page=number)
    return show(
        "oversight/signals.html",
        page=page,
        read=Read(viewer, events.SIGNALS_READ, "signal", shown=page.shown),
    )


@bp.route("/oversight/signals/<uuid:signal_id>", methods=["GET", "POST"])
@needs(P.OVERSIGHT_SIGNALS)
def signal(signal_id: UUID) -> ResponseReturnValue:
    """Show one signal, and note what came of it."""
    viewer = current_viewer()
    form = OutcomeForm()
    if form.validate_on_submit():
        with form.catching():
            actions.note_outcome(
                current_actor(), signal_id, outcome=form.outcome.data, note=form.note.data or ""
            )
            flash("The outcome is noted.", "success")
            return redirect(url_for(".signals"))
    line = queries.one_signal(viewer, signal_id)
    read = Read(viewer, events.SIGNAL_READ, "signal", signal_id, person_id=line.person_id)
    return show("oversight/signal.html", line=line, form=form, read=read)
