"""One record in every relation to the readers: held, restricted, closed to them, erased, and one that never was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from flask import Flask

from caseflow import clock
from caseflow.access.grants import deny, end_denials, grant
from caseflow.access.viewer import System, Viewer
from caseflow.audit.action import action
from caseflow.calls.scope import on_side
from caseflow.cases.actions import accept_referral
from caseflow.choices import Element, RiskLevel, Side
from caseflow.directory.choices import Need, QuestionKind
from caseflow.directory.queries import localities, questions, service_by_code
from caseflow.oversight.restricting.actions import restrict_record, take_off_list
from caseflow.oversight.restricting.queries import list_of, live_restriction
from caseflow.people.actions import add_person, set_risk_summary
from caseflow.privacy.erasing.actions import erase_person
from caseflow.privacy.merging.actions import merge_records
from caseflow.referrals.actions import send_referrals
from caseflow.referrals.choices import Agreement
from caseflow.referrals.sending.plan import Plan
from caseflow.referrals.situation import Situation
from tests.seen import find_viewer
from tests.world import PEOPLE

PROVING = System("prove")
NEEDS = {"c": Need.SEXUAL_VIOLENCE, "e": Need.OWN_BEHAVIOUR, "helpline": Need.ENGAGEMENT}
COUNTY, CITY = "E07000130", "E06000016"
SAID = {QuestionKind.YES_NO: "yes", QuestionKind.DATE: "2026-01-01"}
# Who holds a case of the person, where; all of them could be the reader.
HOLDERS = (("bella", "b1"), ("bruno", "b1"), ("ben", "b2"), ("cora", "c"), ("ezra", "e"))


@dataclass(frozen=True)
class Record:
    """One person with what hangs on them, and how anybody stands to it."""

    name: str
    side: Side
    ids: dict[str, UUID]
    worker: str = ""
    service: str = ""
    element: str = ""
    closed_to: frozenset[str] = frozenset()
    """The users who may not know of it, whatever else would open it to them."""


def records(app: Flask) -> Iterator[Record]:
    """Make one record in every relation; they are told apart by who works with them, and where."""
    held = {worker: _held(app, f"of {worker}", worker, service) for worker, service in HOLDERS}
    held["ben"] = replace(held["ben"], closed_to=frozenset({"henry"}))
    beside(PROVING, app, held)
    yield from held.values()
    hidden = _held(app, "restricted", "bella", "b1")
    lead = find_viewer(app, "sofia")
    restrict_record(lead, hidden.ids["person_id"], reason="Somebody's sister")
    restriction = live_restriction(lead, hidden.ids["person_id"])
    for line in list_of(lead, restriction.id):
        take_off_list(lead, line.grant_id)
    yield hidden
    closed = _held(app, "conflict", "bruno", "b1")
    everybody = frozenset(one.username for one in PEOPLE)
    close_to(PROVING, closed.ids["person_id"], [find_viewer(app, one).user_id for one in everybody])
    yield replace(closed, closed_to=everybody)
    gone = _person(app, Side.SURVIVOR)
    erase_person(PROVING, gone)
    yield Record("erased", Side.SURVIVOR, {"person_id": gone})
    yield Record("never", Side.SURVIVOR, {})


@action
def close_to(actor: Viewer, person_id: UUID, user_ids: Iterable[UUID | None]) -> None:
    """Close a person to users, as somebody is closed to whoever knows them or holds the other half of a couple."""
    for user_id in user_ids:
        if user_id is not None:
            deny(actor, "person", person_id, user_id=user_id, why="conflict", source_id=person_id)


@action
def beside(actor: Viewer, app: Flask, held: dict[str, Record]) -> None:
    """Put beside the records what must open and close nothing: what is of another kind, over, or not this user's."""
    hers, his = held["bella"].ids["person_id"], held["bruno"].ids["person_id"]
    ben, bella, henry, adam = (find_viewer(app, one) for one in ("ben", "bella", "henry", "adam"))
    grant(actor, "case", hers, why="proof", source_id=hers, service_id=ben.service_id)
    grant(actor, "person", hers, why="proof", source_id=hers, service_id=ben.service_id, until_at=clock.now())
    grant(actor, "person", hers, why="proof", source_id=hers, user_id=adam.user_id)
    for user, kind, of in (
        (bella, "case", his),
        (bella, "person", hers),
        (henry, "person", held["ben"].ids["person_id"]),
    ):
        assert user.user_id is not None
        deny(actor, kind, of, user_id=user.user_id, why="proof", source_id=of)
    end_denials(actor, hers)


