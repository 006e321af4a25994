"""The page of a promise to ring back: the rule, the number on a press, what happened, and the press that closes it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caseflow.access.guard import current_actor, current_viewer, needs
from caseflow.access.policy import P
from caseflow.calls import actions, events
from caseflow.calls.callbacks import queries
from caseflow.calls.callbacks.actions import attempt_callback
from caseflow.calls.reaches.forms import AttemptForm, ShowPointForm
from caseflow.people.contact.queries import reveal
from caseflow.people.events import CONTACT_REVEALED
from caseflow.people.values import RevealedPoint
from caseflow.web.render import Read, show


@needs(P.REACH_WORK)
def callback(callback_id: UUID) -> ResponseReturnValue:
    """Show a promise to ring back: the rule before the number, then the presses."""
    return _page(callback_id)


def _page(
    callback_id: UUID,
    *,
    shown: RevealedPoint | None = None,
    number: str = "",
    form: AttemptForm | None = None,
) -> ResponseReturnValue:
    viewer = current_viewer()
    page = queries.callback_page(viewer, callback_id)
    event = CONTACT_REVEALED if shown or number else events.CALLBACK_READ
    opened = [shown.card.id] if shown else ()
    read = Read(viewer, event, "callback", callback_id, person_id=page.person_id, shown=opened)
    attempt = form or AttemptForm(formdata=None)
    return show(
        "calls/callback.html", page=page, shown=shown, number=number, attempt=attempt, form=form, read=read
    )


@needs(P.REACH_WORK)
def callback_number(callback_id: UUID) -> ResponseReturnValue:
    """Show a number, below its rule; that it was shown is recorded."""
    form = ShowPointForm()
    viewer = current_viewer()
    page = queries.callback_page(viewer, callback_id)
    if not form.validate_on_submit():
        return redirect(url_for(".callback", callback_id=callback_id))
    wanted = next((one.id for one in page.points if str(one.id) == form.point.data), None)
    if wanted is not None:
        return _page(callback_id, shown=reveal(viewer, wanted))
    return _page(callback_id, number=queries.promised_number(viewer, callback_id) if page.has_number else "")


@needs(P.REACH_WORK)
def callback_attempt(callback_id: UUID) -> ResponseReturnValue:
    """Record what happened in one press."""
    form = AttemptForm()
    page = queries.callback_page(current_viewer(), callback_id)
    if form.validate_on_submit():
        with form.catching():
            points = {str(one.id): one.id for one in page.points}
            attempt_callback(
                current_actor(),
                callback_id,
                contact_point_id=points.get(form.point.data or ""),
                **form.attempt(),
            )
            flash("Recorded.", "success")
            return redirect(url_for(".callback", callback_id=callback_id))
    return _page(callback_id, form=form)


@needs(P.REACH_WORK)
def callback_close(callback_id: UUID) -> ResponseReturnValue:
    """Say that a call-back was done, or is not needed any more."""
    done = request.form.get("done") == "yes"
    actions.close_callback(current_actor(), callback_id, done=done)
    flash("The call-back is done." if done else "The call-back is not needed any more.", "success")
    return redirect(url_for("desk.desk"))


def add_pages(bp: Blueprint) -> None:
    """Put these pages under the room's address."""
    bp.add_url_rule("/callbacks/<uuid:callback_id>", "callback", callback)
    for name, view in (("number", callback_number), ("attempt", callback_attempt), ("close", callback_close)):
        address = f"/callbacks/<uuid:callback_id>/{name}"
        bp.add_url_rule(address, f"callback_{name}", view, methods=["POST"])
