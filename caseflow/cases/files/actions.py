"""Writes of files in a case."""

from uuid import UUID, uuid4

from sqlalchemy import insert, select

from caseflow.access.viewer import Actor
from caseflow.audit.action import action
from caseflow.audit.record import record
from caseflow.cases import events
from caseflow.cases.files.kinds import NotTaken, kind_of, without_traces
from caseflow.cases.files.models import CaseFile, CaseFileChunk
from caseflow.cases.models import Case
from caseflow.cases.scope import load_for_work, must_be_live, visible_cases
from caseflow.clock import now
from caseflow.database import db
from caseflow.errors import Conflict, Invalid, NotAllowed, Unknown


@action
def add_file(actor: Actor, case_id: UUID, *, called: str, content: bytes) -> UUID:
    """Add a file to a case: its kind is told by its content, pictures lose what the camera wrote, all is sealed."""
    case = load_for_work(actor, case_id)
    must_be_live(actor, case)
    try:
        kind = kind_of(content)
        content = without_traces(content, kind)
    except NotTaken as fault:
        raise Invalid({"file": str(fault)}) from None
    if not called.strip():
        raise Invalid({"called": "Say what the file is"})
    row = CaseFile(
        vault=case.vault,
        case_id=case.id,
        kind=kind,
        length=len(content),
        called=called,
        added_by=actor.user_id,
        added_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    for number, data in enumerate(CaseFileChunk.holds.seal(case.vault, row.id, [content])):
        values = {"id": uuid4(), "of_id": row.id, "number": number, "data": data}
        db.session.execute(insert(CaseFileChunk).values(**values))
    record(actor, events.FILE_ADDED, "file", row.id, person_id=case.person_id, fields=("file",))
    return row.id


@action
def remove_file(actor: Actor, file_id: UUID) -> UUID:
    """Take a file that was added by mistake out of its case: the content goes for good, the line stays."""
    row = db.session.scalar(
        select(CaseFile)
        .join(Case, Case.id == CaseFile.case_id)
        .where(CaseFile.id == file_id, visible_cases(actor))
    )
    if row is None:
        raise Unknown
    case = load_for_work(actor, row.case_id)
    if row.removed_at is not None:
        raise Conflict("This file was removed before.", at=row.removed_at)
    if actor.user_id is not None and row.added_by != actor.user_id:
        raise NotAllowed("Only who added a file can remove it.")
    db.session.execute(CaseFileChunk.__table__.delete().where(CaseFileChunk.of_id == row.id))  # type: ignore[attr-defined]
    row.removed_at, row.removed_by, row.called = now(), actor.user_id, ""
    record(actor, events.FILE_REMOVED, "file", row.id, person_id=case.person_id, fields=("file",))
    return case.id
