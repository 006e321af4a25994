"""Pages of files in a case. A file is only ever served as a download, under a name that tells nothing."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from caseflow.access.guard import current_actor, current_viewer, needs
from caseflow.access.policy import P
from caseflow.cases import events
from caseflow.cases.files import actions, queries
from caseflow.cases.files.forms import FileForm
from caseflow.cases.files.kinds import MOST
from caseflow.cases.steps.queries import case_head
from caseflow.web.render import Read, note, show
from caseflow.web.uploads import takes_files

bp = Blueprint("files", __name__)


@bp.route("/cases/<uuid:case_id>/files", methods=["GET", "POST"])
@needs(P.CASES_READ)
@takes_files(MOST)
def files(case_id: UUID) -> ResponseReturnValue:
    """List the files of a case, and add one."""
    viewer = current_viewer()
    form = FileForm()
    if form.validate_on_submit():
        with form.catching():
            content = form.file.data.read(MOST + 1)
            actions.add_file(current_actor(), case_id, called=form.called.data or "", content=content)
            flash("The file is in the case.", "success")
            return redirect(url_for("cases.files.files", case_id=case_id))
    page, lines = case_head(viewer, case_id), queries.files_of(viewer, case_id)
    shown = [case_id, *(line.file_id for line in lines)]
    read = Read(viewer, events.FILES_LISTED, "case", case_id, person_id=page.bar.person_id, shown=shown)
    return show("cases/files.html", page=page, lines=lines, form=form, read=read)


@bp.get("/files/<uuid:file_id>")
@needs(P.CASES_READ)
def download(file_id: UUID) -> ResponseReturnValue:
    """Send a file as a download; the row that says so is written first."""
    viewer = current_viewer()
    content = queries.file_content(viewer, file_id)
    note(Read(viewer, events.FILE_READ, "file", file_id, person_id=content.person_id))
    answer = Response(content.data, mimetype="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="{content.name}"'
    return answer


@bp.post("/files/<uuid:file_id>/remove")
@needs(P.CASES_WORK)
def remove(file_id: UUID) -> ResponseReturnValue:
    """Remove a file that was added by mistake."""
    case_id = actions.remove_file(current_actor(), file_id)
    flash("The file is removed.", "success")
    return redirect(url_for("cases.files.files", case_id=case_id))
