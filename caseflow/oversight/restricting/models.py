"""The table of restrictions; who may see a restricted record stands in the grants."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseflow.crypto.models import Vaulted
from caseflow.crypto.sealed import SealedText
from caseflow.database import Base
from caseflow.people.models import Person


class Restriction(Vaulted, Base):
    """A stretch in which a person's record was open to those on its list only: why, and why it ended."""

    __tablename__ = "restrictions"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    reason = SealedText("oversight.restriction.reason")
    lift_reason = SealedText("oversight.restriction.lift_reason")
    restricted_at: Mapped[datetime]
    restricted_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012
