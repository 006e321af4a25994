"""The page of one gap; its route stands in the room's views."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from caseflow.access.guard import current_actor, current_viewer, needs
from caseflow.access.policy import P
from caseflow.referrals import actions, events
from caseflow.referrals.forms import MET, GapForm
from caseflow.referrals.gaps import queries
from caseflow.web.render import Read, show


@needs(P.GAPS_DECIDE)
def gap(gap_id: UUID) -> ResponseReturnValue:
    """Show what is missing and who decides; close it with what was decided."""
    viewer, form = current_viewer(), GapForm()
    if form.validate_on_submit():
        with form.catching():
            actions.decide_gap(current_actor(), gap_id, met=form.met.data == MET, note=form.note.data or "")
            flash("The gap is closed.", "success")
            return redirect(url_for("referrals.gap", gap_id=gap_id))
    page = queries.gap_page(viewer, gap_id)
    read = Read(viewer, events.GAP_READ, "gap", gap_id, person_id=page.line.person_id)
    return show("referrals/gap.html", page=page, form=form, read=read)
