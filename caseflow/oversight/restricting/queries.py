"""Reads of a restriction: why, who may see the record, and where its work would wait unseen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from caseflow.access.models import Grant, Membership, User
from caseflow.access.policy import ROLE_LABELS, ROLE_PERMISSIONS, P
from caseflow.access.queries import user_names
from caseflow.access.viewer import Viewer
from caseflow.cases.models import Case
from caseflow.choices import Side
from caseflow.database import db
from caseflow.directory.queries import service_names
from caseflow.oversight.restricting.models import Restriction
from caseflow.people.queries import identity_bar
from caseflow.people.scope import records_of
from caseflow.people.values import IdentityBar
from caseflow.referrals.choices import WAITING
from caseflow.referrals.models import Referral

ON_LIST = "on_list"
"""Why a grant stands: the user is on the list of a restricted record."""
READERS = frozenset(role for role, allowed in ROLE_PERMISSIONS.items() if P.PEOPLE_READ in allowed)


@dataclass(frozen=True)
class ListLine:
    """One user on the list of a restricted record."""

    grant_id: UUID
    user_id: UUID
    name: str
    since_at: datetime


@dataclass(frozen=True)
class RestrictionPage:
    """Whether a record is restricted, why, and who may see it."""

    bar: IdentityBar
    reason: str | None
    since_at: datetime | None
    by: str | None
    listed: tuple[ListLine, ...]
    holders: tuple[str, ...]
    unseen: tuple[str, ...]
    """Services where work on this person waits and nobody is on the list."""

    @property
    def restricted(self) -> bool:
        """Tell whether a restriction is in force."""
        return self.since_at is not None


def restriction_page(viewer: Viewer, person_id: UUID) -> RestrictionPage:
    """Return the page of a record's restriction; raises Unknown where the viewer may not know of the person."""
    bar = identity_bar(viewer, person_id)
    found = live_restriction(viewer, bar.person_id)
    names = user_names(viewer, [found.restricted_by] if found else [])
    listed = list_of(viewer, found.id) if found else ()
    workers = case_workers(viewer, bar.person_id)
    return RestrictionPage(
        bar=bar,
        reason=found.reason if found else None,
        since_at=found.restricted_at if found else None,
        by=names.get(found.restricted_by) if found and found.restricted_by else None,
        listed=listed,
        holders=tuple(sorted(user_names(viewer, workers).values())),
        unseen=_unseen(viewer, bar.person_id, {one.user_id for one in listed}) if found else (),
    )


def live_restriction(viewer: Viewer, person_id: UUID) -> Restriction | None:
    """Return the restriction that is in force on a person."""
    return db.session.scalar(
        select(Restriction).where(Restriction.person_id == person_id, Restriction.lifted_at.is_(None))
    )


def list_of(viewer: Viewer, restriction_id: UUID) -> tuple[ListLine, ...]:
    """Return who is on the list of a restriction, by name."""
    rows = db.session.scalars(
        select(Grant).where(Grant.source_id == restriction_id, Grant.ended_at.is_(None))
    ).all()
    names = user_names(viewer, [row.user_id for row in rows])
    lines = [
        ListLine(row.id, row.user_id, names.get(row.user_id, ""), row.given_at) for row in rows if row.user_id
    ]
    return tuple(sorted(lines, key=lambda line: line.name.casefold()))


def case_workers(viewer: Viewer, person_id: UUID) -> list[UUID]:
    """Return the workers who hold a live case of the person."""
    rows = db.session.scalars(
        select(Case.worker_id)
        .where(Case.person_id.in_(records_of(person_id)), Case.is_live.is_(True), Case.worker_id.is_not(None))
        .distinct()
    )
    return [one for one in rows if one]


def may_be_listed(viewer: Viewer, side: Side | None = None) -> list[tuple[UUID, str]]:
    """Return those who may be put on a list: whoever reads people on that side, with where they work."""
    rows = db.session.execute(
        select(User, Membership.role, Membership.service_id)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.ended_at.is_(None),
            User.left_at.is_(None),
            Membership.role.in_(READERS),
            Membership.side == (side or viewer.side),
        )
    ).all()
    services = service_names(viewer, [row.service_id for row in rows])
    where = {
        user.id: services.get(service_id, "") if service_id else ROLE_LABELS[role]
        for user, role, service_id in rows
    }
    people = {user.id: user.name for user, _role, _service in rows}
    return sorted(
        ((one, f"{name}, {where[one]}") for one, name in people.items()), key=lambda one: one[1].casefold()
    )


def _unseen(viewer: Viewer, person_id: UUID, listed: set[UUID]) -> tuple[str, ...]:
    """Name the services where a referral or a case of the person waits and nobody is on the list."""
    waiting = select(Referral.to_service_id).where(
        Referral.person_id.in_(records_of(person_id)), Referral.state.in_(WAITING)
    )
    held = select(Case.service_id).where(Case.person_id.in_(records_of(person_id)), Case.is_live.is_(True))
    there = {*db.session.scalars(waiting), *db.session.scalars(held)}
    covered = set(
        db.session.scalars(
            select(Membership.service_id).where(Membership.user_id.in_(listed), Membership.ended_at.is_(None))
        )
    )
    return tuple(sorted(service_names(viewer, there - covered).values()))
