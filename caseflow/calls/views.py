"""Pages of calls: start, log on one screen, short calls, take over, tie, read."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caseflow.access.actions import switch_service
from caseflow.access.guard import current_actor, current_viewer, needs
from caseflow.access.policy import P
from caseflow.calls import actions, events, queries
from caseflow.calls.actions import ASIDE
from caseflow.calls.callbacks import views as callbacks
from caseflow.calls.choices import CallerType, side_of
from caseflow.calls.finishing import views as finishing
from caseflow.calls.forms import CallForm, MoveForm, StartForm
from caseflow.calls.reaches import views as reaches
from caseflow.calls.reaches.attempts import views as attempts
from caseflow.calls.scope import on_side
from caseflow.calls.tying import views as tying
from caseflow.calls.values import HeldPage, WorkingPage
from caseflow.choices import SIDE_LABELS, Side
from caseflow.directory.queries import locality_choices
from caseflow.errors import Invalid, Unknown
from caseflow.web.render import Read, show

AHEAD = "Open in another window that is ahead: load this page again"
"""What a screen is told whose words were put aside."""
OFFER_THEMSELVES = ("calls.new", "calls.call", "desk.desk", "static", None)
"""Where unfinished calls stand already."""

bp = Blueprint("calls", __name__)
for pages in (finishing, tying, reaches, attempts, callbacks):
    pages.add_pages(bp)


@bp.before_app_request
def note_unfinished() -> None:
    """Read which calls the viewer has not finished, before the page's own query, so that it can offer them."""
    viewer = g.get("viewer")
    offering = request.method == "GET" and request.endpoint not in OFFER_THEMSELVES
    wanted = offering and viewer is not None and viewer.can(P.CALLS_LOG)
    g.unfinished_calls = [one for one in queries.unfinished_calls(viewer) if one.mine] if wanted else []


@bp.app_context_processor
def offer_unfinished() -> dict[str, object]:
    """Give every page the viewer's unfinished calls."""
    return {"unfinished_calls": g.get("unfinished_calls", [])}


@bp.route("/calls/new", methods=["GET", "POST"])
@needs(P.CALLS_LOG)
def new() -> ResponseReturnValue:
    """Begin a call: one press."""
    form = StartForm()
    if form.validate_on_submit():
        person = request.form.get("person", "")
        with form.catching():
            call_id = actions.open_call(current_actor(), person_id=_uuid(person) if person else None)
            return redirect(url_for(".call", call_id=call_id))
    viewer = current_viewer()
    page = queries.unfinished_calls(viewer)
    read = Read(viewer, events.CALLS_LISTED, "call", shown=[one.call_id for one in page])
    return show("calls/start.html", page=page, form=form, read=read)


@bp.get("/calls/<uuid:call_id>")
@needs(P.CALLS_READ)
def call(call_id: UUID) -> ResponseReturnValue:
    """Show a call: to work on it, who holds it, or as it was finished."""
    page = queries.working_page(current_viewer(), call_id)
    if page is None:
        return _finished(call_id)
    if isinstance(page, HeldPage):
        read = Read(current_viewer(), events.CALLS_LISTED, "call", call_id, shown=[call_id])
        return show("calls/held.html", page=page, form=MoveForm(), read=read)
    return _working(page, CallForm.showing(page.typed, seen=page.number))


def _working(page: WorkingPage, form: CallForm, *, status: int = 200) -> ResponseReturnValue:
    viewer = current_viewer()
    form.locality_id.offer(locality_choices(viewer))
    matches = queries.matches(viewer, page.call_id, page.typed)
    shown = [hit.person_id for hit in matches.hits]
    read = Read(viewer, events.CALL_DRAFT_READ, "call", page.call_id, person_id=page.person_id, shown=shown)
    return show("calls/call.html", page=page, form=form, matches=matches, read=read, status=status)


def _finished(call_id: UUID) -> ResponseReturnValue:
    viewer = current_viewer()
    page = queries.finished_page(viewer, call_id)
    read = Read(viewer, events.CALL_READ, "call", call_id, person_id=page.person_id)
    return show("calls/finished.html", page=page, form=MoveForm(), read=read)


@bp.post("/calls/<uuid:call_id>")
@needs(P.CALLS_LOG)
def write(call_id: UUID) -> ResponseReturnValue:
    """Keep what was typed, whatever was pressed, and then do what was pressed."""
    form = CallForm()
    pressed, _, target = request.form.get("do", "save").partition(":")
    form.locality_id.offer(locality_choices(current_viewer()))
    with form.catching():
        if not _kept(call_id, form):
            return _two_screens(call_id, str(form.page.data))
        answer = PRESSED.get(pressed, _save)(call_id, form, target)
        if answer is not None:
            return answer
    page = queries.working_page(current_viewer(), call_id)
    return _working(page, form) if isinstance(page, WorkingPage) else call(call_id)


def _kept(call_id: UUID, form: CallForm) -> bool:
    """Keep the draft; false if this is no longer the newest screen, and its words were put aside."""
    typed = form.typed(request.form.lists())
    seen = str(form.seen.data or "")
    kept = actions.save_draft(
        current_actor(once=False),
        call_id,
        typed,
        page=str(form.page.data or "")[:32],
        seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else -1,
    )
    if kept != ASIDE:
        _follow(call_id, form.caller_type.data)
    return kept != ASIDE


def _follow(call_id: UUID, caller: object) -> None:
    """Work on the side that the caller turned out to be of, so that the call stays within reach."""
    side = side_of(caller) if isinstance(caller, CallerType) else None
    if side and side is not current_viewer().side and queries.call_side(current_viewer(), call_id) is side:
        _work_on(side)
        flash(f"This caller is on the {SIDE_LABELS[side].lower()}, so you work on that side now.", "info")


