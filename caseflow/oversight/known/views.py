"""Pages of whom one knows, and of the people who are closed to a worker for it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from caseflow.access.guard import current_actor, current_viewer, needs
from caseflow.access.policy import P
from caseflow.oversight import events
from caseflow.oversight.known import actions
from caseflow.oversight.known.forms import AcquaintanceForm
from caseflow.oversight.known.queries import own_acquaintances
from caseflow.web.render import Read, show

bp = Blueprint("known", __name__)


@bp.route("/account/people-i-know", methods=["GET", "POST"])
@needs(P.OWN_ACCOUNT)
def own() -> ResponseReturnValue:
    """Show whom one said one knows, and take in one more."""
    viewer = current_viewer()
    form = AcquaintanceForm()
    if form.validate_on_submit():
        with form.catching():
            told = {name: words or "" for name, words in form.values().items()}
            actions.state_acquaintance(current_actor(), **told)
            flash("Added. If they are on record here, you will not come across them.", "success")
            return redirect(url_for(".own"))
    known = own_acquaintances(viewer)
    read = Read(viewer, events.ACQUAINTANCES_READ, "user", viewer.user_id)
    return show("oversight/known.html", known=known, form=form, read=read)


@bp.post("/account/people-i-know/<uuid:acquaintance_id>/drop")
@needs(P.OWN_ACCOUNT)
def drop(acquaintance_id: UUID) -> ResponseReturnValue:
    """Take somebody off the list."""
    actions.drop_acquaintance(current_actor(), acquaintance_id)
    flash("Taken off your list.", "success")
    return redirect(url_for(".own"))


@bp.post("/walls/staff/<uuid:match_id>/<any(keep,open):kind>")
@needs(P.PEOPLE_RESTRICT)
def decide(match_id: UUID, kind: str) -> ResponseReturnValue:
    """Keep a person closed to a worker, or open the record again."""
    actions.decide_match(current_actor(), match_id, keep=kind == "keep")
    flash("It stays closed to them." if kind == "keep" else "Open to them again.", "success")
    return redirect(url_for("oversight.conflicts.walls"))
