"""Pages of one's own sessions: sign out, see and end them, lock and unlock."""

from uuid import UUID

from flask import Blueprint, current_app, flash, g, redirect, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import logout_user

from caseflow.access import actions, queries
from caseflow.access.choices import Standing
from caseflow.access.events import SESSIONS_READ
from caseflow.access.fresh.forms import UnlockForm
from caseflow.access.guard import (
    current_actor,
    current_viewer,
    fresh,
    is_fragment,
    needs,
    next_page,
    someone,
    someone_acting,
    standing,
)
from caseflow.access.passwords.hashing import Passwords
from caseflow.access.policy import P
from caseflow.access.sessions.finding import Found
from caseflow.access.signing.guard import this_place
from caseflow.access.signing.password_step import prove_again
from caseflow.errors import Invalid
from caseflow.web.forms import PressForm
from caseflow.web.render import Read, show


@needs(P.OWN_ACCOUNT)
@standing(*Standing)
def sign_out() -> ResponseReturnValue:
    """Sign out; a second press, when the session is over, leads to the same page."""
    found: Found | None = g.get("found_session")
    if found and found.standing is not Standing.OVER and found.someone.session_id:
        actions.end_session(found.someone, found.someone.session_id)
    logout_user()
    session.clear()
    answer = redirect(url_for("access.sign_in"))
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@needs(P.OWN_ACCOUNT)
@standing(*Standing)
def leave() -> ResponseReturnValue:
    """Ask whether to sign out: where a page holds no button for it, such as one that was not found."""
    found: Found | None = g.get("found_session")
    if found is None or found.standing is Standing.OVER:
        return redirect(url_for("access.sign_in"))
    return show("access/leave.html", form=PressForm())


@needs(P.OWN_ACCOUNT)
def sessions() -> ResponseReturnValue:
    """List one's own sessions."""
    viewer = current_viewer()
    page = queries.own_sessions(viewer, current_app.extensions["caseflow.limits"].longest)
    return show(
        "access/sessions.html",
        sessions=page,
        form=PressForm(),
        read=Read(viewer, SESSIONS_READ, "user", viewer.user_id),
    )


@needs(P.OWN_ACCOUNT)
@fresh
def end_session(session_id: UUID) -> ResponseReturnValue:
    """End one of one's own sessions."""
    if PressForm().validate_on_submit():
        actions.end_session(current_actor(), session_id)
        flash("The session is ended.")
    return redirect(url_for("access.sessions"))


@needs(P.OWN_ACCOUNT)
@fresh
def end_others() -> ResponseReturnValue:
    """End all of one's own sessions but this one."""
    actor = current_actor()
    if PressForm().validate_on_submit() and actor.user_id:
        actions.end_sessions(actor, actor.user_id, but=actor.session_id)
        flash("All your other sessions are ended.")
    return redirect(url_for("access.sessions"))


@needs(P.OWN_ACCOUNT)
@standing(Standing.OPEN, Standing.LOCKED)
def lock() -> ResponseReturnValue:
    """Lock this session: the page and what was typed stay, and the password opens it."""
    actions.lock_session(someone_acting(once=False))
    return ("", 204) if is_fragment() else redirect(url_for("access.unlock"))


@needs(P.OWN_ACCOUNT)
@standing(Standing.OPEN, Standing.LOCKED)
def unlock() -> ResponseReturnValue:
    """Open a locked session with the password, and go back to the page that was asked for."""
    form = UnlockForm()
    passwords: Passwords = current_app.extensions["caseflow.passwords"]
    if form.validate_on_submit():
        with form.catching():
            actor = someone_acting(once=False)
            try:
                prove_again(passwords, actor, form.password.data or "", place=this_place())
            except Invalid as fault:
                if is_fragment():
                    return next(iter(fault.faults.values())), 422
                raise
            actions.unlock_session(actor)
            return ("", 204) if is_fragment() else redirect(next_page())
    return show("access/locked.html", form=form, name=someone().name)


@needs(P.OWN_ACCOUNT)
def present() -> ResponseReturnValue:
    """Note that somebody is typing: a script sends this for keystrokes, and never for a timer."""
    return "", 204


def add_pages(bp: Blueprint) -> None:
    """Put these pages under the room's address."""
    bp.add_url_rule("/sign-out", "sign_out", sign_out, methods=["POST"])
    bp.add_url_rule("/sign-out", "leave", leave)
    bp.add_url_rule("/account/sessions", "sessions", sessions)
    bp.add_url_rule("/account/sessions/<uuid:session_id>/end", "end_session", end_session, methods=["POST"])
    bp.add_url_rule("/account/sessions/end", "end_others", end_others, methods=["POST"])
    bp.add_url_rule("/account/lock", "lock", lock, methods=["POST"])
    bp.add_url_rule("/account/unlock", "unlock", unlock, methods=["GET", "POST"])
    bp.add_url_rule("/account/present", "present", present, methods=["POST"])
