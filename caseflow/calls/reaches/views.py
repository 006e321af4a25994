"""Pages of people to reach: the form, the queue, one of them."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caseflow.access.guard import current_actor, current_viewer, needs
from caseflow.access.policy import P
from caseflow.calls import events
from caseflow.calls.reaches import actions, queries
from caseflow.calls.reaches.attempts.actions import record_attempt
from caseflow.calls.reaches.forms import AttemptForm, CloseForm, DecideForm, ReachForm, ShowPointForm
from caseflow.calls.scope import on_side, works_on
from caseflow.choices import Side
from caseflow.clock import LONDON
from caseflow.directory.queries import locality_choices
from caseflow.errors import NotAllowed
from caseflow.people.contact.queries import reveal
from caseflow.people.events import CONTACT_REVEALED
from caseflow.people.queries import find_people
from caseflow.people.values import Found, RevealedPoint
from caseflow.web.forms import BaseForm
from caseflow.web.render import Read, show


@needs(P.REACH_WORK)
def reach() -> ResponseReturnValue:
    """Show the queue, most urgent first."""
    viewer = current_viewer()
    queue = queries.reach_queue(viewer, request.args.get("page", 1, type=int))
    read = Read(viewer, events.REACHES_LISTED, "reach", shown=[line.reach_id for line in queue.lines])
    return show("calls/reach.html", queue=queue, read=read)


@needs(P.CALLS_LOG)
def reach_new() -> ResponseReturnValue:
    """Log a referral from a professional."""
    viewer = current_viewer()
    form = ReachForm()
    form.locality_id.offer(locality_choices(viewer))
    if form.validate_on_submit() and request.form.get("do") != "find":
        with form.catching():
            received = datetime.combine(form.received_on.data, form.received_time.data, LONDON)
            reach_id = actions.log_professional_referral(current_actor(), form.values(), received_at=received)
            flash("Logged. The clock runs from the time of receipt.", "success")
            if form.side.data is Side.PERPETRATOR and works_on(viewer, Side.SURVIVOR):
                return redirect(url_for("referrals.partner", reach_id=reach_id))
            return redirect(
                url_for(".reach_one" if viewer.side is form.side.data else ".reach", reach_id=reach_id)
            )
    found = _found(form)
    shown = [hit.person_id for hit in found.hits]
    read = Read(viewer, events.MATCHES_SHOWN, "reach", shown=shown) if shown else None
    return show("calls/reach_new.html", form=form, found=found, read=read)


def _found(form: ReachForm) -> Found:
    """Return who may be meant, once there is something to look by."""
    if not form.is_submitted() or form.side.data is None:
        return Found()
    born = form.born.data.isoformat() if form.born.data else str(form.age.data or "")
    try:
        there = on_side(current_viewer(), form.side.data)
    except NotAllowed:
        return Found()
    boxes = {name: form[name].data or "" for name in ("name", "phone", "postcode")}
    return find_people(there, **boxes, birth=born, limit=8)


@needs(P.REACH_WORK)
def reach_one(reach_id: UUID) -> ResponseReturnValue:
    """Show somebody to reach: the rule before the number, then the presses."""
    return _page(reach_id)


def _page(
    reach_id: UUID, *, shown: RevealedPoint | None = None, form: BaseForm | None = None
) -> ResponseReturnValue:
    viewer = current_viewer()
    page = queries.reach_page(viewer, reach_id)
    event = CONTACT_REVEALED if shown else events.REACH_READ
    read = Read(
        viewer, event, "reach", reach_id, person_id=page.person_id, shown=[shown.card.id] if shown else ()
    )
    forms = {"attempt": AttemptForm(formdata=None), "decide": DecideForm(formdata=None)}
    forms["close"] = CloseForm(formdata=None)
    if form is not None:
        forms[{AttemptForm: "attempt", DecideForm: "decide", CloseForm: "close"}[type(form)]] = form
    return show("calls/reach_one.html", page=page, shown=shown, forms=forms, form=form, read=read)


@needs(P.REACH_WORK)
def reach_number(reach_id: UUID) -> ResponseReturnValue:
    """Show a number, below its rule; that it was shown is recorded."""
    form = ShowPointForm()
    page = queries.reach_page(current_viewer(), reach_id)
    wanted = next((one.id for one in page.points if str(one.id) == form.point.data), None)
    if not form.validate_on_submit() or wanted is None:
        return redirect(url_for(".reach_one", reach_id=reach_id))
    return _page(reach_id, shown=reveal(current_viewer(), wanted))


@needs(P.REACH_WORK)
def reach_attempt(reach_id: UUID) -> ResponseReturnValue:
    """Record a try in one press."""
    form = AttemptForm()
    page = queries.reach_page(current_viewer(), reach_id)
    if form.validate_on_submit():
        with form.catching():
            points = {str(one.id): one.id for one in page.points}
            record_attempt(
                current_actor(),
                page.person_id,
                contact_point_id=points.get(form.point.data or ""),
                reach_id=reach_id,
                **form.attempt(),
            )
            flash("Recorded.", "success")
            return redirect(url_for(".reach_one", reach_id=reach_id))
    return _page(reach_id, form=form)


@needs(P.ATTEMPTS_DECIDE)
def reach_decide(reach_id: UUID) -> ResponseReturnValue:
    """Choose the next way."""
    form = DecideForm()
    if form.validate_on_submit():
        with form.catching():
            actions.decide_reach(current_actor(), reach_id, form.way.data, note=form.note.data)
            flash("Decided. Now tell the referrer.", "success")
            return redirect(url_for(".reach_one", reach_id=reach_id))
    return _page(reach_id, form=form)


@needs(P.REACH_WORK)
def reach_close(reach_id: UUID) -> ResponseReturnValue:
    """Close as not reached."""
    form = CloseForm()
    if form.validate_on_submit():
        with form.catching():
            actions.close_reach(current_actor(), reach_id, note=form.note.data or "")
            flash("Closed as not reached. Now tell the referrer.", "success")
            return redirect(url_for(".reach_one", reach_id=reach_id))
    return _page(reach_id, form=form)


@needs(P.REACH_WORK)
def reach_told(reach_id: UUID) -> ResponseReturnValue:
    """Note that the referrer was told."""
    form = CloseForm()
    with form.catching():
        actions.tell_referrer(current_actor(), reach_id)
        flash("Noted: the referrer was told.", "success")
        return redirect(url_for(".reach_one", reach_id=reach_id))
    return _page(reach_id, form=form)


def add_pages(bp: Blueprint) -> None:
    """Put these pages under the room's address."""
    bp.add_url_rule("/reach", "reach", reach)
    bp.add_url_rule("/reach/new", "reach_new", reach_new, methods=["GET", "POST"])
    bp.add_url_rule("/reach/<uuid:reach_id>", "reach_one", reach_one)
    for name, view in (
        ("number", reach_number),
        ("attempt", reach_attempt),
        ("decide", reach_decide),
        ("close", reach_close),
        ("told", reach_told),
    ):
        bp.add_url_rule(f"/reach/<uuid:reach_id>/{name}", f"reach_{name}", view, methods=["POST"])
