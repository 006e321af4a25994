"""The table of pairs of records that may be one person."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseflow.choices import Side
from caseflow.database import Base, Code
from caseflow.people.models import Person
from caseflow.people.pairs.choices import PairState


class RecordPair(Base):
    """Two records of one side; the lower id comes first, so that a pair has one row."""

    __tablename__ = "record_pairs"
    __table_args__ = (UniqueConstraint("first_id", "second_id"), Index(None, "state", "side", "said_at"))

    first_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    second_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    side: Mapped[Side] = mapped_column(Code(Side))
    state: Mapped[PairState] = mapped_column(Code(PairState))
    said_at: Mapped[datetime]
    said_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))

    first: Mapped[Person] = relationship(foreign_keys=first_id, lazy="raise_on_sql")
    second: Mapped[Person] = relationship(foreign_keys=second_id, lazy="raise_on_sql")
