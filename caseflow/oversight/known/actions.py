"""Writes of whom staff know, and of what the safeguarding lead decides about it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from caseflow.access.grants import deny, end_denials
from caseflow.access.models import User
from caseflow.access.policy import P
from caseflow.access.viewer import Actor
from caseflow.audit.action import action
from caseflow.audit.record import record
from caseflow.clock import now, today
from caseflow.database import db
from caseflow.errors import Conflict, Invalid, NotAllowed, Unknown
from caseflow.oversight import events
from caseflow.oversight.known.choices import MatchState
from caseflow.oversight.known.models import Acquaintance, StaffMatch
from caseflow.oversight.known.queries import Knows, told_traits
from caseflow.oversight.traits.comparing import told_birth
from caseflow.people.models import Person

TOO_LITTLE = (
    "Enter a first name and a surname, a whole number or e-mail address, or an address with its house number: "
    "by less nobody can be found"
)


@action
def state_acquaintance(
    actor: Actor, *, name: str = "", number: str = "", address: str = "", born: str = "", note: str = ""
) -> UUID:
    """Say whom one knows; it is sealed under one's own vault, and read by nobody but oneself."""
    traits = told_traits(actor, name, number, address)
    if not (traits.names or traits.numbers or traits.addresses):
        raise Invalid({"name": TOO_LITTLE})
    if born.strip() and told_birth(born, today()) is None:
        raise Invalid({"born": "Enter a birth date, a year or an age, such as 27 3 1990, 1990 or 36"})
    user = db.session.scalars(
        select(User).where(User.id == actor.user_id).options(joinedload(User.vault))
    ).one_or_none()
    if user is None:
        raise Unknown
    row = Acquaintance(
        vault=user.vault,
        user=user,
        user_id=user.id,
        name=name,
        number=number,
        address=address,
        born=born,
        note=note,
        stated_at=now(),
    )
    db.session.add(row)
    record(actor, events.ACQUAINTANCE_STATED, "acquaintance", row.id, fields=("name", "number", "address"))
    return row.id


@action
def drop_acquaintance(actor: Actor, acquaintance_id: UUID) -> None:
    """Take somebody off the list of whom one knows; who was closed for it stays closed until the lead has looked."""
    row = db.session.scalar(select(Acquaintance).where(Acquaintance.id == acquaintance_id))
    if row is None or row.user_id != actor.user_id or row.ended_at is not None:
        raise Unknown
    row.ended_at = now()
    record(actor, events.ACQUAINTANCE_DROPPED, "acquaintance", row.id)


@action
def close_to_staff(actor: Actor, found: Sequence[Knows]) -> None:
    """Close each person to the worker who may know them, once; the safeguarding lead is told."""
    for one in found:
        same = select(StaffMatch.id).where(
            StaffMatch.user_id == one.user_id, StaffMatch.person_id == one.person_id
        )
        if db.session.scalar(same) is not None:
            continue
        person = db.session.scalars(select(Person).where(Person.id == one.person_id)).one()
        row = StaffMatch(
            vault=person.vault,
            person=person,
            person_id=person.id,
            user_id=one.user_id,
            side=one.side,
            state=MatchState.CLOSED,
            why=sorted(one.why),
            found_at=now(),
        )
        db.session.add(row)
        deny(actor, "person", person.id, user_id=one.user_id, why="known", source_id=row.id)
        record(actor, events.STAFF_MATCHED, "staff_match", row.id, person_id=person.id)


@action
def decide_match(actor: Actor, match_id: UUID, *, keep: bool) -> None:
    """Keep a person closed to a worker who knows them, or open the record again: it was somebody else."""
    row = db.session.scalar(
        select(StaffMatch).where(StaffMatch.id == match_id, StaffMatch.side == actor.side)
    )
    if row is None or row.user_id == actor.user_id:
        raise Unknown
    if not actor.can(P.PEOPLE_RESTRICT):
        raise NotAllowed("Only the safeguarding lead decides this.")
    if row.state is MatchState.OPENED:
        raise Conflict("This was opened before.", at=row.decided_at)
    row.state = MatchState.KEPT if keep else MatchState.OPENED
    row.decided_at, row.decided_by = now(), actor.user_id
    if not keep:
        end_denials(actor, row.id)
    record(
        actor, events.STAFF_MATCH_DECIDED, "staff_match", row.id, person_id=row.person_id, fields=("state",)
    )


@action
def open_to_staff(actor: Actor, person_id: UUID, user_id: UUID) -> None:
    """Open a person again to a worker to whom they were closed."""
    rows = db.session.scalars(
        select(StaffMatch.id).where(
            StaffMatch.person_id == person_id,
            StaffMatch.user_id == user_id,
            StaffMatch.state != MatchState.OPENED,
        )
    ).all()
    for match_id in rows:
        decide_match(actor, match_id, keep=False)
