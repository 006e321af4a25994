"""Pages of risk alerts."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from caseflow.access.guard import current_actor, current_viewer, needs
from caseflow.access.policy import P
from caseflow.oversight import events
from caseflow.oversight.alerts import actions
from caseflow.oversight.alerts.forms import AlertForm
from caseflow.oversight.alerts.queries import client_bar, passed_alert
from caseflow.web.forms import PressForm
from caseflow.web.render import Read, show

bp = Blueprint("alerts", __name__)


@bp.route("/people/<uuid:person_id>/risk-alert", methods=["GET", "POST"])
@needs(P.RISK_ALERT)
def raise_one(person_id: UUID) -> ResponseReturnValue:
    """Raise a risk alert about a client."""
    viewer = current_viewer()
    bar = client_bar(viewer, person_id)
    form = AlertForm()
    if form.validate_on_submit():
        with form.catching():
            actions.raise_alert(
                current_actor(), bar.person_id, kind=form.kind.data, detail=form.detail.data or ""
            )
            flash("Raised. Whoever has to know is told; you are not told who.", "success")
            return redirect(url_for("dossier.person", person_id=bar.person_id))
    read = Read(viewer, events.ALERT_FORM_READ, "person", bar.person_id, person_id=bar.person_id)
    return show("oversight/alert_raise.html", bar=bar, form=form, read=read)


@bp.route("/risk-alerts/<uuid:alert_id>", methods=["GET", "POST"])
@needs(P.RISK_ALERT)
def passed(alert_id: UUID) -> ResponseReturnValue:
    """Show an alert on a survivor's record, and take note of it."""
    viewer = current_viewer()
    line = passed_alert(viewer, alert_id)
    form = PressForm()
    if form.validate_on_submit():
        actions.see_alert(current_actor(), alert_id)
        flash("Taken on. Look at the safety plan now.", "success")
        return redirect(url_for("dossier.person", person_id=line.person_id))
    read = Read(viewer, events.ALERT_READ, "passed_alert", alert_id, person_id=line.person_id)
    return show("oversight/alert.html", line=line, form=form, read=read)


@bp.post("/walls/alerts/<uuid:alert_id>/nobody")
@needs(P.WALL_DECIDE)
def nobody(alert_id: UUID) -> ResponseReturnValue:
    """Say that there is nobody to tell."""
    actions.nobody_to_tell(current_actor(), alert_id)
    flash("Closed: there is nobody to tell.", "success")
    return redirect(url_for("oversight.conflicts.walls"))
