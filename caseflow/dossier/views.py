"""Pages of the dossier: find a person, and the person page."""

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caseflow.access.guard import current_actor, current_viewer, needs
from caseflow.access.policy import P
from caseflow.choices import SIDE_LABELS, Side
from caseflow.dossier import actions, events, queries
from caseflow.dossier.forms import FindForm, boxes
from caseflow.dossier.timeline import kind_of
from caseflow.people.values import Found
from caseflow.web.render import Read, show

bp = Blueprint("dossier", __name__)


@bp.route("/find", methods=["GET", "POST"])
@needs(P.PEOPLE_FIND)
def find() -> ResponseReturnValue:
    """Ask what to look for; the answer stands at a random address, and its words nowhere."""
    form = FindForm()
    if form.validate_on_submit():
        with form.catching():
            search_id = actions.save_search(current_actor(once=False), form.words())
            return redirect(url_for(".found", search_id=search_id))
    return show("dossier/find.html", form=form, found=Found(), ended=False, side=_side())


def _side() -> str:
    return SIDE_LABELS[current_viewer().side or Side.SURVIVOR]


@bp.get("/find/<uuid:search_id>")
@needs(P.PEOPLE_FIND)
def found(search_id: UUID) -> ResponseReturnValue:
    """Show whom a kept search finds now."""
    viewer = current_viewer()
    page = queries.kept_search(viewer, search_id)
    if page is None:
        return show("dossier/find.html", form=FindForm(), found=Found(), ended=True, side=_side(), status=410)
    form = FindForm(data={**boxes(page.words), "search": search_id.hex})
    read = _read(search_id, page.found)
    return show("dossier/find.html", form=form, found=page.found, ended=False, side=_side(), read=read)


def _read(search_id: UUID, found: Found) -> Read | None:
    """Return the row of an answer that shows somebody whom this search has not shown yet."""
    viewer = current_viewer()
    shown = [hit.person_id for hit in found.hits]
    fresh = bool(set(shown) - queries.shown_before(viewer, search_id))
    return Read(viewer, events.FOUND, "search", search_id, shown=shown) if fresh else None


@bp.post("/find/now")
@needs(P.PEOPLE_FIND)
def find_now() -> ResponseReturnValue:
    """Show whom the words that stand in the form find, as a piece of a page, while they are typed."""
    viewer = current_viewer()
    form = FindForm()
    words = form.words() if form.validate_on_submit() else {}
    hits = queries.found_now(viewer, words) if words else Found()
    return show("dossier/hits.html", found=hits, read=_read(form.search_id(), hits))


@bp.get("/people/<uuid:person_id>")
@needs(P.PEOPLE_READ)
def person(person_id: UUID) -> ResponseReturnValue:
    """Show a person: where they are now, and one timeline of all that the viewer may see."""
    viewer = current_viewer()
    chosen, page_number = kind_of(request.args.get("show")), request.args.get("page", 1, type=int)
    page = queries.person_page(viewer, person_id, chosen, page_number)
    if page.bar.person_id != person_id:
        return redirect(url_for(".person", person_id=page.bar.person_id))
    shown = [item.record_id for item in page.timeline.items]
    read = Read(viewer, events.PERSON_READ, "person", person_id, person_id=person_id, shown=shown)
    return show("dossier/person.html", page=page, read=read)


@bp.get("/people/<uuid:person_id>/referrals")
@needs(P.PEOPLE_READ)
def work(person_id: UUID) -> ResponseReturnValue:
    """Show a person's referrals and cases."""
    viewer = current_viewer()
    page = queries.work_page(viewer, person_id)
    read = Read(
        viewer, events.WORK_READ, "person", page.bar.person_id, person_id=page.bar.person_id, shown=page.shown
    )
    return show("dossier/work.html", page=page, read=read)
