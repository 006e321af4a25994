"""Tables of risk alerts: as raised on the one side, and as passed on to the other, each sealed on its own."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseflow.crypto.models import Vaulted
from caseflow.crypto.sealed import SealedText
from caseflow.database import Base, Code
from caseflow.oversight.alerts.choices import Alert
from caseflow.people.models import Person


class RiskAlert(Vaulted, Base):
    """What somebody on the perpetrator side raised about a client."""

    __tablename__ = "risk_alerts"
    __table_args__ = (Index(None, "passed_at", "due_at"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[Alert] = mapped_column(Code(Alert))
    detail = SealedText("oversight.alert.detail")
    raised_at: Mapped[datetime]
    raised_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    due_at: Mapped[datetime]
    passed_at: Mapped[datetime | None]
    """When it was passed on, or the safeguarding lead found that there is nobody to tell."""

    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class PassedAlert(Vaulted, Base):
    """A risk alert as it stands on a survivor's record, sealed under her vault; it names no client."""

    __tablename__ = "passed_alerts"
    __table_args__ = (Index(None, "seen_at", "passed_at"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[Alert] = mapped_column(Code(Alert))
    detail = SealedText("oversight.passed_alert.detail")
    passed_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    seen_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012
