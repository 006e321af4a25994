"""The refer page and the page of what to tell; their routes stand in the room's views."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caseflow.access.guard import current_actor, current_viewer, needs
from caseflow.access.policy import P
from caseflow.choices import ELEMENT_LABELS
from caseflow.referrals import actions, events
from caseflow.referrals.sending import queries, telling
from caseflow.referrals.sending.forms import SENDS, SituationForm, sending_form, situation_form
from caseflow.referrals.sending.page import ReferPage
from caseflow.referrals.situation import SIGNPOST_WORDS, STANDING_LABELS
from caseflow.web.fields import Hidden
from caseflow.web.forms import BaseForm
from caseflow.web.render import Read, show


class ToldForm(BaseForm):
    """One press: the caller was told."""

    told = Hidden()


@needs(P.REFERRALS_SEND)
def refer(person_id: UUID) -> ResponseReturnValue:
    """Say what is needed, see the services in order, and send to several at once."""
    viewer = current_viewer()
    call_id, again_id = _id("call"), _id("again")
    asked = queries.begun_page if request.method == "POST" else queries.refer_page
    page = asked(viewer, person_id, call_id=call_id, again_id=again_id)
    form: SituationForm = situation_form(page)
    if form.validate_on_submit():
        page = queries.answered_page(viewer, page, form.situation(page.situation))
    sending = sending_form(page) if page.answer else None
    if sending and request.form.get("do") == SENDS and sending.validate():
        with sending.catching():
            return _sent(page, actions.send_referrals(current_actor(), page.person_id, sending.plan(page)))
    read = Read(viewer, events.REFER_OPENED, "person", page.person_id, person_id=page.person_id)
    words = {"signposts": SIGNPOST_WORDS, "standings": STANDING_LABELS, "elements": ELEMENT_LABELS}
    return show(
        "referrals/refer.html", page=page, form=sending or form, sending=sending, words=words, read=read
    )


@needs(P.REFERRALS_SEND)
def tell(batch_id: UUID) -> ResponseReturnValue:
    """Show what to tell the caller, and note that it was told."""
    viewer, form = current_viewer(), ToldForm()
    if form.validate_on_submit():
        actions.note_told(current_actor(), batch_id)
        flash("Noted: the caller was told.", "success")
        return redirect(url_for("referrals.tell", batch_id=batch_id))
    page = telling.tell_page(viewer, batch_id)
    read = Read(
        viewer,
        events.BATCH_READ if page.tells else events.GAP_READ,
        "batch" if page.tells else "gap",
        batch_id,
        person_id=page.person_id,
        shown=[one.referral_id for one in page.tells],
    )
    return show("referrals/tell.html", page=page, form=form, read=read)


def _sent(page: ReferPage, ids: list[UUID]) -> ResponseReturnValue:
    if not ids:
        flash("The gaps are tasks now, each with who decides and by when.", "success")
        gap_id = telling.gap_to_tell(current_viewer(), page)
        if gap_id is None:
            return redirect(url_for("dossier.person", person_id=page.person_id))
        return redirect(url_for("referrals.tell", batch_id=gap_id))
    flash("Referral sent." if len(ids) == 1 else f"{len(ids)} referrals sent.", "success")
    return redirect(url_for("referrals.tell", batch_id=queries.batch_of(current_viewer(), ids[0])))


def _id(name: str) -> UUID | None:
    return request.args.get(name, type=UUID)