def more_records(app: Flask) -> Iterator[Record]:
    """Make what only the predicates are asked about: no page has its id, or it leads on to another."""
    one, other = _person(app, Side.SURVIVOR), _person(app, Side.SURVIVOR)
    merge_records(PROVING, one, other)
    yield Record("never", Side.SURVIVOR, {"person_id": other})
    yield from _opened_otherwise(app)
    hugo = find_viewer(app, "hugo")
    called = _person(app, Side.SURVIVOR)
    referral = _referred(app, called, "helpline")
    case = accept_referral(hugo, referral, allocate_to=None)
    yield Record("of the helpline", Side.SURVIVOR, {"case_id": case}, "", "helpline", "helpline")
    client = _person(app, Side.PERPETRATOR, "e")
    yield Record(
        "of a client", Side.PERPETRATOR, {"referral_id": _referred(app, client, "e")}, "", "e", "perpetrator"
    )


def _opened_otherwise(app: Flask) -> Iterator[Record]:
    """Make people whom a team may know of through a record that was merged into theirs, or for a while."""
    here = _held(app, "merged", "mona", "b1")
    whole, for_now = _person(app, Side.SURVIVOR), _person(app, Side.SURVIVOR)
    merge_records(PROVING, whole, here.ids["person_id"])
    yield replace(here, ids={"person_id": whole})
    service_id = service_by_code(PROVING, "b1")
    open_until(PROVING, for_now, service_id, clock.now() + timedelta(days=1))
    yield replace(here, name="for a while", ids={"person_id": for_now})


@action
def open_until(actor: Viewer, person_id: UUID, service_id: UUID, until_at: datetime) -> None:
    """Open a person to a service up to a moment."""
    grant(
        actor, "person", person_id, why="proof", source_id=person_id, service_id=service_id, until_at=until_at
    )


def _person(app: Flask, side: Side, code: str = "b1") -> UUID:
    actor = find_viewer(app, "harriet" if side is Side.SURVIVOR else "ezra")
    return add_person(actor, side=side, known_as="Testina", age=34, locality_id=_place(code))


def _held(app: Flask, name: str, worker: str, code: str) -> Record:
    side = Side.PERPETRATOR if code == "e" else Side.SURVIVOR
    someone = find_viewer(app, worker)
    person_id = _person(app, side, code)
    ids = {"person_id": person_id}
    if side is Side.SURVIVOR:
        set_risk_summary(PROVING, person_id, level=RiskLevel.HIGH, on=clock.today(), review_due_on=None)
        ids["referral_id"] = _referred(app, person_id, code)
        ids["case_id"] = accept_referral(someone, ids["referral_id"], allocate_to="me")
    return Record(name, side, ids, worker, code, str(_element(someone)))


def _referred(app: Flask, person_id: UUID, code: str) -> UUID:
    place = _place(code)
    side = Side.PERPETRATOR if code == "e" else Side.SURVIVOR
    need = NEEDS.get(code, Need.DOMESTIC_ABUSE)
    answers = {
        element: {
            one.code: SAID.get(one.kind, one.options[0][0] if one.options else "said")
            for one in questions(PROVING, element)
        }
        for element in Element
    }
    plan = Plan(
        Situation((need,), clock.today(), stay=place, home=place, age=34, risk=RiskLevel.HIGH, side=side),
        services=(service_by_code(PROVING, code),),
        answers=answers,
        summary="Rings the helpline every Monday.",
        agreement=Agreement.GIVEN,
    )
    return send_referrals(on_side(find_viewer(app, "harriet"), side), person_id, plan)[0]


def _place(code: str) -> UUID:
    wanted = CITY if code == "b2" else COUNTY
    return next(one.id for one in localities(PROVING) if one.gss == wanted)


def _element(viewer: Viewer) -> Element | None:
    return viewer.working.element if viewer.working else None
