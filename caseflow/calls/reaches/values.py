"""Page values of people to reach and of attempts. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from caseflow.calls.choices import AttemptOutcome, ReachState
from caseflow.calls.reaching import Standing
from caseflow.choices import RiskLevel
from caseflow.people.values import IdentityBar, PointCard


@dataclass(frozen=True)
class ReachLine:
    """Somebody to reach, as a row of the queue."""

    reach_id: UUID
    person_id: UUID | None
    known_as: str
    age: str | None
    reference: str
    locality: str | None
    risk: RiskLevel
    received_at: datetime
    due_at: datetime
    due_words: str
    state: ReachState
    tries: int
    words: str
    told_referrer: bool


@dataclass(frozen=True)
class AttemptLine:
    """One try, as it is shown."""

    attempt_id: UUID
    made_at: datetime
    outcome: AttemptOutcome
    words: str
    by: str
    service_id: UUID | None
    note: str
    reason: str
    still_safe: bool | None
    again_at: datetime | None


@dataclass(frozen=True)
class ReachQueue:
    """One page of the people to reach, most urgent first."""

    lines: tuple[ReachLine, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class ReachPage:
    """Somebody to reach, whole."""

    reach_id: UUID
    person_id: UUID
    bar: IdentityBar
    state: ReachState
    standing: Standing
    received_at: datetime
    first_try_due_at: datetime
    first_tried_at: datetime | None
    spoken_due_at: datetime
    spoken_at: datetime | None
    manager_due_at: datetime | None
    referrer_told_at: datetime | None
    about_referral: tuple[tuple[str, str], ...]
    what_happened: str
    points: tuple[PointCard, ...]
    outside: Mapping[UUID, tuple[str, ...]]
    """What a try at this moment would go beyond, for each point."""
    chosen_point: UUID | None
    attempts: tuple[AttemptLine, ...]
    next_way: str
    end_note: str
    verified: bool
    may_decide: bool
    live: bool


@dataclass(frozen=True)
class StoppedLine:
    """A stopped number that waits for a manager."""

    stopped_id: UUID
    person_id: UUID
    known_as: str
    reference: str
    risk: RiskLevel
    why: str
    stopped_at: datetime
    due_at: datetime


@dataclass(frozen=True)
class StoppedPage:
    """One stopped number, with what led to it."""

    stopped_id: UUID
    person_id: UUID
    bar: IdentityBar
    why: str
    by: str
    stopped_at: datetime
    due_at: datetime
    attempt_note: str
    point: PointCard
    decided: str
    decided_at: datetime | None
    decided_by: str
    note: str
