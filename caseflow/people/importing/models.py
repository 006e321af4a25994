"""The table of outside references: by what another system knew a person."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseflow.crypto.models import Vaulted
from caseflow.crypto.sealed import SealedText
from caseflow.database import Base, KeyedHash
from caseflow.people.models import Person


class OutsideReference(Vaulted, Base):
    """A person as a row of an imported file; the same row is never taken in twice."""

    __tablename__ = "outside_references"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    lookup: Mapped[bytes] = mapped_column(KeyedHash(), unique=True)
    """The keyed hash of the side and the row's id there; of the whole row where it had no id."""
    value = SealedText("people.outside_reference.value")
    batch_id: Mapped[UUID] = mapped_column(index=True)
    """The batch that the row came with: one transaction, one line of the audit."""
    created_at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
