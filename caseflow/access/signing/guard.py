"""What a request says of where it comes from: its address, its browser, and the token of a known device."""

import secrets

from flask import current_app, g, request
from werkzeug import Response

from caseflow.access.signing.tries import Place, place_of

DEVICE_DAYS = 90
TOKEN_LENGTH = len(secrets.token_urlsafe(32))


def device_words() -> str:
    """Return the browser and kind of machine, in words for the list of sessions."""
    agent = request.headers.get("User-Agent", "")
    known = ("Edg", "Firefox", "Chrome", "Safari")
    browser = next((name for name in known if name in agent), "Other browser").replace("Edg", "Edge")
    kind = "phone or tablet" if "Mobi" in agent or "Tablet" in agent else "computer"
    return f"{browser} on a {kind}"


def this_place() -> Place:
    """Return where this request comes from."""
    return place_of(request.remote_addr or "", _device_token())


def remember_device(answer: Response) -> Response:
    """Let the browser keep the token by which its device is known."""
    answer.set_cookie(
        current_app.config["CASEFLOW_DEVICE_COOKIE"],
        _device_token(),
        max_age=DEVICE_DAYS * 24 * 3600,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return answer


def _device_token() -> str:
    if "device_token" not in g:
        sent = request.cookies.get(current_app.config["CASEFLOW_DEVICE_COOKIE"], "")
        g.device_token = sent if len(sent) == TOKEN_LENGTH else secrets.token_urlsafe(32)
    token: str = g.device_token
    return token
