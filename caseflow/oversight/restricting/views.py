"""The page of a record's restriction."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from caseflow.access.guard import current_actor, current_viewer, needs
from caseflow.access.policy import P
from caseflow.oversight import events
from caseflow.oversight.restricting import actions
from caseflow.oversight.restricting.forms import ListForm, ReasonForm
from caseflow.oversight.restricting.queries import may_be_listed, restriction_page
from caseflow.web.render import Read, show

bp = Blueprint("restricting", __name__)


@bp.route("/people/<uuid:person_id>/restriction", methods=["GET", "POST"])
@needs(P.PEOPLE_RESTRICT)
def restriction(person_id: UUID) -> ResponseReturnValue:
    """Show whether a record is restricted and to whom; restrict it."""
    form = ReasonForm()
    if form.validate_on_submit():
        with form.catching():
            actions.restrict_record(current_actor(), person_id, reason=form.reason.data or "")
            flash("Restricted to those on the list.", "success")
            return _back(person_id)
    return _page(person_id, form)


@bp.post("/people/<uuid:person_id>/restriction/end")
@needs(P.PEOPLE_RESTRICT)
def lift(person_id: UUID) -> ResponseReturnValue:
    """End a restriction: at an address of its own, for a second press of the one must never do the other."""
    form = ReasonForm()
    if form.validate_on_submit():
        with form.catching():
            actions.lift_restriction(current_actor(), person_id, reason=form.reason.data or "")
            flash("Open again.", "success")
            return _back(person_id)
    return _page(person_id, form)


def _page(person_id: UUID, form: ReasonForm) -> ResponseReturnValue:
    viewer = current_viewer()
    page = restriction_page(viewer, person_id)
    adding = ListForm()
    adding.user.offer(may_be_listed(viewer, page.bar.side))
    read = Read(viewer, events.RESTRICTION_READ, "person", page.bar.person_id, person_id=page.bar.person_id)
    return show("oversight/restriction.html", page=page, form=form, adding=adding, read=read)


@bp.post("/people/<uuid:person_id>/restriction/list")
@needs(P.PEOPLE_RESTRICT)
def put_on_list(person_id: UUID) -> ResponseReturnValue:
    """Let one more user see a restricted record."""
    viewer = current_viewer()
    page = restriction_page(viewer, person_id)
    form, adding = ReasonForm(formdata=None), ListForm()
    adding.user.offer(may_be_listed(viewer, page.bar.side))
    if adding.validate_on_submit():
        with adding.catching():
            actions.put_on_list(current_actor(), page.bar.person_id, adding.user.data)
            flash("They may see this record now.", "success")
            return _back(page.bar.person_id)
    read = Read(viewer, events.RESTRICTION_READ, "person", page.bar.person_id, person_id=page.bar.person_id)
    return show("oversight/restriction.html", page=page, form=form, adding=adding, read=read)


@bp.post("/people/restriction/list/<uuid:grant_id>/end")
@needs(P.PEOPLE_RESTRICT)
def take_off_list(grant_id: UUID) -> ResponseReturnValue:
    """Let a user no longer see a restricted record."""
    person_id = actions.take_off_list(current_actor(), grant_id)
    flash("They may no longer see this record.", "success")
    return _back(person_id)


def _back(person_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("oversight.restricting.restriction", person_id=person_id))
