"""A second press that comes after the first had its effect: its page is no more, so it is answered as the first."""

from collections import OrderedDict
from hashlib import sha256
from threading import Lock
from time import monotonic, sleep
from uuid import UUID

from flask import Flask, Response, g, redirect, request
from flask.typing import ResponseReturnValue

from caseflow.audit.action import acted, had_effect
from caseflow.web.forms import ONCE

MOST = 2_000
"""How many answers a process remembers."""
PATIENCE = 2.0
"""Seconds for which a second press waits for the answer to the first, whose effect it has seen."""


Post = tuple[UUID, str, bytes]
"""Whose post it is, its one-time key, and a digest of where it went and of every word of it."""


class Led:
    """Where posts led; only addresses, which name nobody."""

    def __init__(self) -> None:
        self._led: OrderedDict[Post, str] = OrderedDict()
        self._lock = Lock()

    def keep(self, post: Post, address: str) -> None:
        """Remember where a post led, and forget the oldest."""
        with self._lock:
            self._led[post] = address
            while len(self._led) > MOST:
                self._led.popitem(last=False)

    def find(self, post: Post) -> str | None:
        """Return where a post led; None if it is not answered yet, or was not answered here."""
        with self._lock:
            return self._led.get(post)


def init_repeats(app: Flask) -> None:
    """Remember where each post led that had an effect."""
    led = app.extensions["caseflow.led"] = Led()

    @app.after_request
    def remember(answer: Response) -> Response:
        if 300 <= answer.status_code < 400 and answer.location and acted() and (post := _this_post()):
            led.keep(post, answer.location)
        return answer


def as_the_first(app: Flask) -> ResponseReturnValue | None:
    """Return what the first post of these very words got, where it had its effect; asked when this one is refused.

    Where another process answered the first, nothing: the refusal then says what has become of it.
    """
    post = _this_post()
    if post is None or not had_effect(*post[:2]):
        return None
    led: Led = app.extensions["caseflow.led"]
    ends = monotonic() + PATIENCE
    while (address := led.find(post)) is None and monotonic() < ends:
        sleep(0.02)
    return redirect(address) if address else None


def _this_post() -> Post | None:
    viewer, key = g.get("viewer"), request.form.get(ONCE, "") if request.method == "POST" else ""
    if not key or viewer is None or viewer.user_id is None:
        return None
    words = [request.path, *(f"{name}={value}" for name, value in sorted(request.form.items(multi=True)))]
    return viewer.user_id, key, sha256("\0".join(words).encode()).digest()
