"""One timeline out of many kinds of rows: newest first, filtered by kind, and no longer than a page. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from caseflow.cases.values import NoteLine

MOST = 60
"""How many items a page shows before it offers the rest."""


class Kind(StrEnum):
    """What an item of the timeline is."""

    CALL = "call"
    ATTEMPT = "attempt"
    INCIDENT = "incident"
    ASSESSMENT = "assessment"
    REFERRAL = "referral"
    NOTE = "note"
    TASK = "task"
    MOVE = "move"


KIND_LABELS = {
    Kind.CALL: "Calls",
    Kind.ATTEMPT: "Contact attempts",
    Kind.INCIDENT: "Incidents",
    Kind.ASSESSMENT: "Assessments",
    Kind.REFERRAL: "Referrals",
    Kind.NOTE: "Notes",
    Kind.TASK: "Tasks",
    Kind.MOVE: "Steps of the case",
}


@dataclass(frozen=True)
class Item:
    """One thing that happened."""

    kind: Kind
    at: datetime
    title: str
    by: str | None = None
    body: str = ""
    endpoint: str = ""
    key: str = ""
    record_id: UUID | None = None
    note: NoteLine | None = None


@dataclass(frozen=True)
class Timeline:
    """What is shown, how many there are of each kind, and how many more there would be."""

    items: tuple[Item, ...]
    counts: tuple[tuple[Kind, str, int], ...]
    chosen: Kind | None
    more: int


def kind_of(text: str | None) -> Kind | None:
    """Return the kind that an address names, or nothing for all of them."""
    return Kind(text) if text in set(Kind) else None


def arrange(items: Iterable[Item], chosen: Kind | None = None, most: int | None = MOST) -> Timeline:
    """Return the newest items of one kind or of all, and counts of every kind there is."""
    ordered: Sequence[Item] = sorted(items, key=lambda one: (one.at, one.kind), reverse=True)
    counted = {kind: sum(1 for one in ordered if one.kind is kind) for kind in Kind}
    wanted = [one for one in ordered if chosen in (None, one.kind)]
    shown = wanted if most is None else wanted[:most]
    counts = tuple((kind, KIND_LABELS[kind], number) for kind, number in counted.items() if number)
    return Timeline(tuple(shown), counts, chosen, len(wanted) - len(shown))
