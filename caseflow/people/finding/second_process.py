"""Opens a part of very many people in a process of its own, so that both processors open names."""

import gc
import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection as Pipe
from typing import Any

from sqlalchemy import Connection, create_engine

from caseflow.choices import Side
from caseflow.crypto.keyring import Keyring
from caseflow.crypto.sources import KeySource
from caseflow.engines import prepare_engine, reading_whole
from caseflow.people.finding.index import Index
from caseflow.people.finding.opening import both_parts, open_part
from caseflow.people.finding.side_people import Packed

MANY = 100_000
"""From so many people on, a second process is worth the second that it takes to begin."""

PackedSides = Iterator[tuple[Side, Packed]]
log = logging.getLogger(__name__)


@contextmanager
def second_part(connection: Connection, ring: Keyring, at: int) -> Iterator[PackedSides]:
    """Begin to open the second part in a process of its own; it is given as soon as it is wanted and ready.

    If that process fails, it is opened here.
    """
    spawning = get_context("spawn")
    here, there = spawning.Pipe(duplex=False)
    url = connection.engine.url.render_as_string(hide_password=False)
    process = spawning.Process(target=_work, args=(url, ring.source, ring.checks(), at, there), daemon=True)
    # A lack of memory, a program that may begin no process of its own, or one that cannot be begun a second time.
    with suppress(OSError, RuntimeError, AssertionError):
        process.start()
    there.close()
    try:
        yield _received(here, connection, ring, at)
    finally:
        here.close()
        if process.pid is not None:
            process.terminate()
            process.join()


def _received(here: Pipe, connection: Connection, ring: Keyring, at: int) -> PackedSides:
    try:
        packed = here.recv()
    except (EOFError, OSError):
        log.warning("the process that opened the second part of the names has ended: it is opened here")
        packed = Index.packed(open_part(connection, ring, both_parts(connection, at)[1]))
    yield from packed


def _work(url: str, source: KeySource, checks: dict[str, bytes], at: int, there: Pipe) -> None:
    # Whoever stops the server stops this process by its pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The collector would walk a growing index again and again.
    gc.disable()
    ring = Keyring(source)
    for key_id, check in checks.items():
        ring.learn_one(key_id, check)
    engine: Any = create_engine(url, hide_parameters=True)
    prepare_engine(engine)
    with engine.connect() as connection, reading_whole(connection):
        there.send(Index.packed(open_part(connection, ring, both_parts(connection, at)[1])))
