"""Tables of privacy: holds, proposed erasures, and the ledger of vaults that were destroyed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseflow.choices import Side
from caseflow.crypto.models import Vaulted
from caseflow.crypto.sealed import SealedText
from caseflow.database import Base, Code
from caseflow.people.models import Person
from caseflow.privacy.choices import ErasureState, Ground, HoldGround


class Hold(Vaulted, Base):
    """A reason for which a person's record may not be erased, until it is lifted."""

    __tablename__ = "privacy_holds"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    ground: Mapped[HoldGround] = mapped_column(Code(HoldGround))
    note = SealedText("privacy.hold.note")
    placed_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    placed_at: Mapped[datetime]
    lifted_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    lifted_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class ErasureRequest(Vaulted, Base):
    """A proposal to erase a person, for a second pair of eyes. It goes with the record when it is carried out."""

    __tablename__ = "privacy_erasure_requests"
    __table_args__ = (Index(None, "side", "state", "proposed_at"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    side: Mapped[Side] = mapped_column(Code(Side))
    ground: Mapped[Ground] = mapped_column(Code(Ground))
    note = SealedText("privacy.erasure.note")
    state: Mapped[ErasureState] = mapped_column(Code(ErasureState))
    proposed_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    answer = SealedText("privacy.erasure.answer")
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class ErasedVault(Base):
    """One line of the ledger: a vault that was destroyed and must stay so, whatever is restored. It names nobody."""

    __tablename__ = "privacy_erased_vaults"

    vault_id: Mapped[UUID] = mapped_column(unique=True)
    kek_id: Mapped[str] = mapped_column(Code())
    """The key that wrapped it: older backups hold the vault until that key is destroyed."""
    erased_at: Mapped[datetime]
