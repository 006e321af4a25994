"""What the pages of sending show: frozen values. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from caseflow.calls.values import CallSummary
from caseflow.choices import ELEMENT_LABELS, Element, Side
from caseflow.directory.choices import Need
from caseflow.directory.lines import OutOfHoursCard, QuestionLine
from caseflow.people.contact_rules import PointState
from caseflow.people.values import IdentityBar, PersonBrief, PointCard
from caseflow.referrals.choices import GapKind, Part
from caseflow.referrals.packet import Section
from caseflow.referrals.situation import Answer, Gap, Situation, is_partner_support

USABLE = (PointState.ALLOWED, PointState.NOT_ASKED, PointState.LAPSED)
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ElementGroup:
    """What one element asks, and which parts of the packet it may get and gets by default."""

    element: Element
    side: Side
    ids: tuple[UUID, ...]
    services: tuple[str, ...]
    questions: tuple[QuestionLine, ...]
    parts: tuple[Part, ...]
    ticked: frozenset[Part]

    @property
    def label(self) -> str:
        """Return the element's name; what it does for survivors is partner support."""
        partners = is_partner_support(self.element, self.side)
        return "Partner support" if partners else ELEMENT_LABELS[self.element]


@dataclass(frozen=True)
class DueGap:
    """A gap with the time by which it must be decided."""

    gap: Gap
    due_at: datetime


@dataclass(frozen=True)
class Before:
    """A referral that the person has already."""

    referral_id: UUID
    service: str
    words: str
    at: datetime


@dataclass(frozen=True)
class ReferPage:
    """The refer page: who, what is asked, and once the needs are said, the answer with all that goes with it."""

    person_id: UUID
    bar: IdentityBar
    brief: PersonBrief
    side: Side
    needs: Choices
    places: Choices
    localities: Choices
    situation: Situation
    call: CallSummary | None
    again: Before | None
    before: tuple[Before, ...]
    answer: Answer | None = None
    gaps: tuple[DueGap, ...] = ()
    groups: tuple[ElementGroup, ...] = ()
    known: Mapping[Part, Section] | None = None
    points: tuple[PointCard, ...] = ()
    tonight: OutOfHoursCard | None = None
    may_lie_in: tuple[str, ...] = ()
    """Where the call's postcode may lie, while nobody has said where the person will stay."""

    @property
    def call_id(self) -> UUID | None:
        """Return the call that the person is referred from, if any."""
        return self.call.call_id if self.call else None

    @property
    def reachable(self) -> bool:
        """Tell whether there is any number or address by which a service may try to reach the person."""
        return any(point.state in USABLE for point in self.points)


@dataclass(frozen=True)
class Tell:
    """What is told of one referral: who rings, from what number, by when, what they say."""

    referral_id: UUID
    service: str
    outside: bool
    need: Need
    waiting_funding: bool
    phone_first: bool
    phone: str
    number_words: str
    """What the person's phone will show."""
    by_at: datetime | None
    says: str
    told_at: datetime | None
    rings: bool
    """Whether a number that the service may try travels with the packet."""

    @property
    def spoken(self) -> str:
        """Return the service's name as one says it."""
        return spoken(self.service)


@dataclass(frozen=True)
class ToldGap:
    """What is told of one gap: what nobody covers, who decides, by when."""

    gap_id: UUID
    need_words: str
    kind: GapKind
    says: str
    decider: str
    due_at: datetime
    ours: bool


@dataclass(frozen=True)
class TellPage:
    """What to tell the caller once referrals are sent."""

    batch_id: UUID
    person_id: UUID
    bar: IdentityBar
    call_id: UUID | None
    tells: tuple[Tell, ...]
    gaps: tuple[ToldGap, ...]
    helpline_phone: str
    told: bool


def spoken(name: str) -> str:
    """Return a name as one says it in a sentence: without what a list adds in brackets, a comma closed by another."""
    said = name.partition(" (invented")[0].rstrip()
    return f"{said}," if "," in said else said
