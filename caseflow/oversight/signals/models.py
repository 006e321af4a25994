"""Tables of signals: what was noticed, what came of it, and how far the audit has been looked through."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.choices import Side
from caseflow.crypto.models import Vaulted
from caseflow.crypto.sealed import SealedText
from caseflow.database import Base, Code
from caseflow.oversight.signals.choices import Outcome, SignalKind


class Signal(Vaulted, Base):
    """One thing noticed on one day: about a user, about a record, or both. The note lies in a vault of its own."""

    __tablename__ = "signals"
    __table_args__ = (
        Index(None, "kind", "user_id", "person_id", "seen_on"),
        Index(None, "side", "noted_at", "last_at"),
    )
    __unaudited__ = "reckoned from the audit, and can be again; noting an outcome is recorded"

    kind: Mapped[SignalKind] = mapped_column(Code(SignalKind))
    side: Mapped[Side] = mapped_column(Code(Side))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    seen_on: Mapped[date]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    count: Mapped[int]
    outcome: Mapped[Outcome | None] = mapped_column(Code(Outcome))
    note = SealedText("oversight.signal.note")
    noted_at: Mapped[datetime | None]
    noted_by: Mapped[UUID | None]


class SignalMark(Base):
    """The one row that says up to which row of the audit signals were reckoned."""

    __tablename__ = "signal_marks"
    __unaudited__ = "a place in the audit, not a record of anyone"

    position: Mapped[int] = mapped_column(BigInteger)
