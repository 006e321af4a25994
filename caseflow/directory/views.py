"""Pages of the directory: services with what they have free now, and numbers for nights and weekends."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from caseflow import clock
from caseflow.access.guard import current_actor, current_viewer, needs
from caseflow.access.policy import P
from caseflow.choices import ELEMENT_LABELS
from caseflow.directory import actions, events, queries
from caseflow.directory.forms import AvailabilityForm
from caseflow.web.render import Read, show

bp = Blueprint("directory", __name__)


@bp.get("/services")
@needs(P.REFERRALS_READ)
def services() -> ResponseReturnValue:
    """Show the services of the side, what they have free, and the out-of-hours numbers of each locality."""
    viewer = current_viewer()
    lines = queries.service_lines(viewer, side=viewer.side, on=clock.today())
    cards = queries.out_of_hours_cards(viewer)
    mine = viewer.service_id if viewer.can(P.REFERRALS_ANSWER) else None
    read = Read(viewer, events.SERVICES_READ, shown=[line.id for line in lines])
    return show(
        "directory/open_today.html", lines=lines, cards=cards, mine=mine, elements=ELEMENT_LABELS, read=read
    )


@bp.route("/services/<uuid:service_id>/availability", methods=["GET", "POST"])
@needs(P.REFERRALS_ANSWER)
def availability(service_id: UUID) -> ResponseReturnValue:
    """Say what a service has free and how long it takes now."""
    viewer = current_viewer()
    service = queries.own_service(viewer, service_id)
    form = AvailabilityForm(obj=service)
    if form.validate_on_submit():
        with form.catching():
            actions.update_availability(current_actor(), service_id, **form.values())
            flash("Saved, with the time of checking.", "success")
            return redirect(url_for(".services"))
    read = Read(viewer, events.SERVICES_READ, "service", service_id)
    return show("directory/availability.html", service=service, form=form, read=read)
