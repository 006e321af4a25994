"""What no service covers: a task for an authority, and how long it takes to decide."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from caseflow.demonstration.stories.telling import Someone, Telling
from caseflow.directory.choices import ClockCode, Need
from caseflow.referrals.choices import GapKind, GapState
from caseflow.referrals.models import Gap

NO_LOT = {
    Need.SAFE_HOUSING: "Rutland has no accommodation lot. Rutland County Council decides how it meets its duty.",
    Need.STAY_AT_HOME: "No service makes homes safer in Rutland. Rutland County Council decides how to do it here.",
}


def a_gap(
    tell: Telling, someone: Someone, need: Need, decider: str, at: datetime, call_id: UUID | None
) -> None:
    """Lay down an owned task for what no service covers; decided unless it came up in the last days."""
    due = tell.ground.helpline.due_at(ClockCode.GAP, someone.risk, at)
    met, decided = decided_by_now(tell, at, due)
    state = GapState.OPEN if decided is None else GapState.MET if met else GapState.NOT_MET
    tell.shelf.put(
        Gap,
        someone.vault,
        person_id=someone.id,
        side=someone.side,
        call_id=call_id,
        service_id=tell.ground.helpline.id,
        kind=GapKind.NO_LOT,
        need=need,
        locality_id=someone.place_id,
        decider=decider,
        says=NO_LOT[need],
        state=state,
        raised_by=tell.one_of(tell.ground.helpline.workers),
        raised_at=at,
        due_at=due,
        decided_at=decided,
        decided_by=tell.one_of(tell.ground.helpline.heads) if decided else None,
        note="Answered by the authority's duty desk." if decided else "",
    )


def decided_by_now(tell: Telling, at: datetime, due: datetime) -> tuple[bool, datetime | None]:
    """Return whether an authority granted what was asked, and when; nothing while it has not answered."""
    decided = at + (due - at) * tell.chance.about(0.7)
    late = tell.ground.anchor - at < timedelta(days=7) and tell.chance.yes(0.5)
    return tell.chance.yes(0.7), decided if tell.past(decided) and not late else None
