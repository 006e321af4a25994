"""One timeline out of the rows of many rooms: newest first, filtered by kind, a page at a time. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

PAGE = 25


class Kind(StrEnum):
    """What an item of the timeline is."""

    CALL = "call"
    ATTEMPT = "attempt"
    ASSESSMENT = "assessment"
    SAFEGUARDING = "safeguarding"
    REFERRAL = "referral"
    CASE = "case"
    NOTE = "note"
    INCIDENT = "incident"


KIND_LABELS = {
    Kind.CALL: "Calls",
    Kind.ATTEMPT: "Contact attempts",
    Kind.ASSESSMENT: "Assessments",
    Kind.SAFEGUARDING: "Safeguarding",
    Kind.REFERRAL: "Referrals",
    Kind.CASE: "Cases",
    Kind.NOTE: "Notes",
    Kind.INCIDENT: "Incidents",
}


@dataclass(frozen=True)
class Item:
    """One thing that happened, with the page where more of it stands."""

    kind: Kind
    at: datetime
    title: str
    record_id: UUID
    by: str | None = None
    body: str = ""
    endpoint: str = ""
    key: str = ""
    target_id: UUID | None = None


@dataclass(frozen=True)
class Choice:
    """A kind that the timeline can be narrowed to, and how many there are of it."""

    kind: Kind
    words: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Timeline:
    """One page of a timeline."""

    items: tuple[Item, ...]
    choices: tuple[Choice, ...]
    chosen: Kind | None
    total: int
    page: int
    pages: int

    @property
    def earlier(self) -> int | None:
        """Return the page with what happened before, if there is one."""
        return self.page + 1 if self.page < self.pages else None

    @property
    def later(self) -> int | None:
        """Return the page with what happened after, if there is one."""
        return self.page - 1 if self.page > 1 else None


def kind_of(text: str | None) -> Kind | None:
    """Return the kind that an address names, or nothing for all."""
    return Kind(text) if text in set(Kind) else None


def arrange(items: Iterable[Item], chosen: Kind | None = None, page: int = 1, size: int = PAGE) -> Timeline:
    """Return one page of the items of one kind, or of all; a page that does not exist is the nearest that does."""
    ordered = sorted(items, key=lambda one: (one.at, one.kind, one.record_id.int), reverse=True)
    counts = Counter(one.kind for one in ordered)
    wanted = [one for one in ordered if chosen in (None, one.kind)]
    pages = max(1, -(-len(wanted) // size))
    page = min(max(page, 1), pages)
    choices = tuple(
        Choice(kind, KIND_LABELS[kind], counts[kind], kind is chosen) for kind in Kind if counts[kind]
    )
    shown = tuple(wanted[(page - 1) * size : page * size])
    return Timeline(shown, choices, chosen, len(wanted), page, pages)
