"""What is posted twice: its key, and what the second press is told, whose page may be no more."""

from collections import OrderedDict
from hashlib import sha256
from threading import Lock
from time import monotonic, sleep
from uuid import UUID

from flask import Flask, Response, flash, g, redirect, request, session
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from caseflow.audit.action import acted, had_effect, repeated
from caseflow.crypto import keyring
from caseflow.web.filters import date_time
from caseflow.web.forms import ONCE

OWN = ("csrf_token",)
"""What belongs to the session and not to what was typed."""
MOST = 2_000
"""How many answers a process remembers."""
PATIENCE = 2.0
"""Seconds for which a second press waits for the answer to the first, whose effect it has seen."""


Post = tuple[UUID, str]
"""Whose post it is, and its key."""


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

    @app.before_request
    def count_said() -> None:
        g.said_before = len(session.get("_flashes", ())) if request.method == "POST" else 0

    @app.after_request
    def say_so(answer: Response) -> Response:
        if 300 <= answer.status_code < 400 and (at := repeated()):
            # What the view says of it now was said when it was first done.
            session["_flashes"] = session.get("_flashes", [])[: g.said_before]
            flash(f"This was already saved, on {date_time(at)}. It was not saved a second time.", "info")
        return answer


def as_the_first(app: Flask) -> ResponseReturnValue | None:
    """Return what the first post of these very words got, where it had its effect; asked when this one is refused.

    Where another process answered the first, nothing: the refusal then says what has become of it.
    """
    post = _this_post()
    if post is None or not had_effect(*post):
        return None
    led: Led = app.extensions["caseflow.led"]
    ends = monotonic() + PATIENCE
    while (address := led.find(post)) is None and monotonic() < ends:
        sleep(0.02)
    return redirect(address) if address else None


def key_of_post() -> str | None:
    """Return the key of what is posted: the form's one-time key, the address and every word, hashed with a secret.

    Other words on a page that the browser kept and shows again are thus a post of their own, and not lost.
    """
    once = request.form.get(ONCE, "") if request.method == "POST" else ""
    if not (len(once) == 32 and once.isalnum()):
        return None
    said = [f"{name}={value}" for name, value in sorted(request.form.items(multi=True)) if name not in OWN]
    said += [f"{name}={file.filename}={_digest(file)}" for name, file in request.files.items(multi=True)]
    return keyring.current().lookup_hash("post", "\0".join([once, request.path, *said])).hex()[:32]


def _digest(file: FileStorage) -> str:
    digest = sha256(file.stream.read()).hexdigest()
    file.stream.seek(0)
    return digest


def _this_post() -> Post | None:
    viewer = g.get("viewer")
    if viewer is None or viewer.user_id is None:
        return None
    key = key_of_post()
    return (viewer.user_id, key) if key else None
