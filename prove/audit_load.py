"""The audit under load: many writers at one head, many readers on one file, and what walls and audit cost a page."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from functools import partial
from io import StringIO
from pathlib import Path
from statistics import median
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
from prove.forgetting import forget
from tests.installation import PASSWORD, Installation, close

PROVING = System("prove")
THREADS = 4
TURN, WARM = 20, 3
WRITTEN = 32 * 1024
"""About what one audit row and its indexes write."""


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
    """Milliseconds at p95 with walls and audit, and without them in a build of the test alone.

    The page waits until the disk has its audit row: how long the disk took for one write is told beside, and so
    is the processor's time in the middle of all requests, which a busy machine does not change.
    """

    page: str
    with_them: float
    without: float
    processor_with: float
    processor_without: float
    disk: float

    @property
    def fair(self) -> bool:
        """Tell whether they cost at most half as much again, and at most five milliseconds."""
        return self.with_them <= 1.5 * self.without and self.with_them - self.without <= 5

    def __str__(self) -> str:
        return (
            f"{self.page} {self.with_them:.1f} ms with walls and audit, {self.without:.1f} ms without "
            f"(processor {self.processor_with:.1f} and {self.processor_without:.1f} ms; "
            f"one write to the disk {self.disk:.1f} ms)"
        )


@contextmanager
def without_walls() -> Iterator[None]:
    """Switch the predicate on people and the audit rows of reads off: only a test can, there is no setting."""
    with (
        patch.object(scope, "_in_scope", lambda _viewer: true()),
        patch.object(render, "record_now", lambda *_ignored, **_more: None),
    ):
        yield


def costs(app: Flask, pages: dict[str, tuple[str, str]], times: int) -> list[Cost]:
    """Ask for each page with and without, in short turns; returns what it came to."""
    found = []
    with redirect_stdout(StringIO()), _beside(app) as disk:
        for name, (username, address) in pages.items():
            browser = app.test_client()
            browser.post("/sign-in", data={"username": username, "password": PASSWORD})
            whole, bare, waited = _Spent(), _Spent(), []
            for _ in range(times // TURN):
                whole.take(partial(browser.get, address))
                with without_walls():
                    bare.take(partial(browser.get, address))
                waited += [disk() for _ in range(TURN)]
            forget()
            found.append(
                Cost(
                    name,
                    _p95(whole.wall),
                    _p95(bare.wall),
                    median(whole.processor),
                    median(bare.processor),
                    _p95(waited),
                )
            )
    return found


@dataclass
class _Spent:
    """Milliseconds of each request: on the clock, and of the processor."""

    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def take(self, ask: Callable[[], Any]) -> None:
        """Ask a turn's times, after a few by which what is kept for a viewer is made again."""
        forget()
        for number in range(-WARM, TURN):
            started, began = time.perf_counter(), time.process_time()
            answer = ask()
            if answer.status_code != 200:
                raise RuntimeError(f"a page answered {answer.status_code}")
            if number >= 0:
                self.wall.append((time.perf_counter() - started) * 1000)
                self.processor.append((time.process_time() - began) * 1000)


@contextmanager
def _beside(app: Flask) -> Iterator[Callable[[], float]]:
    """Give what writes a page's worth beside the database, waits for the disk and tells how long that took."""
    path = Path(app.config["CASEFLOW_DATA"]).parent / "disk"

    def once() -> float:
        os.pwrite(file, os.urandom(WRITTEN), 0)
        started = time.perf_counter()
        os.fdatasync(file)
        return (time.perf_counter() - started) * 1000

    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield once
    finally:
        os.close(file)
        path.unlink()


def _p95(milliseconds: list[float]) -> float:
    ordered = sorted(milliseconds)
    return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
