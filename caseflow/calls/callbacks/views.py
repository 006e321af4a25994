"""The press that closes a call-back."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caseflow.access.guard import current_actor, needs
from caseflow.access.policy import P
from caseflow.calls import actions


@needs(P.REACH_WORK)
def callback_close(callback_id: UUID) -> ResponseReturnValue:
    """Say that a call-back was done, or is not needed any more."""
    done = request.form.get("done") == "yes"
    actions.close_callback(current_actor(), callback_id, done=done)
    flash("The call-back is done." if done else "The call-back is not needed any more.", "success")
    return redirect(url_for("desk.desk"))


def add_pages(bp: Blueprint) -> None:
    """Put this page under the room's address."""
    bp.add_url_rule("/callbacks/<uuid:callback_id>/close", "callback_close", callback_close, methods=["POST"])
