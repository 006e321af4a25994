"""Pages of oversight."""

from uuid import UUID

from flask import Blueprint, Response, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caseflow.access.guard import current_viewer, fresh, needs
from caseflow.access.policy import P
from caseflow.audit.action import acted
from caseflow.oversight import events
from caseflow.oversight.alerts.views import bp as alerts
from caseflow.oversight.conflicts.views import bp as conflicts
from caseflow.oversight.glass.views import bp as glass
from caseflow.oversight.known.views import bp as known
from caseflow.oversight.looked.queries import looked_page
from caseflow.oversight.releases.views import bp as releases
from caseflow.oversight.restricting.views import bp as restricting
from caseflow.oversight.signals.views import bp as signals
from caseflow.oversight.trail.forms import showing
from caseflow.oversight.trail.lines import MOST
from caseflow.oversight.trail.views import asked, file_of
from caseflow.oversight.trail.views import bp as trail
from caseflow.oversight.watching.looking import look_now
from caseflow.web.render import Read, show

bp = Blueprint("oversight", __name__)
for pages in (alerts, releases, restricting, known, conflicts, glass, trail, signals):
    bp.register_blueprint(pages)


@bp.after_app_request
def watch(answer: Response) -> Response:
    """Look, after whatever was written, whether the two sides or a worker meet in it; the write itself stands."""
    # A search posts too, at every pause of typing, and writes nothing.
    if request.method == "POST" and answer.status_code < 400 and g.get("viewer") is not None and acted():
        look_now()
    return answer


@bp.get("/people/<uuid:person_id>/looked")
@needs(P.OVERSIGHT_LOOKED)
def looked(person_id: UUID) -> ResponseReturnValue:
    """Show who looked at a person's record."""
    viewer = current_viewer()
    page = looked_page(viewer, person_id, asked())
    if page.bar.person_id != person_id:
        return redirect(url_for(".looked", person_id=page.bar.person_id))
    read = Read(viewer, events.LOOKED_READ, "person", person_id, person_id=person_id)
    return show("oversight/looked.html", page=page, form=showing(page.trail.asked.given), read=read)


@bp.get("/people/<uuid:person_id>/looked.<any(csv,xlsx):form>")
@needs(P.OVERSIGHT_LOOKED)
@fresh
def looked_file(person_id: UUID, form: str) -> ResponseReturnValue:
    """Give who looked at a person's record as a file."""
    viewer = current_viewer()
    page = looked_page(viewer, person_id, asked().whole(), MOST)
    person_id = page.bar.person_id
    read = Read(viewer, events.LOOKED_EXPORTED, "person", person_id, person_id=person_id)
    return file_of(page.trail, form, "looked", read)
