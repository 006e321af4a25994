"""Getting in touch: tries, numbers that were stopped, and people whom a professional sent."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from caseflow.calls.choices import (
    AttemptOutcome,
    NextWay,
    OutsideGrade,
    OutsideTool,
    ReachState,
    StopDecision,
    Told,
    Verified,
)
from caseflow.calls.reaches.models import ContactAttempt, Reach, StoppedPoint
from caseflow.choices import RiskLevel
from caseflow.demonstration.names import AGENCY_PEOPLE
from caseflow.demonstration.stories.calling import PROFESSIONS
from caseflow.demonstration.stories.telling import Someone, Telling, awake, day
from caseflow.demonstration.words import SAFE_SAYS
from caseflow.directory.choices import ClockCode
from caseflow.people.choices import StopReason

MISSED = {
    AttemptOutcome.NO_ANSWER: 72,
    AttemptOutcome.LEFT_AS_AGREED: 16,
    AttemptOutcome.LINE_DROPPED: 5,
    AttemptOutcome.MAY_ANSWER: 4,
    AttemptOutcome.SOMEONE_ELSE: 3,
}
VERIFIED = {
    Verified.KNOWN_NUMBER: 40,
    Verified.SECURE_EMAIL: 45,
    Verified.SWITCHBOARD: 10,
    Verified.NOT_YET: 5,
}
TOLD = {Told.AGREES: 68, Told.KNOWS: 20, Told.NOT_SAID: 8, Told.DOES_NOT_KNOW: 4}
GRADES = {OutsideGrade.HIGH: 22, OutsideGrade.MEDIUM: 34, OutsideGrade.STANDARD: 24, OutsideGrade.NONE: 20}
LEVEL_OF = {
    OutsideGrade.HIGH: RiskLevel.HIGH,
    OutsideGrade.MEDIUM: RiskLevel.MEDIUM,
    OutsideGrade.STANDARD: RiskLevel.STANDARD,
}


def tries_until(
    tell: Telling,
    someone: Someone,
    first: datetime,
    *,
    reached: bool,
    service_id: UUID,
    by: UUID | None,
    reach_id: UUID | None = None,
) -> list[datetime]:
    """Lay down tries to get in touch, the last of them a talk where the person was reached; return their times."""
    missed = 3 if not reached else tell.chance.pick((0, 0, 0, 0, 1, 1, 2))
    made, at = [], awake(first)
    for number in range(missed + (1 if reached else 0)):
        if not tell.past(at):
            break
        spoke = reached and number == missed
        outcome = AttemptOutcome.SPOKE if spoke else tell.chance.of(MISSED)
        _attempt(tell, someone, at, outcome, service_id, by, reach_id)
        made.append(at)
        at = awake(at + timedelta(hours=tell.chance.between(5, 40)))
    return made


def spoke(tell: Telling, someone: Someone, at: datetime, service_id: UUID, by: UUID | None) -> None:
    """Lay down a talk with somebody who was reached before."""
    _attempt(tell, someone, at, AttemptOutcome.SPOKE, service_id, by, None)


def a_waiting_reach(tell: Telling, someone: Someone, received: datetime, grade: OutsideGrade) -> None:
    """Lay down a professional's referral of somebody whom nobody has tried to reach yet."""
    _lay_reach(tell, someone, received, grade)


def a_reach(tell: Telling, someone: Someone, received: datetime) -> datetime | None:
    """Lay down a professional's referral of somebody to be reached; return when the person was spoken to."""
    chance, helpline = tell.chance, tell.ground.helpline
    reach_id, row = _lay_reach(tell, someone, received, chance.of(GRADES))
    if tell.ground.anchor - received < timedelta(days=7) and chance.yes(0.45):
        return None
    reached = chance.yes(0.84)
    by = tell.one_of(helpline.workers)
    first = received + timedelta(hours=chance.about(7))
    tries = tries_until(
        tell, someone, first, reached=reached, service_id=helpline.id, by=by, reach_id=reach_id
    )
    if not tries:
        return None
    row.update(first_tried_at=tries[0], tries=len(tries))
    if reached and tell.past(tries[-1] + timedelta(hours=1)):
        row.update(state=ReachState.SPOKEN, spoken_at=tries[-1], ended_at=tries[-1], ended_by=by)
        return tries[-1]
    if len(tries) >= 3:
        _give_up(tell, row, tries[-1], by)
    return None


