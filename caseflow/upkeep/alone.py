"""One at a time: a long work on the whole database holds this, and a second one is told so in a sentence."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, func, select

from caseflow.errors import Conflict


@contextmanager
def alone(engine: Engine, work: str) -> Iterator[None]:
    """Hold the database's lock for one kind of work; raises Conflict while another process holds it.

    The operating system, or the PostgreSQL server, lets go of it when the process ends, however it ends.
    """
    held = _by_file if engine.dialect.name == "sqlite" else _by_server
    with held(engine, work) as free:
        if not free:
            raise Conflict(
                f"{work} runs already in another window. Nothing was changed here; let that one finish."
            )
        yield


@contextmanager
def _by_file(engine: Engine, work: str) -> Iterator[bool]:
    path = Path(f"{engine.url.database}.{work.replace(' ', '-')}.lock")
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


@contextmanager
def _by_server(engine: Engine, work: str) -> Iterator[bool]:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        number = func.hashtext(f"caseflow {work}")
        free = bool(connection.scalar(select(func.pg_try_advisory_lock(number))))
        try:
            yield free
        finally:
            if free:
                connection.execute(select(func.pg_advisory_unlock(number)))
