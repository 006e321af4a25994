"""The table that says how far the watch has looked."""

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.database import Base


class WatchMark(Base):
    """How far along the audit chain the watch has looked, and which stretch it left to the command."""

    __tablename__ = "watch_marks"
    __unaudited__ = "how far the watch has looked; what it finds is recorded"

    position: Mapped[int] = mapped_column(BigInteger)
    behind_from: Mapped[int | None] = mapped_column(BigInteger)
    behind_until: Mapped[int | None] = mapped_column(BigInteger)
