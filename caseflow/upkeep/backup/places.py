"""Work on another database than the one that is served, through the same session and the same actions."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from sqlalchemy import Engine, create_engine

from caseflow.database import db, end_reading
from caseflow.engines import prepare_engine


def engine_of(url: str) -> Engine:
    """Return an engine for a database, set up as those that are served."""
    engine = create_engine(url, hide_parameters=True)
    prepare_engine(engine)
    return engine


@contextmanager
def working_on(engine: Engine) -> Iterator[None]:
    """Let the session of this process work on another database; it is closed for it afterwards."""
    engines = cast(dict[str | None, Engine], db.engines)
    served = dict(engines)
    end_reading()
    db.session.remove()
    # The other roles of the database that is served have nothing to do with this one.
    engines.clear()
    engines[None] = engine
    try:
        yield
    finally:
        end_reading()
        db.session.remove()
        engines.clear()
        engines.update(served)
        if engine not in served.values():
            engine.dispose()


def files_of(database: Path) -> tuple[Path, ...]:
    """Return the files that an SQLite database may consist of."""
    return database, *(database.with_name(f"{database.name}{end}") for end in ("-wal", "-shm", "-journal"))
