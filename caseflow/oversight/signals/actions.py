"""Writes of signals: reckon them from the rows of the audit that came since, and note what came of one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from sqlalchemy import select

from caseflow.access.viewer import Actor, System
from caseflow.audit.action import action, quiet_action
from caseflow.audit.record import record
from caseflow.choices import Side
from caseflow.clock import now
from caseflow.crypto.models import Vault
from caseflow.database import db
from caseflow.errors import Conflict, Invalid, NotAllowed, Unknown
from caseflow.oversight import events
from caseflow.oversight.signals import rules
from caseflow.oversight.signals.choices import Outcome, SignalKind
from caseflow.oversight.signals.facts.queries import (
    PersonFacts,
    Seen,
    UserFacts,
    lookers_until,
    own_roles,
    people_of,
    people_seen_on,
    rows_after,
    users_of,
)
from caseflow.oversight.signals.models import Signal, SignalMark
from caseflow.oversight.signals.queries import loaded

MARK_ID = UUID(int=1)
Noticed = tuple[SignalKind, UUID | None, UUID | None, Side, Seen]


@quiet_action("signals are reckoned from the audit, and can be again")
def reckon(actor: Actor) -> int:
    """Look through the next rows of the audit; returns how many there were, none when all have been read."""
    if not isinstance(actor, System):
        raise NotAllowed("Signals are reckoned by caseflow itself.")
    mark = db.session.get(SignalMark, MARK_ID, with_for_update=True)
    if mark is None:
        mark = SignalMark(id=MARK_ID, position=0)
        db.session.add(mark)
    seen, end = rows_after(actor, mark.position)
    done, mark.position = end - mark.position, end
    for one in _noticed(actor, seen):
        _keep(*one)
    return done


def _noticed(actor: System, seen: list[Seen]) -> Iterator[Noticed]:
    users = users_of(actor, {one.user_id for one in seen})
    asked = {one.person_id or one.record_id for one in seen if one.person_id or one.refused}
    people = people_of(actor, [one for one in asked if one is not None])
    given = own_roles(actor, [one.record_id for one in seen if one.role_given])
    days: dict[tuple[UUID, date], Seen] = {}
    looked: dict[UUID, Seen] = {}
    for one in seen:
        user = users.get(one.user_id)
        if user is None:
            continue
        person = people.get(one.person_id) if one.person_id else None
        if one.record_id in given:
            yield SignalKind.OWN_ROLE, one.user_id, None, user.side, one
        wanted = people.get(one.record_id) if one.refused and one.record_id else None
        if wanted is not None and rules.restricted_then(wanted.restricted, one.at):
            yield SignalKind.RESTRICTED, one.user_id, one.record_id, wanted.side, one
        if person is not None and one.person_id is not None:
            days[one.user_id, one.wall.date()] = looked[one.person_id] = one
            yield from _of_one_look(one, user, person)
    yield from _of_many_looks(actor, users, people, days, looked)


def _of_one_look(one: Seen, user: UserFacts, person: PersonFacts) -> Iterator[Noticed]:
    if rules.own_name(user.name, person.surnames):
        yield SignalKind.OWN_NAME, one.user_id, one.person_id, person.side, one
    if rules.former_client(person.live_cases, person.closed_on, one.wall.date()) and not user.front_door:
        yield SignalKind.FORMER_CLIENT, one.user_id, one.person_id, person.side, one
    if rules.out_of_hours(one.wall, user.front_door):
        yield SignalKind.OUT_OF_HOURS, one.user_id, None, user.side, one


def _of_many_looks(
    actor: System,
    users: dict[UUID, UserFacts],
    people: dict[UUID, PersonFacts],
    days: dict[tuple[UUID, date], Seen],
    looked: dict[UUID, Seen],
) -> Iterator[Noticed]:
    for (user_id, day), last in days.items():
        user = users[user_id]
        if user.live_cases or user.front_door:
            continue
        if rules.many_records(people_seen_on(actor, user_id, day), user.live_cases, user.front_door):
            yield SignalKind.MANY_RECORDS, user_id, None, user.side, last
    for person_id, last in looked.items():
        if rules.many_lookers(lookers_until(actor, person_id, last.at, rules.WEEK)):
            yield SignalKind.MANY_LOOKERS, None, person_id, people[person_id].side, last


def _keep(kind: SignalKind, user_id: UUID | None, person_id: UUID | None, side: Side, seen: Seen) -> None:
    """Count one more of the same on the same day, or begin a signal."""
    day = seen.wall.date()
    same = (
        Signal.kind == kind,
        Signal.user_id == user_id,
        Signal.person_id == person_id,
        Signal.seen_on == day,
    )
    row = db.session.scalar(select(Signal).where(*same, Signal.noted_at.is_(None)))
    if row is not None:
        row.count, row.last_at = row.count + 1, max(row.last_at, seen.at)
        return
    row = Signal(
        vault=Vault(),
        kind=kind,
        side=side,
        user_id=user_id,
        person_id=person_id,
        seen_on=day,
        first_at=seen.at,
        last_at=seen.at,
        count=1,
    )
    db.session.add(row)


@action
def note_outcome(actor: Actor, signal_id: UUID, *, outcome: Outcome, note: str) -> UUID:
    """Note what came of asking about a signal: sealed, with who noted it and when."""
    row = loaded(actor, signal_id)
    if row is None or row.user_id == actor.user_id:
        raise Unknown
    if not note:
        raise Invalid({"note": "Say what you asked and what you were told"})
    if row.noted_at is not None:
        raise Conflict("The outcome of this signal is noted already.", at=row.noted_at)
    row.outcome, row.note, row.noted_at, row.noted_by = outcome, note, now(), actor.user_id
    record(actor, events.SIGNAL_NOTED, "signal", row.id, person_id=row.person_id, fields=("outcome", "note"))
    return row.id
