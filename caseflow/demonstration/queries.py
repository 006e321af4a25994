"""Reads of the demonstration: whether the database is empty, and whether it is one."""

from __future__ import annotations

from sqlalchemy import select

from caseflow.access.models import User
from caseflow.access.viewer import Viewer
from caseflow.audit.models import AuditRow
from caseflow.calls.models import Call
from caseflow.database import db
from caseflow.demonstration.events import FINISHED
from caseflow.directory.models import Installation
from caseflow.people.models import Person


def is_empty(viewer: Viewer) -> bool:
    """Tell whether nobody has worked here yet: no person, no call, no user."""
    return all(db.session.scalar(select(model.id).limit(1)) is None for model in (Person, Call, User))


def is_demonstration(viewer: Viewer) -> bool:
    """Tell whether this database is marked as the invented demonstration."""
    return bool(db.session.scalar(select(Installation.demonstration).limit(1)))


def is_whole(viewer: Viewer) -> bool:
    """Tell whether the demonstration was loaded to its end, and not broken off on the way."""
    return db.session.scalar(select(AuditRow.id).where(AuditRow.event == FINISHED.name).limit(1)) is not None
