"""The audit under load: many writers at one head, many readers on one file, and what walls and audit cost a page."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from typing import Any
from unittest.mock import patch
from uuid import UUID

from flask import Flask
from sqlalchemy import true

from caseflow.access.viewer import System, Viewer
from caseflow.audit.action import action
from caseflow.audit.events import KEYS_CREATED
from caseflow.audit.record import record
from caseflow.crypto.models import Vault
from caseflow.database import db
from caseflow.people import scope
from caseflow.web import render
from prove.at_once import at_once
from tests.installation import PASSWORD, Installation, close

PROVING = System("prove")
THREADS = 4


@action
def _write(actor: Viewer) -> None:
    row = Vault()
    db.session.add(row)
    record(actor, KEYS_CREATED, "vault", row.id)


@dataclass(frozen=True)
class Written:
    """Audited writes a second, processor time of the writers for each in milliseconds, and every fault."""

    a_second: float
    spent: float
    faults: list[str]


def _writers(installation: Installation, each: int, line: Any, faults: Any, spent: Any) -> None:
    """Write from several threads of one process, once all processes stand at the line."""
    app = installation.app(TESTING=False)

    def work() -> None:
        with app.app_context():
            for _ in range(each):
                try:
                    _write(PROVING)
                except Exception as fault:  # counted, whatever it is
                    faults.put(type(fault).__name__)

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    line.wait()
    began = time.process_time()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent.put(time.process_time() - began)
    line.wait()
    close(app)


def written_at_once(installation: Installation, writers: int, each: int) -> Written:
    """Let so many writers write so often each; returns how quickly they did, and every fault."""
    spawn = multiprocessing.get_context("spawn")
    count = writers // THREADS
    line, faults, spent = spawn.Barrier(count + 1), spawn.Queue(), spawn.Queue()
    processes = [
        spawn.Process(target=_writers, args=(installation, each, line, faults, spent)) for _ in range(count)
    ]
    for process in processes:
        process.start()
    line.wait()
    started = time.perf_counter()
    line.wait()
    taken = time.perf_counter() - started
    processor = sum(spent.get() for _ in processes)
    found = []
    while not faults.empty():
        found.append(faults.get())
    for process in processes:
        process.join()
    written = writers * each
    return Written(written / taken, processor / written * 1000, found)


def readers(app: Flask, person_id: UUID, threads: int, each: int) -> Counter[int]:
    """Let so many read a person's page so often each, every read with its audit row; returns the answers by status."""
    browsers = []
    for _ in range(threads):
        browser = app.test_client()
        browser.post("/sign-in", data={"username": "henry", "password": PASSWORD})
        browsers.append(browser)

    def read(browser: Any) -> Counter[int]:
        return Counter(browser.get(f"/people/{person_id}").status_code for _ in range(each))

    found: Counter[int] = Counter()
    for outcome in at_once([lambda one=one: read(one) for one in browsers]):
        found += outcome.answer if outcome.fault is None else Counter({500: each})
    return found


@dataclass(frozen=True)
class Cost:
    """Milliseconds at p95 with walls and audit, and without them in a build of the test alone."""

    page: str
    with_them: float
    without: float

    @property
    def fair(self) -> bool:
        """Tell whether they cost at most half as much again, and at most five milliseconds."""
        return self.with_them <= 1.5 * self.without and self.with_them - self.without <= 5


@contextmanager
def without_walls() -> Iterator[None]:
    """Switch the predicate on people and the audit rows of reads off: only a test can, there is no setting."""
    with (
        patch.object(scope, "_in_scope", lambda _viewer: true()),
        patch.object(render, "record_now", lambda *_ignored, **_more: None),
    ):
        yield


def costs(app: Flask, pages: dict[str, tuple[str, str]], times: int) -> list[Cost]:
    """Ask for each page in turn with and without; returns what it came to."""
    found = []
    with redirect_stdout(StringIO()):
        for name, (username, address) in pages.items():
            browser = app.test_client()
            browser.post("/sign-in", data={"username": username, "password": PASSWORD})
            taken: tuple[list[float], list[float]] = ([], [])
            for number in range(times + 5):
                for place, off in enumerate((False, True)):
                    spent = _once(lambda browser=browser, address=address: browser.get(address), off)
                    if number >= 5:
                        taken[place].append(spent)
            found.append(Cost(name, _p95(taken[0]), _p95(taken[1])))
    return found


def _once(ask: Callable[[], Any], off: bool) -> float:
    if off:
        with without_walls():
            return _timed(ask)
    return _timed(ask)


def _timed(ask: Callable[[], Any]) -> float:
    started = time.perf_counter()
    answer = ask()
    spent = (time.perf_counter() - started) * 1000
    if answer.status_code != 200:
        raise RuntimeError(f"a page answered {answer.status_code}")
    return spent


def _p95(milliseconds: list[float]) -> float:
    ordered = sorted(milliseconds)
    return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
