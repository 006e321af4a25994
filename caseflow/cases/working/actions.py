"""Writes of a case in work: an attempt to reach the person, a move, the close."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from caseflow import clock
from caseflow.access.policy import P
from caseflow.access.viewer import Actor
from caseflow.audit.action import MINUTES, action, adding_action
from caseflow.audit.record import record
from caseflow.calls.actions import record_attempt
from caseflow.calls.choices import AttemptOutcome
from caseflow.calls.reaches.models import ContactAttempt
from caseflow.calls.reaching import later_until
from caseflow.cases.choices import (
    STOPS_CLOCKS,
    CaseState,
    Change,
    CloseReason,
    FeelsSafer,
    OutcomeArea,
    PauseReason,
)
from caseflow.cases.closing import closing_faults, unreached_refusal, working_days_of
from caseflow.cases.events import ATTEMPT_LOGGED, CASE_CLOSED, CASE_HASTENED, CASE_MOVED
from caseflow.cases.models import Case, CaseMove, CaseOutcome, CasePause, CaseReferral
from caseflow.cases.moves import NEEDS_WORDS, after_attempt, may_move, refusal
from caseflow.cases.scope import load_for_work, must_be_live, risk_now, too_late
from caseflow.cases.timing import CLOCKS_RUN
from caseflow.choices import RiskLevel
from caseflow.database import db
from caseflow.directory.clocks import Pause
from caseflow.directory.queries import service_clocks
from caseflow.errors import Invalid
from caseflow.people.actions import change_open_cases
from caseflow.people.scope import records_of
from caseflow.referrals.actions import note_closed, note_spoken
from caseflow.referrals.models import Referral


@adding_action(within=MINUTES)
def log_attempt(
    actor: Actor,
    case_id: UUID,
    *,
    outcome: AttemptOutcome,
    contact_point_id: UUID | None = None,
    may_still: bool | None = None,
    again_at: datetime | None = None,
    note: str = "",
    reason: str = "",
) -> UUID:
    """Log one attempt to reach the person: the attempt, the contact rule, the clocks and the sender's desk at once."""
    case = load_for_work(actor, case_id)
    must_be_live(actor, case)
    attempt: UUID = record_attempt(
        actor,
        case.person_id,
        outcome=outcome,
        contact_point_id=contact_point_id,
        may_still=may_still,
        again_at=again_at,
        note=note,
        reason=reason,
    )
    now, before = clock.now(), case.state
    spoke = outcome is AttemptOutcome.SPOKE
    case.tries, case.last_tried_at = case.tries + 1, now
    case.first_tried_at = case.first_tried_at or now
    if spoke:
        case.spoken_at, case.last_spoken_at = case.spoken_at or now, now
        _tell_senders(actor, case, now)
    case.state = after_attempt(before, spoke=spoke)
    if outcome is AttemptOutcome.LATER and not case.clocks_stopped_at:
        _pause(actor, case, PauseReason.ASKED_LATER, now, later_until(now, again_at))
    record(actor, ATTEMPT_LOGGED, "case", case.id, person_id=case.person_id, fields=("state", "tries"))
    if case.state is not before:
        db.session.add(CaseMove.of(case, before, actor.user_id, now))
    return attempt


@action
def move_case(
    actor: Actor, case_id: UUID, *, to: CaseState, note: str = "", pause_reason: PauseReason | None = None
) -> UUID:
    """Send a case to another state, with a reason where one is needed; raises Conflict if it cannot go there."""
    case = load_for_work(actor, case_id)
    if case.state is to or to is CaseState.CLOSED or not may_move(case.state, to):
        raise too_late(actor, case, refusal(case.state, to))
    faults = _move_faults(actor, case, to, note, pause_reason)
    if faults:
        raise Invalid(faults)
    before, now = case.state, clock.now()
    case.state = to
    if before is CaseState.PAUSED:
        _end_pauses(actor, case, now)
    if to is CaseState.PAUSED and pause_reason in STOPS_CLOCKS:
        _pause(actor, case, pause_reason, now, None)
    record(actor, CASE_MOVED, "case", case.id, person_id=case.person_id, fields=("state",))
    db.session.add(CaseMove.of(case, before, actor.user_id, now, note))
    return case.id


SAID_AT_CLOSE = ("state", "close_reason", "close_note", "outcomes")


