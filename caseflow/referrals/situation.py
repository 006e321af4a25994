"""What routing is asked, and what it answers. Pure values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum
from uuid import UUID

from caseflow.choices import Element, RiskLevel, Side
from caseflow.directory.choices import ClockCode, Fit, Funding, Need
from caseflow.directory.snapshot import Team
from caseflow.referrals.choices import GapKind, StayElsewhere

Where = UUID | StayElsewhere


@dataclass(frozen=True)
class Situation:
    """What is known of a person when a referral is thought of."""

    needs: tuple[Need, ...]
    on: date
    stay: Where = StayElsewhere.UNKNOWN
    home: Where = StayElsewhere.UNKNOWN
    age: int | None = None
    risk: RiskLevel = RiskLevel.NOT_ASSESSED
    side: Side = Side.SURVIVOR
    harm_locality: UUID | None = None
    unsafe: frozenset[UUID] = frozenset()
    people: int = 1
    """How many need a home, the person included."""
    fits: frozenset[Fit] = frozenset()


class Standing(IntEnum):
    """How able a service is to take this person now; a lower one is offered first."""

    READY = 0
    WAITING = 1
    FULL = 2
    NOBODY = 3
    DOES_NOT_FIT = 4
    TOO_NEAR = 5


STANDING_LABELS = {
    Standing.READY: "Can take a referral",
    Standing.WAITING: "Has a wait",
    Standing.FULL: "Full",
    Standing.NOBODY: "Nobody works there now",
    Standing.DOES_NOT_FIT: "Does not fit",
    Standing.TOO_NEAR: "Too near",
}


@dataclass(frozen=True)
class Offer:
    """A service that could take the person, with every reason for its place in the order."""

    team: Team
    needs: tuple[Need, ...]
    standing: Standing
    why: tuple[str, ...]
    funding: Funding = Funding.COVERED
    decider: str | None = None
    phone_first: bool = False
    distance: int = 0


def is_partner_support(element: Element, side: Side) -> bool:
    """Tell whether what an element does for a side is partner support: for survivors it does nothing else."""
    return element is Element.PERPETRATOR and side is Side.SURVIVOR


HELPLINE = "helpline"
"""The decider of a gap that is the helpline's own to close."""


@dataclass(frozen=True)
class Gap:
    """Something that nobody covers: who decides, and which clock runs until they have."""

    kind: GapKind
    need: Need
    decider: str
    decider_name: str
    says: str

    @property
    def clock(self) -> ClockCode:
        """The clock that runs until it is decided."""
        return gap_clock(self.kind, self.need)


def gap_clock(kind: GapKind, need: Need) -> ClockCode:
    """Return the clock of a gap: where somebody needs a safe place tonight and no home has room, tonight's."""
    tonight = kind is GapKind.NO_ROOM and need is Need.SAFE_TONIGHT
    return ClockCode.ANSWER_TONIGHT if tonight else ClockCode.GAP


class Signpost(StrEnum):
    """Things to tell the person, or to do beside a referral, that are no referral themselves."""

    HOMELESSNESS_DUTY = "homelessness_duty"
    PHONE_FIRST = "phone_first"
    PARENT = "parent"
    SAFEGUARDING_FIRST = "safeguarding_first"
    HOME_AREA = "home_area"
    ASK_WHERE = "ask_where"
    ASK_AGE = "ask_age"


SIGNPOST_WORDS = {
    Signpost.HOMELESSNESS_DUTY: "Any council has a homelessness duty to someone fleeing abuse, wherever they lived, "
    "by day and out of hours.",
    Signpost.PHONE_FIRST: "Phone the service first, then send. Stay with the person until somebody has answered.",
    Signpost.PARENT: "The parent may be harmed too: log a call for the parent and refer them to locality support.",
    Signpost.SAFEGUARDING_FIRST: "Under 18: the child-safeguarding decision comes first.",
    Signpost.HOME_AREA: "Living outside the area: the service at home takes this, and the helpline tracks its answer.",
    Signpost.ASK_WHERE: "Where the person will stay in the coming weeks is not known. Ask, then choose together.",
    Signpost.ASK_AGE: "The age is not known. Check it before sending: services have age limits.",
}


@dataclass(frozen=True)
class RuledOut:
    """A service that answers the need but cannot take this person, and why."""

    team: Team
    why: str


@dataclass(frozen=True)
class Answer:
    """What routing says: services in order, gaps with who decides, signposts, and what was ruled out."""

    offers: tuple[Offer, ...] = ()
    gaps: tuple[Gap, ...] = ()
    signposts: tuple[Signpost, ...] = ()
    ruled_out: tuple[RuledOut, ...] = ()
    answering: Mapping[Need, frozenset[UUID]] = field(default_factory=dict)
    """The services that answer each need as it was ticked, whatever need routing turned it into."""

    def unanswered(self, chosen: Iterable[UUID]) -> tuple[Need, ...]:
        """Return the needs that some service here could take, and none of the chosen ones answers."""
        able = {offer.team.id for offer in self.offers if offer.standing < Standing.DOES_NOT_FIT}
        taken = frozenset(chosen)
        return tuple(need for need, ids in self.answering.items() if ids & able and not ids & taken)

    def offer(self, service_id: UUID) -> Offer | None:
        """Return the offer of one service."""
        return next((offer for offer in self.offers if offer.team.id == service_id), None)
