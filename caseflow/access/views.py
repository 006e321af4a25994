"""Sign in, sign out, change one's own password, see and end one's own sessions, switch service."""

from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user

from caseflow.access import actions, kept, queries
from caseflow.access.events import SESSIONS_READ
from caseflow.access.forms import PasswordForm, SignInForm
from caseflow.access.fresh import views as fresh_views
from caseflow.access.guard import HOME, SignedIn, current_actor, current_viewer, needs, next_page, public
from caseflow.access.passwords.hashing import Passwords
from caseflow.access.policy import P
from caseflow.access.signing import password_step
from caseflow.web.forms import PressForm
from caseflow.web.render import Read, show

bp = Blueprint("access", __name__)


def _passwords() -> Passwords:
    passwords: Passwords = current_app.extensions["caseflow.passwords"]
    return passwords


def _device() -> str:
    agent = request.headers.get("User-Agent", "")
    known = ("Edg", "Firefox", "Chrome", "Safari")
    browser = next((name for name in known if name in agent), "Other browser").replace("Edg", "Edge")
    kind = "phone or tablet" if "Mobi" in agent or "Tablet" in agent else "computer"
    return f"{browser} on a {kind}"


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Sign in."""
    form = SignInForm()
    if form.validate_on_submit():
        with form.catching():
            token = password_step.sign_in(
                _passwords(),
                form.username.data or "",
                form.password.data or "",
                device=_device(),
                address=request.remote_addr or "",
            )
            target = next_page()
            session.clear()
            login_user(SignedIn(token, None))
            return redirect(target)
    ended, lost = bool(request.args.get("ended")), bool(request.args.get("lost"))
    return show("access/sign_in.html", form=form, ended=ended, lost=lost)


@bp.post("/sign-out")
@needs(P.OWN_ACCOUNT)
def sign_out() -> ResponseReturnValue:
    """Sign out."""
    viewer = current_viewer()
    if viewer.session_id:
        actions.end_session(current_actor(once=False), viewer.session_id)
    logout_user()
    session.clear()
    answer = redirect(url_for("access.sign_in"))
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@bp.route("/account/password", methods=["GET", "POST"])
@needs(P.OWN_ACCOUNT)
def change_password() -> ResponseReturnValue:
    """Change one's own password."""
    form = PasswordForm()
    if form.validate_on_submit():
        with form.catching():
            password_step.change_own_password(
                _passwords(), current_actor(), form.current.data or "", form.new.data or ""
            )
            flash("Your password is changed. Your other sessions are ended.")
            return redirect(url_for("access.sessions"))
    return show("access/change_password.html", form=form)


@bp.get("/account/sessions")
@needs(P.OWN_ACCOUNT)
def sessions() -> ResponseReturnValue:
    """List one's own sessions."""
    viewer = current_viewer()
    page = queries.own_sessions(viewer)
    return show(
        "access/sessions.html",
        sessions=page,
        form=PressForm(),
        read=Read(viewer, SESSIONS_READ, "user", viewer.user_id),
    )


@bp.post("/account/sessions/<uuid:session_id>/end")
@needs(P.OWN_ACCOUNT)
def end_session(session_id: UUID) -> ResponseReturnValue:
    """End one of one's own sessions."""
    if PressForm().validate_on_submit():
        actions.end_session(current_actor(), session_id)
        flash("The session is ended.")
    return redirect(url_for("access.sessions"))


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


fresh_views.add_pages(bp)
