"""What a search has shown already, as the audit has it: while somebody types, each record is noted once."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from caseflow.audit.actors import Who
from caseflow.audit.events import Event
from caseflow.audit.models import AuditRow
from caseflow.clock import now
from caseflow.database import db


def shown_already(who: Who, events: Iterable[Event], record_id: UUID, within: timedelta) -> set[UUID]:
    """Return the ids that this user was shown under one record, such as a search or a call, of late."""
    rows = db.session.scalars(
        select(AuditRow.shown).where(
            AuditRow.at >= now() - within,
            AuditRow.actor_id == who.user_id,
            AuditRow.event.in_([event.name for event in events]),
            AuditRow.record_id == record_id,
        )
    )
    return {UUID(one) for row in rows for one in row.split(",") if one}
