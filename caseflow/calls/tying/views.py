"""Pages that tie a finished call to a person who agreed, and untie it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caseflow.access.guard import current_actor, current_viewer, needs
from caseflow.access.policy import P
from caseflow.calls import actions, events, queries
from caseflow.calls.forms import MoveForm, TieForm
from caseflow.people.queries import find_people
from caseflow.people.values import Found
from caseflow.web.render import Read, show


@needs(P.CALLS_LOG)
def tie(call_id: UUID) -> ResponseReturnValue:
    """Look for the person and tie the call to them."""
    viewer = current_viewer()
    page = queries.finished_page(viewer, call_id)
    form = TieForm()
    found = Found()
    if form.validate_on_submit():
        found = find_people(
            viewer, name=form.name.data or "", birth=form.birth.data or "", phone=form.phone.data or ""
        )
        with form.catching():
            person_id = form.chosen()
            if person_id is not None:
                actions.tie_call(current_actor(), call_id, person_id)
                flash("The call is tied to the person.", "success")
                return redirect(url_for(".call", call_id=call_id))
    read = Read(viewer, events.MATCHES_SHOWN, "call", call_id, shown=[hit.person_id for hit in found.hits])
    return show("calls/tie.html", page=page, form=form, found=found, read=read)


@needs(P.CALLS_LOG)
def untie(call_id: UUID) -> ResponseReturnValue:
    """Untie a finished call from a person it was tied to by mistake."""
    if request.method == "POST" and MoveForm().validate_on_submit():
        actions.untie_call(current_actor(), call_id)
        flash("The call is untied from the person.", "info")
    return redirect(url_for(".call", call_id=call_id))


def add_pages(bp: Blueprint) -> None:
    """Put these pages under the room's address."""
    bp.add_url_rule("/calls/<uuid:call_id>/tie", "tie", tie, methods=["GET", "POST"])
    bp.add_url_rule("/calls/<uuid:call_id>/untie", "untie", untie, methods=["POST"])
