"""Reads of conflicts, for the safeguarding lead alone: the one page on which both sides stand together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from caseflow.access.grants import denied
from caseflow.access.policy import P
from caseflow.access.queries import user_names
from caseflow.access.viewer import Viewer
from caseflow.cases.models import Case
from caseflow.choices import SIDE_LABELS, Side
from caseflow.database import db
from caseflow.directory.queries import service_names
from caseflow.errors import Unknown
from caseflow.oversight.conflicts.choices import CONFLICT_STATE_LABELS, MEETING_LABELS, ConflictState
from caseflow.oversight.conflicts.models import WallConflict
from caseflow.oversight.traits.comparing import words
from caseflow.people.models import Person

MOST = 100


@dataclass(frozen=True)
class Half:
    """One of the two records: by its reference, never by a name, with who holds it."""

    person_id: UUID
    reference: str
    side: Side
    side_words: str
    held: tuple[str, ...]
    workers: frozenset[UUID]


@dataclass(frozen=True)
class ConflictLine:
    """Two records that meet."""

    conflict_id: UUID
    meeting_words: str
    why: str
    halves: tuple[Half, ...]
    state: ConflictState
    state_words: str
    found_at: datetime
    due_at: datetime
    note: str
    decided_at: datetime | None
    both_held_by: tuple[str, ...]

    @property
    def counter(self) -> bool:
        """Tell whether both are on the survivor side: each may say that the other causes harm."""
        return len(self.halves) > 1 and all(half.side is Side.SURVIVOR for half in self.halves)


def conflicts(viewer: Viewer) -> list[ConflictLine]:
    """Return the conflicts, for the safeguarding lead: those not yet looked at first."""
    if not viewer.can(P.WALL_DECIDE):
        return []
    rows = db.session.scalars(
        select(WallConflict)
        .order_by(WallConflict.state != ConflictState.OPEN, WallConflict.due_at.desc(), WallConflict.id)
        .limit(MOST)
    ).all()
    return _lines(viewer, rows)


def open_conflicts(viewer: Viewer) -> list[ConflictLine]:
    """Return the conflicts that nobody has looked at yet, the one due first at the top."""
    if not viewer.can(P.WALL_DECIDE):
        return []
    rows = db.session.scalars(
        select(WallConflict)
        .where(WallConflict.state == ConflictState.OPEN)
        .order_by(WallConflict.due_at, WallConflict.id)
        .limit(MOST)
    ).all()
    return _lines(viewer, rows)


def conflict(viewer: Viewer, conflict_id: UUID) -> ConflictLine:
    """Return one conflict; raises Unknown to all but the safeguarding lead."""
    row = db.session.scalar(select(WallConflict).where(WallConflict.id == conflict_id))
    lines = _lines(viewer, [row]) if row is not None and viewer.can(P.WALL_DECIDE) else []
    if not lines:
        raise Unknown
    return lines[0]


def _lines(viewer: Viewer, rows: Sequence[WallConflict]) -> list[ConflictLine]:
    ids = [UUID(row.detail[key]) for row in rows for key in ("one", "other")]
    halves = _halves(viewer, ids)
    closed = set(db.session.scalars(denied(viewer, "person")))
    found = [_line(viewer, row, halves) for row in rows]
    # A lead who knows one of the two is not told: another lead, or the deputy, decides.
    return [
        line for line in found if line.halves and not any(half.person_id in closed for half in line.halves)
    ]


def _line(viewer: Viewer, row: WallConflict, halves: dict[UUID, Half]) -> ConflictLine:
    both = [halves[one] for one in (UUID(row.detail["one"]), UUID(row.detail["other"])) if one in halves]
    shared = frozenset.intersection(*(half.workers for half in both)) if len(both) > 1 else frozenset()
    return ConflictLine(
        row.id,
        MEETING_LABELS[row.meeting],
        words(row.detail["why"]),
        tuple(sorted(both, key=lambda half: half.side is not Side.SURVIVOR)),
        row.state,
        CONFLICT_STATE_LABELS[row.state],
        row.found_at,
        row.due_at,
        row.note,
        row.decided_at,
        tuple(sorted(user_names(viewer, shared).values())),
    )


def _halves(viewer: Viewer, ids: Sequence[UUID]) -> dict[UUID, Half]:
    people = db.session.execute(
        select(Person.id, Person.reference, Person.side).where(Person.id.in_(ids))
    ).all()
    cases = db.session.execute(
        select(Case.person_id, Case.service_id, Case.worker_id).where(
            Case.person_id.in_(ids), Case.is_live.is_(True)
        )
    ).all()
    services = service_names(viewer, [row.service_id for row in cases])
    names = user_names(viewer, [row.worker_id for row in cases])
    return {
        row.id: Half(
            row.id,
            row.reference,
            row.side,
            SIDE_LABELS[row.side],
            tuple(
                f"{services.get(one.service_id, '')}, {names.get(one.worker_id, 'no worker yet')}"
                for one in cases
                if one.person_id == row.id
            ),
            frozenset(one.worker_id for one in cases if one.person_id == row.id and one.worker_id),
        )
        for row in people
    }


def decided_halves(viewer: Viewer, person_id: UUID) -> list[UUID]:
    """Return whom a person belongs together with, as the safeguarding lead has decided; never for a page."""
    rows = db.session.scalars(select(WallConflict).where(WallConflict.state == ConflictState.APART))
    pairs = [(UUID(row.detail["one"]), UUID(row.detail["other"])) for row in rows]
    return [other if person_id == one else one for one, other in pairs if person_id in (one, other)]
