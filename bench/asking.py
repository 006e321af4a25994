"""Ask applications for a page in turn, and note how long each took and how many statements it sent."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event

WARMING = 3
NOT_COUNTED = ("BEGIN", "SELECT set_config")
"""How a transaction begins, which the databases do each in its own way."""


@dataclass(frozen=True)
class Question:
    """One page to be asked for, many times: each time by its number."""

    name: str
    ask: Callable[[int], Any]
    times: int


@dataclass
class Page:
    """What asking for one page, many times, came to: milliseconds by the clock, and of the processor."""

    name: str
    milliseconds: list[float] = field(default_factory=list)
    statements: list[int] = field(default_factory=list)
    working: list[float] = field(default_factory=list)

    def percentile(self, share: float) -> float:
        """Return the time that this share of the answers stayed within."""
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    @property
    def counted(self) -> str:
        """Return how many statements an answer took: one number, or the least and the most."""
        least, most = min(self.statements), max(self.statements)
        return str(least) if least == most else f"{least} to {most}"

    @property
    def by_the_processor(self) -> Page:
        """Return the same answers, timed by what this thread's work took of the processor: for a busy machine."""
        return Page(self.name, self.working, self.statements, self.working)


class _Count(threading.local):
    statements = 0


_count = _Count()


@event.listens_for(Engine, "before_cursor_execute")
def _note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
    if not statement.startswith(NOT_COUNTED):
        _count.statements += 1


@contextmanager
def counted() -> Iterator[Callable[[], int]]:
    """Count the statements that this thread sends while it is inside."""
    before = _count.statements
    yield lambda: _count.statements - before


def ask_in_turn(questions: Sequence[Question]) -> list[Page]:
    """Ask each of them so many times, in turn, so that a busy moment is one for all; returns what each came to.

    Raises RuntimeError where an answer is no page, for its time would be no figure.
    """
    pages = [Page(question.name) for question in questions]
    for number in range(WARMING + max(question.times for question in questions)):
        for question, page in zip(questions, pages, strict=True):
            _ask(question, page, number)
    return pages


def _ask(question: Question, page: Page, number: int) -> None:
    with counted() as statements:
        started, worked = time.perf_counter(), time.thread_time()
        answer = question.ask(number)
        working, taken = (time.thread_time() - worked) * 1000, (time.perf_counter() - started) * 1000
    if answer.status_code >= 400:
        said = answer.get_data(as_text=True)[:400]
        raise RuntimeError(f"{question.name} answered {answer.status_code}: {said}")
    if number >= WARMING:
        page.milliseconds.append(taken)
        page.working.append(working)
        page.statements.append(statements())
