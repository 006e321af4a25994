"""Send a page: end the read, render with the session closed, write the audit row of the read, then answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import Response, make_response, render_template

from caseflow.audit.actors import Who
from caseflow.audit.events import Event
from caseflow.audit.record import record_now
from caseflow.crypto import unopened
from caseflow.database import end_reading
from caseflow.web.logs import log


@dataclass(frozen=True)
class Read:
    """What a page showed: the event, the kind of record, the ids on it, and the person it was about."""

    who: Who
    event: Event
    kind: str | None = None
    record_id: UUID | None = None
    person_id: UUID | None = None
    shown: Sequence[UUID] = field(default=())


def show(template: str, *, read: Read | None = None, status: int = 200, **values: Any) -> Response:
    """Render a page and send it; if the audit row of its read cannot be written, the page is not sent."""
    end_reading()
    missing = unopened.noted()
    for one in missing:
        log.error("cannot be opened", kind=one.seal_name, where=str(one.row_id))
    body = render_template(template, **{"unopened": bool(missing), **values})
    note(read)
    return make_response(body, status)


def note(read: Read | None) -> None:
    """Write the audit row of a read, if there is one to write."""
    if read is not None:
        record_now(
            read.who, read.event, read.kind, read.record_id, person_id=read.person_id, shown=tuple(read.shown)
        )
