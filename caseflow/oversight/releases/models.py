"""Tables of releases: as asked for on the one side, and as it stands on the other, each sealed on its own."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseflow.crypto.models import Vaulted
from caseflow.crypto.sealed import SealedText
from caseflow.database import Base, Code
from caseflow.oversight.releases.choices import Consent, Item, ReleaseState
from caseflow.people.models import Person


class Release(Vaulted, Base):
    """What somebody asked to be released about a survivor, on what it rests, and what became of it."""

    __tablename__ = "releases"
    __table_args__ = (Index(None, "state", "due_at"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[Item] = mapped_column(Code(Item))
    text = SealedText("oversight.release.text")
    consent: Mapped[Consent] = mapped_column(Code(Consent))
    agreed_on: Mapped[date | None]
    agreed_how = SealedText("oversight.release.agreed_how")
    reason = SealedText("oversight.release.reason")
    state: Mapped[ReleaseState] = mapped_column(Code(ReleaseState))
    asked_at: Mapped[datetime]
    asked_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    due_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    note = SealedText("oversight.release.note")
    goes_to = SealedText("oversight.release.goes_to")
    """Whose record it goes to and which item it became there: sealed, for the two are never told of each other."""
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    taken_back_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class ReleasedItem(Vaulted, Base):
    """An item as it stands on a client's record, sealed under the client's vault: it names nobody and leads nowhere."""

    __tablename__ = "released_items"
    __table_args__ = (Index(None, "withdrawn_at", "seen_at"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[Item] = mapped_column(Code(Item))
    text = SealedText("oversight.released_item.text")
    released_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    seen_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012
