"""A running process reports itself and the keys it knows, and learns of new ones."""

import os
from uuid import UUID, uuid4

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from caseflow.clock import now
from caseflow.crypto.keyring import Keyring
from caseflow.crypto.models import Kek, KekState, Process
from caseflow.crypto.rotation import LIVE, wraps_data

EVERY_SECONDS = 30


def relearn(ring: Keyring, engine: Engine) -> None:
    """Read from the database what keys there are and which of them wraps, in a connection of its own."""
    with Session(engine) as session:
        keks = session.scalars(select(Kek).where(Kek.state != KekState.RETIRED)).all()
        for kek in keks:
            ring.learn_one(kek.key_id, kek.check_value)
        primary = next((kek.key_id for kek in keks if wraps_data(kek)), None)
    if primary:
        ring.prefer(primary)


def report(ring: Keyring, engine: Engine, me: UUID | None) -> UUID:
    """Say that this process is alive and which keys it knows; returns the id to report under next time."""
    relearn(ring, engine)
    known = ",".join(ring.known())
    with Session(engine) as session, session.begin():
        row = session.get(Process, me) if me else None
        if row is None:
            row = Process(id=uuid4(), number=os.getpid(), knows=known, seen_at=now())
            session.add(row)
        row.knows, row.wraps_with, row.seen_at = known, ring.primary, now()
        session.execute(delete(Process).where(Process.seen_at < now() - 10 * LIVE))
        return row.id


def leave(engine: Engine, me: UUID) -> None:
    """Say that this process ends."""
    with Session(engine) as session, session.begin():
        session.execute(delete(Process).where(Process.id == me))
