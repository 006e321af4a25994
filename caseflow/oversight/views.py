"""Pages of oversight."""

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caseflow.access.guard import current_viewer, needs
from caseflow.access.policy import P
from caseflow.clock import today
from caseflow.oversight import events
from caseflow.oversight.looked.queries import looked_page
from caseflow.oversight.restricting.views import bp as restricting
from caseflow.oversight.trail.asked import asked_of
from caseflow.web.render import Read, show

bp = Blueprint("oversight", __name__)
bp.register_blueprint(restricting)


@bp.get("/people/<uuid:person_id>/looked")
@needs(P.OVERSIGHT_LOOKED)
def looked(person_id: UUID) -> ResponseReturnValue:
    """Show who looked at a person's record."""
    viewer = current_viewer()
    page = looked_page(viewer, person_id, asked_of(request.args, today()))
    if page.bar.person_id != person_id:
        return redirect(url_for(".looked", person_id=page.bar.person_id))
    read = Read(viewer, events.LOOKED_READ, "person", person_id, person_id=person_id)
    return show("oversight/looked.html", page=page, read=read)
