"""The write of the watch: what it found, and how far it has looked, in one transaction."""

from uuid import UUID

from sqlalchemy import select

from caseflow.access.viewer import Actor
from caseflow.audit.action import action
from caseflow.database import db
from caseflow.oversight.conflicts.actions import note_conflict
from caseflow.oversight.known.actions import close_to_staff
from caseflow.oversight.watching.models import WatchMark
from caseflow.oversight.watching.queries import Changed, Findings

MARK = UUID(int=1)


@action
def take_in(actor: Actor, changed: Changed, found: Findings) -> int:
    """Write down what the watch found among those who changed, and how far it has looked; returns how much is new."""
    mark = _mark()
    new = note_findings(actor, found)
    if changed.left_from is not None:
        mark.behind_from = changed.left_from if mark.behind_from is None else mark.behind_from
        mark.behind_until = changed.position
    mark.position = max(mark.position, changed.position)
    return new


@action
def note_findings(actor: Actor, found: Findings) -> int:
    """Tell the safeguarding lead what meets, and close people to the workers who may know them."""
    new = sum(note_conflict(actor, met.one, met.other, meeting=met.meeting, why=met.why) for met in found.met)
    if found.knows:
        close_to_staff(actor, found.knows)
    return new


@action
def catch_up(actor: Actor, position: int) -> None:
    """Say that everybody was looked at, up to a position of the chain."""
    mark = _mark()
    mark.position = max(mark.position, position)
    mark.behind_from = mark.behind_until = None


def _mark() -> WatchMark:
    mark = db.session.scalar(select(WatchMark).with_for_update())
    if mark is None:
        # One row, by its id: two who make it at once meet there.
        mark = WatchMark(id=MARK, position=0, behind_from=None, behind_until=None)
        db.session.add(mark)
    return mark
