"""Ask the application for a page, and note how long it took and how many statements it sent to the database."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event

WARMING = 3


@dataclass
class Page:
    """What asking for one page, many times, came to."""

    name: str
    milliseconds: list[float] = field(default_factory=list)
    statements: list[int] = field(default_factory=list)

    def percentile(self, share: float) -> float:
        """Return the time that this share of the answers stayed within."""
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    @property
    def counted(self) -> str:
        """Return how many statements an answer took: one number, or the least and the most."""
        least, most = min(self.statements), max(self.statements)
        return str(least) if least == most else f"{least} to {most}"


class _Count(threading.local):
    statements = 0


_count = _Count()


@event.listens_for(Engine, "before_cursor_execute")
def _note(*_ignored: Any) -> None:
    _count.statements += 1


@contextmanager
def counted() -> Iterator[Callable[[], int]]:
    """Count the statements that this thread sends while it is inside."""
    before = _count.statements
    yield lambda: _count.statements - before


def ask(name: str, request: Callable[[int], Any], times: int) -> Page:
    """Make a request so many times, after a few to warm up, and return what it came to."""
    page = Page(name)
    for number in range(WARMING + times):
        with counted() as statements:
            started = time.perf_counter()
            answer = request(number)
            taken = (time.perf_counter() - started) * 1000
        if answer.status_code >= 400:
            raise RuntimeError(f"{name} answered {answer.status_code}: {answer.get_data(as_text=True)[:400]}")
        if number >= WARMING:
            page.milliseconds.append(taken)
            page.statements.append(statements())
    return page
