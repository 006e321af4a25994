"""One story from the first contact to today: the call, the risk, the referral, the case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from caseflow.assessments.choices import LoweringState
from caseflow.calls.choices import Outcome
from caseflow.choices import Element
from caseflow.demonstration.ground import Team
from caseflow.demonstration.stories.assessing import a_safeguarding_action, an_assessment
from caseflow.demonstration.stories.calling import a_call, a_callback, call_time, nobodys_call, referring
from caseflow.demonstration.stories.gaps import a_gap
from caseflow.demonstration.stories.people import a_client, a_survivor
from caseflow.demonstration.stories.reaching import a_reach
from caseflow.demonstration.stories.referring import Sent, refer, withdraw
from caseflow.demonstration.stories.telling import Someone, Telling
from caseflow.demonstration.stories.working import a_case
from caseflow.directory.choices import Need
from caseflow.referrals.choices import ReferralState

NEEDS = {Need.DOMESTIC_ABUSE: 66, Need.SEXUAL_VIOLENCE: 16, Need.SAFE_HOUSING: 14, Need.PARTNER_SUPPORT: 4}
ALSO = {
    Need.COUNSELLING: 9,
    Need.SAFE_HOUSING: 9,
    Need.STAY_AT_HOME: 6,
    Need.HEALTH: 3,
    Need.MENTAL_HEALTH: 3,
    None: 70,
}
OUTSIDE = {Need.COUNSELLING: "counselling", Need.HEALTH: "health", Need.MENTAL_HEALTH: "mental_health"}
ACCEPTED = ReferralState.ACCEPTED


@dataclass
class Chapter:
    """One time that somebody got in touch: the call, when it ended, and what was sent from it."""

    call_id: UUID | None
    ended_at: datetime
    sent: list[Sent]


def tell_life(tell: Telling, days_ago: float, references: set[str]) -> None:
    """Tell the story of one person who got in touch so many days ago."""
    at = call_time(tell, days_ago)
    if tell.chance.yes(0.085):
        someone = a_client(tell, at, references)
        _own_behaviour(tell, someone, at)
    else:
        someone = a_survivor(tell, at, references)
        _survivor(tell, someone, at)
    if tell.chance.yes(0.34):
        _another_call(tell, someone, days_ago)


def tell_nobody(tell: Telling, days_ago: float) -> None:
    """Tell of a call about nobody who is known."""
    nobodys_call(tell, call_time(tell, days_ago))


def _survivor(tell: Telling, someone: Someone, at: datetime) -> None:
    chance = tell.chance
    if chance.yes(0.17):
        spoken = a_reach(tell, someone, at)
        if spoken is None or not tell.past(spoken):
            return
        at = spoken
    assessed = chance.yes(0.8)
    # Who stays outside the area, or does not say where, is not always referred on.
    led_on = chance.yes(0.82) and (someone.place is not None or chance.yes(0.6))
    outcomes = [Outcome.EMOTIONAL_SUPPORT] if chance.yes(0.6) else [Outcome.INFORMATION]
    outcomes += [Outcome.RISK_ASSESSED] if assessed else []
    outcomes += [Outcome.REFERRED] if led_on else [Outcome.SIGNPOSTED]
    call_id = a_call(tell, someone, at, outcomes=outcomes, first=True)
    ended = at + timedelta(minutes=chance.whole(15, 45))
    by = tell.one_of(tell.ground.helpline.workers)
    if someone.age < 18 or (someone.children and chance.yes(0.3)):
        a_safeguarding_action(tell, someone, ended, by)
    if assessed:
        _assess(tell, someone, ended, call_id, by)
    if not led_on:
        if chance.yes(0.15):
            a_callback(tell, someone, call_id, ended)
        return
    sends = chance.later(ended, 8, 95) if chance.yes(0.9) else ended + timedelta(hours=chance.about(9))
    chapter = Chapter(call_id, sends, [])
    _refer_survivor(tell, someone, chapter)
    referring(tell, someone.risk, ended, sends)
    _go_on(tell, someone, chapter)


def _assess(tell: Telling, someone: Someone, ended: datetime, call_id: UUID, by: UUID | None) -> None:
    recent = tell.ground.anchor - ended < timedelta(days=6)
    lowering = None
    if tell.chance.yes(0.03):
        lowering = LoweringState.WAITING if recent else LoweringState.APPROVED
    helpline = tell.ground.helpline.id
    an_assessment(tell, someone, ended, call_id=call_id, service_id=helpline, by=by, lowering=lowering)


def _refer_survivor(tell: Telling, someone: Someone, chapter: Chapter) -> None:
    """Send to every service that the needs ask for, and raise each gap as a task."""
    if someone.place is None:
        _send(tell, someone, chapter, tell.ground.teams["home_service"], Need.HOME_SERVICE)
        return
    batch = uuid4()
    first, also = tell.chance.of(NEEDS), tell.chance.of(ALSO)
    for need in dict.fromkeys(one for one in (first, also) if one is not None):
        tonight = need is Need.SAFE_HOUSING and tell.chance.yes(0.25)
        if need in (Need.SAFE_HOUSING, Need.STAY_AT_HOME) and someone.place.name == "Rutland":
            a_gap(tell, someone, need, someone.place.authority, chapter.ended_at, chapter.call_id)
        for team in _teams(tell, someone, need):
            _send(tell, someone, chapter, team, need, batch, tonight)
    if someone.age < 16:
        _send(tell, someone, chapter, tell.ground.children_team(someone.place), Need.CHILD_SAFETY, batch)


def _teams(tell: Telling, someone: Someone, need: Need) -> list[Team]:
    teams, place = tell.ground.teams, someone.place
    assert place is not None
    if need is Need.DOMESTIC_ABUSE:
        return [teams["b2" if place.name == "Leicester" else "b1"]]
    if need is Need.SEXUAL_VIOLENCE:
        return [teams["c"]]
    if need is Need.SAFE_HOUSING:
        return [teams["d1"]] * (someone.age >= 16) + [teams["d2"]] * (someone.age >= 18)
    if need is Need.STAY_AT_HOME:
        at_home = {"Leicester": ["d2"], "Rutland": []}.get(place.name, ["d1"])
        return [teams[code] for code in at_home if someone.age >= (18 if code == "d2" else 16)]
    if need is Need.PARTNER_SUPPORT:
        return [teams["partner_support"]] if someone.age >= 16 else [teams["b1"]]
    return [teams[OUTSIDE[need]]]


def _send(
    tell: Telling,
    someone: Someone,
    chapter: Chapter,
    team: Team,
    need: Need,
    batch: UUID | None = None,
    tonight: bool = False,
) -> None:
    # The first home that is offered withdraws those sent to beside it.
    taken = team.element is Element.ACCOMMODATION and any(
        one.state is ACCEPTED and one.team.element is Element.ACCOMMODATION for one in chapter.sent
    )
    sent = refer(
        tell,
        someone,
        team,
        Need.SAFE_TONIGHT if tonight else need,
        chapter.ended_at,
        call_id=chapter.call_id,
        batch_id=batch,
        answer=ReferralState.WITHDRAWN if taken else None,
        safe_tonight=tonight,
    )
    chapter.sent.append(sent)


def _go_on(tell: Telling, someone: Someone, chapter: Chapter) -> None:
    """Follow what was sent: the first home that takes the person ends the others; declined is sent on."""
    homes = [sent for sent in chapter.sent if sent.team.element is Element.ACCOMMODATION]
    taken = next((sent for sent in homes if sent.state is ACCEPTED), None)
    for sent in chapter.sent:
        if taken and taken.answered_at and sent in homes and sent is not taken:
            withdraw(tell, someone, sent, taken.answered_at + timedelta(minutes=30))
        if sent.state is ACCEPTED and sent.team.element is not Element.OUTSIDE:
            a_case(tell, someone, sent)
        elif sent.state is ReferralState.DECLINED and sent.answered_at and tell.chance.yes(0.3):
            _send_on(tell, someone, chapter, sent)


def _send_on(tell: Telling, someone: Someone, chapter: Chapter, declined: Sent) -> None:
    """Refer once more to the same service, later, when something has changed."""
    assert declined.answered_at is not None
    again = declined.answered_at + timedelta(days=tell.chance.about(5))
    if not tell.past(again):
        return
    later = Chapter(chapter.call_id, again, [])
    _send(tell, someone, later, declined.team, declined.need)
    for sent in later.sent:
        if sent.state is ACCEPTED and sent.team.element is not Element.OUTSIDE:
            a_case(tell, someone, sent)


def _own_behaviour(tell: Telling, someone: Someone, at: datetime) -> None:
    """Tell of somebody worried about their own behaviour: a programme, bought place by place outside the city."""
    sends = tell.chance.later(at, 40, 160)
    led_on = someone.place is not None and tell.chance.yes(0.85)
    outcomes = [Outcome.REFERRED if led_on else Outcome.INFORMATION]
    call_id = a_call(tell, someone, at, outcomes=outcomes, first=True)
    if not led_on or someone.place is None:
        return
    young = someone.age < 18
    team = tell.ground.teams["e_young" if young else "e"]
    decider = tell.ground.deciders.get((team.code, someone.place.id))
    need = Need.YOUNG_BEHAVIOUR if young else Need.OWN_BEHAVIOUR
    sent = refer(tell, someone, team, need, sends, call_id=call_id, decider=decider)
    if sent.state is ACCEPTED:
        a_case(tell, someone, sent)


def _another_call(tell: Telling, someone: Someone, days_ago: float) -> None:
    """Tell of further calls by somebody who is known."""
    for _ in range(tell.chance.pick((1, 1, 1, 2, 3))):
        since = tell.chance.between(0, days_ago)
        if since >= 1:
            at = call_time(tell, since)
            outcome = tell.chance.pick(
                (Outcome.EMOTIONAL_SUPPORT, Outcome.SAFETY_PLANNING, Outcome.INFORMATION)
            )
            a_call(tell, someone, at, outcomes=[outcome], first=False)
