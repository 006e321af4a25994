"""Headers on every answer."""

import secrets
from wsgiref.headers import Headers

from flask import Flask, Response, g, request


def csp_nonce() -> str:
    """Return this request's nonce for scripts."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    nonce: str = g.csp_nonce
    return nonce


def init_headers(app: Flask) -> None:
    """Set the security headers of every answer."""

    @app.after_request
    def set_headers(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = (
            "default-src 'none'; img-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; "
            f"script-src 'self' 'nonce-{csp_nonce()}'; form-action 'self'; frame-ancestors 'none'; "
            "base-uri 'none'; manifest-src 'self'"
        )
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        if request.is_secure:
            response.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
        if request.endpoint != "static":
            response.headers["Cache-Control"] = "no-store"
        return response


def static_headers(headers: Headers, _path: str, _url: str) -> None:
    """Set the headers of a static file, which Flask never sees."""
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Referrer-Policy"] = "no-referrer"
