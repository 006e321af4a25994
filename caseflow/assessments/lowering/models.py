"""The table of requests to lower a computed high."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseflow.assessments.choices import LoweringState
from caseflow.assessments.models import Assessment
from caseflow.choices import RiskLevel
from caseflow.crypto.models import Vaulted
from caseflow.crypto.sealed import SealedText
from caseflow.database import Base, Code


class RiskLowering(Vaulted, Base):
    """A request to put a lower level in force than the one computed, and what a manager decided."""

    __tablename__ = "risk_lowerings"
    __table_args__ = (Index(None, "state"),)

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessments.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    to_level: Mapped[RiskLevel] = mapped_column(Code(RiskLevel))
    reason = SealedText("assessments.lowering.reason")
    state: Mapped[LoweringState] = mapped_column(Code(LoweringState))
    asked_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    decision_note = SealedText("assessments.lowering.decision_note")
    version: Mapped[int] = mapped_column(default=1)

    assessment: Mapped[Assessment] = relationship(lazy="raise_on_sql")

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012
