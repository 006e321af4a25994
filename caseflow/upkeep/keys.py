"""Which keys there are, read for the operator."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select

from caseflow.access.viewer import Viewer
from caseflow.crypto import renewing
from caseflow.crypto.erasure import vaults_under
from caseflow.crypto.models import Vault
from caseflow.crypto.renewing import sealed_columns
from caseflow.crypto.rotation import KeyLine, key_lines, remaining
from caseflow.crypto.sealed import Sealed
from caseflow.crypto.unopened import Unopened
from caseflow.database import db, end_reading
from caseflow.errors import CaseflowError, Unknown
from caseflow.people.models import Person
from caseflow.people.references import read_reference
from caseflow.people.scope import visible_people


def all_keys(viewer: Viewer) -> list[KeyLine]:
    """Return every key, its state and what it wraps, oldest first."""
    try:
        return key_lines(db.session())
    finally:
        end_reading()


def rows_without_vault(viewer: Viewer) -> dict[str, int]:
    """Return how many rows of each table have lost their vault: what they hold can never be opened again."""
    vaults = Vault.__table__.c
    found = {}
    try:
        for table in sealed_columns():
            lost = (
                select(func.count()).select_from(table).where(~exists().where(vaults.id == table.c.vault_id))
            )
            number = db.session.scalar(lost) or 0
            if number:
                found[table.name] = number
        return found
    finally:
        end_reading()


def unopenable(viewer: Viewer, progress: Callable[[int], None]) -> list[Unopened]:
    """Open every sealed value there is, and return those that do not open."""
    faults = []
    try:
        for table, attributes in sealed_columns().items():
            columns = [table.c[one.column] for one in attributes]
            rows = db.session.execute(
                select(Vault, table.c.id, *columns)
                .outerjoin_from(table, Vault.__table__, Vault.__table__.c.id == table.c.vault_id)
                .execution_options(yield_per=500)
            )
            for vault, row_id, *blobs in rows:
                faults += [
                    Unopened(one.seal_name, row_id)
                    for one, blob in zip(attributes, blobs, strict=True)
                    if blob is not None and not _opens(vault, one, row_id, blob)
                ]
                progress(1)
        return faults
    finally:
        end_reading()


def sealed_rows(viewer: Viewer) -> int:
    """Return how many rows have sealed attributes."""
    try:
        return sum(db.session.scalar(select(func.count()).select_from(one)) or 0 for one in sealed_columns())
    finally:
        end_reading()


def _opens(vault: Vault | None, attribute: Sealed[Any], row_id: UUID, blob: bytes) -> bool:
    try:
        return vault is not None and vault.open(blob, attribute.prefix, row_id) is not None
    except CaseflowError:
        return False


def made_before(viewer: Viewer, moment: datetime, after: UUID | None) -> list[UUID]:
    """Return the next vaults whose data key was made before a moment."""
    try:
        return renewing.made_before(db.session(), moment, after)
    finally:
        end_reading()


def number_made_before(viewer: Viewer, moment: datetime) -> int:
    """Return how many vaults have a data key that was made before a moment."""
    try:
        return db.session.scalar(select(func.count()).where(Vault.created_at < moment)) or 0
    finally:
        end_reading()


def vaults_of(viewer: Viewer, reference: str) -> list[UUID]:
    """Return the vaults of the person with a reference; raises Unknown."""
    try:
        person_id = db.session.scalar(
            select(Person.id).where(Person.reference == read_reference(reference), visible_people(viewer))
        )
        if person_id is None:
            raise Unknown("There is nobody with this reference.")
        return sorted(vaults_under(db.session.connection(), Person.__tablename__, {person_id}))
    finally:
        end_reading()


def still_to_rewrap(viewer: Viewer, primary: str) -> int:
    """Return how many vaults are not yet under the present key."""
    try:
        return remaining(db.session(), primary)
    finally:
        end_reading()
