"""Races for one referral: several press accept at the same moment, and exactly one may win."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import func, select

from caseflow import clock
from caseflow.access.policy import Role
from caseflow.access.viewer import Actor, System, Viewer
from caseflow.audit.models import AuditRow
from caseflow.cases.actions import accept_referral
from caseflow.cases.events import CASE_OPENED
from caseflow.cases.models import CaseReferral
from caseflow.choices import Element, RiskLevel, Side
from caseflow.database import db, end_reading
from caseflow.directory.choices import Need, QuestionKind
from caseflow.directory.queries import localities, questions, service_by_code
from caseflow.errors import Conflict
from caseflow.people.actions import add_person, set_risk_summary
from caseflow.referrals.actions import send_referrals
from caseflow.referrals.choices import Agreement
from caseflow.referrals.sending.plan import Plan
from caseflow.referrals.situation import Situation
from caseflow.staff.actions import add_user, give_role
from prove.at_once import Outcome, at_once

SERVICE = "b1"
PROVING = System("prove")
SAID = {QuestionKind.YES_NO: "yes", QuestionKind.DATE: "2026-01-01"}


@dataclass(frozen=True)
class Race:
    """How one race ended."""

    winners: int
    told_who: int
    others: tuple[str, ...]
    cases: int
    lines: int

    @property
    def fair(self) -> bool:
        """Tell whether exactly one won, one case was opened, and everybody else was told who and when."""
        return self.winners == 1 and self.cases == 1 and self.lines == 1 and not self.others


def acceptors(app: Flask, count: int) -> list[str]:
    """Add caseworkers to the service, and return their sign-in names."""
    names = [f"racer{number}" for number in range(count)]
    with app.app_context():
        service_id = service_by_code(PROVING, SERVICE)
        for name in names:
            user_id = add_user(PROVING, username=name, name=f"Racer {name}", password_hash="-")
            give_role(PROVING, user_id, role=Role.CASEWORKER, service_id=service_id)
    return names


def a_referral(app: Flask, sender: Viewer) -> UUID:
    """Add somebody in the county and refer them to the service."""
    with app.app_context():
        place = next(one.id for one in localities(PROVING) if one.name == "Charnwood")
        person_id = add_person(sender, side=Side.SURVIVOR, known_as="Raced", age=34, locality_id=place)
        set_risk_summary(PROVING, person_id, level=RiskLevel.HIGH, on=clock.today(), review_due_on=None)
        answers = {
            element: {
                one.code: SAID.get(one.kind, one.options[0][0] if one.options else "said")
                for one in questions(PROVING, element)
            }
            for element in Element
        }
        situation = Situation(
            (Need.DOMESTIC_ABUSE,), clock.today(), stay=place, home=place, age=34, risk=RiskLevel.HIGH
        )
        service_id = service_by_code(PROVING, SERVICE)
        plan = Plan(
            situation,
            services=(service_id,),
            answers=answers,
            summary="No number yet: ring the helpline.",
            agreement=Agreement.GIVEN,
        )
        return send_referrals(sender, person_id, plan)[0]


def race(app: Flask, referral_id: UUID, runners: Sequence[Actor]) -> Race:
    """Let everybody accept one referral at once, each with a form of their own."""
    outcomes = at_once([partial(_accept, app, runner, referral_id, uuid4().hex) for runner in runners])
    conflicts = [one.fault for one in outcomes if isinstance(one.fault, Conflict)]
    with app.app_context():
        cases = db.session.scalar(select(func.count()).where(CaseReferral.referral_id == referral_id)) or 0
        opened = select(CaseReferral.case_id).where(CaseReferral.referral_id == referral_id)
        lines = select(func.count()).where(AuditRow.event == CASE_OPENED.name, AuditRow.record_id.in_(opened))
        counted = db.session.scalar(lines) or 0
        end_reading()
    return Race(
        winners=sum(one.fault is None for one in outcomes),
        told_who=sum(bool(fault.who and fault.at) for fault in conflicts),
        others=tuple(repr(one.fault) for one in outcomes if _is_other(one)),
        cases=cases,
        lines=counted,
    )


def _is_other(outcome: Outcome) -> bool:
    if isinstance(outcome.fault, Conflict):
        return not (outcome.fault.who and outcome.fault.at)
    return outcome.fault is not None


def _accept(app: Flask, actor: Actor, referral_id: UUID, once: str) -> UUID:
    with app.app_context():
        fresh = Viewer(**{**vars(actor), "once": once})
        return accept_referral(fresh, referral_id, allocate_to="me")
