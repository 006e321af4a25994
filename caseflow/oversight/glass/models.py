"""The table of opened restricted records."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseflow.choices import Side
from caseflow.crypto.models import Vaulted
from caseflow.crypto.sealed import SealedText
from caseflow.database import Base, Code
from caseflow.oversight.glass.choices import GlassOutcome, GlassReason
from caseflow.people.models import Person


class GlassBreak(Vaulted, Base):
    """One user opened one restricted record for an hour: why, what they were asked, and what the review came to."""

    __tablename__ = "glass_breaks"
    __table_args__ = (Index(None, "side", "reviewed_at", "review_due_at"), Index(None, "user_id", "asked_at"))

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    side: Mapped[Side] = mapped_column(Code(Side))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[GlassReason] = mapped_column(Code(GlassReason))
    detail = SealedText("oversight.glass.detail")
    opened_at: Mapped[datetime]
    until_at: Mapped[datetime]
    review_due_at: Mapped[datetime]
    question = SealedText("oversight.glass.question")
    asked_at: Mapped[datetime | None]
    asked_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    answer = SealedText("oversight.glass.answer")
    answered_at: Mapped[datetime | None]
    reviewed_at: Mapped[datetime | None]
    reviewed_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    outcome: Mapped[GlassOutcome | None] = mapped_column(Code(GlassOutcome))
    note = SealedText("oversight.glass.note")
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012
