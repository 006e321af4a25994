"""Facts about the users and people that some rows of the audit tell of; a few queries however many rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from caseflow.access.models import Membership, User
from caseflow.access.policy import AREA_WIDE
from caseflow.access.viewer import Viewer
from caseflow.audit.events import FORBIDDEN, REFUSED
from caseflow.audit.models import AuditRow
from caseflow.cases.models import Case
from caseflow.choices import Side
from caseflow.clock import LONDON
from caseflow.database import db
from caseflow.oversight.restricting.models import Restriction
from caseflow.oversight.signals.rules import Stretch
from caseflow.people.models import Person, PersonName
from caseflow.staff.events import ROLE_GIVEN

BATCH = 2000
REFUSALS = (REFUSED.name, FORBIDDEN.name)


@dataclass(frozen=True)
class Seen:
    """One row of the audit, as far as signals need it."""

    position: int
    at: datetime
    user_id: UUID
    person_id: UUID | None
    record_id: UUID | None
    refused: bool
    role_given: bool

    @property
    def wall(self) -> datetime:
        """Return the moment on the clock on the wall."""
        return self.at.astimezone(LONDON)


@dataclass
class UserFacts:
    """What is known of a user."""

    name: str
    side: Side
    front_door: bool
    live_cases: int = 0


@dataclass
class PersonFacts:
    """What is known of a person."""

    side: Side
    restricted: list[Stretch] = field(default_factory=list)
    """When the record was restricted: whoever asked before or after asked for an open one."""
    surnames: list[str] = field(default_factory=list)
    live_cases: int = 0
    closed_on: date | None = None


def rows_after(viewer: Viewer, position: int) -> tuple[list[Seen], int]:
    """Return the next rows that a user left, and the position up to which all have been read now."""
    end = db.session.scalar(select(func.max(AuditRow.position))) or 0
    end = min(end, position + BATCH)
    columns = (AuditRow.position, AuditRow.at, AuditRow.actor_id, AuditRow.person_id, AuditRow.record_id)
    rows = db.session.execute(
        select(*columns, AuditRow.event)
        .where(AuditRow.position > position, AuditRow.position <= end, AuditRow.actor_id.is_not(None))
        .order_by(AuditRow.position)
    ).all()
    seen = [
        Seen(
            position=row.position,
            at=row.at,
            user_id=cast(UUID, row.actor_id),
            person_id=row.person_id,
            record_id=row.record_id,
            refused=row.event in REFUSALS,
            role_given=row.event == ROLE_GIVEN.name,
        )
        for row in rows
    ]
    return seen, end


def users_of(viewer: Viewer, ids: Collection[UUID]) -> dict[UUID, UserFacts]:
    """Return what is known of these users."""
    users = db.session.scalars(select(User).where(User.id.in_(ids)).options(joinedload(User.vault)))
    facts = {user.id: UserFacts(user.name, Side.SURVIVOR, False) for user in users}
    held = select(Membership.user_id, Membership.role, Membership.side).where(Membership.user_id.in_(ids))
    for user_id, role, side in db.session.execute(held.order_by(Membership.started_at)):
        facts[user_id].side = side
        facts[user_id].front_door |= role in AREA_WIDE
    live = select(Case.worker_id, func.count()).where(Case.worker_id.in_(ids), Case.is_live)
    for worker_id, count in db.session.execute(live.group_by(Case.worker_id)):
        facts[cast(UUID, worker_id)].live_cases = count
    return facts


def people_of(viewer: Viewer, ids: Collection[UUID]) -> dict[UUID, PersonFacts]:
    """Return what is known of these people; an id that is no person's is left out."""
    rows = db.session.execute(select(Person.id, Person.side).where(Person.id.in_(ids)))
    facts = {row.id: PersonFacts(row.side) for row in rows}
    begun = select(Restriction.person_id, Restriction.restricted_at, Restriction.lifted_at)
    for person_id, since, until in db.session.execute(begun.where(Restriction.person_id.in_(list(facts)))):
        facts[person_id].restricted.append((since, until))
    names = select(PersonName).where(PersonName.person_id.in_(list(facts)))
    for name in db.session.scalars(names.options(joinedload(PersonName.vault))):
        facts[name.person_id].surnames.append(name.surname or "")
    cases = select(Case.person_id, Case.is_live, func.count(), func.max(Case.closed_at))
    cases = cases.where(Case.person_id.in_(list(facts))).group_by(Case.person_id, Case.is_live)
    for person_id, live, count, closed_at in db.session.execute(cases):
        if live:
            facts[person_id].live_cases = count
        elif closed_at:
            facts[person_id].closed_on = closed_at.astimezone(LONDON).date()
    return facts


def own_roles(viewer: Viewer, membership_ids: Iterable[UUID | None]) -> set[UUID]:
    """Return those of these memberships that their holders gave themselves."""
    wanted = {one for one in membership_ids if one is not None}
    given = select(Membership.id).where(Membership.id.in_(wanted), Membership.given_by == Membership.user_id)
    return set(db.session.scalars(given)) if wanted else set()


def people_seen_on(viewer: Viewer, user_id: UUID, day: date) -> int:
    """Return how many people a user looked at on one day."""
    begin = datetime.combine(day, time(), LONDON)
    return _counted(AuditRow.person_id, AuditRow.actor_id == user_id, begin, begin + timedelta(days=1))


def lookers_until(viewer: Viewer, person_id: UUID, until: datetime, length: timedelta) -> int:
    """Return how many users looked at a person within a length of time before a moment."""
    return _counted(
        AuditRow.actor_id, AuditRow.person_id == person_id, until - length, until + timedelta(seconds=1)
    )


def _counted(column: Any, condition: Any, begin: datetime, end: datetime) -> int:
    within = (condition, AuditRow.at >= begin, AuditRow.at < end)
    return db.session.scalar(select(func.count(column.distinct())).where(*within)) or 0
