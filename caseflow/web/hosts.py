"""Which host this installation is: behind trusted proxies, and under no name but its own."""

from urllib.parse import urlsplit

from flask import Flask, abort, request
from werkzeug.middleware.proxy_fix import ProxyFix

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})


def init_hosts(app: Flask, url: str, proxies: int) -> None:
    """Believe so many trusted proxies, and answer to no other host where our own name is known."""
    name = urlsplit(url).hostname

    @app.before_request
    def refuse_others() -> None:
        if name and request.host.rsplit(":", 1)[0] not in LOOPBACK | {name}:
            abort(400)

    if proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies
        )
