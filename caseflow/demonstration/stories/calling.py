"""The calls of a story: who rang, what was said, what came of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from caseflow.calls.choices import (
    AbuseKind,
    CallbackState,
    CallerCheck,
    CallerType,
    CallState,
    Channel,
    Danger,
    Direction,
    Outcome,
    Profession,
    SafeToTalk,
)
from caseflow.calls.models import Call, Callback, CallOutcome
from caseflow.choices import RiskLevel, Side
from caseflow.crypto.models import Vault
from caseflow.demonstration.chance import CALL_HOURS
from caseflow.demonstration.stories.telling import Someone, Telling
from caseflow.demonstration.words import ANONYMOUS, HAPPENED, OPENINGS, OWN_BEHAVIOUR, WISHES
from caseflow.directory.choices import ClockCode

CHANNELS = {
    Channel.PHONE: 78,
    Channel.CHAT: 7,
    Channel.TEXT: 4,
    Channel.EMAIL: 6,
    Channel.WEB_FORM: 4,
    Channel.IN_PERSON: 1,
}
ABOUT_SOMEONE = {
    CallerType.SURVIVOR: 78,
    CallerType.FRIEND: 5,
    CallerType.FAMILY: 7,
    CallerType.PROFESSIONAL: 10,
}
ABOUT_NOBODY = {
    CallerType.PROFESSIONAL: 24,
    CallerType.SURVIVOR: 22,
    CallerType.SILENT: 18,
    CallerType.FRIEND: 9,
    CallerType.FAMILY: 7,
    CallerType.WRONG_NUMBER: 9,
    CallerType.PUBLIC: 6,
    CallerType.NOT_GENUINE: 3,
    CallerType.ABUSIVE: 2,
}
SHORT = (CallerType.SILENT, CallerType.WRONG_NUMBER, CallerType.ABUSIVE)
PROFESSIONS = {
    Profession.POLICE: 30,
    Profession.HEALTH: 25,
    Profession.CHILDREN_CARE: 15,
    Profession.HOUSING: 10,
    Profession.EDUCATION: 8,
    Profession.ADULT_CARE: 6,
    Profession.VOLUNTARY: 6,
}
CHECKS = {CallerCheck.PASSED: 62, CallerCheck.NOT_DONE: 32, CallerCheck.NOT_PASSED: 6}
DANGERS = {Danger.NO: 86, Danger.NOT_CLEAR: 9, Danger.YES: 5}
WORRY = tuple(AbuseKind)


def a_call(tell: Telling, someone: Someone, at: datetime, *, outcomes: list[Outcome], first: bool) -> UUID:
    """Lay down a finished call about somebody, with what came of it."""
    chance = tell.chance
    own = someone.side is Side.PERPETRATOR
    caller = CallerType.OWN_BEHAVIOUR if own else chance.of(ABOUT_SOMEONE)
    vault = tell.shelf.vault(someone.id, at)
    danger = chance.of(DANGERS) if first else Danger.NO
    call_id = _lay(
        tell,
        vault,
        at,
        caller_type=caller,
        profession=chance.of(PROFESSIONS) if caller is CallerType.PROFESSIONAL else None,
        side=someone.side,
        locality_id=someone.place_id,
        person_id=someone.id,
        person_causing_harm_id=someone.harm_id,
        check=chance.of(CHECKS),
        safe_to_talk=SafeToTalk.YES if chance.yes(0.93) else SafeToTalk.NO,
        danger=danger,
        drop_plan={"plan": "call_back", "number": someone.phone}
        if someone.phone
        else {"plan": "do_not_call"},
        narrative=_told(tell, own),
        details=_details(tell, someone, own, danger),
    )
    for code in outcomes:
        tell.shelf.put(CallOutcome, call_id=call_id, code=code)
    return call_id


def referring(tell: Telling, risk: RiskLevel, ended_at: datetime, sent_at: datetime | None) -> None:
    """Write on the call that was laid down last until when a referral was due, and when it went."""
    due = tell.ground.helpline.due_at(ClockCode.REFER, risk, ended_at)
    tell.shelf.last(Call).update(refer_due_at=due, referred_at=sent_at)


def nobodys_call(tell: Telling, at: datetime) -> UUID:
    """Lay down a call that stays anonymous, or one about nobody."""
    chance = tell.chance
    caller = chance.of(ABOUT_NOBODY)
    vault = tell.shelf.vault(None, at)
    short = caller in SHORT
    call_id = _lay(
        tell,
        vault,
        at,
        minutes=1 if short else 18,
        caller_type=caller,
        profession=chance.of(PROFESSIONS) if caller is CallerType.PROFESSIONAL else None,
        side=Side.SURVIVOR,
        narrative="" if short else chance.pick(ANONYMOUS),
    )
    if not short:
        code = Outcome.CONSULTATION if caller is CallerType.PROFESSIONAL else Outcome.INFORMATION
        for one in {code: 1, chance.pick((Outcome.EMOTIONAL_SUPPORT, Outcome.SIGNPOSTED)): 1}:
            tell.shelf.put(CallOutcome, call_id=call_id, code=one)
    return call_id


def a_callback(tell: Telling, someone: Someone, call_id: UUID, after: datetime) -> None:
    """Lay down a promise to ring back; kept where its time has passed, but for a few that were missed."""
    from_at = after + timedelta(days=tell.chance.whole(1, 4), hours=-1)
    done = tell.past(from_at) and not (tell.ground.anchor - from_at < timedelta(days=2))
    tell.shelf.put(
        Callback,
        someone.vault,
        call_id=call_id,
        person_id=someone.id,
        contact_point_id=someone.point_id,
        service_id=tell.ground.helpline.id,
        side=someone.side,
        planned_by=tell.shelf.last(Call)["taken_by"],
        planned_at=after,
        due_from_at=from_at,
        due_until_at=from_at + timedelta(hours=2),
        state=CallbackState.DONE if done else CallbackState.BOOKED,
        done_at=from_at + timedelta(minutes=20) if done else None,
        done_by=tell.one_of(tell.ground.helpline.workers) if done else None,
        number=someone.phone,
    )


def call_time(tell: Telling, days_ago: float) -> datetime:
    """Return a moment so many days ago at which somebody may have rung."""
    return tell.days_ago(days_ago, CALL_HOURS)


def _lay(tell: Telling, vault: Vault, at: datetime, *, minutes: float = 24, **values: Any) -> UUID:
    ended = min(tell.ground.now, at + timedelta(minutes=min(150.0, tell.chance.about(minutes))))
    worker = tell.one_of(tell.ground.helpline.workers)
    return tell.shelf.put(
        Call,
        vault,
        **{
            "state": CallState.FINISHED,
            "channel": tell.chance.of(CHANNELS),
            "direction": Direction.IN,
            "service_id": tell.ground.helpline.id,
            "opened_by": worker,
            "taken_by": worker,
            "finished_by": worker,
            "started_at": at,
            "last_saved_at": ended,
            "ended_at": ended,
            **values,
        },
    )


def _told(tell: Telling, own: bool) -> str:
    if own:
        return tell.chance.pick(OWN_BEHAVIOUR)
    return " ".join((tell.chance.pick(OPENINGS), tell.chance.pick(HAPPENED), tell.chance.pick(WISHES)))


def _details(tell: Telling, someone: Someone, own: bool, danger: Danger) -> dict[str, Any]:
    chance = tell.chance
    kept: dict[str, Any] = {"where_now": chance.pick(("At home", "At work", "At a friend's", "In the car"))}
    kept |= {"name": someone.known_as, "age": someone.age}
    if someone.phone:
        kept |= {"phone": someone.phone, "number_now": someone.phone}
    if own:
        kept |= {
            "own_contact": chance.pick(("Lives together", "Sees the children at weekends", "No contact now"))
        }
        return kept | {"own_wish": chance.pick(("own", "own", "court", "family"))}
    kept["abuse"] = [one.value for one in chance.some(WORRY, 4)]
    if someone.harm_name:
        kept["harm_name"] = someone.harm_name
    else:
        kept["harm_not_named"] = True
    if someone.children:
        kept |= {"children": True, "children_where": "; ".join(someone.children)}
    if danger is Danger.YES:
        kept |= {"dialled": chance.pick(("we", "caller")), "log_number": str(chance.whole(100, 999))}
    return kept
