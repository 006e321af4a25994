"""Reads of assessments that other rooms and the first pages use."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select

from caseflow import clock
from caseflow.access.policy import P
from caseflow.access.queries import user_names
from caseflow.access.viewer import Viewer
from caseflow.assessments.choices import AssessmentState, Purpose
from caseflow.assessments.deciding.queries import has_child_decision
from caseflow.assessments.decision import is_served
from caseflow.assessments.instruments.loader import current_instruments, instrument, title_of
from caseflow.assessments.instruments.shape import Instrument
from caseflow.assessments.models import Assessment
from caseflow.assessments.scope import visible_assessments
from caseflow.assessments.scoring import counts_read
from caseflow.calls.models import Call
from caseflow.calls.scope import load_call, visible_calls
from caseflow.choices import RiskLevel, Side
from caseflow.database import db
from caseflow.people.births import age_on, may_be_under_18
from caseflow.people.models import Person
from caseflow.people.queries import identity_bar, persons_causing_harm
from caseflow.people.scope import load_person, of_visible_people, reads_as, records_of
from caseflow.people.values import IdentityBar

LISTED = 50
COMING = timedelta(days=7)
NOT_NAMED = "somebody not named"


@dataclass(frozen=True)
class HistoryLine:
    """One assessment, as a list or a timeline shows it."""

    id: UUID
    title: str
    pair: str
    pair_id: UUID | None
    instrument_code: str | None
    judgement_only: bool
    state: AssessmentState
    purpose: Purpose
    level_decided: RiskLevel | None
    level_in_force: RiskLevel | None
    counts_words: str
    by: str
    at: datetime
    review_due_on: date | None
    previous_id: UUID | None


@dataclass(frozen=True)
class StartPage:
    """What the pages show on which an assessment is begun."""

    person_id: UUID
    bar: IdentityBar
    age: int | None
    under_18: bool
    survivor: bool
    served: bool
    call_id: UUID | None
    call_pair: UUID | None
    said: str
    safeguarding_missing: bool
    pairs: tuple[tuple[UUID, str], ...]
    instruments: tuple[Instrument, ...]
    half_way: tuple[HistoryLine, ...]
    latest: HistoryLine | None


@dataclass(frozen=True)
class ReviewLine:
    """A review that is due soon or overdue."""

    person_id: UUID
    assessment_id: UUID
    known_as: str
    reference: str
    level: RiskLevel
    review_due_on: date


def start_page(viewer: Viewer, person_id: UUID, call_id: UUID | None = None) -> StartPage:
    """Return what is needed to begin an assessment of this person; raises Unknown."""
    person = load_person(viewer, person_id)
    today = clock.today()
    age = age_on(person.birth_on, today) if person.birth_on else None
    under_18 = may_be_under_18(person.birth_on, person.birth_kind, today)
    history = assessment_history(viewer, person.id)
    call = load_call(viewer, call_id) if call_id else None
    return StartPage(
        person_id=person.id,
        bar=identity_bar(viewer, person.id),
        age=age,
        under_18=under_18,
        survivor=person.side is Side.SURVIVOR,
        served=is_served(age),
        call_id=call.id if call else None,
        call_pair=call.person_causing_harm_id if call else None,
        said=call.narrative if call else "",
        safeguarding_missing=under_18 and not has_child_decision(viewer, person.id),
        pairs=tuple(known_pairs(viewer, person.id).items()),
        instruments=tuple(
            one for one in current_instruments() if age is None or age >= one.age_with_notice_from
        ),
        half_way=tuple(one for one in history if one.state is AssessmentState.IN_PROGRESS),
        latest=next((one for one in history if one.level_decided), None),
    )


def known_pairs(viewer: Viewer, person_id: UUID) -> dict[UUID, str]:
    """Return the persons causing harm on this record who have a name, by id."""
    lines = persons_causing_harm(viewer, person_id)
    return {line.id: line.shown_name for line in lines if line.named}


def said_in_call(viewer: Viewer, call_id: UUID | None) -> str:
    """Return what was said in a call, for who may read calls; nothing for anyone else."""
    if call_id is None:
        return ""
    call = db.session.scalar(select(Call).where(Call.id == call_id, visible_calls(viewer)))
    return call.narrative if call else ""


def assessment_history(viewer: Viewer, person_id: UUID) -> list[HistoryLine]:
    """Return the assessments of a person, newest first, half-done ones among them for who may assess."""
    rows = db.session.scalars(
        select(Assessment)
        .where(Assessment.person_id.in_(records_of(person_id)), visible_assessments(viewer))
        .order_by(Assessment.started_at.desc(), Assessment.id)
    ).all()
    pairs = known_pairs(viewer, person_id) if rows else {}
    names = user_names(viewer, [row.decided_by or row.started_by for row in rows])
    lines = [_history_line(row, pairs, names) for row in rows]
    return sorted(lines, key=lambda one: one.at, reverse=True)


def reviews_due(viewer: Viewer) -> list[ReviewLine]:
    """Return the reviews due within a week or overdue, of assessments that the viewer's service made."""
    if not viewer.can(P.ASSESSMENTS_WRITE):
        return []
    wanted = [
        Assessment.state == AssessmentState.FINISHED,
        Assessment.review_due_on == Person.review_due_on,
        Person.review_due_on <= clock.today() + COMING,
        Assessment.for_service_id.is_not_distinct_from(viewer.service_id),
        of_visible_people(viewer, Assessment.person_id),
    ]
    if viewer.area_wide:
        # Where a case is open, the service that works it reviews.
        wanted.append(or_(Person.open_cases == 0, Person.open_cases.is_(None)))
    rows = db.session.execute(
        select(Assessment, Person)
        .join(Person, Person.id == reads_as(Assessment.person_id))
        .where(*wanted)
        .order_by(Person.review_due_on, Person.id)
        .limit(LISTED)
    ).all()
    lines = {
        person.id: ReviewLine(
            person_id=person.id,
            assessment_id=row.id,
            known_as=person.known_as,
            reference=person.reference,
            level=row.level_in_force,
            review_due_on=row.review_due_on,
        )
        for row, person in rows
        if row.level_in_force and row.review_due_on
    }
    return list(lines.values())


def _history_line(row: Assessment, pairs: dict[UUID, str], names: dict[UUID, str]) -> HistoryLine:
    by = row.decided_by or row.started_by
    return HistoryLine(
        id=row.id,
        title=title_of(row.instrument_code, row.instrument_version),
        pair=pairs.get(row.person_causing_harm_id, NOT_NAMED) if row.person_causing_harm_id else NOT_NAMED,
        pair_id=row.person_causing_harm_id,
        instrument_code=row.instrument_code,
        judgement_only=row.judgement_only,
        state=row.state,
        purpose=row.purpose,
        level_decided=row.level_decided,
        level_in_force=row.level_in_force,
        counts_words=_counts_words(row),
        by=names.get(by, "") if by else "",
        at=row.decided_at or row.started_at,
        review_due_on=row.review_due_on,
        previous_id=row.previous_id,
    )


def _counts_words(row: Assessment) -> str:
    if row.judgement_only or row.state is AssessmentState.IN_PROGRESS:
        return ""
    counts = counts_read(instrument(str(row.instrument_code), str(row.instrument_version)), row.counts)
    return counts.words if counts else ""
