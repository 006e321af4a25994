"""Reads of files in a case."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from caseflow.access.queries import user_names
from caseflow.access.viewer import Viewer
from caseflow.cases.files.kinds import LABELS, FileKind, ending
from caseflow.cases.files.models import CaseFile, CaseFileChunk
from caseflow.cases.models import Case
from caseflow.cases.scope import load_case, visible_cases
from caseflow.database import db
from caseflow.errors import Unknown

LISTED = 200


@dataclass(frozen=True)
class FileLine:
    """A file in a case."""

    file_id: UUID
    called: str
    kind: str
    length: int
    added_by: str
    added_at: datetime
    removed: bool
    own: bool


@dataclass(frozen=True)
class Content:
    """A file's content, opened; its name tells nothing."""

    file_id: UUID
    person_id: UUID
    name: str
    kind: FileKind
    data: bytes


def files_of(viewer: Viewer, case_id: UUID) -> list[FileLine]:
    """Return the files of a case, newest first; raises Unknown out of scope."""
    case = load_case(viewer, case_id)
    rows = db.session.scalars(
        select(CaseFile).where(CaseFile.case_id == case.id).order_by(CaseFile.added_at.desc()).limit(LISTED)
    ).all()
    names = user_names(viewer, [row.added_by for row in rows])
    return [
        FileLine(
            row.id,
            row.called,
            LABELS[row.kind],
            row.length,
            names.get(row.added_by, "") if row.added_by else "",
            row.added_at,
            row.removed_at is not None,
            row.added_by == viewer.user_id,
        )
        for row in rows
    ]


def file_content(viewer: Viewer, file_id: UUID) -> Content:
    """Return a file's content; raises Unknown out of scope, and CannotOpen if it is not whole and genuine."""
    found = db.session.execute(
        select(CaseFile, Case.person_id)
        .join(Case, Case.id == CaseFile.case_id)
        .where(CaseFile.id == file_id, CaseFile.removed_at.is_(None), visible_cases(viewer))
    ).one_or_none()
    if found is None:
        raise Unknown
    row, person_id = found
    chunks = db.session.scalars(
        select(CaseFileChunk.data).where(CaseFileChunk.of_id == row.id).order_by(CaseFileChunk.number)
    )
    data = b"".join(CaseFileChunk.holds.open(row.vault, row.id, chunks))
    return Content(row.id, person_id, f"file.{ending(row.kind)}", row.kind, data)
