"""Writes of a restriction: begin, end, and who is on the list."""

from uuid import UUID

from sqlalchemy import select

from caseflow.access.grants import end_grants, grant
from caseflow.access.models import Grant
from caseflow.access.policy import P
from caseflow.access.viewer import Actor
from caseflow.audit.action import action
from caseflow.audit.record import record
from caseflow.clock import now
from caseflow.database import db
from caseflow.errors import Conflict, Invalid, NotAllowed, Unknown
from caseflow.oversight import events
from caseflow.oversight.restricting.models import Restriction
from caseflow.oversight.restricting.queries import (
    ON_LIST,
    case_workers,
    list_of,
    live_restriction,
    may_be_listed,
)
from caseflow.people.actions import set_restricted
from caseflow.people.models import Person
from caseflow.people.scope import load_person


@action
def restrict_record(actor: Actor, person_id: UUID, *, reason: str) -> UUID:
    """Restrict a record to a list; the workers who hold a case of the person are put on it."""
    person = _person(actor, person_id)
    if not reason:
        raise Invalid({"reason": "Say why this record is restricted"})
    if person.restricted:
        raise Conflict("This record is restricted already.")
    row = Restriction(
        vault=person.vault,
        person=person,
        person_id=person.id,
        reason=reason,
        restricted_at=now(),
        restricted_by=actor.user_id,
    )
    db.session.add(row)
    set_restricted(actor, person.id, True)
    for worker in case_workers(actor, person.id):
        _list(actor, row, worker)
    record(actor, events.RESTRICTED, "restriction", row.id, person_id=person.id, fields=("reason",))
    return row.id


@action
def lift_restriction(actor: Actor, person_id: UUID, *, reason: str) -> UUID:
    """End a restriction: the record is open again to whoever may see it otherwise, and the list ends."""
    person, row = _restricted(actor, person_id)
    if not reason:
        raise Invalid({"reason": "Say why this record is no longer restricted"})
    row.lifted_at, row.lifted_by, row.lift_reason = now(), actor.user_id, reason
    set_restricted(actor, person.id, False)
    end_grants(actor, row.id)
    record(actor, events.UNRESTRICTED, "restriction", row.id, person_id=person.id, fields=("lift_reason",))
    return row.id


@action
def put_on_list(actor: Actor, person_id: UUID, user_id: UUID) -> None:
    """Let one more user see a restricted record."""
    person, row = _restricted(actor, person_id)
    if user_id not in {one for one, _words in may_be_listed(actor, person.side)}:
        raise Invalid({"user": "Choose somebody who works on this side"})
    if user_id in {one.user_id for one in list_of(actor, row.id)}:
        raise Invalid({"user": "They are on the list already"})
    _list(actor, row, user_id)


@action
def take_off_list(actor: Actor, grant_id: UUID) -> UUID:
    """Let a user no longer see a restricted record; returns the person's id."""
    given = db.session.scalar(select(Grant).where(Grant.id == grant_id, Grant.why == ON_LIST))
    if given is None:
        raise Unknown
    person, row = _restricted(actor, given.record_id)
    if given.ended_at is None:
        given.ended_at = now()
        record(actor, events.LIST_CHANGED, "restriction", row.id, person_id=person.id, fields=("list",))
    return person.id


def _list(actor: Actor, row: Restriction, user_id: UUID) -> None:
    grant(actor, "person", row.person_id, why=ON_LIST, source_id=row.id, user_id=user_id)
    record(actor, events.LIST_CHANGED, "restriction", row.id, person_id=row.person_id, fields=("list",))


def _person(actor: Actor, person_id: UUID) -> Person:
    person = load_person(actor, person_id)
    if not actor.can(P.PEOPLE_RESTRICT):
        raise NotAllowed("Only the safeguarding lead restricts a record.")
    return person


def _restricted(actor: Actor, person_id: UUID) -> tuple[Person, Restriction]:
    person = _person(actor, person_id)
    row = live_restriction(actor, person.id)
    if row is None:
        raise Conflict("This record is not restricted.")
    return person, row
