"""Reads of the pages on which one step is taken: accept, allocate, attempt, and the head of the others."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import case as when
from sqlalchemy import func, select

from caseflow import clock
from caseflow.access.policy import P
from caseflow.access.queries import Colleague
from caseflow.access.viewer import Viewer
from caseflow.cases.choices import CASE_STATE_LABELS, CaseState
from caseflow.cases.diary.queries import plan_of
from caseflow.cases.models import Case, CaseTask
from caseflow.cases.moves import moves_by_hand
from caseflow.cases.queries import service_workers
from caseflow.cases.returning import is_repeat, is_same_case
from caseflow.cases.scope import load_for_work
from caseflow.cases.values import PlanLine
from caseflow.choices import RiskLevel, Side
from caseflow.database import db
from caseflow.directory.queries import service_names
from caseflow.people.queries import IdentityBar, contact_card, identity_bar
from caseflow.people.scope import RISK_NOW, records_of, with_risk
from caseflow.people.values import PointCard
from caseflow.referrals.choices import Move
from caseflow.referrals.lines import ReferralPage
from caseflow.referrals.models import Referral
from caseflow.referrals.queries import referral_page
from caseflow.referrals.scope import load_as_receiver, too_late


@dataclass(frozen=True)
class AcceptPage:
    """What a worker sees before accepting: what the referral says, and whether the person was here before."""

    referral: ReferralPage
    survivor: bool
    now: datetime
    earlier_words: str
    colleagues: tuple[Colleague, ...]


@dataclass(frozen=True)
class Load:
    """How much a worker of a service has now."""

    user_id: UUID
    name: str
    live: int
    high: int


@dataclass(frozen=True)
class CaseHead:
    """What a small page about a case shows above its form."""

    case_id: UUID
    person_id: UUID
    bar: IdentityBar
    service: str
    service_id: UUID
    state: CaseState
    state_words: str
    moves: tuple[CaseState, ...]
    may_work: bool
    may_allocate: bool
    worker_id: UUID | None
    survivor: bool
    plan: PlanLine | None
    plan_number: int
    review_on: date | None
    risk: RiskLevel | None
    workers: tuple[Colleague, ...]


def case_head(viewer: Viewer, case_id: UUID) -> CaseHead:
    """Return what a small page about a case needs; raises Unknown out of scope, NotAllowed for one who only reads."""
    return _head(viewer, load_for_work(viewer, case_id))


def _head(viewer: Viewer, case: Case) -> CaseHead:
    bar = identity_bar(viewer, case.person_id)
    return CaseHead(
        case_id=case.id,
        person_id=case.person_id,
        bar=bar,
        service=service_names(viewer, [case.service_id]).get(case.service_id, ""),
        service_id=case.service_id,
        state=case.state,
        state_words=CASE_STATE_LABELS[case.state],
        moves=moves_by_hand(case.state),
        may_work=True,
        may_allocate=viewer.can(P.CASES_ALLOCATE),
        worker_id=case.worker_id,
        survivor=case.side is Side.SURVIVOR,
        plan=plan_of(viewer, case),
        plan_number=case.plan_number,
        review_on=case.review_due_on,
        risk=bar.risk,
        workers=tuple(service_workers(viewer, case.service_id)),
    )


@dataclass(frozen=True)
class ClosePage:
    """A case to be closed, with what would be left undone."""

    head: CaseHead
    left: tuple[str, ...]


def close_page(viewer: Viewer, case_id: UUID) -> ClosePage:
    """Return a case and, in words, what is still open in it; raises Unknown, NotAllowed."""
    case = load_for_work(viewer, case_id)
    head = _head(viewer, case)
    tasks = db.session.scalars(
        select(CaseTask)
        .where(CaseTask.case_id == case.id, CaseTask.done_at.is_(None))
        .order_by(CaseTask.due_on)
    ).all()
    left = [] if case.spoken_at else ["Nobody here has spoken to the person yet."]
    if head.plan is None:
        left.append("There is no safety plan.")
    return ClosePage(head, (*left, *(f"Not done: {one.title}" for one in tasks)))


@dataclass(frozen=True)
class AllocatePage:
    """A case to be given to somebody, with how much each worker has."""

    head: CaseHead
    loads: tuple[Load, ...]


@dataclass(frozen=True)
class AttemptPage:
    """A case in which an attempt is logged, with the contact points."""

    head: CaseHead
    points: tuple[PointCard, ...]


def accept_page(viewer: Viewer, referral_id: UUID) -> AcceptPage:
    """Return what stands before accepting; raises Conflict with who and when if it is answered by now."""
    row = load_as_receiver(viewer, referral_id)
    page = referral_page(viewer, referral_id)
    if not page.can(Move.ACCEPT):
        raise too_late(viewer, row)
    return AcceptPage(
        referral=page,
        survivor=row.side is Side.SURVIVOR,
        now=clock.now(),
        earlier_words=_earlier(row),
        colleagues=tuple(
            one for one in service_workers(viewer, row.to_service_id) if one.user_id != viewer.user_id
        ),
    )


def attempt_page(viewer: Viewer, case_id: UUID) -> AttemptPage:
    """Return the case and the contact points by which the person may be reached; raises Unknown, NotAllowed."""
    head = case_head(viewer, case_id)
    return AttemptPage(head, contact_card(viewer, head.person_id).points)


def allocate_page(viewer: Viewer, case_id: UUID) -> AllocatePage:
    """Return the case and what each worker of its service has; raises Unknown, NotAllowed."""
    head = case_head(viewer, case_id)
    high = func.sum(when((RISK_NOW == RiskLevel.HIGH, 1), else_=0))
    rows = db.session.execute(
        with_risk(select(Case.worker_id, func.count(), high), Case.person_id)
        .where(Case.service_id == head.service_id, Case.is_live.is_(True), Case.worker_id.is_not(None))
        .group_by(Case.worker_id)
    )
    counted = {worker: (live, int(risky)) for worker, live, risky in rows}
    loads = tuple(Load(one.user_id, one.name, *counted.get(one.user_id, (0, 0))) for one in head.workers)
    return AllocatePage(head, tuple(sorted(loads, key=lambda one: (one.live, one.name.casefold()))))


def _earlier(referral: Referral) -> str:
    """Say what accepting does where the person had a case here before."""
    case = db.session.scalars(
        select(Case)
        .where(Case.person_id.in_(records_of(referral.person_id)), Case.service_id == referral.to_service_id)
        .order_by(Case.is_live.desc(), Case.closed_at.desc())
        .limit(1)
    ).first()
    if case is None:
        return ""
    if case.closed_at is None:
        return "There is a live case here already: this referral joins it."
    now = clock.now()
    if is_same_case(case.closed_at, now):
        return "A case here closed less than 30 days ago: accepting opens it again."
    if is_repeat(case.closed_at, now):
        return "A case here closed less than 12 months ago: this one counts as a repeat."
    return "There was a case here more than 12 months ago."
