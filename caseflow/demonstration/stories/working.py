"""The work that follows: a case with its tries, notes, plan, tasks and its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from caseflow.access.models import Grant
from caseflow.assessments.choices import Purpose
from caseflow.cases.choices import LIVE, CaseState, PauseReason
from caseflow.cases.models import Case, CaseMove, CasePause, CaseReferral
from caseflow.cases.timing import next_due_at
from caseflow.choices import Element, RiskLevel, Side
from caseflow.demonstration.chance import DESK_HOURS
from caseflow.demonstration.ground import Team
from caseflow.demonstration.stories.assessing import an_assessment
from caseflow.demonstration.stories.closing import close
from caseflow.demonstration.stories.diary import keep_diary, plan_review, renew_plan
from caseflow.demonstration.stories.reaching import spoke, tries_until
from caseflow.demonstration.stories.referring import Sent
from caseflow.demonstration.stories.telling import Someone, Telling, day
from caseflow.directory.choices import ClockCode

C = CaseState

DAYS = {
    Element.LOCALITY: 260.0,
    Element.SEXUAL_VIOLENCE: 320.0,
    Element.ACCOMMODATION: 85.0,
    Element.PERPETRATOR: 165.0,
}
HOURS_TO_FIRST_TRY = {
    RiskLevel.HIGH: 9.0,
    RiskLevel.NOT_ASSESSED: 11.0,
    RiskLevel.MEDIUM: 22.0,
    RiskLevel.STANDARD: 40.0,
}
ENDS = {"spoke": 88, "not_reached": 7, "chose_not": 5}
STUCK_DAYS, STUCK = 8, 0.22
DAYS_AHEAD = (10, 7, 5, 3, 2, 1, -6)
"""How long before its day a review is made; one in seven is late."""


@dataclass
class Working:
    """A case while its story is told."""

    id: UUID
    row: dict[str, Any]
    team: Team
    worker: UUID | None
    accepted_at: datetime
    state: CaseState = C.ACCEPTED


def a_case(tell: Telling, someone: Someone, sent: Sent, untouched: bool = False) -> None:
    """Lay down the case that an accepted referral opened, with all that was done in it until today."""
    assert sent.answered_at is not None
    case = _open(tell, someone, sent, sent.answered_at)
    someone.case_opened()
    allocated = _allocate(tell, someone, case)
    if allocated is not None and not untouched:
        _work(tell, someone, case, sent, allocated)
    case.row["is_live"] = case.row["state"] in LIVE
    case.row["next_due_at"] = next_due_at(SimpleNamespace(**case.row))
    case.row["last_contact_at"] = case.row["last_spoken_at"] or case.accepted_at


def _work(tell: Telling, someone: Someone, case: Working, sent: Sent, allocated: datetime) -> None:
    end = _first_contact(tell, someone, case, sent, allocated)
    if end != "spoke":
        _without_contact(tell, someone, case, end)
        return
    closes = case.accepted_at + timedelta(days=max(6.0, tell.chance.about(DAYS[case.team.element])))
    _plan(tell, someone, case)
    until = min(closes, tell.ground.anchor)
    keep_diary(tell, someone, case.id, case.row, case.team, case.worker, until)
    _talk_again(tell, someone, case, until)
    _review(tell, someone, case, until)
    if tell.past(closes):
        close(tell, someone, case.id, case.row, case.worker, closes)
    else:
        _still_live(tell, someone, case)


def _talk_again(tell: Telling, someone: Someone, case: Working, until: datetime) -> None:
    """Lay down the last talk of a case that has gone on for a while; with a few it was too long ago."""
    at = case.team.open_time(until - timedelta(days=tell.chance.about(5)))
    if case.row["spoken_at"] < at < until:
        spoke(tell, someone, at, case.team.id, case.worker)
        case.row.update(last_spoken_at=at, last_tried_at=at, tries=case.row["tries"] + 1)


def _open(tell: Telling, someone: Someone, sent: Sent, at: datetime) -> Working:
    team, risk = sent.team, sent.row["risk_level"]
    by = sent.row["answered_by"]
    case_id = tell.shelf.put(
        Case,
        someone.vault,
        person_id=someone.id,
        side=someone.side,
        service_id=team.id,
        element=team.element,
        lot=team.lot,
        locality_id=someone.place_id,
        referral_id=sent.id,
        state=C.ACCEPTED,
        risk_level=risk,
        accepted_at=at,
        accepted_by=by,
        first_try_due_at=team.due_at(ClockCode.FIRST_TRY, risk, at),
        spoken_due_at=team.due_at(ClockCode.SPOKEN_TO, risk, at),
        plan_due_at=team.due_at(ClockCode.ASSESSED, risk, at),
    )
    row = tell.shelf.last(Case)
    tell.shelf.put(CaseReferral, case_id=case_id, referral_id=sent.id, accepted_at=at, accepted_by=by)
    tell.shelf.put(
        Grant,
        record_kind="person",
        record_id=someone.id,
        service_id=team.id,
        why="case",
        source_id=case_id,
        given_at=at,
        given_by=by,
    )
    case = Working(case_id, row, team, None, at)
    move(tell, someone, case.id, row, None, C.ACCEPTED, at, by)
    return case


def move(
    tell: Telling,
    someone: Someone,
    case_id: UUID,
    row: dict[str, Any],
    before: CaseState | None,
    after: CaseState,
    at: datetime,
    by: UUID | None,
    note: str = "",
) -> None:
    """Lay down a step of a case and write its new state."""
    row["state"] = after
    tell.shelf.put(
        CaseMove,
        someone.vault,
        case_id=case_id,
        from_state=before,
        to_state=after,
        worker_id=row["worker_id"],
        moved_by=by,
        moved_at=at,
        note=note,
    )


def _allocate(tell: Telling, someone: Someone, case: Working) -> datetime | None:
    """Give the case to a worker: mostly at once, else within the clock; a few of the last days wait still."""
    at = case.accepted_at
    if not tell.chance.yes(0.8):
        case.row["allocate_due_at"] = case.team.due_at(ClockCode.ALLOCATE, case.row["risk_level"], at)
        at = case.team.open_time(at + timedelta(hours=tell.chance.about(5)))
        waits = tell.ground.anchor - at < timedelta(days=STUCK_DAYS) and tell.chance.yes(0.5)
        if not tell.past(at) or waits:
            return None
    case.worker = tell.one_of(case.team.workers)
    case.row.update(worker_id=case.worker, allocated_at=at)
    by = case.worker if "allocate_due_at" not in case.row else tell.one_of(case.team.heads)
    move(tell, someone, case.id, case.row, C.ACCEPTED, C.ALLOCATED, at, by)
    return at


def _first_contact(tell: Telling, someone: Someone, case: Working, sent: Sent, allocated: datetime) -> str:
    """Lay down the tries until somebody was reached, or was not; return how it ended so far."""
    recent = tell.ground.anchor - allocated < timedelta(days=STUCK_DAYS)
    if recent and tell.chance.yes(STUCK):
        return "waiting"
    first = allocated + timedelta(hours=tell.chance.about(HOURS_TO_FIRST_TRY[case.row["risk_level"]]))
    first = case.team.open_time(first) if case.row["risk_level"] is not RiskLevel.HIGH else first
    ends = tell.chance.of(ENDS)
    tries = tries_until(
        tell, someone, first, reached=ends != "not_reached", service_id=case.team.id, by=case.worker
    )
    if not tries:
        return "waiting"
    case.row.update(first_tried_at=tries[0], last_tried_at=tries[-1], tries=len(tries))
    done = tries[-1]
    if ends == "not_reached":
        move(tell, someone, case.id, case.row, C.ALLOCATED, C.ATTEMPTS, tries[0], case.worker)
        return "not_reached" if len(tries) >= 3 else "trying"
    if not tell.past(done + timedelta(minutes=1)):
        return "trying"
    case.row.update(spoken_at=done, last_spoken_at=done)
    sent.row["spoken_at"] = done
    move(tell, someone, case.id, case.row, C.ALLOCATED, C.ENGAGED, done, case.worker)
    return ends


def _without_contact(tell: Telling, someone: Someone, case: Working, end: str) -> None:
    if end in ("waiting", "trying"):
        return
    state = C.NOT_REACHED if end == "not_reached" else C.CHOSE_NOT
    at = case.row["last_tried_at"] + timedelta(days=tell.chance.about(4))
    if not tell.past(at):
        return
    note = (
        "Tried at different times of day." if state is C.NOT_REACHED else "Will ring when the time is right."
    )
    move(tell, someone, case.id, case.row, case.row["state"], state, at, case.worker, note)
    closes = at + timedelta(days=tell.chance.about(9))
    high = case.row["risk_level"] is RiskLevel.HIGH and state is C.NOT_REACHED
    if tell.past(closes) and not high:
        close(tell, someone, case.id, case.row, case.worker, closes, reason=state.value)


def _plan(tell: Telling, someone: Someone, case: Working) -> None:
    at = case.row["spoken_at"] + timedelta(days=tell.chance.about(3.5))
    if not tell.past(at):
        return
    case.row.update(planned_at=at, plan_number=1, review_due_on=plan_review(at))
    move(tell, someone, case.id, case.row, C.ENGAGED, C.OPEN, at, case.worker)


def _review(tell: Telling, someone: Someone, case: Working, until: datetime) -> None:
    """Renew the plan and, on the survivor side, assess again whenever it is due; now and then a little late."""
    last: datetime | None = case.row["planned_at"]
    while last is not None:
        due = [case.row["review_due_on"]]
        if someone.side is Side.SURVIVOR and someone.row["review_due_on"]:
            due.append(max(someone.row["review_due_on"], day(last)))
        at = tell.chance.moment(min(due) - timedelta(days=tell.chance.pick(DAYS_AHEAD)), DESK_HOURS)
        at = case.team.open_time(max(at, last + timedelta(days=7)))
        if at >= until or not tell.past(at):
            return
        if someone.side is Side.SURVIVOR:
            _assess_again(tell, someone, case, at)
        case.row["review_due_on"] = plan_review(at)
        if case.team.element is not Element.PERPETRATOR:
            case.row["plan_number"] += 1
            renew_plan(tell, someone, case.id, case.worker, at, case.row["plan_number"])
        last = at


def _assess_again(tell: Telling, someone: Someone, case: Working, at: datetime) -> None:
    """Most come down, some do not."""
    order = (RiskLevel.STANDARD, RiskLevel.MEDIUM, RiskLevel.HIGH)
    now = order.index(someone.risk) if someone.risk in order else 1
    level = order[max(0, min(2, now + tell.chance.pick((-1, -1, -1, 0, 0, 1))))]
    an_assessment(
        tell, someone, at, service_id=case.team.id, by=case.worker, level=level, purpose=Purpose.REVIEW
    )


def _still_live(tell: Telling, someone: Someone, case: Working) -> None:
    """Leave a live case as it is, paused, or waiting for the police and the court."""
    roll, at = tell.chance.between(0, 1), tell.ground.anchor - timedelta(days=tell.chance.whole(1, 20))
    if case.row["state"] is not C.OPEN or at <= case.row["planned_at"]:
        return
    if roll < 0.04:
        note = "Asked for a break until after the exams."
        move(tell, someone, case.id, case.row, C.OPEN, C.PAUSED, at, case.worker, note)
        tell.shelf.put(CasePause, case_id=case.id, reason=PauseReason.ASKED_LATER, from_at=at)
        case.row["clocks_stopped_at"] = at
    elif roll < 0.12 and case.team.element in (Element.SEXUAL_VIOLENCE, Element.LOCALITY):
        note = "The decision of the CPS is awaited."
        move(tell, someone, case.id, case.row, C.OPEN, C.WAITING_JUSTICE, at, case.worker, note)
