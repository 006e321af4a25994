"""Writes to the directory: load an area pack, mark the installation, update what a service has free."""

from uuid import UUID

from sqlalchemy import select

from caseflow.access.viewer import Actor
from caseflow.audit.action import action
from caseflow.audit.record import changed, record
from caseflow.clock import now
from caseflow.database import db
from caseflow.directory.events import AVAILABILITY_UPDATED, INSTALLATION_MARKED
from caseflow.directory.loading.actions import load_area
from caseflow.directory.models import Area, Installation, Service
from caseflow.errors import Invalid, Unknown

__all__ = ["load_area", "mark_installation", "update_availability"]


@action
def mark_installation(actor: Actor, area_id: UUID, *, demonstration: bool) -> UUID:
    """Say which area this installation serves, and whether it is a demonstration."""
    area = db.session.get(Area, area_id)
    row = db.session.scalar(select(Installation))
    if area is None:
        raise Unknown()
    if row is None:
        row = Installation(marked_at=now(), demonstration=demonstration)
        db.session.add(row)
    row.area, row.demonstration, row.marked_at = area, demonstration, now()
    record(actor, INSTALLATION_MARKED, "installation", row.id, fields=changed(row))
    return row.id


@action
def update_availability(
    actor: Actor, service_id: UUID, *, free_places: int | None = None, waiting_days: int | None = None
) -> UUID:
    """Say what a service has free and how long it takes now; the time of checking is kept with it."""
    service = db.session.get(Service, service_id)
    if service is None or not (actor.area_wide or service_id in actor.service_ids):
        raise Unknown()
    for name, value in (("free_places", free_places), ("waiting_days", waiting_days)):
        if value is not None and not 0 <= value <= 999:
            raise Invalid({name: "Enter a number from 0 to 999"})
    service.free_places, service.waiting_days, service.checked_at = free_places, waiting_days, now()
    record(actor, AVAILABILITY_UPDATED, "service", service_id, fields=changed(service))
    return service_id
