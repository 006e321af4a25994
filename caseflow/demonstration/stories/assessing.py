"""The assessments of a story: answers, counts, and the level decided by a named worker with a reason."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from caseflow.assessments.choices import (
    AssessmentState,
    LoweringState,
    Purpose,
    SafeguardingDecision,
    SafeguardingKind,
    SafeguardingState,
    Source,
    StopAnswer,
)
from caseflow.assessments.content import Content
from caseflow.assessments.decision import review_due_on
from caseflow.assessments.instruments.loader import current_instrument
from caseflow.assessments.lowering.models import RiskLowering
from caseflow.assessments.models import Assessment
from caseflow.assessments.safeguarding.models import SafeguardingAction
from caseflow.assessments.scoring import counts_of, stop_card
from caseflow.choices import RiskLevel
from caseflow.demonstration.stories.telling import Someone, Telling, day
from caseflow.demonstration.words import RISK_REASONS

LEVELS = {RiskLevel.HIGH: 24, RiskLevel.MEDIUM: 34, RiskLevel.STANDARD: 42}
YES_COUNTS = {RiskLevel.HIGH: (11, 20), RiskLevel.MEDIUM: (6, 13), RiskLevel.STANDARD: (1, 9)}
SOURCES = {Source.PERSON: 86, Source.PROFESSIONAL: 9, Source.FAMILY_OR_FRIEND: 4, Source.RECORDS: 1}
INSTRUMENT = "dash"


def an_assessment(
    tell: Telling,
    someone: Someone,
    at: datetime,
    *,
    call_id: UUID | None = None,
    service_id: UUID | None = None,
    by: UUID | None = None,
    level: RiskLevel | None = None,
    purpose: Purpose = Purpose.INTAKE,
    lowering: LoweringState | None = None,
) -> UUID:
    """Lay down a finished assessment and write its level on the person."""
    chance = tell.chance
    decided = RiskLevel.MEDIUM if lowering else level or chance.of(LEVELS)
    judged = not lowering and chance.yes(0.09)
    content = _judged(tell, decided) if judged else _answered(tell, decided, lowering is not None)
    counts = _counts(content, judged)
    in_force = _in_force(counts, decided, lowering)
    review = review_due_on(in_force, day(at))
    assessment_id = tell.shelf.put(
        Assessment,
        someone.vault,
        person_id=someone.id,
        person_causing_harm_id=someone.harm_id,
        side=someone.side,
        **_with_what(judged),
        purpose=purpose,
        source=chance.of(SOURCES),
        state=AssessmentState.FINISHED,
        content=content.stored(),
        counts=counts,
        reason=content.reason,
        level_decided=decided,
        level_in_force=in_force,
        **_by_whom(by, at - timedelta(minutes=chance.whole(8, 30)), at),
        review_due_on=review,
        previous_id=someone.assessment_id,
        call_id=call_id,
        for_service_id=service_id,
    )
    if lowering:
        _lowering(tell, someone, assessment_id, lowering, content.reason, at, by)
    someone.assessed(in_force, day(at), review, assessment_id)
    return assessment_id


def _in_force(counts: dict[str, int | bool], decided: RiskLevel, lowering: LoweringState | None) -> RiskLevel:
    stays_high = counts["high_by_count"] and lowering is not LoweringState.APPROVED
    return RiskLevel.HIGH if stays_high else decided


def _with_what(judged: bool) -> dict[str, Any]:
    if judged:
        return {"judgement_only": True}
    return {"instrument_code": INSTRUMENT, "instrument_version": _version(), "judgement_only": False}


def _by_whom(by: UUID | None, began: datetime, at: datetime) -> dict[str, Any]:
    return {
        "started_by": by,
        "started_at": began,
        "saved_by": by,
        "saved_at": at,
        "decided_by": by,
        "decided_at": at,
    }


def a_half_done(tell: Telling, someone: Someone, at: datetime, by: UUID | None) -> UUID:
    """Lay down an assessment that somebody began and has not finished."""
    content = Content(answers=dict(list(_answered(tell, RiskLevel.MEDIUM, False).answers.items())[:9]))
    return tell.shelf.put(
        Assessment,
        someone.vault,
        person_id=someone.id,
        person_causing_harm_id=someone.harm_id,
        side=someone.side,
        instrument_code=INSTRUMENT,
        instrument_version=_version(),
        purpose=Purpose.INTAKE,
        source=Source.PERSON,
        state=AssessmentState.IN_PROGRESS,
        content=content.stored(),
        started_by=by,
        started_at=at,
        saved_by=by,
        saved_at=at + timedelta(minutes=6),
        for_service_id=tell.ground.helpline.id,
    )


def a_safeguarding_action(tell: Telling, someone: Someone, at: datetime, by: UUID | None) -> None:
    """Lay down the decision that comes before all else for somebody under 18, and where children are at risk."""
    chance = tell.chance
    raised = chance.yes(0.7)
    answered = (
        raised
        and tell.past(at + timedelta(days=6))
        and (chance.yes(0.7) or tell.past(at + timedelta(days=21)))
    )
    state = SafeguardingState.ANSWERED if answered else SafeguardingState.SENT
    tell.shelf.put(
        SafeguardingAction,
        someone.vault,
        person_id=someone.id,
        side=someone.side,
        kind=SafeguardingKind.CHILD,
        decision=SafeguardingDecision.YES if raised else SafeguardingDecision.NO,
        about=someone.known_as
        if someone.age < 18
        else "; ".join(someone.children) or "The children in the home",
        reason="Lives with the abuse and is frightened."
        if raised
        else "Known to children's services already.",
        sent_to="Children's services, first response" if raised else "",
        reference=f"FR-{chance.whole(1000, 9999)}" if raised else "",
        answer="A social worker will visit this week." if answered else "",
        state=state if raised else SafeguardingState.NOT_RAISED,
        decided_by=by,
        decided_at=at,
        sent_at=at + timedelta(minutes=25) if raised else None,
        answered_at=at + timedelta(days=3) if answered else None,
        chase_on=day(at) + timedelta(days=3) if raised else None,
        for_service_id=tell.ground.helpline.id,
    )


def _answered(tell: Telling, level: RiskLevel, computes_high: bool) -> Content:
    chance, instrument = tell.chance, current_instrument(INSTRUMENT)
    assert instrument is not None
    least, most = (14, 18) if computes_high else YES_COUNTS[level]
    if not computes_high and level is not RiskLevel.HIGH:
        most = min(most, 13)
    yes, unsure = chance.whole(least, most), chance.whole(0, 4)
    codes = [item.code for item in instrument.items]
    order = chance.some(codes, 1) and sorted(codes, key=lambda _: chance.between(0, 1))
    given = dict.fromkeys(order[:yes], "yes") | dict.fromkeys(order[yes : yes + unsure], "dont_know")
    left = chance.whole(0, 3)
    given |= dict.fromkeys(order[yes + unsure : len(order) - left], "no")
    scale = instrument.scales[0].code
    answers = {code: {scale: given[code]} for code in codes if code in given}
    stops = bool(stop_card(instrument, answers, ()))
    high = level is RiskLevel.HIGH
    return Content(
        answers=answers,
        notes={codes[0]: chance.pick(("Bruise on one arm", "A cut, healing"))}
        if given.get(codes[0]) == "yes"
        else {},
        wishes=chance.pick(
            ("To be safe at home", "To be told the outcome by phone", "Help with the children's contact")
        ),
        priorities=chance.pick(("The children", "Somewhere to live", "The hearing", "Sleep")),
        police_incidents=chance.whole(0, 4),
        marac_judgement=high,
        marac_why="High risk; agreement asked and given." if high else "",
        stop_answer=(StopAnswer.HIGH.value if high else StopAnswer.NOT_HIGH.value) if stops else None,
        stop_because=""
        if high or not stops
        else "Considered: the danger named lies in the past and contact has ended.",
        level=level.value,
        reason=chance.pick(RISK_REASONS[level.value]),
    )


def _judged(tell: Telling, level: RiskLevel) -> Content:
    return Content(
        stop_none_known=True,
        level=level.value,
        reason="Three minutes on the phone, no time for the list. "
        + tell.chance.pick(RISK_REASONS[level.value]),
    )


def _counts(content: Content, judged: bool) -> dict[str, int | bool]:
    if judged:
        return {"high_by_count": False}
    instrument = current_instrument(INSTRUMENT)
    assert instrument is not None
    counts = counts_of(instrument, content.answers)
    assert counts is not None
    return {
        "high_by_count": counts.computed_high,
        "yes": counts.yes,
        "unsure": counts.unsure,
        "not_asked": counts.not_asked,
        "of": counts.of,
    }


def _lowering(
    tell: Telling,
    someone: Someone,
    assessment_id: UUID,
    state: LoweringState,
    reason: str,
    at: datetime,
    by: UUID | None,
) -> None:
    decided = state is not LoweringState.WAITING
    tell.shelf.put(
        RiskLowering,
        someone.vault,
        assessment_id=assessment_id,
        person_id=someone.id,
        to_level=RiskLevel.MEDIUM,
        reason=reason,
        state=state,
        asked_by=by,
        asked_at=at,
        decided_by=tell.one_of(tell.ground.helpline.heads) if decided else None,
        decided_at=at + timedelta(hours=tell.chance.whole(1, 20)) if decided else None,
        decision_note="Talked through; contact has ended and the account has changed." if decided else "",
    )


def _version() -> str:
    instrument = current_instrument(INSTRUMENT)
    assert instrument is not None
    return instrument.version
