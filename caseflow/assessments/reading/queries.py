"""Reads of finished assessments."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from caseflow import clock
from caseflow.access.policy import P
from caseflow.access.queries import user_names
from caseflow.access.viewer import Viewer
from caseflow.assessments.choices import (
    AssessmentState,
    LoweringState,
    MaracGround,
    Purpose,
    Source,
)
from caseflow.assessments.comparison import ItemCompared, items_compared
from caseflow.assessments.content import Content
from caseflow.assessments.deciding.queries import latest_of_each_pair, load_assessment
from caseflow.assessments.instruments.loader import instrument as instrument_of
from caseflow.assessments.instruments.loader import title_of
from caseflow.assessments.instruments.shape import Instrument
from caseflow.assessments.lowering.models import RiskLowering
from caseflow.assessments.models import Assessment, SetAside
from caseflow.assessments.queries import NOT_NAMED, HistoryLine, assessment_history, known_pairs
from caseflow.assessments.reading.rows import ItemRead, items_read, stop_labels, told_rows
from caseflow.assessments.scoring import Counts, counts_read, evidence, marac_grounds
from caseflow.choices import RiskLevel
from caseflow.database import db
from caseflow.errors import Conflict, Unknown
from caseflow.people.queries import identity_bar
from caseflow.people.scope import load_person
from caseflow.people.values import IdentityBar


@dataclass(frozen=True)
class LoweringRead:
    """A request to lower this level, as the assessment's page says it."""

    id: UUID
    state: LoweringState
    to_level: RiskLevel
    asked_by: str
    asked_at: datetime
    decided_by: str
    decided_at: datetime | None
    reason: str
    decision_note: str


@dataclass(frozen=True)
class FinishedPage:
    """A finished assessment."""

    id: UUID
    person_id: UUID
    bar: IdentityBar
    call_id: UUID | None
    title: str
    instrument: Instrument | None
    pair: str
    pair_id: UUID | None
    purpose: Purpose
    source: Source
    judgement_only: bool
    content: Content
    items: tuple[ItemRead, ...]
    counts: Counts | None
    high_by_count: bool
    level_decided: RiskLevel | None
    level_in_force: RiskLevel | None
    reason: str
    stop_labels: tuple[str, ...]
    grounds: tuple[MaracGround, ...]
    decided_by: str
    decided_at: datetime
    review_due_on: date | None
    previous_id: UUID | None
    is_newest: bool
    lowerings: tuple[LoweringRead, ...]
    has_own_version: bool

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """What stood beside the decision, as rows of words."""
        return told_rows(self.purpose, self.source, self.content, self.stop_labels, self.grounds)

    @property
    def not_asked(self) -> tuple[str, ...]:
        """The items that were not asked, in words."""
        numbered = self.instrument is not None and len(self.instrument.scales) == 1
        return tuple(
            f"{one.code} {one.label}" if numbered else one.label for one in self.items if not one.is_answered
        )

    @property
    def may_ask_to_lower(self) -> bool:
        """The newest of its pair, high by its count, and nobody has asked yet."""
        waiting = any(one.state is LoweringState.WAITING for one in self.lowerings)
        return self.is_newest and self.high_by_count and not waiting


@dataclass(frozen=True)
class HistoryPage:
    """All assessments of a person."""

    person_id: UUID
    bar: IdentityBar
    lines: tuple[HistoryLine, ...]


@dataclass(frozen=True)
class ComparePage:
    """The earlier assessment beside the new one."""

    person_id: UUID
    bar: IdentityBar
    earlier: FinishedPage
    later: FinishedPage
    items: tuple[ItemCompared, ...]


def history_page(viewer: Viewer, person_id: UUID) -> HistoryPage:
    """Return all assessments of a person that the viewer may see; raises Unknown."""
    person = load_person(viewer, person_id)
    lines = tuple(assessment_history(viewer, person.id))
    return HistoryPage(person.id, identity_bar(viewer, person.id), lines)


def is_finished(viewer: Viewer, assessment_id: UUID) -> bool:
    """Tell whether an assessment is finished; raises Unknown."""
    return load_assessment(viewer, assessment_id).state is AssessmentState.FINISHED


