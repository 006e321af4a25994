"""Load the demonstration: the area, everybody who works there, and one story after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from caseflow.access.viewer import System
from caseflow.database import db, end_reading
from caseflow.demonstration.accounts import ACCOUNTS, more_workers
from caseflow.demonstration.actions import finish, store
from caseflow.demonstration.beside import made_beside
from caseflow.demonstration.chance import Chance
from caseflow.demonstration.ground import Ground, earliest_contract, read_ground
from caseflow.demonstration.queries import is_empty
from caseflow.demonstration.scenes import tell_scenes
from caseflow.demonstration.shelf import Batch, Shelf
from caseflow.demonstration.staffing import bring_in
from caseflow.demonstration.stories.lives import tell_life, tell_nobody
from caseflow.demonstration.stories.telling import Telling
from caseflow.directory import pack
from caseflow.directory.actions import load_area, mark_installation
from caseflow.directory.areas import llr_text
from caseflow.engines import learn_spread
from caseflow.errors import Conflict

ACTOR = System("demonstration")
ROWS_AT_ONCE, MANY = 1000, 20_000
"""Rows in one transaction; from so many people on, the stories are told in a process of their own."""
QUICK = {"cache_size": "-400000", "wal_autocheckpoint": "40000", "synchronous": "NORMAL"}
USUAL = {"cache_size": "-2000", "wal_autocheckpoint": "1000", "synchronous": "FULL"}
"""How SQLite keeps its pages while it loads, and afterwards. Random keys touch pages everywhere, so more of them
stay in memory and are written back less often; a load that is broken off is begun again, so no commit has to wait
for the disk."""
NOBODYS = 0.27
"""Calls about nobody who is known, for each person."""
SHORTEST_DAYS, PEOPLE_A_DAY = 548, 25
"""Eighteen months, or longer where there are more people than a helpline of this size could meet in them."""


def load(now: datetime, people: int, seed: int, password_hash: str) -> Iterator[int]:
    """Load a demonstration of so many people; yields how many stories are told, of ``stories(people)``.

    Raises Conflict where the database is not empty. The same seed gives the same content on every machine.
    """
    if not is_empty(ACTOR):
        raise Conflict("This database is not empty: a demonstration goes into an empty one only.")
    area_id = load_area(ACTOR, pack.read(llr_text()))
    mark_installation(ACTOR, area_id, demonstration=True)
    staff = bring_in(ACTOR, (*ACCOUNTS, *more_workers(people)), password_hash)
    ground = read_ground(now, staff)
    span = days_told(people, (ground.today - earliest_contract()).days)
    end_reading()
    _tune(QUICK)
    try:
        yield from _load_all(ground, people, seed, span)
    finally:
        end_reading()
        _tune(USUAL)
    learn_spread(db.engine)


def stories(people: int) -> int:
    """Return how many stories a demonstration of so many people has."""
    return people + int(people * NOBODYS)


def days_told(people: int, at_most: int) -> int:
    """Return how many days back the stories reach; never before the contracts began."""
    return max(30, min(at_most - 30, max(SHORTEST_DAYS, people // PEOPLE_A_DAY)))


def _load_all(ground: Ground, people: int, seed: int, span: int) -> Iterator[int]:
    def batches() -> Iterator[tuple[int, Batch]]:
        return _tell_all(ground, people, seed, span)

    for told, batch in made_beside(batches) if people >= MANY else batches():
        store(ACTOR, batch)
        yield told
    finish(ACTOR, people)


def _tell_all(ground: Ground, people: int, seed: int, span: int) -> Iterator[tuple[int, Batch]]:
    """Tell every story; yields how many are told with the rows of each batch. It touches no database."""
    shelf, references = Shelf(), set[str]()
    told = 0
    for days_ago, number, somebody in _order(people, seed, span):
        tell = Telling(ground, shelf, Chance(seed, f"{'life' if somebody else 'call'}/{number}"))
        if somebody:
            tell_life(tell, days_ago, references)
        else:
            tell_nobody(tell, days_ago)
        told += 1
        if shelf.count >= ROWS_AT_ONCE:
            yield told, shelf.take()
    tell_scenes(ground, shelf, seed, references)
    yield told, shelf.take()


def _tune(settings: Mapping[str, str]) -> None:
    """Set up the one connection that SQLite is loaded through."""
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            connection.rollback()
            for name, value in settings.items():
                connection.connection.driver_connection.execute(f"PRAGMA {name}={value}")  # type: ignore[union-attr]


def _order(people: int, seed: int, span: int) -> list[tuple[float, int, bool]]:
    """Return when each story begins, the oldest first; lately there are somewhat more of them."""
    chance = Chance(seed, "order")
    begins = [(span * chance.between(0, 1) ** 1.7, number, True) for number in range(people)]
    begins += [(span * chance.between(0, 1), number, False) for number in range(int(people * NOBODYS))]
    return sorted(begins, reverse=True)
