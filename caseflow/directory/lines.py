"""What pages and other rooms read of the directory: frozen values. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from caseflow.choices import Element, Lot, Side
from caseflow.directory.choices import QuestionKind


@dataclass(frozen=True)
class ServiceLine:
    """A service as other rooms name it."""

    id: UUID
    code: str
    name: str
    element: Element
    lot: Lot | None
    side: Side
    outside: bool
    phone: str
    organisation: str
    free_places: int | None
    waiting_days: int | None
    checked_at: datetime | None


@dataclass(frozen=True)
class LocalityLine:
    """A locality as other rooms name it."""

    id: UUID
    gss: str
    name: str
    authority: str


@dataclass(frozen=True)
class PostcodeAnswer:
    """What an outward code can say: candidates to ask about, or one that is clear."""

    outward: str
    clear: bool
    candidates: tuple[LocalityLine, ...]
    reaches_outside: bool


@dataclass(frozen=True)
class QuestionLine:
    """A question that an element asks."""

    code: str
    label: str
    hint: str
    kind: QuestionKind
    required: bool
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Number:
    """A number for nights and weekends."""

    label: str
    phone: str
    checked_on: date


@dataclass(frozen=True)
class OutOfHoursCard:
    """The numbers of one locality."""

    locality: str
    numbers: tuple[Number, ...]
