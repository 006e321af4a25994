"""Pages of referrals: the inbox, a referral, and the answers to it."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from caseflow.access.guard import current_actor, current_viewer, needs
from caseflow.access.policy import P
from caseflow.directory.queries import localities
from caseflow.referrals import actions, events, queries
from caseflow.referrals.choices import Move
from caseflow.referrals.forms import (
    ACCEPTED,
    GIVEN,
    AnswerForm,
    DeclineForm,
    FundingForm,
    InboxForm,
    OutsideForm,
    ReturnForm,
    SettleForm,
    WithdrawForm,
)
from caseflow.referrals.gaps import views as gaps
from caseflow.referrals.lines import InboxFilters, ReferralPage
from caseflow.referrals.partners import views as partners
from caseflow.referrals.sending import views as sending
from caseflow.web.forms import BaseForm
from caseflow.web.render import Read, show

bp = Blueprint("referrals", __name__)
bp.add_url_rule("/people/<uuid:person_id>/refer", view_func=sending.refer, methods=["GET", "POST"])
bp.add_url_rule("/referrals/sent/<uuid:batch_id>", view_func=sending.tell, methods=["GET", "POST"])
bp.add_url_rule("/reach/<uuid:reach_id>/partner", view_func=partners.partner, methods=["GET", "POST"])
bp.add_url_rule("/gaps/<uuid:gap_id>", view_func=gaps.gap, methods=["GET", "POST"])
KEPT = "inbox"


@dataclass(frozen=True)
class Words:
    """What the page of one answer says above its fields and on its button."""

    title: str
    lead: str
    button: str
    warns: bool = False


DECLINE = Words(
    "Decline this referral", "It goes back to the sender at once, and the packet closes.", "Decline", True
)
RETURN = Words(
    "Return for information", "The sender is asked, and the sender's clock starts.", "Send the question"
)
ANSWER = Words(
    "Answer the question", "The service's clock to accept or decline starts again.", "Send the answer"
)
WITHDRAW = Words("Withdraw this referral", "The packet closes to the service.", "Withdraw", True)
FUNDING = Words(
    "Record the funding decision", "If the place is funded, the service's clock starts.", "Record"
)
OUTSIDE = Words("Record their answer", "Nobody signs in there, so you record what they said.", "Record")
SETTLE = Words(
    "Deal with this without a new referral",
    "It leaves the desk. Say what happens instead.",
    "Take it off the desk",
)


@bp.get("/referrals")
@needs(P.REFERRALS_ANSWER)
def inbox() -> ResponseReturnValue:
    """Show the referrals waiting for the service, most urgent first; the filters stay."""
    viewer = current_viewer()
    if "clear" in request.args:
        session.pop(KEPT, None)
        return redirect(url_for(".inbox"))
    if not request.args and session.get(KEPT):
        return redirect(url_for(".inbox", **session[KEPT]))
    form = InboxForm(request.args)
    form.locality_id.offer([(one.id, one.name) for one in localities(viewer)])
    kept = {name: value for name, value in request.args.items() if value and name in form.data}
    session[KEPT] = kept
    page = queries.waiting_referrals(viewer, _filters(form))
    read = Read(viewer, events.INBOX_READ, shown=[line.referral_id for line in page.lines])
    narrowed = {name: value for name, value in kept.items() if name != "page"}
    return show("referrals/inbox.html", page=page, form=form, kept=narrowed, read=read)


@bp.get("/referrals/<uuid:referral_id>")
@needs(P.REFERRALS_READ)
def referral(referral_id: UUID) -> ResponseReturnValue:
    """Show a referral with its packet, as far as it is open to the viewer."""
    page = queries.referral_page(current_viewer(), referral_id)
    return show("referrals/referral.html", page=page, read=_read(page))


@bp.route("/referrals/<uuid:referral_id>/decline", methods=["GET", "POST"])
@needs(P.REFERRALS_ANSWER)
def decline(referral_id: UUID) -> ResponseReturnValue:
    """Decline with a coded reason."""
    form = DeclineForm()
    if form.validate_on_submit():
        with form.catching():
            group, detail = form.group.data, form.detail.data or ""
            actions.decline_referral(current_actor(), referral_id, group=group, detail=detail)
            return _done("Declined. It is back with the sender.", ".inbox")
    return _answer_page(referral_id, form, DECLINE, Move.DECLINE)


@bp.route("/referrals/<uuid:referral_id>/return", methods=["GET", "POST"])
@needs(P.REFERRALS_ANSWER)
def return_(referral_id: UUID) -> ResponseReturnValue:
    """Ask the sender for what is missing."""
    form = ReturnForm()
    if form.validate_on_submit():
        with form.catching():
            actions.return_referral(current_actor(), referral_id, question=form.question.data)
            return _done("Returned with your question.", ".inbox")
    return _answer_page(referral_id, form, RETURN, Move.RETURN)


@bp.route("/referrals/<uuid:referral_id>/answer", methods=["GET", "POST"])
@needs(P.REFERRALS_SEND)
def answer(referral_id: UUID) -> ResponseReturnValue:
    """Answer what the service asked."""
    form = AnswerForm()
    if form.validate_on_submit():
        with form.catching():
            actions.answer_return(current_actor(), referral_id, answer=form.answer.data)
            return _done("Your answer is sent.", ".referral", referral_id)
    return _answer_page(referral_id, form, ANSWER, Move.ANSWER)


@bp.route("/referrals/<uuid:referral_id>/withdraw", methods=["GET", "POST"])
@needs(P.REFERRALS_SEND)
def withdraw(referral_id: UUID) -> ResponseReturnValue:
    """Take a referral back."""
    form = WithdrawForm()
    if form.validate_on_submit():
        with form.catching():
            actions.withdraw_referral(current_actor(), referral_id, reason=form.reason.data)
            return _done("Withdrawn.", ".referral", referral_id)
    return _answer_page(referral_id, form, WITHDRAW, Move.WITHDRAW)


@bp.route("/referrals/<uuid:referral_id>/funding", methods=["GET", "POST"])
@needs(P.FUNDING_DECIDE)
def funding(referral_id: UUID) -> ResponseReturnValue:
    """Record what was decided on the funding of a place."""
    form = FundingForm()
    if form.validate_on_submit():
        with form.catching():
            given, note = form.given.data == GIVEN, form.note.data or ""
            actions.decide_funding(current_actor(), referral_id, given=given, note=note)
            return _done("The funding decision is recorded.", ".referral", referral_id)
    return _answer_page(referral_id, form, FUNDING, Move.FUND, Move.REFUSE_FUNDING)


@bp.route("/referrals/<uuid:referral_id>/outside", methods=["GET", "POST"])
@needs(P.REFERRALS_SEND)
def outside(referral_id: UUID) -> ResponseReturnValue:
    """Record what an outside destination answered."""
    form = OutsideForm()
    if form.validate_on_submit():
        with form.catching():
            accepted, said = form.accepted.data == ACCEPTED, form.answer.data or ""
            actions.note_outside_answer(current_actor(), referral_id, accepted=accepted, answer=said)
            return _done("Their answer is recorded.", ".referral", referral_id)
    return _answer_page(referral_id, form, OUTSIDE, Move.WITHDRAW)


@bp.route("/referrals/<uuid:referral_id>/settle", methods=["GET", "POST"])
@needs(P.REFERRALS_SEND)
def settle(referral_id: UUID) -> ResponseReturnValue:
    """Take a declined referral off the desk without a new one."""
    form = SettleForm()
    if form.validate_on_submit():
        with form.catching():
            actions.settle_declined(current_actor(), referral_id, note=form.note.data or "")
            return _done("It is off the desk.", ".referral", referral_id)
    return _answer_page(referral_id, form, SETTLE)


def _answer_page(referral_id: UUID, form: BaseForm, words: Words, *moves: Move) -> ResponseReturnValue:
    page = queries.move_page(current_viewer(), referral_id, *moves)
    return show("referrals/answer.html", page=page, form=form, words=words, read=_read(page))


def _read(page: ReferralPage) -> Read:
    return Read(
        current_viewer(), events.REFERRAL_READ, "referral", page.referral_id, person_id=page.person_id
    )


def _done(words: str, endpoint: str, referral_id: UUID | None = None) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for(endpoint, referral_id=referral_id) if referral_id else url_for(endpoint))


def _filters(form: InboxForm) -> InboxFilters:
    chosen = form.locality_id.data
    return InboxFilters(
        state=form.state.data,
        risk=form.risk.data,
        need=form.need.data,
        locality_id=UUID(str(chosen)) if chosen else None,
        page=request.args.get("page", 1, type=int),
    )
