"""Read of the case page: everything about one case that the viewer may see, on one timeline."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from caseflow import clock
from caseflow.access.policy import P
from caseflow.access.viewer import Viewer
from caseflow.assessments.choices import AssessmentState
from caseflow.assessments.queries import HistoryLine, assessment_history
from caseflow.calls.choices import ATTEMPT_LABELS
from caseflow.calls.queries import person_attempts, person_calls
from caseflow.cases.choices import CaseState
from caseflow.cases.diary.queries import diary_of
from caseflow.cases.models import Case
from caseflow.cases.moves import moves_by_hand
from caseflow.cases.queries import person_cases
from caseflow.cases.returning import is_same_case
from caseflow.cases.risk_picture import Grade, Picture, draw
from caseflow.cases.scope import load_case, may_work
from caseflow.cases.stateline import closed_line, days_since, state_line
from caseflow.cases.timeline import Item, Kind, Timeline, arrange
from caseflow.cases.timing import Limit, limits, next_limit
from caseflow.cases.values import Diary, IncidentLine, PersonCase
from caseflow.choices import RISK_LABELS, RiskLevel, Side
from caseflow.directory.queries import service_names
from caseflow.people.queries import IdentityBar, children_of, contact_card, identity_bar, persons_causing_harm
from caseflow.people.values import ChildLine, ContactCard, HarmLine
from caseflow.referrals.queries import person_referrals


@dataclass(frozen=True)
class ReviewDue:
    """What is to be looked at again, by when, and the page on which that is done."""

    words: str
    due_on: date
    overdue: bool
    endpoint: str
    values: Mapping[str, UUID]


@dataclass(frozen=True)
class CasePage:
    """All that the case page shows."""

    case_id: UUID
    person_id: UUID
    bar: IdentityBar
    service: str
    state: CaseState
    state_line: tuple[str, ...]
    closed_line: str
    next: Limit | None
    hastened_at: datetime | None
    """When the risk rose, so that what is still owed is due sooner."""
    reviews: tuple[ReviewDue, ...]
    now: datetime
    survivor: bool
    may_work: bool
    may_take: bool
    may_allocate: bool
    may_reopen: bool
    moves: tuple[CaseState, ...]
    diary: Diary
    timeline: Timeline
    contact: ContactCard | None
    harms: tuple[HarmLine, ...]
    children: tuple[ChildLine, ...]
    assessments: tuple[HistoryLine, ...]
    compare: tuple[UUID, UUID] | None
    picture: Picture | None
    to_assess: IncidentLine | None
    other_cases: tuple[PersonCase, ...]
    spoken_at: datetime | None
    tries: int

    @property
    def shown(self) -> tuple[UUID, ...]:
        """Return the records on the page."""
        return (self.case_id, *(note.note_id for note in self.diary.notes))


def case_page(viewer: Viewer, case_id: UUID, chosen: Kind | None = None, *, whole: bool = False) -> CasePage:
    """Return one case with its timeline; raises Unknown out of scope."""
    case = load_case(viewer, case_id)
    now, today = clock.now(), clock.today()
    owed = next_limit(limits(case, now))
    bar, diary = identity_bar(viewer, case.person_id), diary_of(viewer, case)
    survivor, live = case.side is Side.SURVIVOR, case.state is not CaseState.CLOSED
    assessed = tuple(assessment_history(viewer, case.person_id)) if viewer.can(P.ASSESSMENTS_READ) else ()
    finished = tuple(one for one in assessed if one.state is AssessmentState.FINISHED)
    working = may_work(viewer, case.service_id)
    services = service_names(viewer, [case.service_id])
    return CasePage(
        case_id=case.id,
        person_id=case.person_id,
        bar=bar,
        service=services.get(case.service_id, ""),
        state=case.state,
        state_line=_state_line(viewer, case, bar, diary, now),
        closed_line=closed_line(case.closed_at, case.close_reason, case.planned_closure)
        if case.closed_at
        else "",
        next=owed,
        hastened_at=case.hastened_at if owed else None,
        reviews=tuple(_reviews(case, bar, today)) if live else (),
        now=now,
        survivor=survivor,
        may_work=working and live,
        may_take=working and live and case.worker_id is None,
        may_allocate=working and live and viewer.can(P.CASES_ALLOCATE),
        may_reopen=working and case.closed_at is not None and is_same_case(case.closed_at, now),
        moves=moves_by_hand(case.state) if working else (),
        diary=diary,
        timeline=arrange(_items(viewer, case, diary, finished), chosen, None if whole else 60),
        contact=contact_card(viewer, case.person_id) if working and live else None,
        harms=tuple(persons_causing_harm(viewer, case.person_id)) if survivor else (),
        children=tuple(children_of(viewer, case.person_id)),
        assessments=assessed,
        compare=next(((one.id, one.previous_id) for one in finished if one.previous_id), None),
        picture=draw(_grades(finished), today) if survivor else None,
        to_assess=_unanswered(diary.incidents, finished) if survivor else None,
        other_cases=tuple(one for one in person_cases(viewer, case.person_id) if one.case_id != case.id),
        spoken_at=case.spoken_at,
        tries=case.tries,
    )


def _reviews(case: Case, bar: IdentityBar, today: date) -> Iterator[ReviewDue]:
    plan, risk = case.review_due_on, bar.review_due_on
    if risk:
        way = {"person_id": case.person_id}
        yield ReviewDue("Assess the risk again", risk, risk < today, "assessments.start", way)
    if plan:
        way = {"case_id": case.id}
        yield ReviewDue("Look at the plan again", plan, plan < today, "cases.diary.plan", way)


def _state_line(viewer: Viewer, case: Case, bar: IdentityBar, diary: Diary, now: datetime) -> tuple[str, ...]:
    return state_line(
        case.state,
        days_since(case.accepted_at, now),
        worker=diary.names.get(case.worker_id) if case.worker_id else None,
        is_mine=case.worker_id == viewer.user_id,
        plan_review_on=case.review_due_on,
        risk_review_on=bar.review_due_on,
        tasks=diary.tasks,
        today=clock.today(),
    )


def risk_picture(viewer: Viewer, case_id: UUID) -> tuple[UUID, Picture | None]:
    """Return the picture of the person's risk over time, for a case in scope; raises Unknown."""
    case = load_case(viewer, case_id)
    if case.side is not Side.SURVIVOR or not viewer.can(P.ASSESSMENTS_READ):
        return case.person_id, None
    finished = [
        one for one in assessment_history(viewer, case.person_id) if one.state is AssessmentState.FINISHED
    ]
    return case.person_id, draw(_grades(finished), clock.today())


