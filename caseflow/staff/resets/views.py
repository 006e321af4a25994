"""Pages of password resets: a manager or an administrator makes a link; whoever holds it sets a new password."""

from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from caseflow.access.factors.actions import remove_factor
from caseflow.access.guard import current_actor, current_viewer, fresh, needs, public
from caseflow.access.passwords.hashing import Passwords
from caseflow.access.passwords.rules import fault_in
from caseflow.access.policy import P
from caseflow.access.queries import colleagues
from caseflow.access.viewer import System
from caseflow.audit.events import REFUSED
from caseflow.errors import Invalid
from caseflow.staff import events
from caseflow.staff.forms import NewPasswordForm
from caseflow.staff.resets import actions, queries
from caseflow.web.forms import PressForm
from caseflow.web.render import Read, show

HOLDER = System("password reset")


@needs(P.PASSWORDS_RESET)
def team() -> ResponseReturnValue:
    """List those of the manager's own service, to make a link for one of them."""
    viewer = current_viewer()
    people = colleagues(viewer, viewer.service_id) if viewer.service_id else []
    read = Read(viewer, events.TEAM_LISTED, "user", shown=[one.user_id for one in people])
    return show("staff/team.html", people=people, read=read)


@needs(P.PASSWORDS_RESET)
@fresh
def make_link(user_id: UUID) -> ResponseReturnValue:
    """Make a link, and show it once, to whoever made it."""
    if not PressForm().validate_on_submit():
        return redirect(url_for("staff.team"))
    # Without a one-time key: the answer would keep the token readable. A second press makes a second link.
    token = actions.make_reset_link(current_actor(once=False), user_id)
    return show("staff/reset_made.html", link=url_for("staff.reset", token=token, _external=True))


@public
def reset(token: str) -> ResponseReturnValue:
    """Set a new password by a link; to look at the page has no effect."""
    link = queries.link_of(HOLDER, token)
    if not link.live:
        return show("staff/reset_over.html", status=404, link=link, read=Read(HOLDER, REFUSED))
    whose = queries.resetting(HOLDER, token)
    form = NewPasswordForm()
    if form.validate_on_submit():
        with form.catching():
            new = form.new.data or ""
            fault = fault_in(new, whose.username, whose.name, whose.services)
            if fault:
                raise Invalid({"new": fault})
            passwords: Passwords = current_app.extensions["caseflow.passwords"]
            actions.reset_password(HOLDER, token, passwords.hash(new))
            flash("Your new password is set. Sign in with it.", "success")
            return redirect(url_for("access.sign_in"))
    return show("staff/reset.html", form=form)


@needs(P.STAFF_MANAGE)
@fresh
def take_factor(user_id: UUID) -> ResponseReturnValue:
    """Take away the second factor of a user who has lost it; outside a demonstration they must set up another."""
    if PressForm().validate_on_submit():
        remove_factor(current_actor(), user_id)
        flash("The lost app is taken away. At the next sign-in the user sets up another.", "success")
    return redirect(url_for("staff.user", user_id=user_id))


def add_pages(bp: Blueprint) -> None:
    """Put these pages under the room's address."""
    bp.add_url_rule("/team", "team", team)
    bp.add_url_rule("/users/<uuid:user_id>/reset", "make_link", make_link, methods=["POST"])
    bp.add_url_rule("/users/<uuid:user_id>/factor", "take_factor", take_factor, methods=["POST"])
    bp.add_url_rule("/reset/<token>", "reset", reset, methods=["GET", "POST"])
