"""Pages of cases: accept, the list, the case, and what moves it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from caseflow.access.guard import current_actor, current_viewer, needs
from caseflow.access.policy import P
from caseflow.cases import actions, choices, events
from caseflow.cases.choices import YesNo
from caseflow.cases.diary.forms import IncidentForm, NoteForm, TaskForm
from caseflow.cases.diary.views import bp as diary
from caseflow.cases.files.views import bp as files
from caseflow.cases.forms import (
    AcceptForm,
    AllocateForm,
    AttemptForm,
    CloseForm,
    MoveForm,
    PressForm,
    ReopenForm,
)
from caseflow.cases.handover.views import bp as handover
from caseflow.cases.lists import filters as listing
from caseflow.cases.lists.queries import case_list
from caseflow.cases.page.queries import case_page, risk_picture
from caseflow.cases.steps import queries as steps
from caseflow.cases.timeline import kind_of
from caseflow.errors import NeedsLead
from caseflow.people.apart.actions import ask_lead
from caseflow.people.apart.choices import Step
from caseflow.web.render import Read, note, show

bp = Blueprint("cases", __name__)
bp.context_processor(lambda: {"words": choices})
bp.register_blueprint(diary)
bp.register_blueprint(files)
bp.register_blueprint(handover)

STEPS = {
    "cases.accept": Step.ACCEPT,
    "cases.allocate": Step.ALLOCATE,
    "cases.take": Step.ALLOCATE,
    "cases.reopen": Step.REOPEN,
}


@bp.errorhandler(NeedsLead)
def lead_first(hold: NeedsLead) -> ResponseReturnValue:
    """Put a step that the wall holds up before the safeguarding lead, and say so."""
    question_id = ask_lead(
        current_actor(once=False),
        hold.person_id,
        step=STEPS[request.endpoint or ""],
        record_id=next(iter((request.view_args or {}).values())),
        worker_id=hold.worker_id,
    )
    return redirect(url_for("people.apart.question", question_id=question_id))


KEPT = "cases_filters"


@bp.route("/referrals/<uuid:referral_id>/accept", methods=["GET", "POST"])
@needs(P.REFERRALS_ANSWER)
def accept(referral_id: UUID) -> ResponseReturnValue:
    """Accept a referral for oneself, a colleague or the team."""
    viewer = current_viewer()
    page = steps.accept_page(viewer, referral_id)
    form = AcceptForm()
    form.worker.offer([(one.user_id, one.name) for one in page.colleagues])
    if form.validate_on_submit():
        with form.catching():
            case_id = actions.accept_referral(current_actor(), referral_id, allocate_to=form.allocate_to())
            flash("Accepted. The case is open, and the sender sees it.", "success")
            # The helpline accepts for its own engagement work, and reads no cases.
            opens = viewer.can(P.CASES_READ)
            return redirect(url_for(".case", case_id=case_id) if opens else url_for("desk.desk"))
    read = Read(viewer, events.ACCEPT_READ, "referral", referral_id, person_id=page.referral.person_id)
    return show("cases/accept.html", page=page, form=form, read=read)


@bp.route("/cases")
@needs(P.CASES_READ)
def mine() -> ResponseReturnValue:
    """List cases; the filters stay for the next visit."""
    viewer = current_viewer()
    whose = listing.MINE if viewer.can(P.CASES_WORK) and not viewer.can(P.CASES_ALLOCATE) else listing.TEAM
    given: dict[str, str] = request.args.to_dict() or session.get(KEPT) or {}
    filters = listing.read_filters(given, default_whose=whose)
    session[KEPT] = filters.codes()
    page = case_list(viewer, filters)
    shown = [line.case_id for line in page.list.lines]
    return show(
        "cases/mine.html", page=page, listing=listing, read=Read(viewer, events.CASES_LISTED, shown=shown)
    )


@bp.route("/cases/<uuid:case_id>")
@needs(P.CASES_READ)
def case(case_id: UUID) -> ResponseReturnValue:
    """Show a case: how it stands, what to do at once, and its timeline."""
    viewer = current_viewer()
    page = case_page(
        viewer, case_id, kind_of(request.args.get("show")), whole=request.args.get("all") == "yes"
    )
    forms: dict[str, Any] = {}
    if page.may_work:
        forms = {"note": NoteForm(), "incident": IncidentForm(), "task": TaskForm(), "press": PressForm()}
        forms["note"].for_side(page.survivor)
        forms["note"].kind.hints = {}  # the page of its own explains the classes; here they stand in one line
    read = Read(viewer, events.CASE_READ, "case", case_id, person_id=page.person_id, shown=page.shown)
    return show("cases/case.html", page=page, forms=forms, read=read)


@bp.route("/cases/<uuid:case_id>/risk.svg")
@needs(P.CASES_READ)
def risk(case_id: UUID) -> ResponseReturnValue:
    """Draw the person's risk over time."""
    viewer = current_viewer()
    person_id, picture = risk_picture(viewer, case_id)
    body = render_template("cases/risk.svg", picture=picture)
    note(Read(viewer, events.RISK_PICTURE_READ, "person", person_id, person_id=person_id))
    return Response(body, mimetype="image/svg+xml", headers={"Cache-Control": "no-store"})


