"""Pages of merges: who may be one person, two records side by side, and taking them apart."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caseflow.access.guard import current_actor, current_viewer, needs
from caseflow.access.policy import P
from caseflow.errors import NeedsLead
from caseflow.people.apart.actions import ask_lead
from caseflow.people.apart.choices import Step
from caseflow.people.pairs.actions import tell_apart
from caseflow.people.queries import find_people
from caseflow.people.values import Found
from caseflow.privacy import events
from caseflow.privacy.merging import actions, queries
from caseflow.privacy.merging.forms import KEPT, OtherForm, compare_form
from caseflow.privacy.merging.values import MergePage
from caseflow.web.forms import PressForm
from caseflow.web.render import Read, show

bp = Blueprint("merging", __name__)


@bp.errorhandler(NeedsLead)
def lead_first(hold: NeedsLead) -> ResponseReturnValue:
    """Put a merge that the walls hold up before the safeguarding lead, and say so."""
    question_id = ask_lead(
        current_actor(once=False),
        hold.person_id,
        step=Step.MERGE,
        record_id=(request.view_args or {})["other_id"],
        worker_id=hold.worker_id,
    )
    return redirect(url_for("people.apart.question", question_id=question_id))


@bp.get("/duplicates")
@needs(P.PEOPLE_MERGE)
def likely() -> ResponseReturnValue:
    """Show who may be one person."""
    viewer = current_viewer()
    pairs = queries.likely_pairs(viewer)
    shown = [one.person_id for pair in pairs for one in (pair.one, pair.other)]
    read = Read(viewer, events.LIKELY_LISTED, "person", shown=shown)
    return show("privacy/likely.html", pairs=pairs, form=PressForm(), read=read)


@bp.post("/people/<uuid:person_id>/merge/<uuid:other_id>/apart")
@needs(P.PEOPLE_MERGE)
def apart(person_id: UUID, other_id: UUID) -> ResponseReturnValue:
    """Say that two records are two people."""
    form = PressForm()
    if form.validate_on_submit():
        with form.catching():
            tell_apart(current_actor(), person_id, other_id)
            flash("Noted: two people. This pair is not suggested again.", "success")
    return redirect(url_for(".likely"))


@bp.route("/people/<uuid:person_id>/merge", methods=["GET", "POST"])
@needs(P.PEOPLE_MERGE)
def merges(person_id: UUID) -> ResponseReturnValue:
    """Show what was merged into a person, and look for another record of theirs."""
    viewer = current_viewer()
    page = queries.merges_page(viewer, person_id)
    form, found = OtherForm(), Found()
    if form.validate_on_submit():
        found = find_people(viewer, form.sought.data or "", limit=20)
    hits = [hit for hit in found.hits if hit.person_id != page.bar.person_id]
    shown = [*(hit.person_id for hit in hits), *(line.merge_id for line in page.lines)]
    read = Read(viewer, events.MERGES_READ, "person", page.bar.person_id, shown=shown)
    return show("privacy/merges.html", page=page, form=form, found=found, hits=hits, read=read)


@bp.route("/people/<uuid:person_id>/merge/<uuid:other_id>", methods=["GET", "POST"])
@needs(P.PEOPLE_MERGE)
def merge(person_id: UUID, other_id: UUID) -> ResponseReturnValue:
    """Show two records side by side, and merge the second into the first."""
    viewer = current_viewer()
    page = queries.merge_page(viewer, person_id, other_id)
    form = compare_form()(data=_begun(page))
    if form.validate_on_submit():
        with form.catching():
            actions.merge_records(
                current_actor(), person_id, other_id, taken=form.taken(), seen=form.seen.data
            )
            flash("The two records read as one now. They can be taken apart at any time.", "success")
            return redirect(url_for(".merges", person_id=person_id))
        form.seen.data = page.seen
    both = [page.kept.person_id, page.other.person_id]
    read = Read(viewer, events.MERGE_COMPARED, "person", page.kept.person_id, shown=both)
    return show("privacy/merge.html", page=page, form=form, read=read)


def _begun(page: MergePage) -> dict[str, str]:
    """Begin with what stands on the record that stays."""
    return {**{f"take_{row.field}": KEPT for row in page.rows}, "seen": page.seen}


@bp.post("/merges/<uuid:merge_id>/apart")
@needs(P.PEOPLE_MERGE)
def take_apart(merge_id: UUID) -> ResponseReturnValue:
    """Take two records apart again."""
    if not PressForm().validate_on_submit():
        return redirect(url_for(".likely"))
    person_id = actions.take_apart(current_actor(), merge_id)
    flash("The records stand for themselves again.", "success")
    return redirect(url_for(".merges", person_id=person_id))
