"""The table of reset links."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseflow.access.models import User
from caseflow.database import Base, KeyedHash


class ResetLink(Base):
    """A link by which a user sets a new password, once and within the hour. Only its keyed hash is kept."""

    __tablename__ = "reset_links"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    token_hash: Mapped[bytes] = mapped_column(KeyedHash(), unique=True)
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None]
    until_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    user: Mapped[User] = relationship(lazy="raise_on_sql")
