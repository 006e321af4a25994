"""Pages of privacy: holds, and erasures that two people decide."""

from pathlib import Path
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caseflow.access.guard import current_actor, current_viewer, fresh, needs
from caseflow.access.policy import P
from caseflow.errors import Unknown
from caseflow.privacy import events
from caseflow.privacy.choices import GROUND_LABELS, HOLD_LABELS
from caseflow.privacy.erasing import actions, queries
from caseflow.privacy.erasing.forms import DecideForm, LookForm, ProposeForm
from caseflow.privacy.erasing.traces import remove_traces
from caseflow.privacy.holds import actions as holds
from caseflow.privacy.holds.forms import HoldForm
from caseflow.privacy.merging.views import bp as merging
from caseflow.web.forms import PressForm
from caseflow.web.render import Read, show

bp = Blueprint("privacy", __name__)
bp.register_blueprint(merging)


@bp.route("/erasures", methods=["GET", "POST"])
@needs(P.ERASURE_DECIDE)
def erasures() -> ResponseReturnValue:
    """List the proposals that wait, and look up a record by its reference."""
    viewer = current_viewer()
    form = LookForm()
    if form.validate_on_submit():
        try:
            person_id = queries.person_of(viewer, form.reference.data or "")
            return redirect(url_for(".about", person_id=person_id))
        except Unknown:
            form.refuse({"reference": "There is nobody with this reference among those you may see"})
    lines = queries.waiting_erasures(viewer)
    dead = queries.dead_on(viewer, current_app.extensions["caseflow.epoch"])
    read = Read(viewer, events.ERASURES_LISTED, "erasure", shown=[line.person_id for line in lines])
    return show("privacy/erasures.html", lines=lines, dead=dead, form=form, grounds=GROUND_LABELS, read=read)


@bp.route("/people/<uuid:person_id>/erasure", methods=["GET", "POST"])
@needs(P.ERASURE_DECIDE)
def about(person_id: UUID) -> ResponseReturnValue:
    """Show what holds a record and what would go with it, and propose its erasure."""
    viewer = current_viewer()
    form = ProposeForm()
    if viewer.can(P.ERASURE_PROPOSE) and form.validate_on_submit():
        with form.catching():
            asked = actions.propose_erasure(current_actor(), person_id, **form.values())
            said = (
                "Proposed. A second person decides."
                if asked
                else "Put on hold: such a record is never erased."
            )
            flash(said, "success")
            return redirect(url_for(".about", person_id=person_id))
    page = queries.erasure_page(viewer, person_id)
    read = Read(viewer, events.ERASURE_READ, "person", page.bar.person_id, person_id=page.bar.person_id)
    labels = {"grounds": GROUND_LABELS, "holds": HOLD_LABELS}
    return show("privacy/about.html", page=page, form=form, press=PressForm(), labels=labels, read=read)


@bp.route("/people/<uuid:person_id>/hold", methods=["GET", "POST"])
@needs(P.ERASURE_PROPOSE)
def hold(person_id: UUID) -> ResponseReturnValue:
    """Put a record on hold."""
    viewer = current_viewer()
    form = HoldForm()
    if form.validate_on_submit():
        with form.catching():
            holds.place_hold(current_actor(), person_id, **form.values())
            flash("The record is on hold.", "success")
            return redirect(url_for(".about", person_id=person_id))
    page = queries.erasure_page(viewer, person_id)
    read = Read(viewer, events.ERASURE_READ, "person", page.bar.person_id, person_id=page.bar.person_id)
    return show("privacy/hold.html", page=page, form=form, read=read)


@bp.post("/holds/<uuid:hold_id>/lift")
@needs(P.ERASURE_PROPOSE)
def lift(hold_id: UUID) -> ResponseReturnValue:
    """Lift a hold."""
    person_id = holds.lift_hold(current_actor(), hold_id)
    flash("The hold is lifted.", "success")
    return redirect(url_for(".about", person_id=person_id))


@bp.post("/erasures/<uuid:request_id>/withdraw")
@needs(P.ERASURE_PROPOSE)
def withdraw(request_id: UUID) -> ResponseReturnValue:
    """Take a proposal back."""
    person_id = actions.withdraw_erasure(current_actor(), request_id)
    flash("The proposal is withdrawn. Nothing was erased.", "success")
    return redirect(url_for(".about", person_id=person_id))


@bp.route("/erasures/<uuid:request_id>", methods=["GET", "POST"])
@needs(P.ERASURE_DECIDE)
@fresh
def decide(request_id: UUID) -> ResponseReturnValue:
    """Decide a proposal of somebody else: refuse it, or erase for good."""
    viewer = current_viewer()
    form = DecideForm()
    if form.validate_on_submit():
        with form.catching():
            if "erase" in request.form:
                actions.approve_erasure(current_actor(), request_id)
                _after_erasing()
                return redirect(url_for(".erasures"))
            person_id = actions.refuse_erasure(current_actor(), request_id, answer=form.answer.data or "")
            flash("Refused. The record stays.", "success")
            return redirect(url_for(".about", person_id=person_id))
    page = queries.request_page(viewer, request_id)
    read = Read(viewer, events.ERASURE_READ, "erasure", request_id, person_id=page.bar.person_id)
    labels = {"grounds": GROUND_LABELS, "holds": HOLD_LABELS}
    return show("privacy/decide.html", page=page, form=form, labels=labels, read=read)


def _after_erasing() -> None:
    """Bring the ledger beside the keys up to date and empty the log; what could not be done is said."""
    traces = remove_traces(Path(current_app.config["CASEFLOW_KEYS"]))
    flash("The record is erased, and nothing brings it back.", "success")
    for one in traces.left:
        flash(f"Tell your operator: {one}", "warning")
