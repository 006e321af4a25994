"""Pages of releases: on the survivor's side, the lead's decision, and the item as the other side reads it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from caseflow.access.guard import current_actor, current_viewer, needs
from caseflow.access.policy import P
from caseflow.clock import now
from caseflow.oversight import events
from caseflow.oversight.releases import actions
from caseflow.oversight.releases.forms import DecideForm, ReleaseForm
from caseflow.oversight.releases.queries import decide_page, released_item, releases_page
from caseflow.people.apart.choices import LeadAnswer
from caseflow.web.forms import PressForm
from caseflow.web.render import Read, show

bp = Blueprint("releases", __name__)


@bp.route("/people/<uuid:person_id>/releases", methods=["GET", "POST"])
@needs(P.ITEM_RELEASE)
def of_person(person_id: UUID) -> ResponseReturnValue:
    """Show what was released about a survivor, and release one item more."""
    viewer = current_viewer()
    page = releases_page(viewer, person_id)
    form = ReleaseForm()
    if form.validate_on_submit():
        with form.catching():
            actions.ask_release(current_actor(), page.bar.person_id, **form.values())
            flash(
                "Written down. What becomes of it stands below; you are not told to whom it goes.", "success"
            )
            return redirect(url_for(".of_person", person_id=page.bar.person_id))
    shown = [one.release_id for one in page.lines]
    read = Read(
        viewer, events.RELEASES_READ, "person", page.bar.person_id, person_id=page.bar.person_id, shown=shown
    )
    return show("oversight/releases.html", page=page, form=form, press=PressForm(formdata=None), read=read)


@bp.post("/releases/<uuid:release_id>/withdraw")
@needs(P.ITEM_RELEASE)
def withdraw(release_id: UUID) -> ResponseReturnValue:
    """Take an item back."""
    person_id = actions.withdraw_release(current_actor(), release_id)
    flash("Taken back. The other side does not see it any more.", "success")
    return redirect(url_for(".of_person", person_id=person_id))


@bp.route("/walls/releases/<uuid:release_id>", methods=["GET", "POST"])
@needs(P.WALL_DECIDE)
def decide(release_id: UUID) -> ResponseReturnValue:
    """Decide whether an item is released, and to whose record."""
    viewer = current_viewer()
    page = decide_page(viewer, release_id)
    form = DecideForm(data={"reference": page.linked[0]} if len(page.linked) == 1 else None)
    if form.validate_on_submit():
        with form.catching():
            actions.decide_release(
                current_actor(),
                release_id,
                allowed=form.answer.data is LeadAnswer.ALLOWED,
                reference=form.reference.data or "",
                note=form.note.data or "",
            )
            flash("Decided.", "success")
            return redirect(url_for("oversight.conflicts.walls"))
    read = Read(viewer, events.RELEASE_READ, "release", release_id, person_id=page.line.person_id)
    return show("oversight/release_decide.html", page=page, form=form, now=now(), read=read)


@bp.route("/released/<uuid:item_id>", methods=["GET", "POST"])
@needs(P.ITEM_RELEASE)
def item(item_id: UUID) -> ResponseReturnValue:
    """Show an item on a client's record, and take note of it."""
    viewer = current_viewer()
    line = released_item(viewer, item_id)
    form = PressForm()
    if form.validate_on_submit():
        person_id = actions.see_item(current_actor(), item_id)
        return redirect(url_for("dossier.person", person_id=person_id))
    read = Read(viewer, events.ITEM_READ, "released_item", item_id, person_id=line.person_id)
    return show("oversight/released_item.html", line=line, form=form, read=read)
