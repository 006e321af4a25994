"""The table of conflicts. Who meets whom is sealed; a keyed hash of the pair keeps each to one row."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.crypto.models import Vaulted
from caseflow.crypto.sealed import SealedJson, SealedText
from caseflow.database import Base, Code, KeyedHash
from caseflow.oversight.conflicts.choices import ConflictState, Meeting


class WallConflict(Vaulted, Base):
    """Two records that meet: one human on both sides, or a survivor and who causes her harm."""

    __tablename__ = "conflicts"
    __table_args__ = (Index(None, "state", "due_at"),)

    pair: Mapped[bytes] = mapped_column(KeyedHash(), unique=True)
    meeting: Mapped[Meeting] = mapped_column(Code(Meeting))
    detail = SealedJson("oversight.conflict.detail")
    state: Mapped[ConflictState] = mapped_column(Code(ConflictState))
    found_at: Mapped[datetime]
    due_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    note = SealedText("oversight.conflict.note")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012
