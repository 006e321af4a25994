"""Plain pages for everything that can go wrong: never a traceback, never a name."""

from types import TracebackType
from uuid import UUID

from flask import Flask, Response, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from caseflow.audit.actors import Nobody, Who
from caseflow.audit.events import FORBIDDEN, REFUSED, Event
from caseflow.audit.record import record_now
from caseflow.database import end_reading
from caseflow.errors import Conflict, Misconfigured, NeedsLead, NotAllowed, Unknown
from caseflow.web.logs import log
from caseflow.web.repeats import as_the_first

SHOWN_BY = {"referral_id": "referrals.referral", "case_id": "cases.case", "person_id": "dossier.person"}
PAGES = (400, 403, 404, 405, 409, 410, 413, 429, 500, 503)


def page(code: int, **values: object) -> tuple[str, int]:
    """Return the page of a status; an unlisted one is shown as a bad request or a fault."""
    shown = code if code in PAGES else (400 if code < 500 else 500)
    end_reading()
    return render_template(f"errors/{shown}.html", **values), code


def _refuse(event: Event) -> None:
    """Record what was refused, with the id that was asked for: one that exists and one that does not read alike."""
    who: Who = g.get("viewer") or Nobody()
    asked = [(name, value) for name, value in (request.view_args or {}).items() if isinstance(value, UUID)]
    kind, record_id = (asked[0][0].removesuffix("_id"), asked[0][1]) if asked else (None, None)
    record_now(who, event, kind, record_id)


def _typed() -> list[str]:
    """Return what somebody wrote in words in a form that was not carried out: it is given back, and kept nowhere."""
    written = (value.strip() for name, value in request.form.items() if "password" not in name)
    return [value for value in written if any(one.isspace() for one in value)]


def _way_on() -> str:
    """Return the address of what the request was about, as it stands now; nothing where that is what was asked for."""
    asked = request.view_args or {}
    for name, endpoint in SHOWN_BY.items():
        if name in asked and request.endpoint != endpoint:
            return url_for(endpoint, **{name: asked[name]})
    return ""


def _too_late(fault: Conflict) -> tuple[str, int]:
    return page(
        409,
        message=fault.message,
        who=fault.who,
        at=fault.at,
        own=fault.own,
        sent=request.method == "POST",
        typed=_typed(),
        way_on=_way_on(),
    )


def _place(trace: TracebackType | None) -> str:
    """Return the function and line where a fault arose."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace else "?"


def init_errors(app: Flask) -> None:
    """Register the handlers of every plain answer."""

    @app.errorhandler(404)
    @app.errorhandler(Unknown)
    def unknown(_fault: Exception) -> ResponseReturnValue:
        # What may not be known of and what never existed take this same path.
        if first := as_the_first(app):
            return first
        if request.endpoint != "static":
            _refuse(REFUSED)
        return page(404)

    @app.errorhandler(NotAllowed)
    @app.errorhandler(403)
    def forbidden(fault: Exception) -> ResponseReturnValue:
        if first := as_the_first(app):
            return first
        _refuse(FORBIDDEN)
        return page(403, message=getattr(fault, "message", None))

    @app.errorhandler(NeedsLead)
    def lead_first(fault: NeedsLead) -> tuple[str, int]:
        _refuse(FORBIDDEN)
        return page(403, message=str(fault))

    @app.errorhandler(Conflict)
    def conflict(fault: Conflict) -> ResponseReturnValue:
        return as_the_first(app) or _too_late(fault)

    @app.errorhandler(CSRFError)
    def stale(_fault: CSRFError) -> tuple[str, int]:
        return page(400, stale=True)

    @app.errorhandler(HTTPException)
    def other(fault: HTTPException) -> tuple[str, int] | Response:
        if fault.code is None or fault.code < 400:
            return Response(status=fault.code or 500)
        return page(fault.code)

    _init_faults(app)


def _init_faults(app: Flask) -> None:
    """Register what is answered where caseflow itself, or what it stands on, has failed."""

    @app.errorhandler(OperationalError)
    def database(fault: OperationalError) -> tuple[str, int]:
        text = str(fault.orig).lower()
        full = "full" in text or "no space" in text
        log.error("database unavailable", kind="full" if full else "busy")
        return page(503, full=full)

    @app.errorhandler(Misconfigured)
    def misconfigured(fault: Misconfigured) -> tuple[str, int]:
        log.error("misconfigured", kind=str(fault))
        return page(503, misconfigured=str(fault))

    @app.errorhandler(Exception)
    def fault(fault: Exception) -> tuple[str, int]:
        # The text of an exception may hold what was typed; its type and place do not.
        log.error(
            "fault", fault=type(fault).__name__, where=_place(fault.__traceback__), endpoint=request.endpoint
        )
        if app.testing or app.debug:
            raise fault
        return page(500)
