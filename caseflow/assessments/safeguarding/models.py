"""The table of safeguarding actions."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseflow.assessments.choices import SafeguardingDecision, SafeguardingKind, SafeguardingState
from caseflow.choices import Side
from caseflow.crypto.models import Vaulted
from caseflow.crypto.sealed import SealedText
from caseflow.database import Base, Code
from caseflow.people.models import Person


class SafeguardingAction(Vaulted, Base):
    """A safeguarding decision about a child or an adult at risk, and what came of it."""

    __tablename__ = "safeguarding_actions"
    __table_args__ = (Index(None, "state", "chase_on"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    side: Mapped[Side] = mapped_column(Code(Side))
    kind: Mapped[SafeguardingKind] = mapped_column(Code(SafeguardingKind))
    decision: Mapped[SafeguardingDecision] = mapped_column(Code(SafeguardingDecision))
    about = SealedText("assessments.safeguarding.about")
    reason = SealedText("assessments.safeguarding.reason")
    sent_to = SealedText("assessments.safeguarding.sent_to")
    reference = SealedText("assessments.safeguarding.reference")
    answer = SealedText("assessments.safeguarding.answer")
    chase_note = SealedText("assessments.safeguarding.chase_note")
    state: Mapped[SafeguardingState] = mapped_column(Code(SafeguardingState))
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    chase_on: Mapped[date | None]
    chased_at: Mapped[datetime | None]
    call_id: Mapped[UUID | None] = mapped_column(ForeignKey("calls.id"))
    for_service_id: Mapped[UUID | None] = mapped_column(ForeignKey("services.id"))
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012
