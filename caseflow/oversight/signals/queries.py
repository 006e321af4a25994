"""Reads of signals: of the viewer's side, never those about the viewer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, select
from sqlalchemy.orm import joinedload

from caseflow.access.policy import P
from caseflow.access.queries import user_names
from caseflow.access.viewer import Viewer
from caseflow.audit.models import AuditRow
from caseflow.database import db
from caseflow.errors import Unknown
from caseflow.oversight.signals.choices import OUTCOME_LABELS, SIGNAL_LABELS, SignalKind
from caseflow.oversight.signals.models import Signal, SignalMark
from caseflow.people.queries import person_lines

PAGE = 50


@dataclass(frozen=True)
class SignalLine:
    """One signal in words, with names as far as the viewer may know them."""

    signal_id: UUID
    reason: str
    who: str
    user_id: UUID | None
    about: str
    person_id: UUID | None
    first_at: datetime
    last_at: datetime
    count: int
    outcome: str
    note: str
    noted_by: str
    noted_at: datetime | None


@dataclass(frozen=True)
class SignalsPage:
    """Signals that wait for an answer, or those that have one; and how many rows are not looked through yet."""

    lines: tuple[SignalLine, ...]
    answered: bool
    page: int
    more: bool
    behind: int

    @property
    def shown(self) -> list[UUID]:
        """Return the ids of the signals on the page."""
        return [line.signal_id for line in self.lines]


def visible_signals(viewer: Viewer) -> ColumnElement[bool]:
    """Return the predicate on signals: of the viewer's side, and not about the viewer."""
    if not viewer.can(P.OVERSIGHT_SIGNALS):
        return false()
    return and_(Signal.side == viewer.side, Signal.user_id.is_distinct_from(viewer.user_id))


def signals_page(viewer: Viewer, *, answered: bool = False, page: int = 1) -> SignalsPage:
    """Return a page of signals, the newest first."""
    page = max(1, page)
    noted = Signal.noted_at.is_not(None) if answered else Signal.noted_at.is_(None)
    rows = db.session.scalars(
        select(Signal)
        .where(visible_signals(viewer), noted)
        .options(joinedload(Signal.vault))
        .order_by(Signal.last_at.desc(), Signal.id)
        .offset((page - 1) * PAGE)
        .limit(PAGE + 1)
    ).all()
    lines = _lines(viewer, rows[:PAGE])
    return SignalsPage(lines, answered, page, len(rows) > PAGE, _behind())


def one_signal(viewer: Viewer, signal_id: UUID) -> SignalLine:
    """Return a signal; raises Unknown where the viewer may not know of it."""
    row = loaded(viewer, signal_id)
    if row is None:
        raise Unknown
    return _lines(viewer, [row])[0]


def loaded(viewer: Viewer, signal_id: UUID) -> Signal | None:
    """Return the row of a signal that the viewer may know of."""
    wanted = select(Signal).where(Signal.id == signal_id, visible_signals(viewer))
    return db.session.scalar(wanted.options(joinedload(Signal.vault)))


def _behind() -> int:
    last = db.session.scalar(select(func.max(AuditRow.position))) or 0
    return last - (db.session.scalar(select(SignalMark.position)) or 0)


def _lines(viewer: Viewer, rows: Sequence[Signal]) -> tuple[SignalLine, ...]:
    names = user_names(viewer, [one for row in rows for one in (row.user_id, row.noted_by)])
    people = person_lines(viewer, [row.person_id for row in rows])
    lines = []
    for row in rows:
        person = people.get(row.person_id) if row.person_id else None
        unnamed = "A record that you may not see" if row.person_id else ""
        lines.append(
            SignalLine(
                signal_id=row.id,
                reason=SIGNAL_LABELS[SignalKind(row.kind)],
                who=names.get(row.user_id, "A user who is no more") if row.user_id else "",
                user_id=row.user_id,
                about=f"{person.known_as}, {person.reference}" if person else unnamed,
                person_id=person.person_id if person else None,
                first_at=row.first_at,
                last_at=row.last_at,
                count=row.count,
                outcome=OUTCOME_LABELS[row.outcome] if row.outcome else "",
                note=row.note or "",
                noted_by=names.get(row.noted_by, "") if row.noted_by else "",
                noted_at=row.noted_at,
            )
        )
    return tuple(lines)
