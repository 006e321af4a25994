"""Pages that end a call at once, or hand it over."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caseflow.access.guard import current_actor, needs
from caseflow.access.policy import P
from caseflow.calls import actions
from caseflow.calls.choices import CALLER_LABELS, SHORT_CALLS, CallerType
from caseflow.calls.forms import CallForm, MoveForm
from caseflow.errors import Invalid, Unknown


@needs(P.CALLS_LOG)
def short(call_id: UUID | None = None) -> ResponseReturnValue:
    """Log a silent, wrong-number or abusive call; what was typed before is kept with it."""
    code = request.form.get("kind", "")
    if code not in {str(one) for one in SHORT_CALLS}:
        raise Unknown
    kind = CallerType(code)
    if call_id is not None:
        form = CallForm()
        seen = str(form.seen.data or "")
        actions.save_draft(
            current_actor(once=False),
            call_id,
            form.typed(request.form.lists()),
            page=str(form.page.data or "")[:32],
            seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else -1,
        )
    try:
        actions.log_short_call(current_actor(), kind, call_id)
    except Invalid as fault:
        flash("; ".join(fault.faults.values()), "error")
        return redirect(url_for(".call", call_id=call_id))
    flash(f"{CALLER_LABELS[kind]} logged. Nobody is rung back.", "success")
    return redirect(url_for("desk.desk"))


@needs(P.CALLS_TAKE_OVER)
def take_over(call_id: UUID) -> ResponseReturnValue:
    """Take over a call that was left unfinished."""
    form = MoveForm()
    if form.validate_on_submit():
        actions.take_over_call(current_actor(), call_id)
        flash("You have taken this call over. All that was typed is here.", "success")
    return redirect(url_for(".call", call_id=call_id))


def add_pages(bp: Blueprint) -> None:
    """Put these pages under the room's address."""
    bp.add_url_rule("/calls/short", "short", short, methods=["POST"])
    bp.add_url_rule("/calls/<uuid:call_id>/short", "short", short, methods=["POST"])
    bp.add_url_rule("/calls/<uuid:call_id>/take-over", "take_over", take_over, methods=["POST"])
