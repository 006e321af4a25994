"""Tables of kept figures: what reports counted of people who are erased, and nothing that leads to them.

A row carries the codes by which reports break down and filter, and days instead of moments: each time is the first
of its day in England. It has a random id, no vault, and no word of when it was written.
"""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.choices import Element, Lot, RiskLevel, Side
from caseflow.database import Base, Code
from caseflow.referrals.choices import Decline, GapState, ReferralState

UNORDERED: Final[dict[str, Any]] = {"sqlite_with_rowid": False}
"""SQLite numbers the rows of a table as they come. Without that number they lie in the order of their random ids."""


class _Counted:
    """The codes by which reports break down and filter both referrals and cases."""

    side: Mapped[Side] = mapped_column(Code(Side))
    service_id: Mapped[UUID] = mapped_column(ForeignKey("services.id"))
    element: Mapped[Element] = mapped_column(Code(Element))
    lot: Mapped[Lot | None] = mapped_column(Code(Lot))
    locality_id: Mapped[UUID | None] = mapped_column(ForeignKey("localities.id"))
    risk_level: Mapped[RiskLevel] = mapped_column(Code(RiskLevel))
    """Of a case: the person's when they were erased, as reports count the level of today."""


class KeptReferral(_Counted, Base):
    """A referral of somebody who is erased, as far as reports count it."""

    __tablename__ = "kept_referrals"
    __table_args__ = (Index(None, "side", "sent_at"), UNORDERED)

    funding_decider: Mapped[str | None] = mapped_column(Code())
    state: Mapped[ReferralState] = mapped_column(Code(ReferralState))
    sent_at: Mapped[datetime]
    decline_group: Mapped[Decline | None] = mapped_column(Code(Decline))
    unmet: Mapped[bool]
    """Declined, and nobody else was found for the same need."""
    in_time: Mapped[bool | None]
    """Whether it was answered in time; nothing if no clock ran or nobody answered."""
    took_seconds: Mapped[int | None]
    """How long the answer took, in the steps in which reports tell it."""


class KeptCase(_Counted, Base):
    """A case of somebody who is erased, as far as reports count it."""

    __tablename__ = "kept_cases"
    __table_args__ = (Index(None, "side", "accepted_at"), UNORDERED)

    worker_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    accepted_at: Mapped[datetime]
    closed_at: Mapped[datetime]


class KeptGap(Base):
    """A need of somebody who is erased that no service covered, as far as reports count it."""

    __tablename__ = "kept_gaps"
    __table_args__ = (UNORDERED,)

    side: Mapped[Side] = mapped_column(Code(Side))
    service_id: Mapped[UUID | None] = mapped_column(ForeignKey("services.id"))
    locality_id: Mapped[UUID | None] = mapped_column(ForeignKey("localities.id"))
    state: Mapped[GapState] = mapped_column(Code(GapState))
    raised_at: Mapped[datetime]
