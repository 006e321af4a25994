"""The table of work that was handed over: what, from whom, to whom, and whether the receiver has read of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.cases.handover.choices import Work
from caseflow.choices import Side
from caseflow.database import Base, Code


class HandedOver(Base):
    """One piece of work that went from one worker to another, or to the team."""

    __tablename__ = "handed_over"
    __table_args__ = (Index(None, "to_user_id", "seen_at"),)

    kind: Mapped[Work] = mapped_column(Code(Work))
    service_id: Mapped[UUID] = mapped_column(ForeignKey("services.id"))
    side: Mapped[Side] = mapped_column(Code(Side))
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"), index=True)
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("tasks.id"), index=True)
    callback_id: Mapped[UUID | None] = mapped_column(ForeignKey("callbacks.id"), index=True)
    call_id: Mapped[UUID | None] = mapped_column(ForeignKey("calls.id"), index=True)
    referral_id: Mapped[UUID | None] = mapped_column(ForeignKey("referrals.id"), index=True)
    from_user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    to_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    """Without anybody it went to the team."""
    moved_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    moved_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012
