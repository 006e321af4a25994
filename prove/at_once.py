"""Several at the very same moment, each in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Outcome:
    """What one of them got: an answer or a fault."""

    answer: Any = None
    fault: BaseException | None = None


def at_once(jobs: Sequence[Callable[[], Any]]) -> list[Outcome]:
    """Run all jobs from one starting line, and return what each got, in order."""
    line = threading.Barrier(len(jobs))
    outcomes: list[Outcome] = [Outcome()] * len(jobs)

    def run(place: int, job: Callable[[], Any]) -> None:
        line.wait()
        try:
            outcomes[place] = Outcome(answer=job())
        except Exception as fault:  # whatever it is, the proof judges it
            outcomes[place] = Outcome(fault=fault)

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
