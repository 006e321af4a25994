"""Pages of signing in: the password, then the second factor."""

from flask import Blueprint, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user

from caseflow.access.choices import Stage, Standing
from caseflow.access.factors.forms import SecondStepForm
from caseflow.access.guard import SignedIn, needs, next_page, public, someone_acting, standing
from caseflow.access.passwords.hashing import Passwords
from caseflow.access.policy import P
from caseflow.access.signing.forms import SignInForm
from caseflow.access.signing.guard import device_words, remember_device, this_place
from caseflow.access.signing.password_step import Slowed
from caseflow.access.signing.password_step import sign_in as check_password
from caseflow.access.signing.second_step import prove_second_step
from caseflow.web.render import show

AFTER = {Stage.SECOND_STEP: "access.second_step", Stage.ENROLMENT: "access.factor"}


@public
def sign_in() -> ResponseReturnValue:
    """Sign in: the password step."""
    form = SignInForm()
    slowed = False
    if form.validate_on_submit():
        with form.catching():
            try:
                return _password_step(form)
            except Slowed:
                slowed = True
                raise
    ended, lost = bool(request.args.get("ended")), bool(request.args.get("lost"))
    return show("access/sign_in.html", form=form, ended=ended, lost=lost, slowed=slowed)


def _password_step(form: SignInForm) -> ResponseReturnValue:
    passwords: Passwords = current_app.extensions["caseflow.passwords"]
    opened = check_password(
        passwords,
        form.username.data or "",
        form.password.data or "",
        code=form.code.data or "",
        # Outside the demonstration nobody gets further without a second factor.
        demanded=not g.demonstration,
        device=device_words(),
        place=this_place(),
    )
    target = next_page()
    session.clear()
    login_user(SignedIn(opened.token, None))
    if opened.stage is Stage.OPEN:
        return remember_device(redirect(target))
    session["next"] = target
    return redirect(url_for(AFTER[opened.stage]))


@needs(P.OWN_ACCOUNT)
@standing(Standing.SECOND_STEP)
def second_step() -> ResponseReturnValue:
    """Sign in: the second step."""
    form = SecondStepForm()
    if form.validate_on_submit():
        with form.catching():
            token = prove_second_step(someone_acting(once=False), form.code.data or "", place=this_place())
            target = next_page()
            session.clear()
            login_user(SignedIn(token, None))
            return remember_device(redirect(target))
    return show("access/second_step.html", form=form)


def add_pages(bp: Blueprint) -> None:
    """Put these pages under the room's address."""
    bp.add_url_rule("/sign-in", "sign_in", sign_in, methods=["GET", "POST"])
    bp.add_url_rule("/sign-in/code", "second_step", second_step, methods=["GET", "POST"])
