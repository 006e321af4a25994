"""The table of known devices."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseflow.access.models import User
from caseflow.database import Base, KeyedHash


class KnownDevice(Base):
    """A browser in which a user has once signed in to the end: others' wrong tries do not slow it."""

    __tablename__ = "known_devices"
    __table_args__ = (UniqueConstraint("user_id", "device_hash"),)
    __unaudited__ = "it goes with the sign-in that is recorded"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    device_hash: Mapped[bytes] = mapped_column(KeyedHash())
    first_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    user: Mapped[User] = relationship(lazy="raise_on_sql")
