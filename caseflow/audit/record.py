"""Write audit rows: noted while an action runs, appended to the chain as its last statement."""

from collections.abc import Iterable, Sequence
from typing import Any, cast
from uuid import UUID, uuid4

from sqlalchemy import bindparam, insert, inspect, select, update
from sqlalchemy.orm import Session

from caseflow.audit.actors import Who
from caseflow.audit.chain import START, Entry, link
from caseflow.audit.ending import in_one_go
from caseflow.audit.events import Event
from caseflow.audit.models import AuditHead, AuditRow
from caseflow.clock import now
from caseflow.crypto import keyring
from caseflow.database import Base, begin_writing, db, end_reading

HEAD_ID = UUID(int=1)
PENDING = "caseflow_audit"

# Made once: every page and every action sends them.
_HEADS, _LINES = (Base.metadata.tables[one.__tablename__] for one in (AuditHead, AuditRow))
_HEAD = select(_HEADS.c.position, _HEADS.c.digest).where(_HEADS.c.id == HEAD_ID).with_for_update()
_FIRST = insert(_HEADS).values(id=HEAD_ID, position=0, digest=START)
_ROWS = insert(_LINES)
_ON = (
    update(_HEADS)
    .where(_HEADS.c.id == HEAD_ID)
    .values(position=bindparam("to_position"), digest=bindparam("to_digest"))
)


def entry_of(
    who: Who,
    event: Event,
    kind: str | None = None,
    record_id: UUID | None = None,
    *,
    person_id: UUID | None = None,
    fields: Iterable[str] = (),
    shown: Sequence[UUID] = (),
    count: int = 0,
) -> Entry:
    """Return the entry that says who did what."""
    return Entry(
        id=uuid4(),
        at=now(),
        actor_id=who.user_id,
        purpose=who.purpose,
        event=event.name,
        record_kind=kind,
        record_id=record_id,
        person_id=person_id,
        fields=",".join(sorted(fields)),
        shown=",".join(one.hex for one in shown),
        count=count or len(shown),
    )


def record(
    who: Who, event: Event, kind: str | None = None, record_id: UUID | None = None, **more: Any
) -> None:
    """Note, within an action, what it did; the rows are chained when the action ends.

    ``more`` may hold ``person_id``, ``fields`` (names only), ``shown`` (ids) and ``count``.
    """
    pending = db.session.info.get(PENDING)
    if pending is None:
        raise RuntimeError("record() belongs inside an @action")
    pending.append(entry_of(who, event, kind, record_id, **more))


def record_now(
    who: Who, event: Event, kind: str | None = None, record_id: UUID | None = None, **more: Any
) -> None:
    """Write one audit row in a short transaction of its own: reads, refusals, sign-ins."""
    end_reading()
    begin_writing()
    try:
        append_and_commit(db.session(), [entry_of(who, event, kind, record_id, **more)])
    finally:
        end_reading()


def changed(row: object) -> tuple[str, ...]:
    """Return the names of a row's fields that differ from what the database holds."""
    state = cast(Any, inspect(row))
    return tuple(
        attribute.key.removesuffix("_sealed")
        for attribute in state.attrs
        if attribute.history.has_changes() and attribute.key in state.mapper.column_attrs
    )


def append_and_commit(session: Session, entries: Sequence[Entry]) -> None:
    """Lock the head of the chain, append entries to it and commit. Nothing else is locked after the head."""
    session.flush()
    generation, secret = keyring.current().secret("audit")
    # Past the unit of work: nothing of these rows is ever held as an object.
    connection = session.connection()
    head = connection.execute(_HEAD).one_or_none()
    if head is None:
        connection.execute(_FIRST)
    position, digest = (head.position, head.digest) if head else (0, START)
    rows = []
    for entry in entries:
        position += 1
        digest = link(secret, digest, entry, position)
        rows.append({**vars(entry), "position": position, "generation": generation, "digest": digest})
    with in_one_go(connection) as commit:
        connection.execute(_ROWS, rows)
        connection.execute(_ON, {"to_position": position, "to_digest": digest})
        commit()
    session.commit()
