"""Reads of the audit: what a user did, what was refused, and pages of lines for others that know what to ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from caseflow.access.models import Membership, User
from caseflow.access.policy import P
from caseflow.access.queries import user_names
from caseflow.access.viewer import Viewer
from caseflow.audit.events import FORBIDDEN, REFUSED, meaning_of
from caseflow.audit.models import AuditRow
from caseflow.clock import LONDON
from caseflow.database import db
from caseflow.errors import Unknown
from caseflow.oversight.trail.asked import Asked
from caseflow.oversight.trail.lines import PAGE, Trail, TrailLine
from caseflow.people.models import Person
from caseflow.people.queries import person_lines

COLUMNS = (
    AuditRow.position,
    AuditRow.at,
    AuditRow.actor_id,
    AuditRow.purpose,
    AuditRow.event,
    AuditRow.fields,
    # A row of a result has a method by that name.
    AuditRow.count.label("counted"),
    AuditRow.person_id,
    AuditRow.record_kind,
    AuditRow.record_id,
)
REFUSALS = (REFUSED.name, FORBIDDEN.name, "access:session:sign_in_failed")


@dataclass(frozen=True)
class Doer:
    """A user whose doings may be read."""

    user_id: UUID
    name: str
    left_at: datetime | None


@dataclass(frozen=True)
class DoerPage:
    """What one user did."""

    doer: Doer
    trail: Trail


def doers(viewer: Viewer) -> list[Doer]:
    """Return every user, by name; those who left come last."""
    found = [Doer(one.id, one.name, one.left_at) for one in db.session.scalars(select(User))]
    return sorted(found, key=lambda one: (one.left_at is not None, one.name.casefold()))


def doer_page(viewer: Viewer, user_id: UUID, asked: Asked, most: int = PAGE) -> DoerPage:
    """Return what one user did; raises Unknown."""
    user = db.session.get(User, user_id)
    if user is None:
        raise Unknown
    found = trail(viewer, asked, AuditRow.actor_id == user_id, most=most)
    return DoerPage(Doer(user.id, user.name, user.left_at), found)


def refusals(viewer: Viewer, asked: Asked, most: int = PAGE) -> Trail:
    """Return what was refused: pages, presses and sign-ins."""
    return trail(viewer, asked, AuditRow.event.in_(REFUSALS), most=most)


def trail(viewer: Viewer, asked: Asked, *conditions: ColumnElement[bool], most: int = PAGE) -> Trail:
    """Return a page of the rows that fulfil the conditions, as far as the wall lets the viewer know of them."""
    wanted = select(*COLUMNS).where(*_within(asked), *_this_side_of_the_wall(viewer), *conditions)
    if asked.before is not None:
        wanted = wanted.where(AuditRow.position < asked.before)
    rows = db.session.execute(wanted.order_by(AuditRow.position.desc()).limit(most + 1)).all()
    shown = rows[:most]
    older = shown[-1].position if len(rows) > most else None
    return Trail(_lines(viewer, shown), asked, older)


def _within(asked: Asked) -> list[ColumnElement[bool]]:
    begin = datetime.combine(asked.from_on, time(), LONDON)
    return [AuditRow.at >= begin, *([AuditRow.event.startswith(f"{asked.about}:")] if asked.about else [])]


def _this_side_of_the_wall(viewer: Viewer) -> list[ColumnElement[bool]]:
    """Whoever can read people reads of those on one side only; an auditor, who reads nobody, sees ids of all."""
    if not viewer.can(P.PEOPLE_READ) or viewer.side is None:
        return []
    same_side = select(Person.id).where(Person.id == AuditRow.person_id, Person.side == viewer.side)
    return [or_(AuditRow.person_id.is_(None), same_side.correlate_except(Person).exists())]


def _lines(viewer: Viewer, rows: Sequence[Any]) -> tuple[TrailLine, ...]:
    concerned = _users_concerned(viewer, rows)
    names = user_names(viewer, [*(row.actor_id for row in rows), *concerned.values()])
    people = person_lines(viewer, [row.person_id for row in rows]) if viewer.can(P.PEOPLE_READ) else None
    lines = []
    for row in rows:
        known = people.get(row.person_id) if people else None
        user_id = concerned.get(row.record_id) if row.person_id is None else None
        user = names.get(user_id, "") if user_id else ""
        lines.append(
            TrailLine(
                position=row.position,
                at=row.at,
                who=_who(names, row.actor_id, row.purpose),
                user_id=row.actor_id,
                words=meaning_of(row.event),
                fields=row.fields.replace(",", ", "),
                count=row.counted,
                about=f"{known.known_as}, {known.reference}"
                if known
                else user or _unnamed(row.person_id, people),
                person_id=known.person_id if known else None,
                about_user_id=user_id if user else None,
            )
        )
    return tuple(lines)


def _users_concerned(viewer: Viewer, rows: Sequence[Any]) -> dict[UUID, UUID]:
    """Return by record the user whom a row is about, where it is about one: their account, or a role of theirs.

    Whoever reads the audit sees every user by name; a manager who sees who looked at a record does not.
    """
    if not viewer.can(P.AUDIT_READ):
        return {}
    users = {row.record_id: row.record_id for row in rows if row.record_kind == "user" and row.record_id}
    roles = {row.record_id for row in rows if row.record_kind == "membership" and row.record_id}
    if roles:
        held = db.session.execute(select(Membership.id, Membership.user_id).where(Membership.id.in_(roles)))
        users |= {row.id: row.user_id for row in held}
    return users


def _unnamed(person_id: UUID | None, people: Mapping[UUID, Any] | None) -> str:
    """Say of whom a row is without saying who: an auditor needs to tell one from another, others do not."""
    if person_id is None:
        return ""
    return f"Person {person_id.hex[:8]}" if people is None else "A person"


def _who(names: Mapping[UUID, str], actor_id: UUID | None, purpose: str | None) -> str:
    if actor_id is not None:
        return names.get(actor_id, "A user who is no more")
    return "Nobody signed in" if purpose == "signed_out" else f"The command “{purpose}”"
