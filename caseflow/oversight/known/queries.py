"""Reads of whom staff know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from caseflow.access.models import Membership, User
from caseflow.access.policy import P
from caseflow.access.queries import user_names
from caseflow.access.viewer import Viewer
from caseflow.choices import Side
from caseflow.database import db
from caseflow.oversight.known.choices import MATCH_STATE_LABELS, MatchState
from caseflow.oversight.known.models import Acquaintance, StaffMatch
from caseflow.oversight.restricting.queries import READERS
from caseflow.oversight.traits.comparing import (
    Birth,
    Traits,
    Why,
    address_keys,
    known_by,
    name_keys,
    told_birth,
    words,
)
from caseflow.oversight.traits.queries import Known, number_keys
from caseflow.people.queries import person_lines

MOST = 100


@dataclass(frozen=True)
class AcquaintanceLine:
    """Somebody whom the viewer says they know."""

    id: UUID
    name: str
    number: str
    address: str
    born: str
    note: str
    stated_at: datetime


@dataclass(frozen=True)
class MatchLine:
    """A worker and a person who may know each other, for the safeguarding lead."""

    match_id: UUID
    person_id: UUID
    known_as: str
    reference: str
    worker: str
    why: str
    state: MatchState
    state_words: str
    found_at: datetime


@dataclass(frozen=True)
class Knows:
    """A worker, and a person whom they may know."""

    user_id: UUID
    person_id: UUID
    side: Side
    why: frozenset[Why]


def own_acquaintances(viewer: Viewer) -> list[AcquaintanceLine]:
    """Return whom the viewer says they know."""
    rows = db.session.scalars(
        select(Acquaintance)
        .where(Acquaintance.user_id == viewer.user_id, Acquaintance.ended_at.is_(None))
        .order_by(Acquaintance.stated_at)
    )
    return [
        AcquaintanceLine(one.id, one.name, one.number, one.address, one.born, one.note, one.stated_at)
        for one in rows
    ]


def staff_matches(viewer: Viewer) -> list[MatchLine]:
    """Return the people of the side who are closed to a worker; never those closed to the viewer."""
    if not viewer.can(P.PEOPLE_RESTRICT):
        return []
    rows = db.session.scalars(
        select(StaffMatch)
        .where(
            StaffMatch.side == viewer.side,
            StaffMatch.state != MatchState.OPENED,
            StaffMatch.user_id != viewer.user_id,
        )
        .order_by(StaffMatch.state, StaffMatch.found_at.desc())
        .limit(MOST)
    ).all()
    people = person_lines(viewer, [row.person_id for row in rows])
    names = user_names(viewer, [row.user_id for row in rows])
    return [
        MatchLine(
            row.id,
            row.person_id,
            people[row.person_id].known_as,
            people[row.person_id].reference,
            names.get(row.user_id, ""),
            words(row.why or ()),
            row.state,
            MATCH_STATE_LABELS[row.state],
            row.found_at,
        )
        for row in rows
        if row.person_id in people
    ]


def who_knows(viewer: Viewer, people: Iterable[Known]) -> list[Knows]:
    """Return which workers may know these people, by their own names and by whom they say they know."""
    people = list(people)
    if not people:
        return []
    sides: dict[UUID, set[Side]] = {}
    staff: dict[UUID, list[Traits]] = {}
    rows = db.session.execute(
        select(User, Membership.side)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.ended_at.is_(None), User.left_at.is_(None), Membership.role.in_(READERS))
    )
    for user, side in rows:
        sides.setdefault(user.id, set()).add(side)
        staff.setdefault(user.id, [Traits(names=name_keys(user.name))])
    for told in db.session.scalars(select(Acquaintance).where(Acquaintance.ended_at.is_(None))):
        if told.user_id in staff:
            staff[told.user_id].append(traits_of(viewer, told))
    found = []
    for user_id, entries in staff.items():
        for one in people:
            why = frozenset[Why]().union(*(known_by(entry, one.own) for entry in entries))
            if why and one.side in sides[user_id]:
                found.append(Knows(user_id, one.person_id, one.side, why))
    return found


def traits_of(viewer: Viewer, told: Acquaintance) -> Traits:
    """Return by what somebody whom a worker knows would be known here."""
    told_on = told.stated_at.date()
    return told_traits(viewer, told.name, told.number, told.address, told_birth(told.born, told_on))


def told_traits(viewer: Viewer, name: str, number: str, address: str, birth: Birth | None = None) -> Traits:
    """Return by what somebody would be known here of whom this is told."""
    return Traits(name_keys(name), birth, number_keys(viewer, number), address_keys(address))
