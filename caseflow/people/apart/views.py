"""The page of a step that needs the safeguarding lead first."""

from uuid import UUID

from flask import Blueprint
from flask.typing import ResponseReturnValue

from caseflow.access.guard import current_viewer, needs
from caseflow.access.policy import P
from caseflow.people import events
from caseflow.people.apart.queries import lead_question
from caseflow.web.render import Read, show

bp = Blueprint("apart", __name__)


@bp.get("/lead-first/<uuid:question_id>")
@needs(P.DESK)
def question(question_id: UUID) -> ResponseReturnValue:
    """Show what became of a step that needs the safeguarding lead first."""
    viewer = current_viewer()
    page = lead_question(viewer, question_id)
    return show(
        "people/lead_first.html",
        page=page,
        read=Read(viewer, events.LEAD_QUESTION_READ, "lead_question", question_id),
    )