@action
def close_case(
    actor: Actor,
    case_id: UUID,
    *,
    reason: CloseReason | None,
    planned: bool | None,
    feels_safer: FeelsSafer | None = None,
    outcomes: Mapping[OutcomeArea, Change] | None = None,
    note: str = "",
) -> UUID:
    """Close a case with its reason and outcomes; the person's risk level of today is kept as the last one."""
    case = load_for_work(actor, case_id)
    if case.state is CaseState.CLOSED:
        raise too_late(actor, case, "This case is closed already.")
    said = dict(outcomes or {})
    faults = closing_faults(
        reason=reason,
        note=note,
        feels_safer=feels_safer,
        outcomes=said,
        has_spoken=case.spoken_at is not None,
        planned=planned,
    )
    if reason is CloseReason.NOT_REACHED and "reason" not in faults and (why := _too_early(actor, case)):
        faults["reason"] = why
    if faults or reason is None or planned is None:
        raise Invalid(faults)
    before, now = case.state, clock.now()
    _end_pauses(actor, case, now)
    case.state, case.closed_at, case.closed_by = CaseState.CLOSED, now, actor.user_id
    case.close_reason, case.planned_closure, case.feels_safer = reason, planned, feels_safer
    case.closing_risk_level, case.close_note = risk_now(case.person_id), note
    record(actor, CASE_CLOSED, "case", case.id, person_id=case.person_id, fields=SAID_AT_CLOSE)
    for area, change in said.items():
        db.session.add(CaseOutcome(case=case, case_id=case.id, area=area, change=change))
    db.session.add(CaseMove.of(case, before, actor.user_id, now, note))
    change_open_cases(actor, case.person_id, -1)
    tell_of_close(actor, case, now)
    return case.id


@action
def hasten_cases(actor: Actor, person_id: UUID, level: RiskLevel, since: datetime) -> int:
    """Let what a person's cases owe be due by a level from a moment on, if that is sooner; returns how many."""
    owing = select(Case).where(Case.person_id.in_(records_of(person_id)), Case.state.in_(CLOCKS_RUN))
    hastened = 0
    for case in db.session.scalars(owing.order_by(Case.id).with_for_update(of=Case)):
        if case.hasten(service_clocks(actor, case.service_id), level, since, _stretches(case)):
            fields = ("next_due_at", "hastened_level")
            record(actor, CASE_HASTENED, "case", case.id, person_id=case.person_id, fields=fields)
            hastened += 1
    return hastened


@action
def tell_of_close(actor: Actor, case: Case, at: datetime | None) -> None:
    """Tell senders who wait to hear of a first word that the case closed without one, or that it is open again."""
    for referral_id in _senders_waiting(case):
        note_closed(actor, referral_id, at)


def _tell_senders(actor: Actor, case: Case, at: datetime) -> None:
    for referral_id in _senders_waiting(case):
        note_spoken(actor, referral_id, at)


def _senders_waiting(case: Case) -> Sequence[UUID]:
    """Return the referrals of a case whose senders wait to hear that the person was spoken to."""
    return db.session.scalars(
        select(Referral.id)
        .join(CaseReferral, CaseReferral.referral_id == Referral.id)
        .where(CaseReferral.case_id == case.id, Referral.spoken_at.is_(None))
    ).all()


def _pause(actor: Actor, case: Case, reason: PauseReason, now: datetime, until: datetime | None) -> None:
    db.session.add(CasePause(case=case, case_id=case.id, reason=reason, from_at=now, until_at=until))
    _set_clocks(actor, case)


def _end_pauses(actor: Actor, case: Case, now: datetime) -> None:
    for pause in _pauses(case):
        if pause.until_at is None or pause.until_at > now:
            pause.until_at = now
    _set_clocks(actor, case)


def _set_clocks(actor: Actor, case: Case) -> None:
    db.session.flush()
    case.run_clocks(service_clocks(actor, case.service_id), _stretches(case))


def _stretches(case: Case) -> list[Pause]:
    return [Pause(one.from_at, one.until_at) for one in _pauses(case)]


def _pauses(case: Case) -> list[CasePause]:
    return list(db.session.scalars(select(CasePause).where(CasePause.case_id == case.id)))


def _move_faults(
    actor: Actor, case: Case, to: CaseState, note: str, pause_reason: PauseReason | None
) -> dict[str, str]:
    faults: dict[str, str] = {}
    if to in NEEDS_WORDS and not note:
        faults["note"] = "Say why"
    if to is CaseState.PAUSED and pause_reason is None:
        faults["pause_reason"] = "Choose why it pauses"
    if to is CaseState.NOT_REACHED and case.spoken_at is None and (why := _too_early(actor, case)):
        faults["to"] = why
    return faults


def _too_early(actor: Actor, case: Case) -> str | None:
    tries = db.session.scalars(
        select(ContactAttempt.made_at).where(
            ContactAttempt.person_id.in_(records_of(case.person_id)),
            ContactAttempt.service_id == case.service_id,
            ContactAttempt.made_at >= (case.reopened_at or case.accepted_at),
        )
    ).all()
    days = working_days_of(tries, service_clocks(actor, case.service_id).calendar)
    return unreached_refusal(risk_now(case.person_id), tries, days, decides=actor.can(P.ATTEMPTS_DECIDE))