@bp.route("/cases/<uuid:case_id>/attempt", methods=["GET", "POST"])
@needs(P.CASES_WORK)
def attempt(case_id: UUID) -> ResponseReturnValue:
    """Log an attempt: one press on the case page comes here, and so do words about it."""
    viewer = current_viewer()
    page = steps.attempt_page(viewer, case_id)
    form = AttemptForm()
    form.contact_point_id.offer([(one.id, f"{one.kind_words}: {one.hidden}") for one in page.points])
    if form.validate_on_submit():
        with form.catching():
            actions.log_attempt(current_actor(), case_id, **form.attempt())
            flash(f"Logged: {choices.PRESS_LABELS[form.press.data].lower()}.", "success")
            return redirect(url_for(".case", case_id=case_id))
    read = Read(viewer, events.CASE_READ, "case", case_id, person_id=page.head.person_id)
    return show("cases/attempt.html", page=page, form=form, read=read)


@bp.route("/cases/<uuid:case_id>/allocate", methods=["GET", "POST"])
@needs(P.CASES_ALLOCATE)
def allocate(case_id: UUID) -> ResponseReturnValue:
    """Give a case to a worker."""
    viewer = current_viewer()
    page = steps.allocate_page(viewer, case_id)
    form = AllocateForm()
    form.worker.offer([(one.user_id, f"{one.name}: {one.live} live, {one.high} high") for one in page.loads])
    if form.validate_on_submit():
        with form.catching():
            actions.allocate_case(current_actor(), case_id, worker_id=form.worker.data)
            flash("The case has its worker.", "success")
            return redirect(url_for(".case", case_id=case_id))
    read = Read(viewer, events.CASE_READ, "case", case_id, person_id=page.head.person_id)
    return show("cases/allocate.html", page=page, form=form, read=read)


@bp.route("/cases/<uuid:case_id>/take", methods=["POST"])
@needs(P.CASES_WORK)
def take(case_id: UUID) -> ResponseReturnValue:
    """Take a case that nobody has."""
    actions.allocate_case(current_actor(), case_id, worker_id=actions.ME)
    flash("The case is yours.", "success")
    return redirect(url_for(".case", case_id=case_id))


@bp.route("/cases/<uuid:case_id>/move", methods=["GET", "POST"])
@needs(P.CASES_WORK)
def move(case_id: UUID) -> ResponseReturnValue:
    """Send a case to another state."""
    viewer = current_viewer()
    page = steps.case_head(viewer, case_id)
    form = MoveForm()
    if form.validate_on_submit():
        with form.catching():
            actions.move_case(
                current_actor(),
                case_id,
                to=form.to.data,
                note=form.note.data or "",
                pause_reason=form.pause_reason.data,
            )
            return redirect(url_for(".case", case_id=case_id))
    # Any state may be sent: one that is no longer possible meets the page that says who was faster.
    form.to.offer([(one, choices.CASE_STATE_LABELS[one]) for one in page.moves])
    read = Read(viewer, events.CASE_READ, "case", case_id, person_id=page.person_id)
    return show("cases/move.html", page=page, form=form, read=read)


@bp.route("/cases/<uuid:case_id>/close", methods=["GET", "POST"])
@needs(P.CASES_WORK)
def close(case_id: UUID) -> ResponseReturnValue:
    """Close a case with its reason and outcomes."""
    viewer = current_viewer()
    page = steps.close_page(viewer, case_id)
    form = CloseForm()
    if form.validate_on_submit():
        with form.catching():
            actions.close_case(
                current_actor(),
                case_id,
                reason=form.reason.data,
                planned=form.planned.data and form.planned.data is YesNo.YES,
                feels_safer=form.feels_safer.data,
                outcomes=form.outcomes(),
                note=form.note.data or "",
            )
            flash("The case is closed.", "success")
            return redirect(url_for(".case", case_id=case_id))
    read = Read(viewer, events.CASE_READ, "case", case_id, person_id=page.head.person_id)
    return show("cases/close.html", page=page, form=form, read=read)


@bp.route("/cases/<uuid:case_id>/reopen", methods=["GET", "POST"])
@needs(P.CASES_WORK)
def reopen(case_id: UUID) -> ResponseReturnValue:
    """Open a closed case again."""
    viewer = current_viewer()
    page = steps.case_head(viewer, case_id)
    form = ReopenForm()
    if form.validate_on_submit():
        with form.catching():
            actions.reopen_case(current_actor(), case_id, why=form.why.data or "")
            flash("The case is open again, and yours.", "success")
            return redirect(url_for(".case", case_id=case_id))
    read = Read(viewer, events.CASE_READ, "case", case_id, person_id=page.person_id)
    return show("cases/reopen.html", page=page, form=form, read=read)
