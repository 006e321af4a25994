"""The page that sends a client's partner to partner support."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caseflow.access.guard import current_actor, current_viewer, needs
from caseflow.access.policy import P
from caseflow.access.viewer import Viewer
from caseflow.calls.reaches.queries import reach_page
from caseflow.calls.scope import on_side, works_on
from caseflow.choices import Side
from caseflow.directory.queries import locality_choices
from caseflow.errors import Unknown
from caseflow.people.choices import BirthKind
from caseflow.people.queries import find_people, person_brief
from caseflow.people.values import Found
from caseflow.referrals import events
from caseflow.referrals.partners.actions import refer_partner
from caseflow.referrals.partners.forms import PartnerForm
from caseflow.web.filters import date_words
from caseflow.web.render import Read, show


@needs(P.CALLS_LOG)
def partner(reach_id: UUID) -> ResponseReturnValue:
    """Take a partner's details, and send them to partner support; nothing of them stays on this side."""
    viewer = current_viewer()
    if not all(works_on(viewer, side) for side in Side):
        raise Unknown  # Who works on one side only may not know whether there is such a referral.
    here, there = on_side(viewer, Side.PERPETRATOR), on_side(viewer, Side.SURVIVOR)
    page = reach_page(here, reach_id)
    back = (
        url_for("calls.reach_one", reach_id=reach_id)
        if viewer.side is Side.PERPETRATOR
        else url_for("calls.reach")
    )
    form = PartnerForm(data=_client(here, page.person_id))
    form.locality_id.offer(locality_choices(viewer))
    if form.validate_on_submit() and request.form.get("do") != "find":
        with form.catching():
            refer_partner(current_actor(), reach_id, form.values())
            flash("Sent to partner support. Nothing of the partner is kept on this side.", "success")
            return redirect(back)
    found = _found(there, form)
    read = Read(here, events.PARTNER_FORM_READ, "reach", reach_id, person_id=page.person_id)
    if found.hits:
        # The line about her side names nobody of his.
        read = Read(there, events.PARTNER_SOUGHT, "person", shown=[hit.person_id for hit in found.hits])
    return show("referrals/partner.html", form=form, found=found, back=back, read=read)


def _client(here: Viewer, person_id: UUID | None) -> dict[str, str]:
    """Begin with who is referred, as their record says; what partner support should not know is taken out."""
    if person_id is None:
        return {}
    brief = person_brief(here, person_id)
    exact = date_words(brief.born) if brief.birth_kind is BirthKind.EXACT else ""
    return {
        "harm_name": brief.full_name or brief.known_as,
        "harm_born": exact or (str(brief.years) if brief.years else ""),
    }


def _found(there: Viewer, form: PartnerForm) -> Found:
    if not form.is_submitted():
        return Found()
    born = form.born.data.isoformat() if form.born.data else str(form.age.data or "")
    boxes = {name: form[name].data or "" for name in ("name", "phone", "postcode")}
    return find_people(there, **boxes, birth=born, limit=8)
