"""The page on which a manager decides about a stopped number."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from caseflow.access.guard import current_actor, current_viewer, needs
from caseflow.access.policy import P
from caseflow.calls import events
from caseflow.calls.reaches.attempts import actions, queries
from caseflow.calls.reaches.forms import StopForm
from caseflow.web.render import Read, show


@needs(P.ATTEMPTS_DECIDE)
def stopped(stopped_id: UUID) -> ResponseReturnValue:
    """Decide whether a stopped number may be used again."""
    viewer = current_viewer()
    page = queries.stopped_page(viewer, stopped_id)
    form = StopForm()
    if form.validate_on_submit():
        with form.catching():
            actions.decide_stopped_point(current_actor(), stopped_id, form.decision.data, note=form.note.data)
            flash("Decided.", "success")
            return redirect(url_for(".stopped", stopped_id=stopped_id))
    read = Read(viewer, events.STOP_READ, "stopped_point", stopped_id, person_id=page.person_id)
    return show("calls/stopped.html", page=page, form=form, read=read)


def add_pages(bp: Blueprint) -> None:
    """Put this page under the room's address."""
    bp.add_url_rule("/stopped/<uuid:stopped_id>", "stopped", stopped, methods=["GET", "POST"])