@bp.post("/calls/<uuid:call_id>/draft")
@needs(P.CALLS_LOG)
def draft(call_id: UUID) -> ResponseReturnValue:
    """Keep what is typed, as it is typed."""
    try:
        return ("", 204) if _kept(call_id, CallForm()) else ({"error": AHEAD}, 409)
    except Invalid as fault:
        return {"error": "; ".join(fault.faults.values())}, 413


@bp.post("/calls/<uuid:call_id>/matches")
@needs(P.CALLS_LOG)
def matches(call_id: UUID) -> ResponseReturnValue:
    """Show whom the caller may be, for a script of ours."""
    viewer = current_viewer()
    found = queries.matches(viewer, call_id, CallForm().typed(request.form.lists()))
    shown = [hit.person_id for hit in found.hits]
    fresh = bool(shown) and bool(set(shown) - queries.shown_in_call(viewer, call_id))
    read = Read(viewer, events.MATCHES_SHOWN, "call", call_id, shown=shown) if fresh else None
    return show("calls/matches.html", matches=found, read=read)


def _two_screens(call_id: UUID, page: str) -> ResponseReturnValue:
    held, other = queries.two_screens(current_viewer(), call_id, page)
    read = Read(current_viewer(), events.CALL_DRAFT_READ, "call", call_id)
    return show(
        "calls/two_screens.html",
        call_id=call_id,
        held=held,
        other=other,
        form=MoveForm(),
        read=read,
        status=409,
    )


def _save(call_id: UUID, form: CallForm, target: str) -> ResponseReturnValue | None:
    flash("The call is kept. Nothing is finished yet.", "info")
    return redirect(url_for(".call", call_id=call_id))


def _dropped(call_id: UUID, form: CallForm, target: str) -> ResponseReturnValue | None:
    actions.note_line_dropped(current_actor(once=False), call_id)
    return redirect(url_for(".call", call_id=call_id))


def _find(call_id: UUID, form: CallForm, target: str) -> ResponseReturnValue | None:
    return redirect(url_for(".call", call_id=call_id, _anchor="known"))


def _park(call_id: UUID, form: CallForm, target: str) -> ResponseReturnValue | None:
    actions.park_call(current_actor(), call_id)
    flash("The call is parked. Its timer runs on.", "info")
    return redirect(url_for(".new"))


def _swap(call_id: UUID, form: CallForm, target: str) -> ResponseReturnValue | None:
    other = _uuid(target)
    actions.resume_call(current_actor(), other, parking=call_id if other != call_id else None)
    return redirect(url_for(".call", call_id=other))


def _switch(call_id: UUID, form: CallForm, target: str) -> ResponseReturnValue | None:
    switch_service(current_actor(once=False), _uuid(target))
    return redirect(url_for("desk.desk"))


def _untie(call_id: UUID, form: CallForm, target: str) -> ResponseReturnValue | None:
    actions.untie_call(current_actor(), call_id)
    flash("The call is untied from the person.", "info")
    return redirect(url_for(".call", call_id=call_id))


def _assess(call_id: UUID, form: CallForm, target: str) -> ResponseReturnValue | None:
    if form.caller_type.data is CallerType.OWN_BEHAVIOUR:
        raise Invalid({"caller_type": "Risk is assessed for a survivor. Refer this caller instead"})
    return _go_on(call_id, form, "assessments.start")


def _refer(call_id: UUID, form: CallForm, target: str) -> ResponseReturnValue | None:
    return _go_on(call_id, form, "referrals.refer")


def _go_on(call_id: UUID, form: CallForm, endpoint: str) -> ResponseReturnValue | None:
    if not form.validate_on_submit():
        return None
    person_id = actions.go_on_with_person(current_actor(), call_id, form.values())
    page = queries.working_page(current_viewer(), call_id)
    if isinstance(page, WorkingPage):
        _work_on(page.side)
    return redirect(url_for(endpoint, person_id=person_id, call=call_id))


def _work_on(side: Side | None) -> None:
    """Work on the caller's side from now on, where the next page is about a person of that side."""
    there = on_side(current_viewer(), side).working
    if side is not None and current_viewer().side is not side and there is not None:
        switch_service(current_actor(once=False), there.id)
        g.viewer = on_side(current_viewer(), side)


def _finish(call_id: UUID, form: CallForm, target: str) -> ResponseReturnValue | None:
    if not form.validate_on_submit():
        return None
    actions.finish_call(current_actor(), call_id, form.values())
    flash("The call is finished.", "success")
    return redirect(url_for("desk.desk"))


def _drop(call_id: UUID, form: CallForm, target: str) -> ResponseReturnValue | None:
    actions.drop_call(current_actor(), call_id)
    flash("The empty call is gone.", "info")
    return redirect(url_for("desk.desk"))


def _use(call_id: UUID, form: CallForm, target: str) -> ResponseReturnValue | None:
    actions.use_aside(current_actor(once=False), call_id, target)
    return redirect(url_for(".call", call_id=call_id))


def _let_go(call_id: UUID, form: CallForm, target: str) -> ResponseReturnValue | None:
    actions.let_go_aside(current_actor(once=False), call_id, target)
    return redirect(url_for(".call", call_id=call_id))


PRESSED: dict[str, Callable[[UUID, CallForm, str], ResponseReturnValue | None]] = {
    "save": _save,
    "dropped": _dropped,
    "find": _find,
    "park": _park,
    "swap": _swap,
    "switch": _switch,
    "untie": _untie,
    "assess": _assess,
    "refer": _refer,
    "finish": _finish,
    "drop": _drop,
    "use": _use,
    "let_go": _let_go,
}


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Unknown from None
