"""What lists and pages show of referrals and gaps: frozen values. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from caseflow.choices import Element, RiskLevel
from caseflow.directory.choices import NEED_LABELS, Need
from caseflow.people.values import IdentityBar
from caseflow.referrals.choices import STATE_LABELS, Move, ReferralState
from caseflow.referrals.packet import Packet

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class ReferralLine:
    """A referral in a list: inbox, desk, person page."""

    referral_id: UUID
    person_id: UUID
    known_as: str
    age: str
    state: ReferralState
    need: Need
    element: Element
    risk: RiskLevel
    locality: str
    from_service: str
    to_service: str
    sent_by: str
    sent_at: datetime
    due_at: datetime | None
    answered_at: datetime | None
    spoken_at: datetime | None
    safe_tonight: bool
    outside: bool
    words: str
    """What happened, as a sender's desk says it: "accepted 9:12am, spoke 11:40am"."""
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def need_words(self) -> str:
        """Return the need in words."""
        return NEED_LABELS[self.need]

    @property
    def state_words(self) -> str:
        """Return the state in words."""
        return STATE_LABELS[self.state]

    @property
    def late_words(self) -> str:
        """Say who has not done in time what is owed."""
        if self.state is ReferralState.RETURNED:
            return f"{self.to_service} asked for information: {self.from_service} has not answered"
        if self.state is ReferralState.WAITING_FUNDING:
            return f"No funding decision yet for {self.to_service}"
        return f"Not answered by {self.to_service}"

    @property
    def when_words(self) -> str:
        """Return when it happened and whether an examination may still be possible, where the element asks."""
        if self.element is not Element.SEXUAL_VIOLENCE:
            return ""
        window = "; examination may still be possible" if self.answers.get("forensic_window") == "Yes" else ""
        return f"{self.answers.get('when', 'Not asked')}{window}"


@dataclass(frozen=True)
class InboxFilters:
    """What an inbox is narrowed to; nothing of a person is in it."""

    state: ReferralState | None = None
    risk: RiskLevel | None = None
    need: Need | None = None
    locality_id: UUID | None = None
    page: int = 1


@dataclass(frozen=True)
class Inbox:
    """The referrals waiting for a service, most urgent first."""

    lines: tuple[ReferralLine, ...]
    total: int
    page: int
    pages: int
    filters: InboxFilters
    localities: tuple[tuple[str, str], ...]
    service: str


@dataclass(frozen=True)
class Step:
    """One step in the life of a referral."""

    title: str
    at: datetime
    by: str
    note: str


@dataclass(frozen=True)
class ReferralPage:
    """A referral as the viewer may see it: the packet only while it is open to them."""

    referral_id: UUID
    batch_id: UUID
    person_id: UUID
    bar: IdentityBar | None
    known_as: str
    state: ReferralState
    need: Need
    element: Element
    risk: RiskLevel
    risk_when_sent: RiskLevel
    from_service: str
    to_service: str
    to_phone: str
    outside: bool
    nobody: bool
    sent_by: str
    sent_at: datetime
    due_at: datetime | None
    hastened_at: datetime | None
    """When the risk rose while it waited, so that the answer is due sooner."""
    safe_tonight: bool
    agreement: str
    basis: str
    funding: str
    decline: str
    decline_detail: str
    question: str
    answer: str
    packet: Packet | None
    closed: str
    steps: tuple[Step, ...]
    may: frozenset[Move]
    may_record_outside: bool
    may_settle: bool
    settled: bool
    spoken_at: datetime | None
    closed_unspoken_at: datetime | None

    @property
    def need_words(self) -> str:
        """Return the need in words."""
        return NEED_LABELS[self.need]

    @property
    def state_words(self) -> str:
        """Return the state in words."""
        return STATE_LABELS[self.state]

    def can(self, move: str) -> bool:
        """Tell whether the viewer can make a move now."""
        return Move(move) in self.may


@dataclass(frozen=True)
class GapLine:
    """A gap in a list: what is missing, who decides, by when."""

    gap_id: UUID
    person_id: UUID
    known_as: str
    kind_words: str
    need_words: str
    says: str
    decider: str
    raised_at: datetime
    raised_by: str
    due_at: datetime
    risk: RiskLevel
    open: bool
    outcome: str


@dataclass(frozen=True)
class GapPage:
    """One gap with what was decided."""

    line: GapLine
    bar: IdentityBar
    open: bool
    decided_at: datetime | None
    decided_by: str
    outcome: str
    note: str
    may_decide: bool


def clock_time(at: datetime, now: datetime) -> str:
    """Return a time as a desk says it: the hour today, the date before that."""
    local, today = at.astimezone(LONDON), now.astimezone(LONDON).date()
    hour = f"{local.hour % 12 or 12}:{local.minute:02}{'am' if local.hour < 12 else 'pm'}"
    return hour if local.date() == today else f"{local.day} {local:%B} {hour}"


def sent_words(
    state: ReferralState,
    answered_at: datetime | None,
    spoken_at: datetime | None,
    reason: str,
    now: datetime,
    closed_unspoken_at: datetime | None = None,
) -> str:
    """Return what became of a referral, as its sender's desk says it."""
    when = f" {clock_time(answered_at, now)}" if answered_at else ""
    if state is ReferralState.ACCEPTED:
        if closed_unspoken_at:
            return f"Accepted{when}, closed {clock_time(closed_unspoken_at, now)}: nobody spoke to the person"
        spoke = f", spoke {clock_time(spoken_at, now)}" if spoken_at else ", not spoken to yet"
        return f"Accepted{when}{spoke}"
    if state is ReferralState.DECLINED:
        return f"Declined{when}{f': {reason}' if reason else ''}"
    if state is ReferralState.WITHDRAWN:
        return f"Withdrawn{when}"
    return STATE_LABELS[state] if state is not ReferralState.SENT else "Sent, not answered yet"
