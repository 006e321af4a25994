"""Reads of cases: lines for lists, the cases of a person, and who works in a service."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from caseflow import clock
from caseflow.access.policy import Role
from caseflow.access.queries import Colleague, colleagues, user_names
from caseflow.access.viewer import Viewer
from caseflow.cases.choices import CASE_STATE_LABELS, LIVE
from caseflow.cases.models import Case
from caseflow.cases.scope import visible_cases
from caseflow.cases.stateline import days_since, earliest
from caseflow.cases.timing import is_overdue, limits, next_limit
from caseflow.cases.values import CaseLine, PersonCase
from caseflow.choices import Side
from caseflow.database import db
from caseflow.directory.queries import service_names
from caseflow.people.queries import person_lines
from caseflow.people.scope import records_of

WORKERS = (Role.CASEWORKER, Role.SERVICE_MANAGER)
UNKNOWN_NAME = "Somebody you may not read"


def service_workers(viewer: Viewer, service_id: UUID) -> list[Colleague]:
    """Return those who can work a case of a service, by name."""
    return colleagues(viewer, service_id, WORKERS)


def case_lines(viewer: Viewer, cases: Sequence[Case]) -> tuple[CaseLine, ...]:
    """Return a line for each case; three queries however many."""
    people = person_lines(viewer, [case.person_id for case in cases])
    workers = user_names(viewer, [case.worker_id for case in cases])
    services = service_names(viewer, [case.service_id for case in cases])
    now = clock.now()
    lines = []
    for case in cases:
        person = people.get(case.person_id)
        clocks = limits(case, now)
        survivor = case.side is Side.SURVIVOR
        review_on = earliest(case.review_due_on, person.review_due_on if person else None)
        lines.append(
            CaseLine(
                case_id=case.id,
                person_id=case.person_id,
                side=case.side,
                service_id=case.service_id,
                service=services.get(case.service_id, ""),
                known_as=person.known_as if person else UNKNOWN_NAME,
                age=person.age if person else None,
                reference=person.reference if person else "",
                risk=person.risk if person and survivor else None,
                risk_on=person.risk_on if person and survivor else None,
                state=case.state,
                state_words=CASE_STATE_LABELS[case.state],
                worker_id=case.worker_id,
                worker=workers.get(case.worker_id) if case.worker_id else None,
                accepted_at=case.accepted_at,
                days=days_since(case.accepted_at, now),
                next=next_limit(clocks),
                overdue=is_overdue(clocks),
                review_due_on=review_on,
                review_late=review_on is not None and review_on < clock.today(),
                last_spoken_at=case.last_spoken_at,
                closed_at=case.closed_at,
            )
        )
    return tuple(lines)


def person_cases(viewer: Viewer, person_id: UUID) -> list[PersonCase]:
    """Return the cases of a person that the viewer may read: live ones first, then the newest."""
    cases = db.session.scalars(
        select(Case)
        .where(Case.person_id.in_(records_of(person_id)), visible_cases(viewer))
        .order_by(Case.is_live.desc(), Case.accepted_at.desc())
    ).all()
    workers = user_names(viewer, [case.worker_id for case in cases])
    services = service_names(viewer, [case.service_id for case in cases])
    return [
        PersonCase(
            case.id,
            case.service_id,
            services.get(case.service_id, ""),
            case.state,
            CASE_STATE_LABELS[case.state],
            workers.get(case.worker_id) if case.worker_id else None,
            case.accepted_at,
            case.closed_at,
            case.spoken_at,
            case.state in LIVE,
        )
        for case in cases
    ]


def person_case_of(viewer: Viewer, person_id: UUID, service_id: UUID) -> UUID | None:
    """Return the live case of a person in a service, if the viewer may read it."""
    return db.session.scalar(
        select(Case.id)
        .where(
            Case.person_id.in_(records_of(person_id)),
            Case.service_id == service_id,
            Case.is_live.is_(True),
            visible_cases(viewer),
        )
        .limit(1)
    )
