"""The guard: every route declares a permission or is public; everything else is refused before it runs."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user
from werkzeug.exceptions import BadRequest

from caseflow.access import actions
from caseflow.access.choices import Standing
from caseflow.access.policy import P
from caseflow.access.sessions.finding import Found, InCall, find_session
from caseflow.access.sessions.limits import Limits, limits_of
from caseflow.access.viewer import Actor, Viewer
from caseflow.audit.actors import Nobody
from caseflow.clock import now
from caseflow.errors import NotAllowed
from caseflow.web.forms import token_holds
from caseflow.web.logs import log
from caseflow.web.repeats import key_of_post

F = TypeVar("F", bound=Callable[..., Any])
PERMISSION = "__caseflow_permission__"
FRESH = "__caseflow_fresh__"
STANDING = "__caseflow_standing__"
PUBLIC = "public"
UNSEEN = ("static", "health.healthz")
"""Endpoints that show nothing of anyone, to anyone."""
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
HOME = "/"
"""The desk, which is downstream of here."""
NOT_KEPT = ("csrf_token", "password", "current", "new", "again", "code")

login_manager = LoginManager()


class SignedIn(UserMixin):
    """What Flask-Login holds: the session's token, and the viewer it stands for."""

    def __init__(self, token: str, viewer: Viewer | None) -> None:
        self.token = token
        self.viewer = viewer

    def get_id(self) -> str:
        """Return the token, which is what goes into the browser's signed cookie."""
        return self.token


def needs(permission: P) -> Callable[[F], F]:
    """Declare the permission that a route needs."""

    def mark(view: F) -> F:
        setattr(view, PERMISSION, permission)
        return view

    return mark


def public(view: F) -> F:
    """Declare that a route is open to anyone."""
    setattr(view, PERMISSION, PUBLIC)
    return view


def fresh(view: F) -> F:
    """Declare that a route needs a fresh sign-in: the proof is asked again if it is older than a few minutes."""
    setattr(view, FRESH, True)
    return view


def standing(*standings: Standing) -> Callable[[F], F]:
    """Declare in which standings of a session a route of one's own account answers; the others know only OPEN."""

    def mark(view: F) -> F:
        setattr(view, STANDING, frozenset(standings))
        return view

    return mark


def current_viewer() -> Viewer:
    """Return who is looking."""
    return cast(Viewer, g.viewer)


def current_actor(*, once: bool = True) -> Actor:
    """Return who is acting, with the posted form's one-time key (not for autosave, search and preview)."""
    return _acting(current_viewer(), once)


def someone() -> Viewer:
    """Return who is looking, though the sign-in may be half done or the session locked; those are allowed nothing."""
    return cast(Viewer, g.viewer or g.found_session.half)


def someone_acting(*, once: bool = True) -> Actor:
    """Return who is acting, though the sign-in may be half done or the session locked."""
    return _acting(someone(), once)


def _acting(viewer: Viewer, once: bool) -> Actor:
    return replace(viewer, once=key_of_post() if once else None)


def undeclared(app: Flask) -> list[str]:
    """Return the endpoints that declare no permission."""
    return sorted(
        name
        for name, view in app.view_functions.items()
        if name != "static" and getattr(view, PERMISSION, None) is None
    )


@login_manager.user_loader
def _load(token: str) -> SignedIn | None:
    found = find_session(
        token, current_app.extensions["caseflow.limits"], current_app.extensions["caseflow.in_call"]
    )
    g.found_session = found
    return SignedIn(token, found.viewer) if found and found.viewer else None


def init_identity(app: Flask, in_call: InCall) -> None:
    """Learn before every request who is looking; ``in_call`` tells whether somebody has a call open."""
    app.extensions["caseflow.limits"] = limits_of(app.config)
    app.extensions["caseflow.in_call"] = in_call
    login_manager.init_app(app)
    login_manager.session_protection = None  # workers change networks in mid-call; the token is the proof

    @app.before_request
    def identify() -> None:
        g.viewer = None
        if request.endpoint not in UNSEEN:
            # A page that never existed looks like one the viewer may not know of: both know who is looking.
            g.viewer = current_user.viewer if current_user.is_authenticated else None


