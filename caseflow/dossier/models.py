"""The one table of the dossier: searches, kept for an hour so that what was looked for never stands in a URL."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseflow.access.models import User
from caseflow.choices import Side
from caseflow.crypto.models import Vaulted
from caseflow.crypto.sealed import SealedJson
from caseflow.database import Base, Code


class SavedSearch(Vaulted, Base):
    """What one user looked for on one side: sealed under that user's vault, gone after an hour."""

    __tablename__ = "saved_searches"
    __unaudited__ = "the words of a search are nobody's record; what it showed is recorded"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    side: Mapped[Side] = mapped_column(Code(Side))
    words = SealedJson("dossier.search.words")
    saved_at: Mapped[datetime] = mapped_column(index=True)

    user: Mapped[User] = relationship(lazy="raise_on_sql")
