"""A person who is referred to the county's locality service, and a case of theirs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from caseflow import clock
from caseflow.access.viewer import System, Viewer
from caseflow.cases.actions import accept_referral
from caseflow.choices import Element, RiskLevel, Side
from caseflow.database import db, end_reading
from caseflow.directory.choices import Need, QuestionKind
from caseflow.directory.queries import localities, questions, service_by_code
from caseflow.people.actions import add_person, set_risk_summary
from caseflow.referrals.actions import send_referrals
from caseflow.referrals.choices import Agreement
from caseflow.referrals.sending.plan import Plan
from caseflow.referrals.situation import Situation

TESTS = System("tests")
ANSWERS = {QuestionKind.YES_NO: "yes", QuestionKind.DATE: "2026-01-01"}
COUNTY = "E07000130"


@pytest.fixture
def within(app: Flask) -> Callable[..., Any]:
    """Run a function as a request would, in the application's context."""

    def run(function: Callable[..., Any], *args: Any, **rest: Any) -> Any:
        with app.app_context():
            try:
                return function(*args, **rest)
            finally:
                db.session.expunge_all()  # what was read stays readable after the transaction
                end_reading()

    return run


@pytest.fixture
def row(within: Callable[..., Any]) -> Callable[..., Any]:
    """Give one row of a table as it stands: row(Case, case_id)."""
    return lambda model, key: within(lambda: db.session.get(model, key))


@pytest.fixture
def referred(within: Callable[..., Any], viewer: Callable[..., Viewer]) -> Callable[..., tuple[UUID, UUID]]:
    """Add a person at a risk and refer them to a service: the person's id and the referral's."""

    def refer(
        code: str = "b1",
        risk: RiskLevel = RiskLevel.HIGH,
        person_id: UUID | None = None,
        need: Need | None = None,
    ) -> tuple[UUID, UUID]:
        def write() -> tuple[UUID, UUID]:
            place = next(one.id for one in localities(TESTS) if one.gss == COUNTY)
            who = person_id or add_person(
                viewer("harriet"), side=Side.SURVIVOR, known_as="Testina", age=34, locality_id=place
            )
            if risk is not RiskLevel.NOT_ASSESSED:
                set_risk_summary(TESTS, who, level=risk, on=clock.today(), review_due_on=None)
            answers = {
                element: {
                    one.code: ANSWERS.get(one.kind, one.options[0][0] if one.options else "said")
                    for one in questions(TESTS, element)
                }
                for element in Element
            }
            wanted = need or (Need.SEXUAL_VIOLENCE if code == "c" else Need.DOMESTIC_ABUSE)
            plan = Plan(
                Situation((wanted,), clock.today(), stay=place, home=place, age=34, risk=risk),
                services=(service_by_code(TESTS, code),),
                answers=answers,
                summary="Rings the helpline every Monday.",
                agreement=Agreement.GIVEN,
            )
            return who, send_referrals(viewer("harriet"), who, plan)[0]

        made: tuple[UUID, UUID] = within(write)
        return made

    return refer


@pytest.fixture
def opened(
    within: Callable[..., Any], viewer: Callable[..., Viewer], referred: Callable[..., tuple[UUID, UUID]]
) -> Callable[..., tuple[UUID, UUID]]:
    """Open a case for a worker: the person's id and the case's."""

    def open_one(by: str = "bella", to: Any = "me", **more: Any) -> tuple[UUID, UUID]:
        person_id, referral_id = referred(**more)
        case_id: UUID = within(accept_referral, viewer(by), referral_id, allocate_to=to)
        return person_id, case_id

    return open_one
