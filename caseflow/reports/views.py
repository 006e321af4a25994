"""Pages of reports: the list, a report with its picture and exports, and the caseload of each worker."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from caseflow.access.guard import current_viewer, fresh, needs
from caseflow.access.policy import P
from caseflow.access.viewer import Viewer
from caseflow.audit.events import Event
from caseflow.clock import now
from caseflow.reports import events, queries
from caseflow.reports.chart import draw
from caseflow.reports.forms import CaseloadForm, FilterForm
from caseflow.reports.queries import ReportPage
from caseflow.reports.spreadsheet import as_csv, as_xlsx
from caseflow.web.render import Read, note, show
from caseflow.web.sheets import XLSX

bp = Blueprint("reports", __name__)
KEPT = "reports.filters"
OWN_DAYS = ("from_on", "until_on", "period")


@bp.route("/reports")
@needs(P.REPORTS_RELEASED)
def index() -> ResponseReturnValue:
    """List the reports that there are."""
    viewer = current_viewer()
    page = queries.index_page(viewer)
    return show("reports/index.html", page=page, read=Read(viewer, events.INDEX_READ))


@bp.route("/reports/<code>")
@needs(P.REPORTS_RELEASED)
def report(code: str) -> ResponseReturnValue:
    """Show a report; its filters stay for the next visit."""
    kept: dict[str, dict[str, str]] = session.get(KEPT) or {}
    if "clear" in request.args:
        session[KEPT] = {name: value for name, value in kept.items() if name != code}
        return redirect(url_for("reports.report", code=code))
    if not request.args and kept.get(code):
        again: dict[str, Any] = {**kept[code], "code": code}
        return redirect(url_for("reports.report", **again))
    viewer = current_viewer()
    page = queries.report_page(viewer, code, request.args, now())
    session[KEPT] = {**kept, code: dict(page.reading.asked.given)} if request.args else kept
    form = FilterForm.showing(_filled(page), page.offers, page.reading.faults)
    return show(
        "reports/report.html", page=page, form=form, code=code, read=_read(viewer, page, exported=False)
    )


@bp.route("/reports/<code>.svg")
@needs(P.REPORTS_RELEASED)
def picture(code: str) -> ResponseReturnValue:
    """Draw the picture of a report, an image of its own."""
    page = _page(code)
    return _file(
        draw(page.report.picture), "image/svg+xml", None, _read(current_viewer(), page, exported=False)
    )


@bp.route("/reports/<code>.csv")
@needs(P.REPORTS_RELEASED)
@fresh
def csv(code: str) -> ResponseReturnValue:
    """Give a report as CSV."""
    page = _page(code)
    read = _read(current_viewer(), page, exported=True)
    return _file(as_csv(page.report), "text/csv; charset=utf-8", _name(page, "csv"), read)


@bp.route("/reports/<code>.xlsx")
@needs(P.REPORTS_RELEASED)
@fresh
def xlsx(code: str) -> ResponseReturnValue:
    """Give a report as a workbook."""
    page = _page(code)
    return _file(
        as_xlsx(page.report), XLSX, _name(page, "xlsx"), _read(current_viewer(), page, exported=True)
    )


@bp.route("/caseload")
@needs(P.CASELOAD_READ)
def caseload() -> ResponseReturnValue:
    """Show a manager the caseload of each worker."""
    viewer = current_viewer()
    page = queries.caseload_page(
        viewer, now(), request.args.get("service", type=UUID), request.args.get("page", 1, type=int)
    )
    form = CaseloadForm(request.args)
    form.service.offer(page.services)
    shown = [line.worker_id for line in page.lines if line.worker_id]
    return show(
        "reports/caseload.html", page=page, form=form, read=Read(viewer, events.CASELOAD_READ, shown=shown)
    )


def _page(code: str) -> ReportPage:
    return queries.report_page(current_viewer(), code, request.args, now())


def _filled(page: ReportPage) -> dict[str, str]:
    """Return what the filters show: what was taken, and beside a fault what was typed."""
    faults = page.reading.faults
    typed = {name: value for name, value in request.args.items() if name.split("-")[0] in faults}
    if any(name in faults for name in OWN_DAYS):
        # The boxes of days are shown only where a period of one's own is chosen.
        typed |= {name: value for name, value in request.args.items() if name.split("-")[0] in OWN_DAYS}
    return {**page.reading.asked.given, **typed}


def _read(viewer: Viewer, page: ReportPage, *, exported: bool) -> Read:
    kinds: dict[tuple[bool, bool], Event] = {
        (False, False): events.REPORT_READ,
        (False, True): events.REPORT_EXPORTED,
        (True, False): events.RELEASED_READ,
        (True, True): events.RELEASED_EXPORTED,
    }
    return Read(viewer, kinds[page.report.released, exported], f"report_{page.report.code}")


def _name(page: ReportPage, ending: str) -> str:
    period = page.reading.asked.period
    return f"caseflow-{page.report.code}-{period.from_on}-{period.until_on}.{ending}"


def _file(body: str | bytes, kind: str, name: str | None, read: Read) -> Response:
    """Send a file once its read is in the audit."""
    note(read)
    response = make_response(body)
    response.headers["Content-Type"] = kind
    if name:
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
