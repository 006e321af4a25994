"""The end of a case."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from caseflow.cases.choices import CaseState, Change, CloseReason, FeelsSafer, OutcomeArea
from caseflow.cases.models import CaseMove, CaseOutcome
from caseflow.demonstration.stories.telling import Someone, Telling

REASONS = {
    CloseReason.NEEDS_MET: 58,
    CloseReason.COMPLETED: 12,
    CloseReason.LOST_TOUCH: 12,
    CloseReason.CHOSE_NOT: 8,
    CloseReason.MOVED_AWAY: 5,
    CloseReason.TRANSFERRED: 5,
}
PLANNED = (CloseReason.NEEDS_MET, CloseReason.COMPLETED, CloseReason.TRANSFERRED)
SAFER = {FeelsSafer.SAFER: 72, FeelsSafer.SAME: 17, FeelsSafer.LESS_SAFE: 3, FeelsSafer.NOT_ASKED: 8}
CHANGES = {Change.BETTER: 52, Change.SAME: 27, Change.WORSE: 4, Change.NOT_NEEDED: 17}
AREAS = tuple(OutcomeArea)


def close(
    tell: Telling,
    someone: Someone,
    case_id: UUID,
    row: dict[str, Any],
    by: UUID | None,
    at: datetime,
    reason: str | None = None,
) -> None:
    """Close a case with its reason and outcomes."""
    why = CloseReason(reason) if reason else tell.chance.of(REASONS)
    spoken = row["spoken_at"] is not None
    before = row["state"]
    row.update(
        state=CaseState.CLOSED,
        closed_at=at,
        closed_by=by,
        close_reason=why,
        planned_closure=why in PLANNED,
        feels_safer=tell.chance.of(SAFER) if spoken else None,
        closing_risk_level=someone.risk,
    )
    someone.row["open_cases"] -= 1
    if spoken:
        for area in tell.chance.some(AREAS, 4):
            tell.shelf.put(CaseOutcome, case_id=case_id, area=area, change=tell.chance.of(CHANGES))
    tell.shelf.put(
        CaseMove,
        someone.vault,
        case_id=case_id,
        from_state=before,
        to_state=CaseState.CLOSED,
        worker_id=row["worker_id"],
        moved_by=by,
        moved_at=at,
    )
