"""Reads for working on a half-done assessment."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from caseflow import clock
from caseflow.access.policy import P
from caseflow.access.queries import user_names
from caseflow.access.viewer import Viewer
from caseflow.assessments.choices import AssessmentState, Purpose, Source
from caseflow.assessments.content import Content
from caseflow.assessments.deciding.queries import earlier_of_pair, load_assessment
from caseflow.assessments.instruments.loader import instrument as instrument_of
from caseflow.assessments.instruments.shape import Instrument
from caseflow.assessments.models import Assessment, SetAside
from caseflow.assessments.queries import NOT_NAMED, known_pairs, said_in_call
from caseflow.assessments.scoring import counts_read
from caseflow.assessments.versions import DifferenceLine, difference_lines
from caseflow.choices import RiskLevel
from caseflow.database import db
from caseflow.errors import Unknown
from caseflow.people.births import age_on, may_be_under_18
from caseflow.people.queries import identity_bar
from caseflow.people.scope import load_person
from caseflow.people.values import IdentityBar


@dataclass(frozen=True)
class Earlier:
    """The earlier assessment of the pair, beside the decision."""

    id: UUID
    level_decided: RiskLevel
    level_in_force: RiskLevel
    decided_on: date
    by: str
    reason: str
    counts_words: str
    judgement_only: bool


@dataclass(frozen=True)
class OwnVersion:
    """The viewer's own version that was kept apart, and how it differs from the stored one."""

    content: Content
    at: datetime
    lines: tuple[DifferenceLine, ...]


@dataclass(frozen=True)
class WorkPage:
    """A half-done assessment; `finished` tells that it is one no longer."""

    id: UUID
    person_id: UUID
    bar: IdentityBar
    call_id: UUID | None
    said: str
    pair: str
    instrument: Instrument
    purpose: Purpose
    source: Source
    content: Content
    version: int
    finished: bool
    age: int | None
    under_18: bool
    saved_by: str
    saved_at: datetime | None
    started_at: datetime
    marac_until: date | None
    earlier: Earlier | None
    earlier_high_by_count: bool
    own_version: OwnVersion | None


def work_page(viewer: Viewer, assessment_id: UUID) -> WorkPage:
    """Return a half-done assessment with what stands beside it; raises Unknown."""
    row = load_assessment(viewer, assessment_id)
    if row.instrument_code is None:
        raise Unknown
    person = load_person(viewer, row.person_id)
    instrument = instrument_of(str(row.instrument_code), str(row.instrument_version))
    today = clock.today()
    age = age_on(person.birth_on, today) if person.birth_on else None
    earlier = earlier_of_pair(viewer, row.person_id, row.person_causing_harm_id, but=row.id)
    names = user_names(viewer, [row.saved_by, earlier.decided_by if earlier else None])
    pairs = known_pairs(viewer, row.person_id)
    content = Content.read(row.content)
    return WorkPage(
        id=row.id,
        person_id=person.id,
        bar=identity_bar(viewer, person.id),
        call_id=row.call_id if viewer.can(P.CALLS_READ) else None,
        said=said_in_call(viewer, row.call_id),
        pair=pairs.get(row.person_causing_harm_id, NOT_NAMED) if row.person_causing_harm_id else NOT_NAMED,
        instrument=instrument,
        purpose=row.purpose,
        source=row.source,
        content=content,
        version=row.version,
        finished=row.state is AssessmentState.FINISHED,
        age=age,
        under_18=may_be_under_18(person.birth_on, person.birth_kind, today),
        saved_by=names.get(row.saved_by, "") if row.saved_by else "",
        saved_at=row.saved_at,
        started_at=row.started_at,
        marac_until=person.marac_until_on,
        earlier=_earlier(earlier, names),
        earlier_high_by_count=earlier is not None and earlier.high_by_count,
        own_version=_own_version(viewer, row, instrument, content),
    )


def working_instrument(viewer: Viewer, assessment_id: UUID) -> Instrument:
    """Return the instrument of an assessment that has one; raises Unknown."""
    row = load_assessment(viewer, assessment_id)
    if row.instrument_code is None:
        raise Unknown
    return instrument_of(row.instrument_code, str(row.instrument_version))


def _own_version(
    viewer: Viewer, row: Assessment, instrument: Instrument, stored: Content
) -> OwnVersion | None:
    mine = db.session.scalar(
        select(SetAside).where(SetAside.assessment_id == row.id, SetAside.user_id == viewer.user_id)
    )
    if mine is None:
        return None
    content = Content.read(mine.content)
    return OwnVersion(content=content, at=mine.at, lines=difference_lines(instrument, stored, content))


def _earlier(row: Assessment | None, names: dict[UUID, str]) -> Earlier | None:
    if row is None or row.level_decided is None or row.level_in_force is None or row.decided_at is None:
        return None
    counts = None
    if row.instrument_code is not None:
        counts = counts_read(instrument_of(row.instrument_code, str(row.instrument_version)), row.counts)
    return Earlier(
        id=row.id,
        level_decided=row.level_decided,
        level_in_force=row.level_in_force,
        decided_on=row.decided_at.astimezone(clock.LONDON).date(),
        by=names.get(row.decided_by, "") if row.decided_by else "",
        reason=row.reason,
        counts_words=counts.words if counts else "",
        judgement_only=row.judgement_only,
    )
