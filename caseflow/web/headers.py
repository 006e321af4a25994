"""Headers on every answer, whether a page, a fault or a static file."""

import secrets
from collections.abc import Callable
from wsgiref.headers import Headers

from flask import Flask, Response, g, request

HSTS = "max-age=63072000; includeSubDomains"
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in (
            *(
                "accelerometer",
                "camera",
                "display-capture",
                "geolocation",
                "gyroscope",
                "hid",
                "magnetometer",
            ),
            *("microphone", "midi", "payment", "publickey-credentials-get", "serial", "usb"),
        )
    ),
}
STATIC_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; form-action 'none'; "
    "frame-ancestors 'none'; base-uri 'none'"
)


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
        response.headers.update(ALWAYS)
        if request.is_secure:
            response.headers["Strict-Transport-Security"] = HSTS
        if request.endpoint != "static":
            response.headers["Cache-Control"] = "no-store"
        return response


def static_headers(tls: bool) -> Callable[[Headers, str, str], None]:
    """Return what sets the headers of a static file, which Flask never sees."""

    def set_headers(headers: Headers, _path: str, _url: str) -> None:
        headers["Content-Security-Policy"] = STATIC_POLICY
        for name, value in ALWAYS.items():
            headers[name] = value
        if tls:
            headers["Strict-Transport-Security"] = HSTS

    return set_headers
