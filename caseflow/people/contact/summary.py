"""Writes what a person's contact points allow onto the person, within actions."""

from sqlalchemy import select

from caseflow.database import db
from caseflow.people.choices import CHANNELS_OF
from caseflow.people.contact_rules import best_state
from caseflow.people.models import ContactPoint, Person
from caseflow.people.scope import records_of


def summarise(person: Person) -> None:
    """Write the best that any contact point allows onto the person, for lists and the identity bar."""
    db.session.flush()
    points = db.session.scalars(
        select(ContactPoint).where(
            ContactPoint.person_id.in_(records_of(person.id)), ContactPoint.stopped_at.is_(None)
        )
    )
    states = [
        (getattr(point, f"may_{channel.value}"), point.confirm_again_on)
        for point in points
        for channel in CHANNELS_OF[point.kind]
    ]
    person.contact_state, person.contact_until_on = best_state(states)
