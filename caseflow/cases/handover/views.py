"""Pages that move work: the team with what each holds, what one holds, and what was given to oneself."""

from dataclasses import replace
from uuid import UUID, uuid5

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caseflow.access.guard import current_actor, current_viewer, needs
from caseflow.access.policy import P
from caseflow.cases import events
from caseflow.cases.handover import actions
from caseflow.cases.handover.choices import Work
from caseflow.cases.handover.forms import HandOverForm
from caseflow.cases.handover.queries import held_page, team_work
from caseflow.cases.handover.received.queries import given_to_me
from caseflow.errors import Conflict, Invalid, NeedsLead
from caseflow.people.apart.actions import ask_lead
from caseflow.people.apart.choices import NEEDS_LEAD, Step
from caseflow.staff.actions import end_roles_here
from caseflow.web.filters import counted
from caseflow.web.forms import PressForm
from caseflow.web.render import Read, show

bp = Blueprint("handover", __name__)


@bp.route("/team/held")
@needs(P.WORK_HAND_OVER)
def team() -> ResponseReturnValue:
    """List everybody of the service with what they hold; those who left and hold something stand first."""
    viewer = current_viewer()
    page = team_work(viewer)
    read = Read(viewer, events.HELD_LISTED, "user", shown=[one.user_id for one in page.holders])
    return show("cases/team_work.html", page=page, read=read)


@bp.route("/team/<uuid:user_id>/held", methods=["GET", "POST"])
@needs(P.WORK_HAND_OVER)
def work(user_id: UUID) -> ResponseReturnValue:
    """Show what somebody holds here, and move some or all of it to a colleague or the team."""
    viewer = current_viewer()
    page = held_page(viewer, user_id)
    form = HandOverForm()
    form.offer(page, request.form.getlist("pieces"))
    everything = "all" in request.form
    if form.validate_on_submit():
        pieces = form.chosen(page, everything=everything)
        if pieces or everything:
            with form.catching():
                _move(user_id, pieces, form.taker())
                return redirect(url_for(".work", user_id=user_id))
        else:
            form.refuse({"pieces": "Tick what is to be moved, or move all"})
    read = Read(viewer, events.HELD_READ, "user", user_id, shown=[one.record_id for one in page.held])
    return show("cases/held.html", page=page, form=form, press=PressForm(formdata=None), read=read)


def _move(of: UUID, pieces: list[tuple[Work, UUID]], to: UUID | None) -> None:
    """Move each piece in a transaction of its own, and say what became of them all."""
    acting = current_actor()
    moved = held_up = gone = 0
    for kind, record_id in pieces:
        # The form's one-time key, made into one for each piece: what was posted twice is moved once.
        actor = replace(acting, once=acting.once and uuid5(record_id, acting.once).hex)
        try:
            actions.hand_over(actor, kind, record_id, of=of, to=to)
            moved += 1
        except NeedsLead as hold:
            ask_lead(actor, hold.person_id, step=Step.ALLOCATE, record_id=record_id, worker_id=hold.worker_id)
            held_up += 1
        except Conflict:
            gone += 1
    if moved:
        flash(f"Moved: {counted(moved, 'piece of work', 'pieces of work')}.", "success")
    if held_up:
        flash(
            f"{NEEDS_LEAD} Not moved: {held_up}. The lead is asked; the answer comes to your desk.", "warning"
        )
    if gone:
        flash(f"Not moved, because somebody was faster: {gone}.", "warning")


@bp.route("/team/<uuid:user_id>/end", methods=["POST"])
@needs(P.WORK_HAND_OVER)
def end(user_id: UUID) -> ResponseReturnValue:
    """End somebody's work in the service; what they held stands on the page after."""
    try:
        if PressForm().validate_on_submit():
            end_roles_here(current_actor(), user_id)
            flash("Their access to this service has ended. Now move what they held.", "success")
    except Invalid as fault:
        flash(next(iter(fault.faults.values())), "error")
    return redirect(url_for(".work", user_id=user_id))


@bp.route("/given-to-me", methods=["GET", "POST"])
@needs(P.DESK)
def given() -> ResponseReturnValue:
    """Show what was given to oneself, and take it as read."""
    viewer = current_viewer()
    if PressForm().validate_on_submit():
        actions.see_handed(current_actor())
        return redirect(url_for("desk.desk"))
    page = given_to_me(viewer)
    shown = [one.record_id for some in page for one in some.held]
    read = Read(viewer, events.HANDED_READ, "handed_over", shown=shown)
    return show("cases/given.html", page=page, press=PressForm(formdata=None), read=read)
