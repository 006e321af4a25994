"""Reads of risk alerts: those that came to a survivor's record, and those that wait for the safeguarding lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, false, select
from sqlalchemy.orm import joinedload

from caseflow.access.policy import P
from caseflow.access.queries import user_names
from caseflow.access.viewer import Viewer
from caseflow.choices import Side
from caseflow.database import db
from caseflow.errors import NotAllowed, Unknown
from caseflow.oversight.alerts.choices import ALERT_LABELS
from caseflow.oversight.alerts.models import PassedAlert, RiskAlert
from caseflow.oversight.conflicts.queries import decided_halves
from caseflow.people.models import Person
from caseflow.people.queries import identity_bar, person_lines
from caseflow.people.scope import of_visible_people
from caseflow.people.values import IdentityBar

MOST = 50


@dataclass(frozen=True)
class PassedLine:
    """A risk alert on a survivor's record."""

    alert_id: UUID
    person_id: UUID
    known_as: str
    reference: str
    words: str
    detail: str
    passed_at: datetime
    seen_at: datetime | None
    seen_by: str


@dataclass(frozen=True)
class WaitingAlert:
    """A risk alert for which no survivor's record is known, by the client's reference, with what was said."""

    alert_id: UUID
    reference: str
    words: str
    detail: str
    raised_at: datetime
    due_at: datetime


def client_bar(viewer: Viewer, person_id: UUID) -> IdentityBar:
    """Return the identity bar of a client about whom the viewer may raise an alert."""
    bar = identity_bar(viewer, person_id)
    if bar.side is not Side.PERPETRATOR:
        raise NotAllowed("A risk alert is raised about a client, on the perpetrator side.")
    return bar


def passed_alerts(viewer: Viewer) -> list[PassedLine]:
    """Return the alerts that nobody has seen yet, on records that the viewer may see, newest first."""
    unseen = PassedAlert.seen_at.is_(None) if viewer.can(P.RISK_ALERT) else false()
    rows = db.session.scalars(
        select(PassedAlert)
        .where(unseen, of_visible_people(viewer, PassedAlert.person_id))
        .order_by(PassedAlert.passed_at.desc(), PassedAlert.id)
        .limit(MOST)
    ).all()
    return _lines(viewer, rows)


def passed_alert(viewer: Viewer, alert_id: UUID) -> PassedLine:
    """Return one alert on a survivor's record; raises Unknown outside the viewer's scope."""
    row = db.session.scalar(
        select(PassedAlert).where(
            and_(PassedAlert.id == alert_id, of_visible_people(viewer, PassedAlert.person_id))
        )
    )
    if row is None:
        raise Unknown
    return _lines(viewer, [row])[0]


def waiting_alerts(viewer: Viewer) -> list[WaitingAlert]:
    """Return the alerts for which the safeguarding lead has to find whom to tell, the one due first at the top."""
    if not viewer.can(P.WALL_DECIDE):
        return []
    rows = db.session.execute(
        select(RiskAlert, Person.reference)
        .join(Person, Person.id == RiskAlert.person_id)
        .options(joinedload(RiskAlert.vault))
        .where(RiskAlert.passed_at.is_(None))
        .order_by(RiskAlert.due_at, RiskAlert.id)
        .limit(MOST)
    ).all()
    return [
        WaitingAlert(row.id, reference, ALERT_LABELS[row.kind], row.detail, row.raised_at, row.due_at)
        for row, reference in rows
    ]


def unpassed(viewer: Viewer) -> list[UUID]:
    """Return the alerts that nobody was told of and that could be passed on now; never for a page."""
    rows = db.session.execute(
        select(RiskAlert.id, RiskAlert.person_id).where(RiskAlert.passed_at.is_(None)).limit(MOST)
    ).all()
    return [row.id for row in rows if decided_halves(viewer, row.person_id)]


def _lines(viewer: Viewer, rows: Sequence[PassedAlert]) -> list[PassedLine]:
    people = person_lines(viewer, [row.person_id for row in rows])
    names = user_names(viewer, [row.seen_by for row in rows])
    return [
        PassedLine(
            row.id,
            row.person_id,
            people[row.person_id].known_as,
            people[row.person_id].reference,
            ALERT_LABELS[row.kind],
            row.detail,
            row.passed_at,
            row.seen_at,
            names.get(row.seen_by, "") if row.seen_by else "",
        )
        for row in rows
        if row.person_id in people
    ]
