"""Grants: rows that open one record to a service or a user, until they end; denials close one to a user."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select

from caseflow.access.events import DENIAL_ENDED, DENIED, GRANT_ENDED, GRANTED
from caseflow.access.models import Denial, Grant
from caseflow.access.remembered import moment
from caseflow.access.viewer import Actor, Viewer
from caseflow.audit.record import record
from caseflow.clock import now
from caseflow.database import db


def grant(
    actor: Actor,
    kind: str,
    record_id: UUID,
    *,
    why: str,
    source_id: UUID,
    service_id: UUID | None = None,
    user_id: UUID | None = None,
    until_at: datetime | None = None,
) -> UUID:
    """Open a record to a service or a user, within the action that gives the reason."""
    row = Grant(
        record_kind=kind,
        record_id=record_id,
        service_id=service_id,
        user_id=user_id,
        why=why,
        source_id=source_id,
        given_at=now(),
        given_by=actor.user_id,
        until_at=until_at,
    )
    db.session.add(row)
    record(actor, GRANTED, kind, record_id, fields=("grant",))
    return row.id


def end_grants(actor: Actor, source_id: UUID) -> None:
    """End all grants that came from one referral or case."""
    for row in db.session.scalars(
        select(Grant).where(Grant.source_id == source_id, Grant.ended_at.is_(None))
    ):
        row.ended_at = now()
        record(actor, GRANT_ENDED, row.record_kind, row.record_id, fields=("grant",))


def granted(viewer: Viewer, kind: str, record_id: Any) -> ColumnElement[bool]:
    """Return the predicate: a live grant opens this record to the viewer's working service or to the viewer."""
    to_whom = [Grant.user_id == viewer.user_id]
    if viewer.service_id:
        to_whom.append(Grant.service_id == viewer.service_id)
    return _live_grant(kind, record_id, or_(*to_whom))


def named(viewer: Viewer, kind: str, record_id: Any) -> ColumnElement[bool]:
    """Return the predicate: a live grant opens this record to the viewer by name, not through a service."""
    return _live_grant(kind, record_id, Grant.user_id == viewer.user_id)


def _live_grant(kind: str, record_id: Any, to_whom: ColumnElement[bool]) -> ColumnElement[bool]:
    # A look-up by the index for each record that is read: a service may hold grants to very many.
    found = select(Grant.id).where(
        Grant.record_kind == kind,
        Grant.record_id == record_id,
        Grant.ended_at.is_(None),
        or_(Grant.until_at.is_(None), Grant.until_at > moment()),
        to_whom,
    )
    return found.correlate_except(Grant).exists()


def deny(actor: Actor, kind: str, record_id: UUID, *, user_id: UUID, why: str, source_id: UUID) -> UUID:
    """Close a record to one user, within the action that gives the reason."""
    row = Denial(
        record_kind=kind,
        record_id=record_id,
        user_id=user_id,
        why=why,
        source_id=source_id,
        given_at=now(),
        given_by=actor.user_id,
    )
    db.session.add(row)
    record(actor, DENIED, kind, record_id, fields=("denial",))
    return row.id


def end_denials(actor: Actor, source_id: UUID) -> None:
    """End all denials that came from one reason."""
    for row in db.session.scalars(
        select(Denial).where(Denial.source_id == source_id, Denial.ended_at.is_(None))
    ):
        row.ended_at = now()
        record(actor, DENIAL_ENDED, row.record_kind, row.record_id, fields=("denial",))


def denied(viewer: Viewer, kind: str) -> Select[UUID]:
    """Return the ids of the records that are closed to the viewer: always few."""
    return select(Denial.record_id).where(
        Denial.user_id == viewer.user_id, Denial.record_kind == kind, Denial.ended_at.is_(None)
    )
