"""Whether this process is answering somebody: work beside the pages stands aside for a moment each time."""

from threading import Condition

from flask import Flask, g, has_request_context

LONGEST = 0.01
"""So many seconds are waited at most: work beside the pages goes on, if slowly, however many ask."""


class _Answering:
    """How many requests are being answered."""

    def __init__(self) -> None:
        self._none = Condition()
        self._count = 0

    def change(self, by: int) -> None:
        with self._none:
            self._count += by
            if not self._count:
                self._none.notify_all()

    def wait(self) -> None:
        if self._count:
            with self._none:
                self._none.wait_for(lambda: not self._count, LONGEST)


_answering = _Answering()


def init_answering(app: Flask) -> None:
    """Count the requests that are being answered, from before the guard until the answer is sent."""

    @app.before_request
    def begin() -> None:
        g.answering = True
        _answering.change(1)

    @app.teardown_request
    def end(_fault: BaseException | None) -> None:
        if g.pop("answering", False):
            _answering.change(-1)


def stand_aside() -> None:
    """Wait until nobody is being answered, but never for long: called by long work every half a millisecond or so.

    What is done to answer a request does not wait for itself.
    """
    if not has_request_context():
        _answering.wait()
