"""Tables of whom staff know, and of the people who are closed to them for it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseflow.access.models import User
from caseflow.choices import Side
from caseflow.crypto.models import Vaulted
from caseflow.crypto.sealed import SealedJson, SealedText
from caseflow.database import Base, Code
from caseflow.oversight.known.choices import MatchState
from caseflow.people.models import Person


class Acquaintance(Vaulted, Base):
    """Somebody whom a worker says they know, sealed under the worker's own vault."""

    __tablename__ = "acquaintances"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    name = SealedText("oversight.acquaintance.name")
    number = SealedText("oversight.acquaintance.number")
    address = SealedText("oversight.acquaintance.address")
    born = SealedText("oversight.acquaintance.born")
    note = SealedText("oversight.acquaintance.note")
    stated_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(lazy="raise_on_sql")


class StaffMatch(Vaulted, Base):
    """A worker and a person who may know each other: closed to that worker at once, then looked at by the lead."""

    __tablename__ = "staff_matches"
    __table_args__ = (UniqueConstraint("user_id", "person_id"), Index(None, "side", "state"))

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    side: Mapped[Side] = mapped_column(Code(Side))
    state: Mapped[MatchState] = mapped_column(Code(MatchState))
    why = SealedJson("oversight.staff_match.why")
    found_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012
