"""The page that asks for the proof again, and then leads on to what was asked for."""

from flask import Blueprint, current_app, redirect, request
from flask.typing import ResponseReturnValue

from caseflow.access.fresh import actions
from caseflow.access.fresh.forms import ConfirmForm
from caseflow.access.guard import current_actor, needs, next_page
from caseflow.access.passwords.hashing import Passwords
from caseflow.access.policy import P
from caseflow.access.signing import password_step
from caseflow.web.render import show


@needs(P.OWN_ACCOUNT)
def confirm() -> ResponseReturnValue:
    """Prove again who one is."""
    form = ConfirmForm()
    passwords: Passwords = current_app.extensions["caseflow.passwords"]
    if form.validate_on_submit():
        with form.catching():
            password_step.prove_again(
                passwords, current_actor(), form.password.data or "", address=request.remote_addr or ""
            )
            actions.freshen_session(current_actor(once=False))
            return redirect(next_page())
    return show("access/confirm.html", form=form)


def add_pages(bp: Blueprint) -> None:
    """Put this page under the room's address."""
    bp.add_url_rule("/account/confirm", "confirm", confirm, methods=["GET", "POST"])
