"""The order of a desk: what could hurt somebody first. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum, StrEnum
from uuid import UUID

from caseflow.choices import DANGEROUS, RiskLevel

MOST = 20
"""How many rows a desk shows before it says how many more there are."""
NEVER = datetime.max.replace(tzinfo=UTC)


class Group(StrEnum):
    """What kind of work a row is; each has a page that shows all of it."""

    UNFINISHED_CALL = "unfinished_call"
    REACH = "reach"
    CALLBACK = "callback"
    REFER = "refer"
    DECLINED = "declined"
    SENT = "sent"
    INBOX = "inbox"
    HANDOVER = "handover"
    CASE = "case"
    TASK = "task"
    LOWERING = "lowering"
    SAFEGUARDING = "safeguarding"
    STOPPED = "stopped"
    GAP = "gap"
    FUNDING = "funding"
    LEAD = "lead"
    WALL = "wall"
    GLASS = "glass"
    ALERT = "alert"


MORE_WORDS = {
    Group.UNFINISHED_CALL: ("unfinished call", "unfinished calls"),
    Group.REACH: ("person to reach", "people to reach"),
    Group.CALLBACK: ("call-back", "call-backs"),
    Group.REFER: ("call without its referral", "calls without their referral"),
    Group.DECLINED: ("referral that came back", "referrals that came back"),
    Group.SENT: ("referral without an answer", "referrals without an answer"),
    Group.INBOX: ("referral waiting", "referrals waiting"),
    Group.HANDOVER: ("hand-over", "hand-overs"),
    Group.CASE: ("case", "cases"),
    Group.TASK: ("task", "tasks"),
    Group.LOWERING: ("request to lower a risk", "requests to lower a risk"),
    Group.SAFEGUARDING: ("safeguarding action", "safeguarding actions"),
    Group.STOPPED: ("stopped number", "stopped numbers"),
    Group.GAP: ("gap", "gaps"),
    Group.FUNDING: ("funding decision", "funding decisions"),
    Group.LEAD: ("answer of the safeguarding lead", "answers of the safeguarding lead"),
    Group.WALL: ("decision about the walls", "decisions about the walls"),
    Group.ALERT: ("risk alert", "risk alerts"),
    Group.GLASS: ("opened restricted record", "opened restricted records"),
}

MORE_AT: Mapping[Group, tuple[str, Mapping[str, str]]] = {
    Group.REACH: ("calls.reach", {}),
    Group.INBOX: ("referrals.inbox", {}),
    Group.HANDOVER: ("cases.handover.team", {}),
    Group.CASE: ("cases.mine", {"late": "yes"}),
    Group.WALL: ("oversight.conflicts.walls", {}),
    Group.GLASS: ("oversight.glass.opened", {}),
    Group.LOWERING: ("assessments.lowering.waiting", {}),
}
"""The page of a kind that shows all of it, where there is one."""


class Band(IntEnum):
    """How near somebody is to being hurt."""

    NOW = 0
    DANGEROUS_AND_LATE = 1
    LATE = 2
    DANGEROUS = 3
    REST = 4


@dataclass(frozen=True)
class Row:
    """One thing that needs somebody: why, who, since or until when, and the one action."""

    group: Group
    why: str
    who: str
    action: str
    endpoint: str
    key: str
    record_id: UUID
    reference: str = ""
    risk: RiskLevel | None = None
    due_at: datetime | None = None
    since_at: datetime | None = None
    detail: str = ""
    tags: tuple[str, ...] = ()
    urgent: bool = False
    """Somebody may be in danger at this moment: nowhere safe tonight, a call that broke off."""
    held_by_nobody: bool = False
    """Nobody works on it until this is done, though no clock runs: a referral that came back."""
    about: tuple[str, str, UUID] | None = None
    """The page of what it is about, where the action is a press."""
    post: bool = False
    """The action is a press that does it, not a page to open."""


@dataclass(frozen=True)
class More:
    """Rows of one kind that are not shown."""

    number: int
    beyond: bool
    """Whether there are more than that."""
    words: str
    endpoint: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class Ordered:
    """The rows of a desk, the most dangerous first, and what is left out."""

    rows: tuple[Row, ...]
    more: tuple[More, ...]

    @property
    def count_words(self) -> str:
        """Return how many there are, shown or not: "23", or "more than 70" where a kind is beyond counting."""
        number = len(self.rows) + sum(one.number for one in self.more)
        return f"{'more than ' if any(one.beyond for one in self.more) else ''}{number}" if number else ""


def is_late(row: Row, now: datetime) -> bool:
    """Tell whether the time of a row has run out."""
    return row.due_at is not None and row.due_at <= now


def band(row: Row, now: datetime) -> Band:
    """Return how near somebody is to being hurt, for one row."""
    dangerous = row.risk in DANGEROUS
    if row.urgent:
        return Band.NOW
    if is_late(row, now) or row.held_by_nobody:
        return Band.DANGEROUS_AND_LATE if dangerous else Band.LATE
    return Band.DANGEROUS if dangerous else Band.REST


def arrange(
    rows: Iterable[Row],
    now: datetime,
    hidden: Mapping[Group, int] | None = None,
    most: int = MOST,
    beyond: Collection[Group] = (),
) -> Ordered:
    """Return the rows in order of danger, each record once, and how many of each kind are left out.

    Kinds that are beyond counting have more than the number that is hidden.
    """
    ordered = sorted(rows, key=lambda row: (band(row, now), row.due_at or row.since_at or NEVER, row.why))
    once: dict[tuple[str, UUID], Row] = {}
    for row in ordered:
        once.setdefault((row.endpoint, row.record_id), row)
    all_rows = tuple(once.values())
    left = Counter(row.group for row in all_rows[most:])
    left.update({group: number for group, number in (hidden or {}).items() if number > 0})
    return Ordered(
        all_rows[:most], tuple(_more(group, left[group], group in beyond) for group in Group if left[group])
    )


def _more(group: Group, number: int, beyond: bool) -> More:
    one, several = MORE_WORDS[group]
    endpoint, values = MORE_AT.get(group, ("", {}))
    words = f"{'more than ' if beyond else ''}{number} more {several if beyond or number != 1 else one}"
    return More(number, beyond, words, endpoint, values)
