"""Every filter switched off: each worker asks for whole tables, and PostgreSQL alone decides what comes back.

What is foreign is worked out here from the rows themselves, as the keeper sees them, and not from the predicates.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import Flask, g
from sqlalchemy import Table, select, update

from caseflow.access.models import Denial, Grant
from caseflow.access.policy import P
from caseflow.access.viewer import Viewer
from caseflow.access.wall.policies import parent_of, policies
from caseflow.access.wall.standing import sides_of
from caseflow.clock import now
from caseflow.database import Base, db, end_reading, whole_engine
from caseflow.people.models import Person
from tests.seen import find_viewer

SERVICES = ("service_id", "from_service_id", "to_service_id")
OWN = ("taken_by", "opened_by", "finished_by", "planned_by", "user_id", "to_user_id")


@dataclass
class Sight:
    """What came back of the tables, and what of it was not the viewer's."""

    rows: int = 0
    tables: set[str] = field(default_factory=set)
    foreign: list[str] = field(default_factory=list)


class Truth:
    """All rows, and what each hangs on."""

    def __init__(self, app: Flask) -> None:
        self.names = [one.table for one in policies(Base.metadata)]
        self.rows: dict[str, dict[UUID, Any]] = {}
        with app.app_context(), whole_engine().connect() as connection:
            for name in self.names:
                table = Base.metadata.tables[name]
                plain = [c for c in table.c if not c.name.endswith("_sealed")]
                self.rows[name] = {row.id: row for row in connection.execute(select(*plain))}
            live = (Grant.record_kind == "person", Grant.ended_at.is_(None))
            self.opened: dict[UUID, set[UUID]] = defaultdict(set)
            for row in connection.execute(
                select(Grant.record_id, Grant.user_id, Grant.service_id).where(*live)
            ):
                self.opened[row.user_id or row.service_id].add(row.record_id)
            closed = select(Denial.user_id, Denial.record_id).where(Denial.ended_at.is_(None))
            self.closed = {tuple(row) for row in connection.execute(closed)}

    def may_know(self, viewer: Viewer, person_id: UUID) -> bool:
        """Tell whether a viewer may know of a person."""
        person = self.rows["people"][person_id]
        if person.side not in sides_of(viewer) or (viewer.user_id, person_id) in self.closed:
            return False
        by_name = person_id in self.opened[viewer.user_id] if viewer.user_id else False
        if person.restricted:
            return viewer.can(P.PEOPLE_RESTRICT) or by_name
        by_team = viewer.service_id is not None and person_id in self.opened[viewer.service_id]
        return viewer.area_wide or by_name or by_team

    def hidden(self, viewer: Viewer, person_id: UUID | None) -> bool:
        """Tell whether a person is closed to a viewer even where the record is the viewer's team's own."""
        if person_id is None:
            return False
        restricted = self.rows["people"][person_id].restricted
        return (viewer.user_id, person_id) in self.closed or (
            restricted and not self.may_know(viewer, person_id)
        )

    def may_see(self, viewer: Viewer, name: str, row: Any) -> bool:
        """Tell whether a row is the viewer's to see, by what it hangs on."""
        if name == "people":
            return self.may_know(viewer, row.id)
        fields = row._fields
        side = getattr(row, "side", None)
        if side is not None and side not in sides_of(viewer):
            return False
        if any(getattr(row, one) == viewer.user_id for one in OWN if one in fields):
            return True
        person_id = getattr(row, "person_id", None)
        teams = {getattr(row, one) for one in SERVICES if one in fields}
        if viewer.service_id in teams and not self.hidden(viewer, person_id):
            return True
        parent = parent_of(Base.metadata.tables[name])
        if person_id is not None:
            return self.may_know(viewer, person_id)
        if parent is None or getattr(row, parent[0]) is None:
            return viewer.area_wide
        above = self.rows[parent[1]][getattr(row, parent[0])]
        return self.may_see(viewer, parent[1], above)


def look(app: Flask, truth: Truth, viewer: Viewer) -> Sight:
    """Ask for every scoped table whole, as a request of this viewer does, with no filter of ours."""
    sight = Sight()
    with app.test_request_context("/"):
        g.viewer = viewer
        for name in truth.names:
            table: Table = Base.metadata.tables[name]
            for found in db.session.scalars(select(table.c.id)):
                sight.rows += 1
                sight.tables.add(name)
                if not truth.may_see(viewer, name, truth.rows[name][found]):
                    sight.foreign.append(f"{viewer.username}: {name} {found}")
        end_reading()
    return sight


def restrict_some(app: Flask, viewers: list[Viewer], every: int = 7) -> None:
    """Restrict one person in so many, open some of them by name, and close a few others to somebody."""
    with app.app_context(), whole_engine().begin() as connection:
        people = list(connection.scalars(select(Person.id).order_by(Person.id)))
        connection.execute(update(Person).where(Person.id.in_(people[::every])).values(restricted=True))
        for number, person_id in enumerate(people):
            who = viewers[number % len(viewers)].user_id
            common = {
                "id": UUID(int=number + 1),
                "record_kind": "person",
                "record_id": person_id,
                "user_id": who,
                "why": "proof",
                "source_id": person_id,
                "given_at": now(),
            }
            if number % (2 * every) == 0:
                connection.execute(Grant.__table__.insert().values(**common))
            elif number % every == 1:
                connection.execute(Denial.__table__.insert().values(**common))


def whole_look(app: Flask, usernames: list[str]) -> tuple[int, int, int, set[str], list[str]]:
    """Let everybody look at everything; returns lookers, rows, all rows there are, tables seen, what was foreign."""
    viewers = [
        find_viewer(app, name, held.id) for name in usernames for held in find_viewer(app, name).memberships
    ]
    restrict_some(app, viewers)
    truth = Truth(app)
    sights = [look(app, truth, viewer) for viewer in viewers]
    return (
        len(viewers),
        sum(one.rows for one in sights),
        sum(len(rows) for rows in truth.rows.values()),
        set[str]().union(*(one.tables for one in sights)),
        [fault for one in sights for fault in one.foreign],
    )