def finished_page(viewer: Viewer, assessment_id: UUID) -> FinishedPage:
    """Return a finished assessment; raises Unknown."""
    row = load_assessment(viewer, assessment_id)
    if row.state is not AssessmentState.FINISHED or row.decided_at is None:
        raise Unknown
    person = load_person(viewer, row.person_id)
    lowerings = _lowerings(row)
    names = user_names(
        viewer, [row.decided_by, *(who for one in lowerings for who in (one.asked_by, one.decided_by))]
    )
    instrument = None
    if row.instrument_code is not None:
        instrument = instrument_of(row.instrument_code, str(row.instrument_version))
    content = Content.read(row.content)
    pairs = known_pairs(viewer, row.person_id)
    on = row.decided_at.astimezone(clock.LONDON).date()
    return FinishedPage(
        id=row.id,
        person_id=person.id,
        bar=identity_bar(viewer, person.id),
        call_id=row.call_id if viewer.can(P.CALLS_READ) else None,
        title=title_of(row.instrument_code, row.instrument_version),
        instrument=instrument,
        pair=pairs.get(row.person_causing_harm_id, NOT_NAMED) if row.person_causing_harm_id else NOT_NAMED,
        pair_id=row.person_causing_harm_id,
        purpose=row.purpose,
        source=row.source,
        judgement_only=row.judgement_only,
        content=content,
        items=items_read(instrument, content) if instrument else (),
        counts=counts_read(instrument, row.counts) if instrument else None,
        high_by_count=row.high_by_count,
        level_decided=row.level_decided,
        level_in_force=row.level_in_force,
        reason=row.reason,
        stop_labels=stop_labels(instrument, content),
        grounds=_grounds(instrument, content, person.marac_until_on, on),
        decided_by=names.get(row.decided_by, "") if row.decided_by else "",
        decided_at=row.decided_at,
        review_due_on=row.review_due_on,
        previous_id=row.previous_id,
        is_newest=row.id in {one.id for one in latest_of_each_pair(viewer, row.person_id)},
        lowerings=tuple(_lowering(one, names) for one in lowerings),
        has_own_version=_has_own_version(viewer, row),
    )


def compare_page(viewer: Viewer, assessment_id: UUID, earlier_id: UUID) -> ComparePage:
    """Return two finished assessments of one pair side by side; raises Unknown or Conflict."""
    later = finished_page(viewer, assessment_id)
    earlier = finished_page(viewer, earlier_id)
    if earlier.person_id != later.person_id:
        raise Unknown
    if earlier.pair_id != later.pair_id:
        raise Conflict("These two assessments are about different pairs, so they cannot be compared.")
    if earlier.decided_at > later.decided_at:
        earlier, later = later, earlier
    items: tuple[ItemCompared, ...] = ()
    if earlier.instrument and later.instrument:
        items = items_compared(earlier.instrument, earlier.content, later.instrument, later.content)
    return ComparePage(later.person_id, later.bar, earlier, later, items)


def _grounds(
    instrument: Instrument | None, content: Content, marac_until: date | None, on: date
) -> tuple[MaracGround, ...]:
    if instrument is not None:
        return evidence(instrument, content, marac_until=marac_until, today=on).grounds
    return marac_grounds(
        judgement=content.marac_judgement,
        computed_high=False,
        police_incidents=content.police_incidents,
        marac_until=marac_until,
        today=on,
    )


def _lowerings(row: Assessment) -> list[RiskLowering]:
    return list(
        db.session.scalars(
            select(RiskLowering)
            .where(RiskLowering.assessment_id == row.id)
            .order_by(RiskLowering.asked_at.desc(), RiskLowering.id)
        )
    )


def _lowering(one: RiskLowering, names: dict[UUID, str]) -> LoweringRead:
    return LoweringRead(
        id=one.id,
        state=one.state,
        to_level=one.to_level,
        asked_by=names.get(one.asked_by, "") if one.asked_by else "",
        asked_at=one.asked_at,
        decided_by=names.get(one.decided_by, "") if one.decided_by else "",
        decided_at=one.decided_at,
        reason=one.reason,
        decision_note=one.decision_note,
    )


def _has_own_version(viewer: Viewer, row: Assessment) -> bool:
    found = db.session.scalar(
        select(SetAside.id).where(SetAside.assessment_id == row.id, SetAside.user_id == viewer.user_id)
    )
    return found is not None
