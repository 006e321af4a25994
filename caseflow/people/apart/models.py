"""Tables of those who are kept apart, and of the steps that need the safeguarding lead first."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseflow.choices import Side
from caseflow.crypto.models import Vaulted
from caseflow.crypto.sealed import SealedText
from caseflow.database import Base, Code, KeyedHash
from caseflow.people.apart.choices import LeadAnswer, Step
from caseflow.people.models import Person


class Separation(Base):
    """Two people whom one worker may not hold both of. Only a keyed hash of the pair is kept: it names nobody."""

    __tablename__ = "separations"

    pair: Mapped[bytes] = mapped_column(KeyedHash(), unique=True)
    since_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class LeadQuestion(Vaulted, Base):
    """A step that a worker was about to take with a person and that needs the safeguarding lead first."""

    __tablename__ = "lead_questions"
    __table_args__ = (Index(None, "side", "answer", "due_at"), Index(None, "asked_by", "answer"))

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    side: Mapped[Side] = mapped_column(Code(Side))
    step: Mapped[Step] = mapped_column(Code(Step))
    record_id: Mapped[UUID]
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    asked_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    answer: Mapped[LeadAnswer] = mapped_column(Code(LeadAnswer))
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    note = SealedText("people.lead_question.note")
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012
