"""Writes of risk alerts: raise, pass on to whom the safeguarding lead has found to belong together, see."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from caseflow.access.policy import P
from caseflow.access.viewer import Actor
from caseflow.audit.action import AN_HOUR, action, adding_action
from caseflow.audit.record import record
from caseflow.choices import Side
from caseflow.clock import now
from caseflow.database import db
from caseflow.errors import Conflict, NotAllowed, Unknown
from caseflow.oversight import events
from caseflow.oversight.alerts.choices import PASSED_ON_WITHIN, Alert
from caseflow.oversight.alerts.models import PassedAlert, RiskAlert
from caseflow.oversight.conflicts.queries import decided_halves
from caseflow.people.models import Person
from caseflow.people.scope import load_person, of_visible_people


@adding_action(within=AN_HOUR)
def raise_alert(actor: Actor, person_id: UUID, *, kind: Alert, detail: str = "") -> UUID:
    """Raise a risk alert about a client; where it goes is told to nobody on this side."""
    client = load_person(actor, person_id)
    if client.side is not Side.PERPETRATOR or not actor.can(P.RISK_ALERT):
        raise NotAllowed("A risk alert is raised about a client, on the perpetrator side.")
    moment = now()
    row = RiskAlert(
        vault=client.vault,
        person=client,
        person_id=client.id,
        kind=kind,
        detail=detail,
        raised_at=moment,
        raised_by=actor.user_id,
        due_at=moment + PASSED_ON_WITHIN,
    )
    db.session.add(row)
    record(actor, events.ALERT_RAISED, "risk_alert", row.id, person_id=client.id, fields=("kind", "detail"))
    for other in decided_halves(actor, client.id):
        _pass_on(actor, row, other)
    return row.id


@action
def pass_on_waiting(actor: Actor, one: UUID, other: UUID) -> None:
    """Pass on what was raised about either of two people whom the safeguarding lead found to belong together."""
    for client, survivor in ((one, other), (other, one)):
        waiting = select(RiskAlert).where(RiskAlert.person_id == client, RiskAlert.passed_at.is_(None))
        for row in db.session.scalars(waiting).all():
            _pass_on(actor, row, survivor)


@action
def pass_on_known(actor: Actor, alert_ids: Collection[UUID]) -> None:
    """Pass alerts on whose other half is known: in a request of who raised one, the database shows nobody there."""
    waiting = select(RiskAlert).where(RiskAlert.id.in_(alert_ids), RiskAlert.passed_at.is_(None))
    for row in db.session.scalars(waiting.with_for_update(of=RiskAlert)).all():
        for other in decided_halves(actor, row.person_id):
            _pass_on(actor, row, other)


@action
def nobody_to_tell(actor: Actor, alert_id: UUID) -> None:
    """Say, as the safeguarding lead, that no survivor's record belongs to the client."""
    if not actor.can(P.WALL_DECIDE):
        raise NotAllowed("Only the safeguarding lead decides this.")
    row = db.session.scalar(select(RiskAlert).where(RiskAlert.id == alert_id))
    if row is None:
        raise Unknown
    if row.passed_at is not None:
        raise Conflict("This was dealt with before.", at=row.passed_at)
    row.passed_at = now()
    record(actor, events.ALERT_CLOSED, "risk_alert", row.id, person_id=row.person_id)


@action
def see_alert(actor: Actor, alert_id: UUID) -> None:
    """Take note of an alert on a survivor's record, for the whole service."""
    row = db.session.scalar(
        select(PassedAlert).where(PassedAlert.id == alert_id, of_visible_people(actor, PassedAlert.person_id))
    )
    if row is None:
        raise Unknown
    if row.seen_at is not None:
        raise Conflict("A colleague has taken this on.", at=row.seen_at)
    row.seen_at, row.seen_by = now(), actor.user_id
    record(actor, events.ALERT_SEEN, "passed_alert", row.id, person_id=row.person_id)


def _pass_on(actor: Actor, alert: RiskAlert, survivor_id: UUID) -> None:
    survivor = db.session.scalar(select(Person).where(Person.id == survivor_id, Person.side == Side.SURVIVOR))
    if survivor is None:
        return
    row = PassedAlert(
        vault=survivor.vault,
        person=survivor,
        person_id=survivor.id,
        kind=alert.kind,
        detail=alert.detail,
        passed_at=now(),
    )
    db.session.add(row)
    alert.passed_at = now()
    # The line names her record only: the two never stand in one line of the audit.
    record(actor, events.ALERT_PASSED, "passed_alert", row.id, person_id=survivor.id)
