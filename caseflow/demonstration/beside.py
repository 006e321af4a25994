"""Make things in a process of its own, so that making and writing them each have a processor."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TypeVar

T = TypeVar("T")


class BrokenOff(RuntimeError):
    """The process that made things ended before its work was done."""


def made_beside(make: Callable[[], Iterator[T]]) -> Iterator[T]:
    """Yield what another process makes, in its order; raises BrokenOff if that process fails.

    It is a copy of this one: it has the keys and all that was read, and must not touch the database.
    """
    forking = get_context("fork")
    here, there = forking.Pipe(duplex=False)
    worker = forking.Process(target=_work, args=(make, there), daemon=True)
    worker.start()
    there.close()
    try:
        while (received := _receive(here)) is not None:
            yield received
    finally:
        here.close()
        worker.terminate()
        worker.join()


def _receive(here: Connection) -> T | None:
    """Return the next thing, or nothing at the end."""
    try:
        kind, content = pickle.loads(here.recv_bytes())
    except EOFError:
        raise BrokenOff("the process that tells the stories has ended") from None
    if kind == "fault":
        raise BrokenOff(content)
    made: T | None = content
    return made


def _work(make: Callable[[], Iterator[T]], there: Connection) -> None:
    try:
        for made in make():
            there.send_bytes(pickle.dumps(("made", made), pickle.HIGHEST_PROTOCOL))
        there.send_bytes(pickle.dumps(("end", None)))
    except BrokenPipeError:
        return  # whoever listened has gone
    except Exception as fault:  # whatever it was, it is told on the other side
        there.send_bytes(pickle.dumps(("fault", f"{type(fault).__name__}: {fault}")))
