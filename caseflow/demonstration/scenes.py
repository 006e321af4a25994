"""What is going on right now: a few situations that everybody who tries the demonstration should meet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from caseflow.assessments.choices import LoweringState
from caseflow.calls.choices import (
    CallbackState,
    CallerType,
    CallState,
    Channel,
    Direction,
    Outcome,
    OutsideGrade,
)
from caseflow.calls.models import Call, Callback
from caseflow.choices import RiskLevel, Side
from caseflow.demonstration.chance import Chance
from caseflow.demonstration.ground import Ground
from caseflow.demonstration.shelf import Shelf
from caseflow.demonstration.stories.assessing import a_half_done, an_assessment
from caseflow.demonstration.stories.calling import a_call, referring
from caseflow.demonstration.stories.gaps import a_gap
from caseflow.demonstration.stories.people import a_client, a_survivor
from caseflow.demonstration.stories.reaching import a_waiting_reach, stop
from caseflow.demonstration.stories.referring import refer
from caseflow.demonstration.stories.telling import Someone, Telling
from caseflow.demonstration.stories.working import a_case
from caseflow.directory.choices import Need
from caseflow.referrals.choices import ReferralState

S = ReferralState
Scene = Callable[["Telling", set[str]], None]


def tell_scenes(ground: Ground, shelf: Shelf, seed: int, references: set[str]) -> None:
    """Tell every scene once."""
    for number, scene in enumerate(SCENES):
        scene(Telling(ground, shelf, Chance(seed, f"scene/{number}")), references)


def _ago(tell: Telling, **span: float) -> datetime:
    return tell.ground.now - timedelta(**span)


def _met(
    tell: Telling, references: set[str], at: datetime, place: str, level: RiskLevel | None
) -> tuple[Someone, UUID]:
    """Return an adult who rang at a moment, staying in a place, assessed if a level is given; and the call."""
    someone = a_survivor(tell, at, references)
    someone.place = someone.usual = tell.ground.places[place]
    someone.row.update(locality_id=someone.place.id, usual_locality_id=someone.place.id)
    call_id = a_call(tell, someone, at, outcomes=[Outcome.REFERRED, Outcome.SAFETY_PLANNING], first=True)
    if level:
        helpline = tell.ground.helpline
        an_assessment(
            tell,
            someone,
            at,
            call_id=call_id,
            service_id=helpline.id,
            by=tell.one_of(helpline.workers),
            level=level,
        )
    return someone, call_id


def unfinished_call(tell: Telling, references: set[str]) -> None:
    """A call that was opened and left: for two hours and a half, and one parked a few minutes ago."""
    for minutes, state, worker in ((150, CallState.OPEN, -1), (14, CallState.PARKED, 0)):
        at = _ago(tell, minutes=minutes)
        user = tell.ground.helpline.workers[worker]
        tell.shelf.put(
            Call,
            tell.shelf.vault(None, at),
            state=state,
            channel=Channel.PHONE,
            direction=Direction.IN,
            caller_type=CallerType.SURVIVOR,
            side=Side.SURVIVOR,
            service_id=tell.ground.helpline.id,
            opened_by=user,
            taken_by=user,
            started_at=at,
            last_saved_at=at + timedelta(minutes=9),
            parked_at=at + timedelta(minutes=10) if state is CallState.PARKED else None,
            draft={
                "typed": {
                    "caller_type": ["survivor"],
                    "safe_to_talk": ["yes"],
                    "name": ["Marigold Pepperstone"],
                    "phone": ["07700 900456"],
                    "narrative": [
                        "Rang from work. Was cut off twice. Wants to talk about moving out with two children"
                    ],
                },
                "aside": [],
            },
        )


def stopped_number(tell: Telling, references: set[str]) -> None:
    """Somebody else answered yesterday evening; a manager has to decide."""
    someone, _ = _met(tell, references, _ago(tell, days=3), "Blaby", RiskLevel.HIGH)
    if someone.point is not None:
        helpline = tell.ground.helpline
        stop(tell, someone, _ago(tell, hours=16), None, helpline.id, helpline.workers[0], undecided=True)


def waiting_lowering(tell: Telling, references: set[str]) -> None:
    """A computed high that a worker would lower; it stays high until a manager has looked."""
    someone, call_id = _met(tell, references, _ago(tell, hours=20), "Charnwood", None)
    helpline = tell.ground.helpline
    an_assessment(
        tell,
        someone,
        _ago(tell, hours=19),
        call_id=call_id,
        service_id=helpline.id,
        by=helpline.workers[0],
        lowering=LoweringState.WAITING,
    )


def overdue_high(tell: Telling, references: set[str]) -> None:
    """A referral at high risk that nobody has answered since the morning before."""
    at = _ago(tell, hours=7)
    someone, call_id = _met(tell, references, at, "Hinckley and Bosworth", RiskLevel.HIGH)
    sent = refer(
        tell,
        someone,
        tell.ground.teams["b1"],
        Need.DOMESTIC_ABUSE,
        at + timedelta(minutes=30),
        call_id=call_id,
        answer=S.SENT,
    )
    referring(tell, RiskLevel.HIGH, at, sent.sent_at)


def came_back(tell: Telling, references: set[str]) -> None:
    """One referral declined and one returned with a question: both are the helpline's again."""
    for code, place, answer in (("b1", "Harborough", S.DECLINED), ("b2", "Leicester", S.RETURNED)):
        at = _ago(tell, hours=74)
        someone, call_id = _met(tell, references, at, place, RiskLevel.HIGH)
        team, sends = tell.ground.teams[code], at + timedelta(minutes=20)
        sent = refer(tell, someone, team, Need.DOMESTIC_ABUSE, sends, call_id=call_id, answer=answer)
        sent.row["settled_at"] = None


