"""Pages of assessments: begin, work, both versions, the finished one, two side by side."""

from uuid import UUID, uuid4

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caseflow import clock
from caseflow.access.guard import current_actor, current_viewer, needs
from caseflow.access.policy import P
from caseflow.assessments import actions, choices, events, queries
from caseflow.assessments.actions import KEPT_APART
from caseflow.assessments.content import Content, joined
from caseflow.assessments.forms import ItemsForm, JudgeForm, StartForm, filled, form_of
from caseflow.assessments.lowering.views import bp as lowering
from caseflow.assessments.reading import queries as reading
from caseflow.assessments.safeguarding.views import bp as safeguarding
from caseflow.assessments.scoring import evidence
from caseflow.assessments.working import queries as working
from caseflow.assessments.working.queries import WorkPage
from caseflow.web.render import Read, show

bp = Blueprint("assessments", __name__)
bp.context_processor(lambda: {"words": choices})
bp.register_blueprint(lowering)
bp.register_blueprint(safeguarding)


@bp.route("/people/<uuid:person_id>/assess", methods=["GET", "POST"])
@needs(P.ASSESSMENTS_WRITE)
def start(person_id: UUID) -> ResponseReturnValue:
    """Choose the pair and the instrument, and begin."""
    viewer = current_viewer()
    page = queries.start_page(viewer, person_id, _call_id())
    form = StartForm(data={"pair": page.call_pair})
    form.offer_pairs(page.pairs)
    form.instrument.offer([(one.code, one.title) for one in page.instruments])
    if form.validate_on_submit():
        with form.catching():
            assessment_id = actions.start_assessment(
                current_actor(),
                page.person_id,
                instrument_code=form.instrument.data,
                purpose=form.purpose.data,
                call_id=page.call_id,
                **form.pair_values(),
            )
            return redirect(url_for(".work", assessment_id=assessment_id))
    read = Read(viewer, events.START_READ, "person", page.person_id, person_id=page.person_id)
    return show("assessments/start.html", page=page, form=form, call_id=page.call_id, read=read)


@bp.route("/people/<uuid:person_id>/judge", methods=["GET", "POST"])
@needs(P.ASSESSMENTS_WRITE)
def judge(person_id: UUID) -> ResponseReturnValue:
    """Decide a level by judgement alone, in one post."""
    viewer = current_viewer()
    page = queries.start_page(viewer, person_id, _call_id())
    form = JudgeForm(data={"pair": page.call_pair})
    form.offer_pairs(page.pairs)
    if form.validate_on_submit():
        with form.catching():
            assessment_id = actions.judge_without_checklist(
                current_actor(),
                page.person_id,
                content=form.content(),
                purpose=form.purpose.data,
                call_id=page.call_id,
                **form.pair_values(),
            )
            return redirect(url_for(".assessment", assessment_id=assessment_id))
    read = Read(viewer, events.JUDGE_READ, "person", page.person_id, person_id=page.person_id)
    return show("assessments/judge.html", page=page, form=form, call_id=page.call_id, read=read)


@bp.route("/people/<uuid:person_id>/assessments")
@needs(P.ASSESSMENTS_READ)
def history(person_id: UUID) -> ResponseReturnValue:
    """List the assessments of a person."""
    viewer = current_viewer()
    page = reading.history_page(viewer, person_id)
    shown = [line.id for line in page.lines]
    read = Read(viewer, events.LISTED, "person", page.person_id, person_id=page.person_id, shown=shown)
    return show("assessments/history.html", page=page, read=read)


@bp.route("/assessments/<uuid:assessment_id>")
@needs(P.ASSESSMENTS_READ)
def assessment(assessment_id: UUID) -> ResponseReturnValue:
    """Show a finished assessment, or go on with a half-done one."""
    viewer = current_viewer()
    if not reading.is_finished(viewer, assessment_id):
        return redirect(url_for(".work", assessment_id=assessment_id))
    page = reading.finished_page(viewer, assessment_id)
    read = Read(viewer, events.READ, "assessment", page.id, person_id=page.person_id)
    return show("assessments/assessment.html", page=page, read=read)


