"""The page that asks for the proof again, and then leads on to what was asked for."""

from flask import Blueprint, current_app, redirect
from flask.typing import ResponseReturnValue

from caseflow.access.factors.queries import has_factor
from caseflow.access.fresh import actions
from caseflow.access.fresh.forms import ConfirmForm
from caseflow.access.guard import current_actor, current_viewer, needs, next_page
from caseflow.access.passwords.hashing import Passwords
from caseflow.access.policy import P
from caseflow.access.signing.guard import this_place
from caseflow.access.signing.password_step import prove_again
from caseflow.access.signing.second_step import prove_code_again
from caseflow.web.render import show


@needs(P.OWN_ACCOUNT)
def confirm() -> ResponseReturnValue:
    """Prove again who one is."""
    form = ConfirmForm()
    coded = has_factor(current_viewer())
    if form.validate_on_submit():
        with form.catching():
            _prove(form, coded)
            return redirect(next_page())
    return show("access/confirm.html", form=form, coded=coded)


def _prove(form: ConfirmForm, coded: bool) -> None:
    passwords: Passwords = current_app.extensions["caseflow.passwords"]
    actor, place = current_actor(once=False), this_place()
    prove_again(passwords, actor, form.password.data or "", place=place)
    proof = prove_code_again(actor, form.code.data or "", place=place) if coded else None
    actions.freshen_session(actor, proof)


def add_pages(bp: Blueprint) -> None:
    """Put this page under the room's address."""
    bp.add_url_rule("/account/confirm", "confirm", confirm, methods=["GET", "POST"])
