"""The write that makes what a case owes due sooner, where the risk rose since it was accepted."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from caseflow.access.viewer import Actor
from caseflow.audit.action import action
from caseflow.audit.record import record
from caseflow.cases.events import CASE_HASTENED
from caseflow.cases.models import Case, CasePause
from caseflow.cases.timing import CLOCKS_RUN
from caseflow.choices import RiskLevel
from caseflow.database import db
from caseflow.directory.clocks import Pause
from caseflow.directory.queries import service_clocks
from caseflow.people.scope import records_of


@action
def hasten_cases(actor: Actor, person_id: UUID, level: RiskLevel, since: datetime) -> int:
    """Let what a person's cases owe be due by a level from a moment on, if that is sooner; returns how many."""
    owing = select(Case).where(Case.person_id.in_(records_of(person_id)), Case.state.in_(CLOCKS_RUN))
    hastened = 0
    for case in db.session.scalars(owing.order_by(Case.id).with_for_update(of=Case)):
        if case.hasten(service_clocks(actor, case.service_id), level, since, _pauses(case)):
            record(
                actor,
                CASE_HASTENED,
                "case",
                case.id,
                person_id=case.person_id,
                fields=("next_due_at", "hastened_level"),
            )
            hastened += 1
    return hastened


def _pauses(case: Case) -> list[Pause]:
    rows = db.session.scalars(select(CasePause).where(CasePause.case_id == case.id))
    return [Pause(one.from_at, one.until_at) for one in rows]
