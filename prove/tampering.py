"""The audit under attack: rows edited, deleted, inserted, swapped, cut off and forked, by someone with the database."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import Connection, delete, insert, select, update

from caseflow.access.viewer import System
from caseflow.audit import anchoring
from caseflow.audit.chain import START, Entry, link
from caseflow.audit.events import REGISTRY
from caseflow.audit.models import AuditHead, AuditRow
from caseflow.audit.record import HEAD_ID
from caseflow.audit.verify import Status, Verdict, check, verify
from caseflow.clock import now
from caseflow.crypto import keyring
from caseflow.database import IMMEDIATE, end_reading, owner_engine, whole_engine

PROVING = System("prove")
ROWS = AuditRow.__table__
BATCH = 5000


def lengthen(app: Flask, count: int, seed: int = 1) -> None:
    """Add rows such as a year of work leaves, chained as they would be, without the work."""
    chance = random.Random(seed)
    events = sorted(REGISTRY)
    users = [uuid4() for _ in range(40)]
    with app.app_context():
        generation, secret = keyring.current().secret("audit")
        position, digest = anchoring.head()
        digest = digest or START
        moment = now()
        with owner_engine().begin() as connection:
            done = 0
            while done < count:
                rows = []
                for _ in range(min(BATCH, count - done)):
                    moment += timedelta(seconds=chance.random())
                    entry = _entry(chance, moment, events, users)
                    position += 1
                    digest = link(secret, digest, entry, position)
                    rows.append(
                        {**asdict(entry), "position": position, "generation": generation, "digest": digest}
                    )
                connection.execute(insert(ROWS), rows)
                done += len(rows)
            connection.execute(
                update(AuditHead).where(AuditHead.id == HEAD_ID).values(position=position, digest=digest)
            )


def _entry(chance: random.Random, moment: Any, events: list[str], users: list[UUID]) -> Entry:
    person = UUID(int=chance.getrandbits(128)) if chance.random() < 0.7 else None
    shown = [UUID(int=chance.getrandbits(128)).hex for _ in range(chance.choice((0, 0, 0, 1, 12)))]
    return Entry(
        id=UUID(int=chance.getrandbits(128)),
        at=moment,
        actor_id=chance.choice(users),
        purpose=None,
        event=chance.choice(events),
        record_kind="person" if person else None,
        record_id=person,
        person_id=person,
        fields=chance.choice(("", "", "known_as,locality_id")),
        shown=",".join(shown),
        count=len(shown),
    )


@dataclass
class Tampered:
    """How many tamperings of each kind there were, and which were not found."""

    tried: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)


def tamper(app: Flask, times: int, seed: int = 2) -> Tampered:
    """Tamper with a chain so many times, check it after each, and put it back by never committing the tampering.

    The check reads in the tampering's own transaction: what it would find afterwards, without a copy for each.
    """
    chance, done = random.Random(seed), Tampered()
    with app.app_context():
        standing = anchoring.standing()
        last = standing.furthest
        for number in range(times):
            name, act = KINDS[number % len(KINDS)]
            with whole_engine().connect() as connection:
                connection = connection.execution_options(**{IMMEDIATE: True})
                with connection.begin() as transaction:
                    what = act(connection, chance, last)
                    verdict = check(connection, standing)
                    transaction.rollback()
            done.tried[name] += 1
            if verdict.status is not Status.BROKEN:
                done.missed.append(f"{name}: {what}")
        end_reading()
    return done


CHANGES: tuple[tuple[str, Callable[[random.Random], Any]], ...] = (
    ("event", lambda _chance: "people:person:removed"),
    ("actor_id", lambda _chance: uuid4()),
    ("purpose", lambda _chance: "nobody"),
    ("record_kind", lambda _chance: "other"),
    ("record_id", lambda _chance: uuid4()),
    ("person_id", lambda _chance: uuid4()),
    ("fields", lambda _chance: "surname"),
    ("shown", lambda _chance: uuid4().hex),
    ("count", lambda chance: chance.randint(1000, 9999)),
    ("at", lambda chance: now() - timedelta(days=chance.randint(1, 300))),
    ("digest", lambda chance: chance.randbytes(32)),
    ("generation", lambda chance: chance.randint(2, 9)),
    ("id", lambda _chance: uuid4()),
)


def _edit(connection: Connection, chance: random.Random, last: int) -> str:
    name, value = chance.choice(CHANGES)
    at = chance.randint(1, last)
    connection.execute(update(ROWS).where(ROWS.c.position == at).values({name: value(chance)}))
    return f"{name} of row {at}"


def _delete(connection: Connection, chance: random.Random, last: int) -> str:
    at = chance.randint(1, last - 1)
    connection.execute(delete(ROWS).where(ROWS.c.position == at))
    if chance.random() < 0.5:
        # Close the gap too: each row behind it takes the place of the one before.
        for place in range(at + 1, min(last, at + 20) + 1):
            connection.execute(update(ROWS).where(ROWS.c.position == place).values(position=place - 1))
    return f"row {at}"


def _insert(connection: Connection, chance: random.Random, last: int) -> str:
    at = chance.randint(1, last)
    row = dict(connection.execute(select(ROWS).where(ROWS.c.position == at)).mappings().one())
    end = last + 1
    connection.execute(insert(ROWS).values({**row, "id": uuid4(), "position": end}))
    if chance.random() < 0.5:
        connection.execute(update(AuditHead).where(AuditHead.id == HEAD_ID).values(position=end))
    return f"row {at} again at {end}"


def _swap(connection: Connection, chance: random.Random, last: int) -> str:
    one, other = chance.sample(range(1, last + 1), 2)
    for old, new in ((one, -1), (other, one), (-1, other)):
        connection.execute(update(ROWS).where(ROWS.c.position == old).values(position=new))
    return f"rows {one} and {other}"


def _cut(connection: Connection, chance: random.Random, last: int) -> str:
    kept = last - chance.randint(1, min(200, last - 1))
    connection.execute(delete(ROWS).where(ROWS.c.position > kept))
    if chance.random() < 0.8:
        _move_head(connection, kept)
    return f"everything after row {kept}"


def _fork(connection: Connection, chance: random.Random, last: int) -> str:
    """Put an older copy in place and go on from there, as an installation that holds the keys would."""
    kept = last - chance.randint(1, min(200, last - 1))
    connection.execute(delete(ROWS).where(ROWS.c.position > kept))
    before = connection.execute(select(ROWS.c.digest).where(ROWS.c.position == kept)).scalar_one()
    generation, secret = keyring.current().secret("audit")
    position, digest, moment = kept, bytes(before), now()
    for _ in range(last - kept + chance.randint(0, 5)):
        entry = _entry(chance, moment, ["access:request:refused"], [uuid4()])
        position += 1
        digest = link(secret, digest, entry, position)
        row = {**asdict(entry), "position": position, "generation": generation, "digest": digest}
        connection.execute(insert(ROWS).values(row))
    values = {"position": position, "digest": digest}
    connection.execute(update(AuditHead).where(AuditHead.id == HEAD_ID).values(values))
    return f"written on from row {kept} to {position}"


def _move_head(connection: Connection, kept: int) -> None:
    digest = connection.execute(select(ROWS.c.digest).where(ROWS.c.position == kept)).scalar_one()
    connection.execute(
        update(AuditHead).where(AuditHead.id == HEAD_ID).values(position=kept, digest=bytes(digest))
    )


KINDS: tuple[tuple[str, Callable[[Connection, random.Random, int], str]], ...] = (
    ("edit", _edit),
    ("delete", _delete),
    ("insert", _insert),
    ("swap", _swap),
    ("cut", _cut),
    ("fork", _fork),
)


def timed(app: Flask) -> tuple[Verdict, float]:
    """Check the whole chain once; returns the verdict and the seconds it took."""
    with app.app_context():
        started = time.perf_counter()
        verdict = verify(PROVING)
        return verdict, time.perf_counter() - started
