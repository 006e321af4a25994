"""Finishing an assessment: the rule of the level, the request to lower, the person's summary. Joined by actions."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from caseflow import clock
from caseflow.access.viewer import Actor
from caseflow.assessments.choices import AssessmentState, LoweringState, StopAnswer
from caseflow.assessments.content import Content
from caseflow.assessments.deciding.queries import (
    earlier_of_pair,
    has_child_decision,
    latest_of_each_pair,
)
from caseflow.assessments.decision import (
    Decision,
    decide,
    person_level,
    review_due_on,
    review_faults,
)
from caseflow.assessments.events import FINISHED, LOWERING_ASKED
from caseflow.assessments.instruments.loader import instrument as instrument_of
from caseflow.assessments.instruments.shape import Instrument
from caseflow.assessments.lowering.models import RiskLowering
from caseflow.assessments.models import Assessment
from caseflow.assessments.scoring import Counts, counts_of, stop_card
from caseflow.audit.action import action
from caseflow.audit.record import record
from caseflow.choices import RiskLevel
from caseflow.database import db
from caseflow.errors import Conflict, Invalid
from caseflow.people.actions import set_risk_summary
from caseflow.people.births import may_be_under_18
from caseflow.people.models import Person
from caseflow.people.scope import records_of


@action
def check_safeguarding(actor: Actor, person: Person) -> None:
    """Refuse to go on for anyone under 18 before a child safeguarding decision is recorded."""
    if may_be_under_18(person.birth_on, person.birth_kind, clock.today()) and not has_child_decision(
        actor, person.id
    ):
        raise Conflict(
            "Under 18: record the child safeguarding decision first, also when the decision is no."
        )


@action
def conclude(actor: Actor, row: Assessment, person: Person, content: Content) -> None:
    """Finish an assessment within the action that is running, or raise Invalid with a message for each field."""
    content = content.settled()
    instrument = None
    if not row.judgement_only:
        instrument = instrument_of(str(row.instrument_code), str(row.instrument_version))
    counts = counts_of(instrument, content.answers) if instrument else None
    faults = _answer_faults(instrument, content)
    if row.judgement_only or (instrument and instrument.decides_level):
        earlier = earlier_of_pair(actor, row.person_id, row.person_causing_harm_id, but=row.id)
        decision = _decision(content, counts, instrument, earlier is not None and earlier.high_by_count)
        faults = faults | decision.faults | _review_faults(content, decision)
        if not faults:
            _write_decision(actor, row, content, counts, decision)
            row.previous_id = earlier.id if earlier and row.previous_id is None else row.previous_id
    if faults:
        raise Invalid(faults)
    row.content = content.stored()
    row.state = AssessmentState.FINISHED
    row.decided_by, row.decided_at = actor.user_id, clock.now()
    row.counts = _stored_counts(counts, row)
    if row.level_decided is not None:
        write_summary(actor, person)
    record(
        actor, FINISHED, "assessment", row.id, person_id=row.person_id, fields=("level", "reason", "content")
    )


@action
def write_summary(actor: Actor, person: Person) -> None:
    """Write the highest level in force of all pairs, and the earliest review, on the person."""
    db.session.flush()
    newest = latest_of_each_pair(actor, person.id)
    level = person_level(one.level_in_force for one in newest if one.level_in_force)
    deciding = next((one for one in newest if one.level_in_force is level), None)
    reviews = [one.review_due_on for one in newest if one.review_due_on]
    set_risk_summary(
        actor,
        person.id,
        level=level,
        on=_day(deciding.decided_at) if deciding and deciding.decided_at else None,
        review_due_on=min(reviews, default=None),
    )


@action
def open_lowering(actor: Actor, row: Assessment, level: RiskLevel, reason: str) -> UUID:
    """Ask a manager to lower the level, within the action that is running."""
    asked = RiskLowering(
        vault=row.vault,
        assessment=row,
        assessment_id=row.id,
        person_id=row.person_id,
        to_level=level,
        reason=reason,
        state=LoweringState.WAITING,
        asked_by=actor.user_id,
        asked_at=clock.now(),
    )
    db.session.add(asked)
    record(
        actor, LOWERING_ASKED, "lowering", asked.id, person_id=row.person_id, fields=("to_level", "reason")
    )
    return asked.id


def _answer_faults(instrument: Instrument | None, content: Content) -> dict[str, str]:
    if instrument is None:
        if content.stop_ticked or content.stop_none_known:
            return {}
        return {"stop_ticked": "Tick what is known, or that none of these is known"}
    if not any(content.answers.values()):
        return {"items": "No item is answered. Answer at least one, or use judgement only"}
    return {}


def _decision(
    content: Content, counts: Counts | None, instrument: Instrument | None, earlier_high: bool
) -> Decision:
    if instrument is None:
        stop_applies = bool(content.stop_ticked)
    else:
        stop_applies = bool(stop_card(instrument, content.answers, content.facts))
    return decide(
        level=RiskLevel(content.level) if content.level else None,
        reason=content.reason,
        counts=counts,
        stop_applies=stop_applies,
        stop_answer=StopAnswer(content.stop_answer) if content.stop_answer else None,
        stop_because=content.stop_because,
        earlier_high_by_count=earlier_high,
    )


def _review_faults(content: Content, decision: Decision) -> dict[str, str]:
    if not content.review_on or decision.faults:
        return {}
    return review_faults(decision.in_force, clock.today(), date.fromisoformat(content.review_on))


def _write_decision(
    actor: Actor, row: Assessment, content: Content, counts: Counts | None, decision: Decision
) -> None:
    row.level_decided, row.level_in_force = decision.level, decision.in_force
    row.reason = content.reason
    row.review_due_on = (
        date.fromisoformat(content.review_on)
        if content.review_on
        else review_due_on(decision.in_force, clock.today())
    )
    _overtake_waiting(row)
    row.counts = {"high_by_count": decision.high_by_count}
    if decision.needs_manager:
        open_lowering(actor, row, decision.level, content.reason)


def _stored_counts(counts: Counts | None, row: Assessment) -> dict[str, int | bool]:
    kept: dict[str, int | bool] = dict(row.counts or {})
    if counts is not None:
        kept |= {"yes": counts.yes, "unsure": counts.unsure, "not_asked": counts.not_asked, "of": counts.of}
    return kept


def _overtake_waiting(row: Assessment) -> None:
    """A newer assessment of the pair takes the place of requests that still wait on earlier ones."""
    waiting = db.session.scalars(
        select(RiskLowering)
        .join(Assessment, Assessment.id == RiskLowering.assessment_id)
        .where(
            RiskLowering.person_id.in_(records_of(row.person_id)),
            RiskLowering.state == LoweringState.WAITING,
            Assessment.id != row.id,
            Assessment.person_causing_harm_id.is_not_distinct_from(row.person_causing_harm_id),
        )
    )
    for one in waiting:
        one.state, one.decided_at = LoweringState.OVERTAKEN, clock.now()


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.LONDON).date()
