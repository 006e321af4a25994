"""What the pages of sending show: frozen values. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from caseflow.choices import ELEMENT_LABELS, Element, Side
from caseflow.directory.choices import Need
from caseflow.directory.lines import OutOfHoursCard, QuestionLine
from caseflow.people.values import IdentityBar, PersonBrief, PointCard
from caseflow.referrals.choices import Part
from caseflow.referrals.packet import Section
from caseflow.referrals.situation import Answer, Gap, Situation

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ElementGroup:
    """What one element asks, and which parts of the packet it may get and gets by default."""

    element: Element
    ids: tuple[UUID, ...]
    services: tuple[str, ...]
    questions: tuple[QuestionLine, ...]
    parts: tuple[Part, ...]
    ticked: frozenset[Part]

    @property
    def label(self) -> str:
        """Return the element's name."""
        return ELEMENT_LABELS[self.element]


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
    call_id: UUID | None
    again: Before | None
    before: tuple[Before, ...]
    answer: Answer | None = None
    gaps: tuple[DueGap, ...] = ()
    groups: tuple[ElementGroup, ...] = ()
    known: Mapping[Part, Section] | None = None
    points: tuple[PointCard, ...] = ()
    tonight: OutOfHoursCard | None = None


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
    by_at: datetime | None
    says: str
    told_at: datetime | None


@dataclass(frozen=True)
class TellPage:
    """What to tell the caller once referrals are sent."""

    batch_id: UUID
    person_id: UUID
    bar: IdentityBar
    call_id: UUID | None
    tells: tuple[Tell, ...]
    gaps: tuple[str, ...]
    helpline_phone: str
    told: bool