def tonight(tell: Telling, references: set[str]) -> None:
    """Somewhere safe tonight, sent a quarter of an hour ago to both lots."""
    at = _ago(tell, minutes=40)
    someone, call_id = _met(tell, references, at, "Leicester", RiskLevel.HIGH)
    batch = uuid4()
    for code in ("d1", "d2"):
        refer(
            tell,
            someone,
            tell.ground.teams[code],
            Need.SAFE_TONIGHT,
            _ago(tell, minutes=15),
            call_id=call_id,
            batch_id=batch,
            answer=S.SENT,
            safe_tonight=True,
        )


def rutland_gap(tell: Telling, references: set[str]) -> None:
    """Safe housing in Rutland, where there is no lot: the council has a task."""
    at = _ago(tell, hours=5)
    someone, call_id = _met(tell, references, at, "Rutland", RiskLevel.HIGH)
    a_gap(tell, someone, Need.SAFE_HOUSING, "rutland_cc", at, call_id)
    d1 = tell.ground.teams["d1"]
    refer(tell, someone, d1, Need.SAFE_HOUSING, at + timedelta(minutes=20), call_id=call_id, answer=S.SENT)


def county_funding(tell: Telling, references: set[str]) -> None:
    """A place on a programme that the county has to buy first."""
    at = _ago(tell, hours=26)
    someone = a_client(tell, at, references)
    someone.place = tell.ground.places["Melton"]
    someone.row.update(locality_id=someone.place.id)
    call_id = a_call(tell, someone, at, outcomes=[Outcome.REFERRED], first=True)
    e = tell.ground.teams["e"]
    refer(
        tell,
        someone,
        e,
        Need.OWN_BEHAVIOUR,
        _ago(tell, hours=2),
        call_id=call_id,
        decider="leicestershire_cc",
    )


def no_contact_yet(tell: Telling, references: set[str]) -> None:
    """Accepted two days ago at high risk, allocated, and nobody has tried yet."""
    at = _ago(tell, hours=60)
    someone, call_id = _met(tell, references, at, "Leicester", RiskLevel.HIGH)
    b2 = tell.ground.teams["b2"]
    sent = refer(
        tell, someone, b2, Need.DOMESTIC_ABUSE, at + timedelta(minutes=25), call_id=call_id, answer=S.ACCEPTED
    )
    if sent.state is S.ACCEPTED:
        a_case(tell, someone, sent, untouched=True)


def to_reach(tell: Telling, references: set[str]) -> None:
    """Two people sent by professionals: one overdue, one just in."""
    for hours, grade in ((30.0, OutsideGrade.HIGH), (0.8, OutsideGrade.MEDIUM)):
        someone = a_survivor(tell, _ago(tell, hours=hours), references)
        a_waiting_reach(tell, someone, _ago(tell, hours=hours), grade)


def half_done(tell: Telling, references: set[str]) -> None:
    """An assessment begun this morning and left half-way."""
    at = _ago(tell, hours=3)
    someone, _ = _met(tell, references, at, "Oadby and Wigston", None)
    a_half_done(tell, someone, at + timedelta(minutes=10), tell.ground.helpline.workers[0])


def promised(tell: Telling, references: set[str]) -> None:
    """A call-back that was missed, and one for the next hours."""
    for due in (timedelta(hours=-3), timedelta(hours=2)):
        at = _ago(tell, days=1)
        someone, call_id = _met(tell, references, at, "Harborough", RiskLevel.MEDIUM)
        from_at = tell.ground.now + due
        tell.shelf.put(
            Callback,
            someone.vault,
            call_id=call_id,
            person_id=someone.id,
            contact_point_id=someone.point_id,
            service_id=tell.ground.helpline.id,
            side=someone.side,
            planned_by=tell.ground.helpline.workers[0],
            planned_at=at,
            due_from_at=from_at,
            due_until_at=from_at + timedelta(hours=1),
            state=CallbackState.BOOKED,
            number=someone.phone,
        )


SCENES: tuple[Scene, ...] = (
    unfinished_call,
    stopped_number,
    waiting_lowering,
    overdue_high,
    came_back,
    tonight,
    rutland_gap,
    county_funding,
    no_contact_yet,
    to_reach,
    half_done,
    promised,
)
