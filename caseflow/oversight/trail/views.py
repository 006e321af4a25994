"""Pages of the audit: what was refused, what a user did, and the same as files."""

from uuid import UUID

from flask import Blueprint, Response, make_response, request
from flask.typing import ResponseReturnValue

from caseflow.access.guard import current_viewer, fresh, needs
from caseflow.access.policy import P
from caseflow.clock import today
from caseflow.oversight import events
from caseflow.oversight.choices import SUBJECTS
from caseflow.oversight.trail import queries
from caseflow.oversight.trail.asked import Asked, asked_of
from caseflow.oversight.trail.forms import showing
from caseflow.oversight.trail.lines import HEAD, MOST, Trail
from caseflow.web.render import Read, note, show
from caseflow.web.sheets import XLSX, csv_of, xlsx_of

bp = Blueprint("trail", __name__)


def asked() -> Asked:
    """Return what the address asks of the audit."""
    return asked_of(request.args, today(), SUBJECTS)


def file_of(trail: Trail, form: str, name: str, read: Read) -> Response:
    """Send a trail as a file once its read is in the audit."""
    body: str | bytes = csv_of(HEAD, trail.rows()) if form == "csv" else xlsx_of(HEAD, trail.rows())
    note(read)
    response = make_response(body)
    response.headers["Content-Type"] = "text/csv; charset=utf-8" if form == "csv" else XLSX
    response.headers["Content-Disposition"] = f'attachment; filename="caseflow-{name}-{today()}.{form}"'
    return response


@bp.get("/oversight")
@needs(P.AUDIT_READ)
def index() -> ResponseReturnValue:
    """Lead to the pages of the audit, and to each user's doings."""
    viewer = current_viewer()
    page = queries.doers(viewer)
    return show("oversight/index.html", doers=page, read=Read(viewer, events.DOERS_LISTED, "user"))


@bp.get("/oversight/refusals")
@needs(P.AUDIT_READ)
def refusals() -> ResponseReturnValue:
    """Show what was refused."""
    viewer = current_viewer()
    page = queries.refusals(viewer, asked())
    read = Read(viewer, events.REFUSALS_READ, "person", shown=page.shown)
    return show("oversight/refusals.html", trail=page, form=showing(page.asked.given), read=read)


@bp.get("/oversight/refusals.<any(csv,xlsx):form>")
@needs(P.AUDIT_READ)
@fresh
def refusals_file(form: str) -> ResponseReturnValue:
    """Give what was refused as a file."""
    viewer = current_viewer()
    page = queries.refusals(viewer, asked().whole(), MOST)
    return file_of(page, form, "refusals", Read(viewer, events.TRAIL_EXPORTED, "person", shown=page.shown))


@bp.get("/oversight/users/<uuid:user_id>")
@needs(P.AUDIT_READ)
def doer(user_id: UUID) -> ResponseReturnValue:
    """Show what a user did."""
    viewer = current_viewer()
    page = queries.doer_page(viewer, user_id, asked())
    read = Read(viewer, events.DOER_READ, "user", user_id, shown=page.trail.shown)
    return show("oversight/doer.html", page=page, form=showing(page.trail.asked.given), read=read)


@bp.get("/oversight/users/<uuid:user_id>.<any(csv,xlsx):form>")
@needs(P.AUDIT_READ)
@fresh
def doer_file(user_id: UUID, form: str) -> ResponseReturnValue:
    """Give what a user did as a file."""
    viewer = current_viewer()
    page = queries.doer_page(viewer, user_id, asked().whole(), MOST)
    read = Read(viewer, events.TRAIL_EXPORTED, "user", user_id, shown=page.trail.shown)
    return file_of(page.trail, form, "user", read)
