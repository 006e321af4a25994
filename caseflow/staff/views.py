"""Pages of the administration of users."""

import secrets
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from caseflow.access.guard import current_actor, current_viewer, fresh, needs
from caseflow.access.passwords.hashing import Passwords
from caseflow.access.policy import P
from caseflow.errors import Invalid
from caseflow.staff import actions, events, queries
from caseflow.staff.forms import AddUserForm, RoleForm
from caseflow.staff.resets import views as reset_views
from caseflow.web.forms import PressForm
from caseflow.web.render import Read, show

bp = Blueprint("staff", __name__)


@bp.get("/users")
@needs(P.STAFF_MANAGE)
def users() -> ResponseReturnValue:
    """List the users."""
    viewer = current_viewer()
    page = queries.all_users(viewer)
    return show("staff/users.html", users=page, read=Read(viewer, events.USERS_LISTED, "user"))


@bp.route("/users/add", methods=["GET", "POST"])
@needs(P.STAFF_MANAGE)
def add() -> ResponseReturnValue:
    """Add a user, whose password nobody knows until they set it themselves by a link."""
    form = AddUserForm()
    if form.validate_on_submit():
        with form.catching():
            passwords: Passwords = current_app.extensions["caseflow.passwords"]
            unknown = passwords.hash(secrets.token_urlsafe(32))
            user_id = actions.add_user(current_actor(), password_hash=unknown, **form.values())
            flash(
                "The user is added. Give them a role, then make a link by which they set a password.",
                "success",
            )
            return redirect(url_for("staff.user", user_id=user_id))
    return show("staff/add.html", form=form)


@bp.route("/users/<uuid:user_id>", methods=["GET", "POST"])
@needs(P.STAFF_MANAGE)
def user(user_id: UUID) -> ResponseReturnValue:
    """Show a user with their roles, and give one more."""
    viewer = current_viewer()
    form = RoleForm()
    form.offer(queries.role_offer(viewer))
    if form.validate_on_submit():
        with form.catching():
            actions.give_role(current_actor(), user_id, **form.values())
            flash("The role is given. The user signs in again to use it.", "success")
            return redirect(url_for("staff.user", user_id=user_id))
    page = queries.one_user(viewer, user_id)
    read = Read(viewer, events.USER_READ, "user", user_id)
    return show("staff/user.html", user=page, form=form, press=PressForm(), read=read)


@bp.post("/users/roles/<uuid:membership_id>/end")
@needs(P.STAFF_MANAGE)
def end_role(membership_id: UUID) -> ResponseReturnValue:
    """End a role."""
    try:
        user_id = actions.end_role(current_actor(), membership_id)
    except Invalid as fault:
        flash(next(iter(fault.faults.values())), "error")
        return redirect(url_for("staff.users"))
    flash("The role is ended.", "success")
    return redirect(url_for("staff.user", user_id=user_id))


@bp.post("/users/<uuid:user_id>/sessions/end")
@needs(P.STAFF_MANAGE)
@fresh
def end_sessions(user_id: UUID) -> ResponseReturnValue:
    """End every session of a user, whose machine may be in other hands."""
    if PressForm().validate_on_submit():
        actions.sign_out_everywhere(current_actor(), user_id)
        flash("The user is signed out everywhere.", "success")
    return redirect(url_for("staff.user", user_id=user_id))


@bp.post("/users/<uuid:user_id>/left")
@needs(P.STAFF_MANAGE)
def left(user_id: UUID) -> ResponseReturnValue:
    """Record that a user has left."""
    try:
        actions.let_go(current_actor(), user_id)
        flash("The user can no longer sign in.", "success")
    except Invalid as fault:
        flash(next(iter(fault.faults.values())), "error")
    return redirect(url_for("staff.users"))


reset_views.add_pages(bp)
