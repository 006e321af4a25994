"""The table of merges: which record was merged into which, what was chosen, and whether it was taken apart again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseflow.choices import Side
from caseflow.crypto.models import Vaulted
from caseflow.crypto.sealed import SealedJson
from caseflow.database import Base, Code
from caseflow.people.models import Person


class PersonMerge(Vaulted, Base):
    """One record that was merged into another; no row and no vault of either moves."""

    __tablename__ = "person_merges"
    __table_args__ = (Index(None, "into_id", "undone_at"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    into_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    side: Mapped[Side] = mapped_column(Code(Side))
    choices = SealedJson("privacy.merge.choices")
    """For each value that was taken over: what stood there before, and what was put there."""
    merged_at: Mapped[datetime]
    merged_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship(foreign_keys=person_id, lazy="raise_on_sql")
    into: Mapped[Person] = relationship(foreign_keys=into_id, lazy="raise_on_sql")

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012
