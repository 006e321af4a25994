"""What a search has shown already, as the audit has it: while somebody types, each record is noted once."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import bindparam, select

from caseflow.audit.actors import Who
from caseflow.audit.events import Event
from caseflow.audit.models import AuditRow
from caseflow.clock import now
from caseflow.database import db

# Made once: a search sends it at every pause of typing.
_SHOWN = select(AuditRow.shown).where(
    AuditRow.at >= bindparam("since"),
    AuditRow.actor_id == bindparam("who"),
    AuditRow.event.in_(bindparam("events", expanding=True)),
    AuditRow.record_id == bindparam("record_id"),
)


def shown_already(who: Who, events: Iterable[Event], record_id: UUID, within: timedelta) -> set[UUID]:
    """Return the ids that this user was shown under one record, such as a search or a call, of late."""
    asked = {
        "since": now() - within,
        "who": who.user_id,
        "events": [event.name for event in events],
        "record_id": record_id,
    }
    rows = db.session.scalars(_SHOWN, asked)
    return {UUID(one) for row in rows for one in row.split(",") if one}