def init_guard(app: Flask) -> None:
    """Put the guard before every request."""

    @app.before_request
    def guard() -> ResponseReturnValue | None:
        endpoint = request.endpoint
        if endpoint in UNSEEN:
            return None
        view = app.view_functions[endpoint] if endpoint else None
        permission = getattr(view, PERMISSION, None) if view else PUBLIC
        if permission == PUBLIC:
            if request.method not in SAFE_METHODS and not _from_own_site():
                raise BadRequest
            return None
        found: Found | None = g.get("found_session")
        here = found.standing if found else Standing.OVER
        if here not in getattr(view, STANDING, (Standing.OPEN,)):
            return _elsewhere(found)
        if here is Standing.OVER:
            return None
        if request.method not in SAFE_METHODS and not _token_fits():
            return _without_token()
        if here is not Standing.OPEN:
            return None
        if permission is None or not g.viewer.can(permission):
            raise NotAllowed("Your role in this service does not include this page.")
        if getattr(view, FRESH, False) and not _is_fresh():
            return _to_confirm()
        if found and found.stale_seen_at and g.viewer.session_id and not _by_itself():
            actions.touch_session(g.viewer, g.viewer.session_id)
        return None


def _from_own_site() -> bool:
    """Tell whether a post comes from a page of ours, as far as the browser says."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("Origin")
    # With no referrer, browsers say "null" of our own pages too; Sec-Fetch-Site tells those from others.
    return origin in (None, "null") or urlsplit(origin).netloc == request.host


def _token_fits() -> bool:
    """Tell whether a post carries this session's token and does not come from another site."""
    if not _from_own_site():
        return False
    if current_app.testing and not current_app.config.get("WTF_CSRF_ENABLED", True):
        return True
    return token_holds(request.form.get("csrf_token") or request.headers.get("X-CSRFToken"))


def _is_fresh() -> bool:
    limits: Limits = current_app.extensions["caseflow.limits"]
    found: Found = g.found_session
    return now() - found.fresh_at <= limits.fresh


def _by_itself() -> bool:
    """Tell whether a timer of a page asked, and nobody pressed a key: that keeps no session awake."""
    return request.headers.get("X-Autosave") == "again"


def _to_confirm() -> ResponseReturnValue:
    """Ask for the proof again; what was posted is kept, and offered once it is given."""
    return _after_proof(current_viewer().user_id) or redirect(url_for("access.confirm"))


def _after_proof(user_id: UUID | None) -> ResponseReturnValue | None:
    """Note where to go once the proof is given; a script of ours is only told that it is not given."""
    if is_fragment():
        return "", 401
    if request.method in SAFE_METHODS:
        session["next"] = request.full_path.rstrip("?")
    else:
        _keep(user_id)
        session["next"] = url_for("access.kept_posts")
    return None


def _without_token() -> ResponseReturnValue:
    """Refuse a post without its token. What the page itself sent (it was open over night) is kept and offered again."""
    own_page = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    kind = "without token" if _from_own_site() else "from another site"
    log.warning("post refused", kind=kind, where=request.endpoint)
    if not own_page or is_fragment() or g.viewer is None:
        raise BadRequest
    _keep(g.viewer.user_id)
    return redirect(url_for("access.kept_posts"))


def is_fragment() -> bool:
    """Tell whether a script of ours posted (autosave, find as you type), whose typing is still on the screen."""
    return "X-CSRFToken" in request.headers or "X-Fragment" in request.headers


def _keep(user_id: UUID | None) -> None:
    if user_id is not None:
        content = {name: request.form.getlist(name) for name in request.form if name not in NOT_KEPT}
        actions.keep_post(Nobody(), user_id, path=request.path, content=content)


UNFINISHED = {
    Standing.LOCKED: "access.unlock",
    Standing.SECOND_STEP: "access.second_step",
    Standing.ENROLMENT: "access.factor",
}
"""Where a session that is not open may go on."""


def _elsewhere(found: Found | None) -> ResponseReturnValue:
    """Send to where the session may go on; what was posted on a locked or ended one is kept for its user."""
    if found is not None and found.standing in UNFINISHED:
        if found.standing is Standing.LOCKED and not found.lock_noted:
            # Once locked it stays so until the password is given, whatever else its user does elsewhere.
            actions.lock_session(found.someone)
        told = _after_proof(found.someone.user_id) if found.standing is Standing.LOCKED else None
        return told or redirect(url_for(UNFINISHED[found.standing]))
    if found is not None and found.standing is Standing.OPEN:
        return redirect(HOME)
    if request.method not in SAFE_METHODS:
        if is_fragment():
            return "", 401
        if found is not None:
            _keep(found.someone.user_id)
            return redirect(url_for("access.sign_in", ended=1))
        return redirect(url_for("access.sign_in", lost=1))
    session["next"] = request.full_path.rstrip("?")
    return redirect(url_for("access.sign_in", ended=1 if found else None))


def next_page() -> str:
    """Return the page that was asked for before sign-in, if it is one of ours."""
    wanted = session.pop("next", "") or ""
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return HOME
    return cast(str, wanted)
