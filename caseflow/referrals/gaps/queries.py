"""Reads of gaps: the open ones in the viewer's scope, those of a person, and one."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import joinedload

from caseflow.access.keys_first import counted_ids, with_total
from caseflow.access.policy import P
from caseflow.access.queries import user_names
from caseflow.access.viewer import Viewer
from caseflow.database import db
from caseflow.directory.choices import NEED_LABELS
from caseflow.directory.queries import funder_names
from caseflow.people.queries import identity_bar
from caseflow.people.scope import records_of
from caseflow.people.values import FirstOf
from caseflow.referrals.choices import GAP_LABELS, GAP_STATE_LABELS, GapState
from caseflow.referrals.lines import GapLine, GapPage
from caseflow.referrals.models import Gap
from caseflow.referrals.scope import load_gap, visible_gaps

LISTED = 200


def open_gaps(viewer: Viewer, due_by: datetime | None = None, limit: int = LISTED) -> FirstOf[GapLine]:
    """Return the gaps that wait for their decider, or those due by a time; the one due first on top."""
    wanted = [Gap.state == GapState.OPEN, visible_gaps(viewer)]
    if due_by is not None:
        wanted.append(Gap.due_at <= due_by)
    ids, total = counted_ids(with_total(select(Gap.id).where(*wanted).order_by(Gap.due_at, Gap.id)), limit)
    return FirstOf(_lines(viewer, Gap.id.in_(ids)), total)


def person_gaps(viewer: Viewer, person_id: UUID, *, still_open: bool = False) -> list[GapLine]:
    """Return the gaps found for a person that the viewer may know of: all of them, or those that still wait."""
    wanted = Gap.person_id.in_(records_of(person_id))
    return _lines(viewer, and_(wanted, Gap.state == GapState.OPEN) if still_open else wanted)


def gap_page(viewer: Viewer, gap_id: UUID) -> GapPage:
    """Return one gap with what was decided; raises Unknown outside the scope."""
    row = load_gap(viewer, gap_id)
    names = user_names(viewer, [row.decided_by])
    return GapPage(
        line=_lines(viewer, Gap.id == row.id)[0],
        bar=identity_bar(viewer, row.person_id),
        open=row.state is GapState.OPEN,
        decided_at=row.decided_at,
        decided_by=names.get(row.decided_by, "") if row.decided_by else "",
        outcome=GAP_STATE_LABELS[row.state],
        note=row.note,
        may_decide=viewer.can(P.GAPS_DECIDE),
    )


def _lines(viewer: Viewer, wanted: Any, limit: int = LISTED) -> list[GapLine]:
    rows = db.session.scalars(
        select(Gap)
        .where(visible_gaps(viewer), wanted)
        .options(joinedload(Gap.person, innerjoin=True))
        .order_by(Gap.due_at, Gap.id)
        .limit(limit)
    ).all()
    deciders = {**funder_names(viewer), "helpline": "The helpline"}
    names = user_names(viewer, [row.raised_by for row in rows])
    return [
        GapLine(
            gap_id=row.id,
            person_id=row.person_id,
            known_as=row.person.known_as,
            kind_words=GAP_LABELS[row.kind],
            need_words=NEED_LABELS[row.need],
            says=row.says,
            decider=deciders.get(row.decider, row.decider),
            raised_at=row.raised_at,
            raised_by=names.get(row.raised_by, "") if row.raised_by else "",
            due_at=row.due_at,
            risk=row.person.risk_level,
            open=row.state is GapState.OPEN,
            outcome=GAP_STATE_LABELS[row.state],
        )
        for row in rows
    ]
