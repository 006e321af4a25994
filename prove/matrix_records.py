"""One record in every relation to the readers of the matrix: held, restricted, erased, and one that never was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from flask import Flask

from caseflow import clock
from caseflow.access.viewer import System, Viewer
from caseflow.cases.actions import accept_referral
from caseflow.choices import Element, RiskLevel, Side
from caseflow.directory.choices import Need, QuestionKind
from caseflow.directory.queries import localities, questions, service_by_code
from caseflow.oversight.restricting.actions import restrict_record, take_off_list
from caseflow.oversight.restricting.queries import list_of, live_restriction
from caseflow.people.actions import add_person, set_risk_summary
from caseflow.privacy.erasing.actions import erase_person
from caseflow.referrals.actions import send_referrals
from caseflow.referrals.choices import Agreement
from caseflow.referrals.sending.plan import Plan
from caseflow.referrals.situation import Situation
from tests.seen import find_viewer

PROVING = System("prove")
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


def records(app: Flask) -> Iterator[Record]:
    """Make one record in every relation; they are told apart by who works with them, and where."""
    for worker, service in HOLDERS:
        yield _held(app, f"of {worker}", worker, service)
    hidden = _held(app, "restricted", "bella", "b1")
    lead = find_viewer(app, "sofia")
    restrict_record(lead, hidden.ids["person_id"], reason="Somebody's sister")
    restriction = live_restriction(lead, hidden.ids["person_id"])
    for line in list_of(lead, restriction.id):
        take_off_list(lead, line.grant_id)
    yield hidden
    gone = _person(app, Side.SURVIVOR)
    erase_person(PROVING, gone)
    yield Record("erased", Side.SURVIVOR, {"person_id": gone})
    yield Record("never", Side.SURVIVOR, {})


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
    need = Need.SEXUAL_VIOLENCE if code == "c" else Need.DOMESTIC_ABUSE
    answers = {
        element: {
            one.code: SAID.get(one.kind, one.options[0][0] if one.options else "said")
            for one in questions(PROVING, element)
        }
        for element in Element
    }
    plan = Plan(
        Situation((need,), clock.today(), stay=place, home=place, age=34, risk=RiskLevel.HIGH),
        services=(service_by_code(PROVING, code),),
        answers=answers,
        summary="Rings the helpline every Monday.",
        agreement=Agreement.GIVEN,
    )
    return send_referrals(find_viewer(app, "harriet"), person_id, plan)[0]


def _place(code: str) -> UUID:
    wanted = CITY if code == "b2" else COUNTY
    return next(one.id for one in localities(PROVING) if one.gss == wanted)


def _element(viewer: Viewer) -> Element | None:
    return viewer.working.element if viewer.working else None
