"""Which services answer a need, in which order and why; what nobody covers, and who decides. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from uuid import UUID

from caseflow.choices import Element, RiskLevel
from caseflow.directory.choices import NEED_LABELS, OFFERED, Funding, Need
from caseflow.directory.snapshot import Covers, Directory, Team
from caseflow.referrals.choices import GapKind, StayElsewhere
from caseflow.referrals.homes import distance, home_standing
from caseflow.referrals.situation import (
    HELPLINE,
    Answer,
    Gap,
    Offer,
    RuledOut,
    Signpost,
    Situation,
    Standing,
)

SERVED_FROM = 13
"""The age from which survivors get a case of their own; below it children's services act, and we track it."""
ADULT = 18
BY_VACANCY = frozenset({Need.SAFE_TONIGHT, Need.SAFE_HOUSING})


def rank(situation: Situation, directory: Directory) -> Answer:
    """Return the services for a person's needs in order, the gaps, and what to say or do beside them."""
    return _Ranking(situation, directory).answer()


@dataclass
class _Ranking:
    situation: Situation
    directory: Directory
    offers: dict[UUID, Offer] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    signposts: list[Signpost] = field(default_factory=list)
    ruled_out: dict[UUID, RuledOut] = field(default_factory=dict)
    order: dict[Need, int] = field(default_factory=dict)
    answering: dict[Need, set[UUID]] = field(default_factory=dict)
    ticked: Need | None = None

    def answer(self) -> Answer:
        allowed = OFFERED[self.situation.side]
        ticked = sorted(
            (need for need in dict.fromkeys(self.situation.needs) if need in allowed),
            key=lambda need: need is not Need.SAFE_TONIGHT,
        )
        for need in ticked:
            self.ticked = need
            self.one(need)
        self.beside(ticked)
        for offer in self.offers.values():
            for need in offer.needs:
                self.order.setdefault(need, len(self.order))
        offers = sorted(self.offers.values(), key=self._place)
        left = (one for key, one in self.ruled_out.items() if key not in self.offers)
        return Answer(
            offers=tuple(offers),
            gaps=tuple(self.gaps),
            signposts=tuple(dict.fromkeys(self.signposts)),
            ruled_out=tuple(left),
            answering={need: frozenset(ids) for need, ids in self.answering.items()},
        )

    def one(self, need: Need) -> None:
        """Answer one need, the way its row of the routing table says."""
        age = self.situation.age
        if age is not None and age < SERVED_FROM and need is not Need.CHILD_SAFETY:
            self.child(f"Under {SERVED_FROM}: children's services act, and the helpline tracks it")
        elif need is Need.OWN_BEHAVIOUR and age is not None and age < ADULT:
            self.young_behaviour()
        elif need in BY_VACANCY:
            self.safe_housing(need)
        elif self.situation.stay is StayElsewhere.OUTSIDE:
            self.at_home_area(need)
        else:
            self.covered(need)

    def covered(self, need: Need, why: str = "") -> None:
        """Services whose coverage reaches where the person will stay; all of them where that is not known."""
        stay = self.situation.stay
        for team in self.teams(need):
            covers = None if isinstance(stay, StayElsewhere) else team.covering(stay, self.situation.on)
            if isinstance(stay, UUID) and covers is None:
                continue
            place = f"Covers {self.directory.place_name(stay)}" if isinstance(stay, UUID) else ""
            self.offer(team, need, [why, place], covers)
        if stay is StayElsewhere.UNKNOWN:
            self.signposts.append(Signpost.ASK_WHERE)
        if not self.known_gap(need) and not self.answered(need):
            self.missing(need)

    def child(self, why: str) -> None:
        """Children's services of the authority where the child stays; those of another area by the tracked way."""
        if self.situation.stay is StayElsewhere.OUTSIDE:
            self.at_home_area(Need.CHILD_SAFETY, why)
        else:
            self.covered(Need.CHILD_SAFETY, why)

    def young_behaviour(self) -> None:
        """Own behaviour under 18: children's services, a funded young person's place, and the parent."""
        if self.situation.stay is StayElsewhere.OUTSIDE:
            self.at_home_area(Need.OWN_BEHAVIOUR)
            return
        self.child(f"Under {ADULT} and worried about own behaviour")
        self.covered(Need.YOUNG_BEHAVIOUR)
        self.signposts.append(Signpost.PARENT)

    def safe_housing(self, need: Need) -> None:
        """Every home with a vacancy, wherever the person lives; Rutland's own duty beside it."""
        for team in self.teams(need):
            self.offer(team, need, [], None)
        self.known_gap(Need.SAFE_HOUSING)
        age = self.situation.age
        if age is not None and age < ADULT:
            self.child(f"Under {ADULT} and without a safe home: children's services have a duty")
        if need is Need.SAFE_TONIGHT:
            self.signposts += [Signpost.PHONE_FIRST, Signpost.HOMELESSNESS_DUTY]
        ready = [
            one for one in self.offers.values() if need in one.needs and one.standing <= Standing.WAITING
        ]
        if not ready:
            self.signposts.append(Signpost.HOMELESSNESS_DUTY)
            self.no_room(need)

    def at_home_area(self, need: Need, why: str = "") -> None:
        """Living outside the area: the service at home, as a tracked referral."""
        for team in self.teams(Need.HOME_SERVICE):
            self.offer(team, need, [why, "Lives outside the area"], None)
        self.signposts.append(Signpost.HOME_AREA)
        if not self.answered(need):
            self.missing(need)

    def teams(self, need: Need) -> Iterable[Team]:
        """Services for a need that work that day, on the person's own side of the wall or outside."""
        for team in self.directory.teams:
            right_side = team.outside or team.side is self.situation.side
            if need in team.needs and right_side and team.works_on(self.situation.on):
                yield team

    def answered(self, need: Need) -> bool:
        """Tell whether some service already stands there for this need."""
        return any(need in one.needs for one in self.offers.values())

    def offer(self, team: Team, need: Need, why: list[str], covers: Covers | None) -> None:
        """Put a service on the list, or say why it is ruled out."""
        wrong_age = _wrong_age(team, self.situation.age)
        if wrong_age:
            self.ruled_out.setdefault(team.id, RuledOut(team, wrong_age))
            return
        standing, reasons = _availability(team, self.situation)
        if team.element is Element.ACCOMMODATION and need in BY_VACANCY:
            against, about = home_standing(team, self.situation, self.directory)
            standing, reasons = against or standing, [*about, *reasons]
        funding = covers.funding if covers else Funding.COVERED
        decider = covers.decider if covers else None
        if funding is Funding.DECISION:
            reasons.append(
                f"Needs a funding decision by {self.directory.funders.get(decider or '', 'the funder')}"
            )
        if self.situation.age is None and (team.min_age or team.max_age):
            self.signposts.append(Signpost.ASK_AGE)
            reasons.append(f"Age not known; this service is for {_ages(team)}")
        fresh = Offer(
            team=team,
            needs=(need,),
            standing=standing,
            why=tuple(dict.fromkeys(reason for reason in [*why, *reasons] if reason)),
            funding=funding,
            decider=decider,
            phone_first=need is Need.SAFE_TONIGHT,
            distance=distance(team, self.situation, self.directory),
        )
        self.offers[team.id] = _merged(self.offers.get(team.id), fresh)
        self.answering.setdefault(self.ticked or need, set()).add(team.id)

    def known_gap(self, need: Need) -> bool:
        """Note the gap that the area knows of for this need and place."""
        found = [
            gap for gap in self.directory.gaps if gap.need is need and gap.locality_id == self.situation.stay
        ]
        for known in found:
            decider = self.directory.funders.get(known.decider, known.decider)
            gap = Gap(GapKind.NO_LOT, need, known.decider, decider, known.says)
            if gap not in self.gaps:
                self.gaps.append(gap)
        return bool(found)

    def missing(self, need: Need) -> None:
        """Note that no service of the directory answers a need here on that day."""
        says = f"No service answers “{NEED_LABELS[need]}” for this place and day. Find who can, and say so."
        self.gaps.append(Gap(GapKind.NO_SERVICE, need, HELPLINE, "The helpline", says))

    def no_room(self, need: Need) -> None:
        """Note that no home can take the person now."""
        if any(gap.kind is GapKind.NO_ROOM for gap in self.gaps):
            return
        says = (
            "No home in the area can take the person now. Search the national list of vacancies, "
            "and ask the council of the person's choice to meet its homelessness duty."
        )
        self.gaps.append(Gap(GapKind.NO_ROOM, need, HELPLINE, "The helpline", says))

    def beside(self, ticked: list[Need]) -> None:
        """What is said or done beside the referrals."""
        age, high = self.situation.age, self.situation.risk is RiskLevel.HIGH
        if age is not None and age < ADULT and ticked:
            self.signposts.append(Signpost.SAFEGUARDING_FIRST)
        from_outside = self.situation.home is StayElsewhere.OUTSIDE and isinstance(self.situation.stay, UUID)
        if Need.DOMESTIC_ABUSE in ticked and from_outside and high:
            says = "Came from another area at high risk: the MARAC there passes the case to the MARAC here."
            self.gaps.append(Gap(GapKind.MARAC_TRANSFER, Need.DOMESTIC_ABUSE, HELPLINE, "The helpline", says))

    def _place(self, offer: Offer) -> tuple[object, ...]:
        first = min(self.order[need] for need in offer.needs)
        wait = offer.team.waiting_days or 0
        return (first, offer.standing, -offer.distance, wait, -(offer.team.free_places or 0), offer.team.name)


