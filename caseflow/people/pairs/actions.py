"""Writes about pairs of records: add whom nobody is, tell two records apart, suggest that they are one person."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from caseflow.access.viewer import Actor
from caseflow.audit.action import action
from caseflow.audit.record import record
from caseflow.clock import now
from caseflow.database import db
from caseflow.errors import Invalid
from caseflow.people import events
from caseflow.people.actions import add_person
from caseflow.people.finding.queries import find_people
from caseflow.people.models import Person
from caseflow.people.pairs.choices import PairState
from caseflow.people.pairs.models import RecordPair
from caseflow.people.scope import load_person

LIKELY = 8
"""As many likely matches are looked at before somebody is added; whoever is less likely is not shown."""
LEAST = 0.01
"""Whoever is less probable than this need not be looked at before somebody is added."""
LOOK_FIRST = "Look at those who may be the same person first, then say that none of them is"


@action
def add_new_person(
    actor: Actor, *, sought: Mapping[str, str], not_these: Iterable[UUID], **person: Any
) -> UUID:
    """Add a person once all likely matches were shown and refused, and remember that they are none of these."""
    found = find_people(actor, limit=LIKELY, **sought)
    likely = [hit.person_id for hit in found.hits if hit.probability >= LEAST]
    if set(likely) - set(not_these):
        raise Invalid({"none_of_these": LOOK_FIRST})
    person_id: UUID = add_person(actor, **person)
    for other_id in likely:
        tell_apart(actor, person_id, other_id)
    return person_id


@action
def tell_apart(actor: Actor, one_id: UUID, other_id: UUID) -> UUID:
    """Remember that two records are two people, so that the pair is not suggested again."""
    return _say(actor, one_id, other_id, PairState.APART)


@action
def suggest_pair(actor: Actor, one_id: UUID, other_id: UUID) -> UUID:
    """Suggest that two records are one person, for somebody to decide; a pair once told apart stays so."""
    return _say(actor, one_id, other_id, PairState.SUGGESTED)


def _say(actor: Actor, one_id: UUID, other_id: UUID, state: PairState) -> UUID:
    one, other = load_person(actor, one_id), load_person(actor, other_id)
    if one.id == other.id or one.side is not other.side:
        raise Invalid({"other": "Choose two records of one side"})
    row = db.session.scalar(select(RecordPair).where(*_is_pair(one, other)))
    if row is not None and (row.state is state or state is PairState.SUGGESTED):
        return row.id
    if row is None:
        first, second = sorted((one, other), key=lambda person: person.id.bytes)
        row = RecordPair(first=first, second=second, side=one.side)
        db.session.add(row)
    row.state, row.said_at, row.said_by = state, now(), actor.user_id
    event = events.PAIR_APART if state is PairState.APART else events.PAIR_SUGGESTED
    record(actor, event, "record_pair", row.id, person_id=one.id)
    return row.id


def _is_pair(one: Person, other: Person) -> tuple[Any, Any]:
    first, second = sorted((one.id, other.id), key=lambda person_id: person_id.bytes)
    return RecordPair.first_id == first, RecordPair.second_id == second