def case_timeline(viewer: Viewer, case_id: UUID) -> Timeline:
    """Return the whole timeline of a case in scope, newest first; raises Unknown."""
    return case_page(viewer, case_id, whole=True).timeline


def _grades(finished: tuple[HistoryLine, ...] | list[HistoryLine]) -> list[Grade]:
    return [
        Grade(one.at, one.level_in_force)
        for one in finished
        if one.level_in_force and one.level_in_force is not RiskLevel.NOT_ASSESSED
    ]


def _unanswered(
    incidents: tuple[IncidentLine, ...], finished: tuple[HistoryLine, ...]
) -> IncidentLine | None:
    """Return the newest incident that no assessment has followed yet."""
    latest = max(incidents, key=lambda one: one.recorded_at, default=None)
    if latest and any(one.level_decided and one.at > latest.recorded_at for one in finished):
        return None
    return latest


def _items(viewer: Viewer, case: Case, diary: Diary, finished: tuple[HistoryLine, ...]) -> Iterator[Item]:
    yield from _written(diary)
    for one in person_attempts(viewer, case.person_id):
        yield Item(
            Kind.ATTEMPT, one.made_at, f"Contact attempt: {ATTEMPT_LABELS[one.outcome]}", one.by, one.note
        )
    for call in person_calls(viewer, case.person_id):
        yield Item(
            Kind.CALL, call.started_at, "Call", call.by, call.narrative, "calls.call", "call_id", call.call_id
        )
    for done in finished:
        level = f": {RISK_LABELS[done.level_in_force]}" if done.level_in_force else ""
        words = "\n".join(part for part in (done.counts_words, f"About {done.pair}") if part)
        yield Item(
            Kind.ASSESSMENT, done.at, f"{done.title}{level}", done.by, words,
            "assessments.assessment", "assessment_id", done.id,
        )  # fmt: skip
    for sent in person_referrals(viewer, case.person_id):
        yield Item(
            Kind.REFERRAL, sent.sent_at, f"Referred to {sent.to_service}: {sent.state_words}", None, "",
            "referrals.referral", "referral_id", sent.referral_id,
        )  # fmt: skip


def _written(diary: Diary) -> Iterator[Item]:
    for note in diary.notes:
        yield Item(Kind.NOTE, note.happened_at, f"Note: {note.kind_words.lower()}", note.by, note=note)
    for one in diary.incidents:
        words = (
            f"{one.what}\nReported to the police: {one.reported_words}. Children there: {one.children_words}."
        )
        title = f"Incident on {one.happened_on.day} {one.happened_on:%B %Y}"
        yield Item(Kind.INCIDENT, one.recorded_at, title, one.by, words)
    for task in diary.tasks:
        if task.done_at:
            yield Item(Kind.TASK, task.done_at, f"Done: {task.title}", task.done_by)
    for move in diary.moves:
        yield Item(Kind.MOVE, move.at, move.words, move.by, move.note)