def _merged(known: Offer | None, fresh: Offer) -> Offer:
    """Return one offer for a service that answers several needs; what speaks against it for one still shows."""
    if known is None:
        return fresh
    return replace(
        known,
        needs=tuple(dict.fromkeys([*known.needs, *fresh.needs])),
        standing=min(known.standing, fresh.standing),
        why=tuple(dict.fromkeys([*known.why, *fresh.why])),
        funding=Funding.DECISION if Funding.DECISION in (known.funding, fresh.funding) else Funding.COVERED,
        decider=known.decider or fresh.decider,
        phone_first=known.phone_first or fresh.phone_first,
    )


def _wrong_age(team: Team, age: int | None) -> str:
    if age is None:
        return ""
    if (team.min_age is not None and age < team.min_age) or (team.max_age is not None and age > team.max_age):
        return f"For {_ages(team)}; the person is {age}"
    return ""


def _ages(team: Team) -> str:
    if team.max_age is None:
        return f"{team.min_age} and over"
    return f"ages {team.min_age or 0} to {team.max_age}"


def _availability(team: Team, situation: Situation) -> tuple[Standing, list[str]]:
    """Return how able a service is, by its live figures, in words that say when they were checked."""
    if not team.outside and not team.staffed:
        return Standing.NOBODY, ["Nobody works in this service now: a referral goes to the managers"]
    if team.checked_at is None:
        return Standing.READY, ["Nobody has checked its vacancies yet: ask"] if team.place_type else []
    days = max((situation.on - team.checked_at.date()).days, 0)
    checked = "checked today" if days == 0 else f"checked {days} day{'' if days == 1 else 's'} ago"
    words = []
    if team.free_places is not None:
        words.append(
            f"{team.free_places or 'No'} place{'' if team.free_places == 1 else 's'} free, {checked}"
        )
    if team.waiting_days:
        words.append(f"Takes about {team.waiting_days} days now, {checked}")
    if team.free_places == 0:
        return Standing.FULL, words
    return (Standing.WAITING if team.waiting_days else Standing.READY), words
