"""Tables of files: what is known of one, and its sealed content in chunks."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseflow.cases.files.kinds import FileKind
from caseflow.cases.models import Case
from caseflow.crypto.models import Vaulted
from caseflow.crypto.sealed import SealedText
from caseflow.crypto.sealed_streams import SealedStream
from caseflow.database import Base, Code, SealedBytes


class CaseFile(Vaulted, Base):
    """A file that was added to a case."""

    __tablename__ = "case_files"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[FileKind] = mapped_column(Code(FileKind))
    """What the content is; the name it came with says nothing."""
    length: Mapped[int]
    called = SealedText("cases.file.called")
    added_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    added_at: Mapped[datetime]
    removed_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    removed_at: Mapped[datetime | None]

    case: Mapped[Case] = relationship(lazy="raise_on_sql")


class CaseFileChunk(Base):
    """A piece of a file's sealed content."""

    __tablename__ = "case_file_chunks"
    __table_args__ = (UniqueConstraint("of_id", "number"),)
    holds = SealedStream("cases.file.content")

    of_id: Mapped[UUID] = mapped_column(ForeignKey("case_files.id"))
    number: Mapped[int]
    data: Mapped[bytes] = mapped_column(SealedBytes())

    of: Mapped[CaseFile] = relationship(lazy="raise_on_sql")
