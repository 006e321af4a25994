"""Reads of the pages on which one step is taken: accept, allocate, attempt, and the head of the others."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import case as when
from sqlalchemy import func, select

from caseflow import clock
from caseflow.access.policy import P
from caseflow.access.queries import Colleague, user_names
from caseflow.access.viewer import Viewer
from caseflow.cases.choices import CASE_STATE_LABELS, CaseState
from caseflow.cases.diary.queries import plan_of
from caseflow.cases.models import Case
from caseflow.cases.moves import moves_by_hand
from caseflow.cases.queries import service_workers
from caseflow.cases.returning import is_repeat, is_same_case
from caseflow.cases.scope import load_for_work
from caseflow.cases.values import PlanLine
from caseflow.choices import RiskLevel, Side
from caseflow.database import db
from caseflow.directory.choices import NEED_LABELS
from caseflow.directory.queries import locality_names, service_names
from caseflow.errors import Conflict
from caseflow.people.models import Person
from caseflow.people.queries import IdentityBar, contact_card, identity_bar
from caseflow.people.values import PointCard
from caseflow.referrals.choices import Move
from caseflow.referrals.models import Referral
from caseflow.referrals.moves import leads_to, refusal
from caseflow.referrals.scope import load_as_receiver


@dataclass(frozen=True)
class AcceptPage:
    """What a worker sees before accepting."""

    referral_id: UUID
    person_id: UUID
    bar: IdentityBar
    survivor: bool
    need: str
    locality: str | None
    from_service: str
    to_service: str
    sent_at: datetime
    due_at: datetime | None
    now: datetime
    safe_tonight: bool
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
    case = load_for_work(viewer, case_id)
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
    referral = load_as_receiver(viewer, referral_id)
    if leads_to(referral.state, Move.ACCEPT) is None:
        by = referral.answered_by
        who = user_names(viewer, [by]).get(by) if by else None
        raise Conflict(refusal(referral.state), who=who, at=referral.answered_at)
    services = service_names(viewer, [referral.from_service_id, referral.to_service_id])
    place = referral.locality_id
    return AcceptPage(
        referral_id=referral.id,
        person_id=referral.person_id,
        bar=identity_bar(viewer, referral.person_id),
        survivor=referral.side is Side.SURVIVOR,
        need=NEED_LABELS[referral.need],
        locality=locality_names(viewer, [place]).get(place) if place else None,
        from_service=services.get(referral.from_service_id, ""),
        to_service=services.get(referral.to_service_id, ""),
        sent_at=referral.sent_at,
        due_at=referral.answer_due_at,
        now=clock.now(),
        safe_tonight=referral.safe_tonight,
        earlier_words=_earlier(referral),
        colleagues=tuple(
            one for one in service_workers(viewer, referral.to_service_id) if one.user_id != viewer.user_id
        ),
    )


def attempt_page(viewer: Viewer, case_id: UUID) -> AttemptPage:
    """Return the case and the contact points by which the person may be reached; raises Unknown, NotAllowed."""
    head = case_head(viewer, case_id)
    return AttemptPage(head, contact_card(viewer, head.person_id).points)


def allocate_page(viewer: Viewer, case_id: UUID) -> AllocatePage:
    """Return the case and what each worker of its service has; raises Unknown, NotAllowed."""
    head = case_head(viewer, case_id)
    high = func.sum(when((Person.risk_level == RiskLevel.HIGH, 1), else_=0))
    rows = db.session.execute(
        select(Case.worker_id, func.count(), high)
        .join(Person, Person.id == Case.person_id)
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
        .where(Case.person_id == referral.person_id, Case.service_id == referral.to_service_id)
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