@bp.route("/assessments/<uuid:assessment_id>/compare/<uuid:earlier_id>")
@needs(P.ASSESSMENTS_READ)
def compare(assessment_id: UUID, earlier_id: UUID) -> ResponseReturnValue:
    """Show the earlier assessment beside the new one."""
    viewer = current_viewer()
    page = reading.compare_page(viewer, assessment_id, earlier_id)
    shown = [page.earlier.id, page.later.id]
    read = Read(viewer, events.COMPARED, "assessment", page.later.id, person_id=page.person_id, shown=shown)
    return show("assessments/compare.html", page=page, read=read)


@bp.route("/assessments/<uuid:assessment_id>/items", methods=["GET", "POST"])
@needs(P.ASSESSMENTS_WRITE)
def work(assessment_id: UUID) -> ResponseReturnValue:
    """Answer the items and decide, on one page; save half-way and come back."""
    page = working.work_page(current_viewer(), assessment_id)
    if page.finished and request.method == "GET":
        return redirect(url_for(".assessment", assessment_id=page.id))
    return _work_on(page, page.content, joining=False)


@bp.route("/assessments/<uuid:assessment_id>/both", methods=["GET", "POST"])
@needs(P.ASSESSMENTS_WRITE)
def both(assessment_id: UUID) -> ResponseReturnValue:
    """Bring one's own version and the stored one together; of a finished one, show both."""
    page = working.work_page(current_viewer(), assessment_id)
    own = page.own_version
    if own is None and request.method == "GET":
        return redirect(url_for(".assessment", assessment_id=page.id))
    if page.finished and request.method == "GET":
        read = Read(current_viewer(), events.READ, "assessment", page.id, person_id=page.person_id)
        return show("assessments/kept.html", page=page, read=read)
    return _work_on(page, joined(page.content, own.content) if own else page.content, joining=True)


@bp.route("/assessments/<uuid:assessment_id>/both/drop", methods=["POST"])
@needs(P.ASSESSMENTS_WRITE)
def drop(assessment_id: UUID) -> ResponseReturnValue:
    """Let go of one's own version."""
    actions.drop_own_version(current_actor(), assessment_id)
    return redirect(url_for(".assessment", assessment_id=assessment_id))


@bp.route("/assessments/<uuid:assessment_id>/save", methods=["POST"])
@needs(P.ASSESSMENTS_WRITE)
def save(assessment_id: UUID) -> ResponseReturnValue:
    """Keep what is typed, as it is typed."""
    form = form_of(working.working_instrument(current_viewer(), assessment_id))()
    if not form.validate():
        return "", 422
    outcome = actions.save_progress(
        current_actor(once=False),
        assessment_id,
        content=form.content(),
        joining="joining" in request.args,
        **form.opened_on(),
    )
    return "", 409 if outcome == KEPT_APART else 204


def _work_on(page: WorkPage, content: Content, *, joining: bool) -> ResponseReturnValue:
    form = form_of(page.instrument)(
        data=filled(page.instrument, content) | {"seen": page.version, "page": uuid4().hex}
    )
    if form.validate_on_submit():
        answer = _keep(page, form, joining=joining)
        if answer is not None:
            return answer
    typed = form.content() if form.is_submitted() else content
    found = evidence(page.instrument, typed, marac_until=page.marac_until, today=clock.today())
    read = Read(current_viewer(), events.READ, "assessment", page.id, person_id=page.person_id)
    return show("assessments/work.html", page=page, form=form, evidence=found, joining=joining, read=read)


def _keep(page: WorkPage, form: ItemsForm, *, joining: bool) -> ResponseReturnValue | None:
    """Finish or save what was sent; None means that something is still missing, and what was typed is saved."""
    typed = {"content": form.content(), "joining": joining, **form.opened_on()}
    finishing = "finish" in request.form
    outcome = ""
    if finishing:
        with form.catching():
            outcome = actions.finish_assessment(current_actor(), page.id, **typed)
    if not outcome:
        outcome = actions.save_progress(current_actor(once=False), page.id, **typed)
        if finishing and outcome != KEPT_APART:
            return None
    if outcome == KEPT_APART:
        return redirect(url_for(".both", assessment_id=page.id))
    if finishing:
        return redirect(url_for(".assessment", assessment_id=page.id))
    flash("Saved half-way. You can go on later.", "success")
    return redirect(url_for(".history", person_id=page.person_id))


def _call_id() -> UUID | None:
    return request.args.get("call", type=UUID)
