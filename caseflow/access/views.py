"""Pages of one's own account: the password, the service worked in, what was kept; and those of the sub-rooms."""

from uuid import UUID

from flask import Blueprint, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caseflow.access import actions, kept
from caseflow.access.factors import views as factor_views
from caseflow.access.forms import PasswordForm
from caseflow.access.fresh import views as fresh_views
from caseflow.access.guard import HOME, current_actor, current_viewer, needs
from caseflow.access.passwords.hashing import Passwords
from caseflow.access.policy import P
from caseflow.access.sessions import views as session_views
from caseflow.access.signing import password_step
from caseflow.access.signing import views as signing_views
from caseflow.web.forms import PressForm
from caseflow.web.render import show

bp = Blueprint("access", __name__)


@bp.route("/account/password", methods=["GET", "POST"])
@needs(P.OWN_ACCOUNT)
def change_password() -> ResponseReturnValue:
    """Change one's own password."""
    form = PasswordForm()
    passwords: Passwords = current_app.extensions["caseflow.passwords"]
    if form.validate_on_submit():
        with form.catching():
            services = [one.name for one in g.header.services]
            password_step.change_own_password(
                passwords, current_actor(), form.current.data or "", form.new.data or "", services
            )
            flash("Your password is changed. Your other sessions are ended.")
            return redirect(url_for("access.sessions"))
    return show("access/change_password.html", form=form)


@bp.post("/account/service")
@needs(P.OWN_ACCOUNT)
def switch_service() -> ResponseReturnValue:
    """Work in another service, or on the other side."""
    try:
        wanted = UUID(request.form.get("service_id", ""))
    except ValueError:
        return redirect(HOME)
    if PressForm().validate_on_submit():
        actions.switch_service(current_actor(), wanted)
    return redirect(HOME)


@bp.get("/account/kept")
@needs(P.OWN_ACCOUNT)
def kept_posts() -> ResponseReturnValue:
    """Offer what was typed on a session that had ended."""
    return show("access/kept.html", posts=kept.kept_posts(current_viewer()), form=PressForm())


@bp.post("/account/kept/<uuid:kept_id>/drop")
@needs(P.OWN_ACCOUNT)
def drop_kept(kept_id: UUID) -> ResponseReturnValue:
    """Let go of what was kept."""
    if PressForm().validate_on_submit():
        actions.drop_kept_post(current_actor(once=False), kept_id)
        flash("What was kept is let go.")
    return redirect(url_for("access.kept_posts"))


for part in (signing_views, factor_views, session_views, fresh_views):
    part.add_pages(bp)
