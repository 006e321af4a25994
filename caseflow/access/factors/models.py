"""Tables of second factors and of recovery codes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseflow.access.choices import FactorKind
from caseflow.access.models import User
from caseflow.crypto.models import Vaulted
from caseflow.crypto.sealed import SealedText
from caseflow.database import Base, Code, KeyedHash


class Factor(Vaulted, Base):
    """A user's second factor of one kind. It counts once it is confirmed; its secret is sealed for its user."""

    __tablename__ = "sign_in_factors"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    kind: Mapped[FactorKind] = mapped_column(Code(FactorKind))
    secret = SealedText("access.factors.secret")
    last_step: Mapped[int] = mapped_column(default=0)
    """The half minute of the last code that was taken: that code, and every older one, is used up."""
    added_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    user: Mapped[User] = relationship(lazy="raise_on_sql")


class RecoveryCode(Base):
    """A code that stands in for a lost second factor, once. Only its keyed hash is kept."""

    __tablename__ = "recovery_codes"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    code_hash: Mapped[bytes] = mapped_column(KeyedHash(), unique=True)
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    user: Mapped[User] = relationship(lazy="raise_on_sql")