def _give_up(tell: Telling, row: dict[str, Any], last: datetime, by: UUID | None) -> None:
    """After three tries: high goes to a manager, who has chosen by now unless it is of the last days."""
    urgent = row["risk_level"] in (RiskLevel.HIGH, RiskLevel.NOT_ASSESSED)
    if urgent and not tell.past(last + timedelta(days=2)):
        row.update(state=ReachState.MANAGER, manager_due_at=last + timedelta(hours=4))
        return
    ended = last + timedelta(hours=3)
    row.update(state=ReachState.NOT_REACHED, ended_at=ended, ended_by=by, referrer_told_at=ended)
    if urgent:
        head = tell.one_of(tell.ground.helpline.heads)
        row.update(
            manager_due_at=last + timedelta(hours=4),
            next_way=NextWay.REFERRER,
            decided_at=ended,
            decided_by=head,
        )


def _lay_reach(
    tell: Telling, someone: Someone, received: datetime, grade: OutsideGrade
) -> tuple[UUID, dict[str, Any]]:
    chance, helpline = tell.chance, tell.ground.helpline
    risk = LEVEL_OF.get(grade, RiskLevel.NOT_ASSESSED)
    reach_id = tell.shelf.put(
        Reach,
        someone.vault,
        person_id=someone.id,
        contact_point_id=someone.point_id,
        service_id=helpline.id,
        side=someone.side,
        locality_id=someone.place_id,
        logged_by=tell.one_of(helpline.workers),
        profession=chance.of(PROFESSIONS),
        verified=chance.of(VERIFIED),
        told=chance.of(TOLD),
        outside_tool=None
        if grade is OutsideGrade.NONE
        else chance.pick((OutsideTool.DARA, OutsideTool.POLICE_DASH)),
        outside_grade=grade,
        outside_on=None if grade is OutsideGrade.NONE else day(received) - timedelta(days=1),
        referrer=chance.pick(AGENCY_PEOPLE),
        agency="Eastwold agency (invented)",
        referrer_contact=f"0116 496 0{chance.whole(200, 899)}",
        their_reference=f"EW/{chance.whole(10000, 99999)}",
        safe_says=chance.pick(SAFE_SAYS),
        risk_level=risk,
        received_at=received,
        counted_from_at=received,
        first_try_due_at=helpline.due_at(ClockCode.FIRST_TRY, risk, received),
        spoken_due_at=helpline.due_at(ClockCode.SPOKEN_TO, risk, received),
        state=ReachState.WAITING,
    )
    return reach_id, tell.shelf.last(Reach)


def _attempt(
    tell: Telling,
    someone: Someone,
    at: datetime,
    outcome: AttemptOutcome,
    service_id: UUID,
    by: UUID | None,
    reach_id: UUID | None,
) -> None:
    attempt_id = tell.shelf.put(
        ContactAttempt,
        someone.vault,
        person_id=someone.id,
        contact_point_id=someone.point_id,
        reach_id=reach_id,
        service_id=service_id,
        made_by=by,
        made_at=at,
        outcome=outcome,
        still_safe=True if outcome is AttemptOutcome.SPOKE else None,
    )
    if outcome is AttemptOutcome.SPOKE:
        someone.confirmed(day(at))
    if outcome is AttemptOutcome.SOMEONE_ELSE and someone.point is not None:
        stop(tell, someone, at, attempt_id, service_id, by)


def stop(
    tell: Telling,
    someone: Someone,
    at: datetime,
    attempt_id: UUID | None,
    service_id: UUID,
    by: UUID | None,
    undecided: bool = False,
) -> None:
    """Stop the number that somebody else answered, until a manager has decided."""
    assert someone.point is not None and someone.point_id is not None
    decided = at + timedelta(hours=tell.chance.about(6))
    known = tell.past(decided) and not undecided
    keep = tell.chance.yes(0.5)
    tell.shelf.put(
        StoppedPoint,
        someone.vault,
        person_id=someone.id,
        contact_point_id=someone.point_id,
        attempt_id=attempt_id,
        service_id=service_id,
        side=someone.side,
        why=AttemptOutcome.SOMEONE_ELSE,
        stopped_by=by,
        stopped_at=at,
        due_at=at + timedelta(hours=24),
        decided_at=decided if known else None,
        decided_by=tell.one_of(tell.ground.helpline.heads) if known else None,
        decision=(StopDecision.KEEP_STOPPED if keep else StopDecision.ALLOW_AGAIN) if known else None,
        note="A relative answered and asked who it was. Rang off as agreed.",
    )
    if not known or keep:
        someone.point.update(stopped_at=at, stopped_by=by, stop_reason=StopReason.SOMEONE_ELSE)
