"""Page values of calls: frozen, opened, and free of the database. Pure."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from caseflow.calls.checks import Refused
from caseflow.calls.choices import CallState
from caseflow.calls.drafting import Typed
from caseflow.calls.dropping import Dropped
from caseflow.choices import RiskLevel, Side
from caseflow.directory.lines import OutOfHoursCard
from caseflow.people.values import ContactCard, IdentityBar, PointCard


@dataclass(frozen=True)
class UnfinishedCall:
    """A call that somebody has not finished: a tab, a row on the desk."""

    call_id: UUID
    words: str
    started_at: datetime
    saved_at: datetime
    state: CallState
    holder: str
    mine: bool
    may_take_over: bool
    beyond: bool = False
    switch_to: UUID | None = None


@dataclass(frozen=True)
class OtherScreen:
    """Words from another screen, field by field: what is there now, and what was typed there."""

    page: str
    by: str
    at: datetime
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class WorkingPage:
    """A call that is being logged."""

    call_id: UUID
    state: CallState
    started_at: datetime
    saved_at: datetime
    typed: Typed
    number: int
    side: Side | None
    person_id: UUID | None
    tabs: tuple[UnfinishedCall, ...]
    bar: IdentityBar | None = None
    card: ContactCard | None = None
    others: tuple[OtherScreen, ...] = ()
    empty: bool = False
    referred: bool = False
    refused: Refused | None = None
    dropped: Dropped | None = None
    """What was agreed for when the line drops, once it has."""


@dataclass(frozen=True)
class HeldPage:
    """An unfinished call that somebody else holds."""

    call_id: UUID
    holder: str
    caller: str
    started_at: datetime
    saved_at: datetime
    state: CallState
    may_take_over: bool
    was_mine: bool


@dataclass(frozen=True)
class Booked:
    """A call-back that is still to be made."""

    callback_id: UUID
    from_at: datetime
    until_at: datetime


@dataclass(frozen=True)
class FinishedPage:
    """A finished call, read-only."""

    call_id: UUID
    person_id: UUID | None
    side: Side | None
    title: str
    taken_by: str
    started_at: datetime
    ended_at: datetime | None
    first: tuple[tuple[str, str], ...]
    sections: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    narrative: str
    outcomes: tuple[str, ...]
    refer_due_at: datetime | None
    referred_at: datetime | None
    bar: IdentityBar | None = None
    others: tuple[OtherScreen, ...] = ()
    may_tie: bool = False
    may_untie: bool = False
    dropped: bool = False
    line_dropped: Dropped | None = None
    callbacks: tuple[Booked, ...] = ()


@dataclass(frozen=True)
class CallSummary:
    """What a call says, for an assessment and a packet."""

    call_id: UUID
    person_id: UUID | None
    side: Side | None
    unfinished: bool
    caller: str
    started_at: datetime
    narrative: str
    abuse: tuple[str, ...] = ()
    where_now: str = ""
    children: bool = False
    children_where: str = ""
    harm: tuple[tuple[str, str], ...] = ()
    person_causing_harm_id: UUID | None = None
    partner: str = ""
    """Whom somebody named as their partner who rang about their own behaviour."""
    interpreter: str = ""
    easier: str = ""
    locality_id: UUID | None = None
    postcode: str = ""
    not_asked: tuple[str, ...] = ()
    """What decides over somebody's safety and was not asked in their own call."""
    lines: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class PersonCall:
    """A call on a person's timeline."""

    call_id: UUID
    started_at: datetime
    ended_at: datetime | None
    channel: str
    caller: str
    by: str
    outcomes: tuple[str, ...]
    narrative: str
    href: str


@dataclass(frozen=True)
class ReferDueLine:
    """A referral that a call promised and nobody has sent."""

    call_id: UUID
    person_id: UUID | None
    known_as: str
    risk: RiskLevel
    ended_at: datetime | None
    due_at: datetime
    overdue: bool


@dataclass(frozen=True)
class CallbackLine:
    """A promise to ring back."""

    callback_id: UUID
    call_id: UUID | None
    person_id: UUID | None
    known_as: str
    due_from_at: datetime
    due_until_at: datetime
    missed: bool
    note: str
    number: str = ""
    risk: RiskLevel = RiskLevel.NOT_ASSESSED


@dataclass(frozen=True)
class TodayCounts:
    """Contacts since midnight in England."""

    calls: int
    mine: int
    short: int


@dataclass(frozen=True)
class KnownMatch:
    """Somebody who may be the caller: how they matched, their contact rule first, and whether work is open."""

    person_id: UUID
    known_as: str
    age: str | None
    locality: str | None
    reference: str
    why: tuple[str, ...]
    risk: RiskLevel | None
    open_cases: int
    points: tuple[PointCard, ...] = ()
    refused: Refused | None = None
    """Whoever rang as this person before and did not pass the caller check."""


@dataclass(frozen=True)
class Matches:
    """What stands in the panel "Do we know them?"."""

    checked: bool
    asked: bool
    hits: tuple[KnownMatch, ...] = ()
    more: bool = False
    under_18: bool = False
    years: int | None = None
    not_here: str = ""
    localities: tuple[str, ...] = ()
    chosen: str = ""
    card: OutOfHoursCard | None = None
    opening: int | None = None
    """How many per cent of the names are opened, as long as that is going on."""
