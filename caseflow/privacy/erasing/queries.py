"""Reads of erasure: proposals that wait, and what one would erase."""

from uuid import UUID

from sqlalchemy import func, select

from caseflow.access.viewer import Viewer
from caseflow.clock import now
from caseflow.crypto.models import Kek
from caseflow.crypto.rotation import EPOCH
from caseflow.database import db
from caseflow.errors import Unknown
from caseflow.people.models import Person
from caseflow.people.references import read_reference
from caseflow.people.scope import of_visible_people, visible_people
from caseflow.privacy.ledger import Erased
from caseflow.privacy.models import ErasedVault, ErasureRequest


def load_request(viewer: Viewer, request_id: UUID) -> ErasureRequest:
    """Return a proposal about somebody whom the viewer may know of; raises Unknown otherwise."""
    found = db.session.scalar(
        select(ErasureRequest).where(
            ErasureRequest.id == request_id, of_visible_people(viewer, ErasureRequest.person_id)
        )
    )
    if found is None:
        raise Unknown
    return found


def erased_vaults(viewer: Viewer) -> list[Erased]:
    """Return the ledger in the database, oldest first."""
    rows = db.session.scalars(select(ErasedVault).order_by(ErasedVault.erased_at, ErasedVault.id))
    return [Erased(row.vault_id, row.kek_id, row.erased_at) for row in rows]


def person_of(viewer: Viewer, reference: str) -> UUID:
    """Return the person with a reference; raises Unknown outside the viewer's scope."""
    found = db.session.scalar(
        select(Person.id).where(Person.reference == read_reference(reference), visible_people(viewer))
    )
    if found is None:
        raise Unknown("There is nobody with this reference.")
    return found


def dead_on(viewer: Viewer) -> list[str]:
    """Return, for each key that older backups of the erased need, on which day they are dead and by what."""
    counted = dict(
        db.session.execute(select(ErasedVault.kek_id, func.count()).group_by(ErasedVault.kek_id)).all()
    )
    lines = []
    for kek in db.session.scalars(select(Kek).order_by(Kek.created_at)):
        if kek.key_id in counted:
            day = f"{(kek.retired_at or now()) + EPOCH:%-d %B %Y}"
            first = "" if kek.retired_at else "rotated away and retired today, and "
            lines.append(
                f"{counted[kek.key_id]} erased vaults in older backups: "
                f"dead on {day} if key {kek.key_id} is {first}destroyed."
            )
    return lines
