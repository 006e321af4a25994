"""Pages of the desk."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from caseflow.access.guard import current_viewer, needs
from caseflow.access.policy import P
from caseflow.desk import events
from caseflow.desk.hurt.queries import hurt_page
from caseflow.desk.queries import desk_page
from caseflow.web.forms import PressForm
from caseflow.web.render import Read, show

bp = Blueprint("desk", __name__)


@bp.route("/")
@needs(P.DESK)
def desk() -> ResponseReturnValue:
    """Show what needs the viewer now."""
    viewer = current_viewer()
    page = desk_page(viewer, whole=request.args.get("all") == "yes")
    read = Read(viewer, events.DESK_READ, shown=page.shown) if page.has_work else None
    return show("desk/desk.html", page=page, press=PressForm(), read=read)


@bp.route("/what-could-hurt")
@needs(P.OVERSIGHT_HURT)
def hurt() -> ResponseReturnValue:
    """Show a manager what could hurt someone."""
    viewer = current_viewer()
    page = hurt_page(viewer)
    return show("desk/hurt.html", page=page, read=Read(viewer, events.HURT_READ, shown=page.shown))
