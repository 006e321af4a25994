"""Names of services and localities by id, for pages and commands."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from caseflow.access.viewer import Viewer
from caseflow.database import db
from caseflow.directory.models import Locality, Service
from caseflow.errors import Invalid


def service_names(viewer: Viewer, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return the names of services by id; one query however many."""
    wanted = {one for one in ids if one is not None}
    if not wanted:
        return {}
    rows = db.session.execute(select(Service.id, Service.name).where(Service.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def locality_names(viewer: Viewer, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return the names of localities by id; one query however many."""
    wanted = {one for one in ids if one is not None}
    if not wanted:
        return {}
    rows = db.session.execute(select(Locality.id, Locality.name).where(Locality.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def service_by_code(viewer: Viewer, code: str) -> UUID:
    """Return the service with this code in the area pack; raises Invalid if there is none."""
    found = db.session.scalar(select(Service.id).where(Service.code == code))
    if found is None:
        raise Invalid({"service": f"There is no service with the code {code} in this area."})
    return found
