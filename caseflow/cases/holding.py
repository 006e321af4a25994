"""Who may come to hold a case: somebody who works in its service, and whom no wall keeps from the person."""

from uuid import UUID

from sqlalchemy import select

from caseflow.access.viewer import Actor
from caseflow.cases.models import Case
from caseflow.cases.queries import service_workers
from caseflow.database import db
from caseflow.errors import Invalid, NeedsLead
from caseflow.people.apart.queries import needs_lead

ME = "me"


def chosen_worker(actor: Actor, service_id: UUID, allocate_to: UUID | str | None) -> UUID | None:
    """Return the worker that was chosen, or nothing for the team; raises Invalid for one who does not work there."""
    if allocate_to is None:
        return None
    wanted = actor.user_id if allocate_to == ME else allocate_to
    if wanted not in {one.user_id for one in service_workers(actor, service_id)}:
        raise Invalid({"worker": "Choose somebody who works in this service"})
    return wanted if isinstance(wanted, UUID) else None


def must_be_free_to_hold(actor: Actor, person_id: UUID, worker_id: UUID | None) -> None:
    """Refuse that one worker comes to hold both of a couple, or somebody who is closed to them; raises NeedsLead."""
    if worker_id is None:
        return
    held = db.session.scalars(
        select(Case.person_id).where(Case.worker_id == worker_id, Case.is_live.is_(True)).distinct()
    ).all()
    if needs_lead(actor, person_id, worker_id, held):
        raise NeedsLead(person_id, worker_id)
