"""Pages of one's own second factor: set it up, replace it, see how many recovery codes are left."""

from flask import Blueprint, Response, flash, g, make_response, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user

from caseflow.access.choices import Standing
from caseflow.access.factors import actions, queries
from caseflow.access.factors.codes import new_recovery_codes, picture, recovery_hash, step_of
from caseflow.access.factors.forms import ConfirmFactorForm
from caseflow.access.guard import (
    SignedIn,
    current_actor,
    current_viewer,
    fresh,
    needs,
    next_page,
    someone,
    someone_acting,
    standing,
)
from caseflow.access.policy import P
from caseflow.access.signing.guard import remember_device
from caseflow.clock import now
from caseflow.errors import Invalid, NotAllowed, Unknown
from caseflow.web.forms import PressForm
from caseflow.web.render import show


@needs(P.OWN_ACCOUNT)
@standing(Standing.OPEN, Standing.ENROLMENT)
def factor() -> ResponseReturnValue:
    """Show one's own second factor, or why there must be one."""
    page = queries.own_factor(someone())
    return show("access/factor.html", own=page, must=g.viewer is None, may_remove=g.demonstration)


@needs(P.OWN_ACCOUNT)
@standing(Standing.OPEN, Standing.ENROLMENT)
@fresh
def factor_start() -> ResponseReturnValue:
    """Begin to set up a code app."""
    if PressForm().validate_on_submit():
        actions.start_factor(someone_acting())
    return redirect(url_for("access.factor_new"))


@needs(P.OWN_ACCOUNT)
@standing(Standing.OPEN, Standing.ENROLMENT)
@fresh
def factor_new() -> ResponseReturnValue:
    """Show the new seed, and let it count once a code of it is typed; then show the recovery codes, once."""
    seed = queries.waiting_seed(someone())
    if seed is None:
        return redirect(url_for("access.factor"))
    form = ConfirmFactorForm()
    if form.validate_on_submit():
        with form.catching():
            step = step_of(seed.secret, form.code.data or "", now())
            if step is None:
                raise Invalid({"code": "This code does not fit. Check that the telephone's clock is right."})
            codes = new_recovery_codes()
            hashes = [recovery_hash(one) for one in codes]
            # Without a one-time key: its answer would be a token kept readable, and the codes are shown only here.
            token = actions.confirm_factor(
                someone_acting(once=False), seed.factor_id, step=step, recovery=hashes
            )
            login_user(SignedIn(token, None))
            return remember_device(show("access/recovery_codes.html", codes=codes, onward=next_page()))
    return show("access/factor_new.html", form=form, secret=seed.secret)


@needs(P.OWN_ACCOUNT)
@standing(Standing.OPEN, Standing.ENROLMENT)
def factor_picture() -> Response:
    """Draw the new seed for a code app's camera, an image of its own."""
    seed = queries.waiting_seed(someone())
    if seed is None:
        raise Unknown
    response = make_response(picture(seed.secret, someone().username))
    response.headers["Content-Type"] = "image/svg+xml"
    return response


@needs(P.OWN_ACCOUNT)
@fresh
def factor_recovery() -> ResponseReturnValue:
    """Make new recovery codes, and show them once."""
    viewer = current_viewer()
    if not queries.has_factor(viewer) or not PressForm().validate_on_submit():
        return redirect(url_for("access.factor"))
    codes = new_recovery_codes()
    actions.replace_recovery_codes(current_actor(once=False), [recovery_hash(one) for one in codes])
    return show("access/recovery_codes.html", codes=codes, onward=url_for("access.factor"))


@needs(P.OWN_ACCOUNT)
@fresh
def factor_remove() -> ResponseReturnValue:
    """Take one's own factor away; only in a demonstration, where none is demanded."""
    actor = current_actor()
    if not g.demonstration or actor.user_id is None:
        raise NotAllowed("A second factor can be replaced, and not taken away.")
    if PressForm().validate_on_submit():
        actions.remove_factor(actor, actor.user_id)
        flash("The code app is taken away. You sign in with your password alone.")
    return redirect(url_for("access.factor"))


def add_pages(bp: Blueprint) -> None:
    """Put these pages under the room's address."""
    bp.add_url_rule("/account/factor", "factor", factor)
    bp.add_url_rule("/account/factor/start", "factor_start", factor_start, methods=["POST"])
    bp.add_url_rule("/account/factor/new", "factor_new", factor_new, methods=["GET", "POST"])
    bp.add_url_rule("/account/factor/picture", "factor_picture", factor_picture)
    bp.add_url_rule("/account/factor/recovery", "factor_recovery", factor_recovery, methods=["POST"])
    bp.add_url_rule("/account/factor/remove", "factor_remove", factor_remove, methods=["POST"])
