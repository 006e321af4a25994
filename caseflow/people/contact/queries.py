"""Reads of contact points. A value is opened only by reveal(), whose showing is recorded."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from caseflow.access.policy import P
from caseflow.access.viewer import Viewer
from caseflow.clock import today
from caseflow.crypto import keyring
from caseflow.database import db
from caseflow.errors import Conflict, Unknown
from caseflow.people.choices import CONTACT_KIND_LABELS, STOP_LABELS, Channel, ContactKind
from caseflow.people.contact_rules import PointState, Rule, channel_state, hidden_value, rule_today, strictest
from caseflow.people.models import ContactPoint, Person
from caseflow.people.phones import normal_email, normal_phone, spoken_phone
from caseflow.people.scope import load_person, of_visible_people, records_of
from caseflow.people.values import ContactCard, PointCard, RevealedPoint

ORDER = [
    PointState.ALLOWED,
    PointState.LAPSED,
    PointState.NOT_ASKED,
    PointState.NOT_ALLOWED,
    PointState.STOPPED,
]


def _rule_of(point: ContactPoint) -> Rule:
    """Return the rule of a point as it was recorded."""
    return Rule(
        kind=point.kind,
        may={channel: getattr(point, f"may_{channel.value}") for channel in Channel},
        withhold_number=point.withhold_number,
        own_device=point.shared_device,
        may_answer=point.may_answer,
        safe_times=point.safe_times or "",
        say_we_are=point.say_we_are,
        has_code_word=bool(point.code_word),
        confirmed_on=point.confirmed_on,
        confirm_again_on=point.confirm_again_on,
        stopped=point.stopped_at is not None,
    )


def contact_card(viewer: Viewer, person_id: UUID) -> ContactCard:
    """Return the contact points of a person: rules in words, values hidden; those to be used first."""
    person = load_person(viewer, person_id)
    return ContactCard(person.id, contact_points_of(viewer, [person.id]).get(person.id, ()))


def contact_points_of(viewer: Viewer, ids: Iterable[UUID]) -> dict[UUID, tuple[PointCard, ...]]:
    """Return the contact points of these people, as far as the viewer may know of them; one query."""
    wanted = set(ids)
    if not wanted:
        return {}
    one = aliased(Person)
    rows = db.session.execute(
        select(func.coalesce(one.merged_into_id, one.id), ContactPoint)
        .join(one, one.id == ContactPoint.person_id)
        .where(
            or_(one.id.in_(wanted), one.merged_into_id.in_(wanted)),
            of_visible_people(viewer, ContactPoint.person_id),
        )
        .order_by(ContactPoint.created_at, ContactPoint.id)
    )
    day = today()
    found: dict[UUID, dict[object, list[ContactPoint]]] = {}
    for person_id, row in rows:
        # One number on two records that were merged is one number, under the stricter of its rules.
        found.setdefault(person_id, {}).setdefault(row.lookup or row.id, []).append(row)
    cards = {person_id: [_card(same, day) for same in points.values()] for person_id, points in found.items()}
    return {
        person_id: tuple(sorted(some, key=lambda card: ORDER.index(card.state)))
        for person_id, some in cards.items()
    }


def contact_point(viewer: Viewer, point_id: UUID) -> PointCard:
    """Return one contact point, its value hidden; raises Unknown outside the scope."""
    return _card(same_points(viewer, load_point(viewer, point_id)), today())


def same_contact_point(viewer: Viewer, person_id: UUID, kind: ContactKind, value: str) -> UUID | None:
    """Return the person's contact point with this number or e-mail address, if it is on the record."""
    normal = normal_email(value) if kind is ContactKind.EMAIL else normal_phone(value)
    if normal is None:
        return None
    return db.session.scalars(
        select(ContactPoint.id).where(
            ContactPoint.person_id.in_(records_of(load_person(viewer, person_id).id)),
            ContactPoint.lookup == keyring.current().lookup_hash(kind.value, normal),
        )
    ).first()


def reveal(viewer: Viewer, point_id: UUID) -> RevealedPoint:
    """Return one contact point with its value; whoever shows it records that it was shown."""
    point = load_point(viewer, point_id)
    refuse_stopped(viewer, point)
    value = spoken_phone(point.value) if point.kind is ContactKind.PHONE else point.value
    return RevealedPoint(_card(same_points(viewer, point), today()), value, point.code_word)


def same_points(viewer: Viewer, point: ContactPoint) -> list[ContactPoint]:
    """Return the rows of one number or e-mail address: it may stand on several records that were merged."""
    if point.lookup is None:
        return [point]
    rows = db.session.scalars(
        select(ContactPoint).where(
            ContactPoint.lookup == point.lookup, ContactPoint.person_id.in_(records_of(point.person_id))
        )
    ).all()
    return [point, *(row for row in rows if row.id != point.id)]


def refuse_stopped(viewer: Viewer, point: ContactPoint) -> None:
    """Raise Conflict for the value of a stopped number: only who decides about it may see it."""
    if point.stopped_at is not None and not viewer.can(P.ATTEMPTS_DECIDE):
        raise Conflict("This was stopped. A manager decides first.", at=point.stopped_at)


def load_point(viewer: Viewer, point_id: UUID) -> ContactPoint:
    """Return a contact point of somebody whom the viewer may know of; raises Unknown otherwise."""
    point = db.session.scalar(
        select(ContactPoint).where(
            ContactPoint.id == point_id, of_visible_people(viewer, ContactPoint.person_id)
        )
    )
    if point is None:
        raise Unknown
    return point


def _card(same: Sequence[ContactPoint], day: date) -> PointCard:
    rule = strictest([_rule_of(one) for one in same])
    point = next((one for one in same if one.stopped_at), same[0])
    return PointCard(
        id=point.id,
        person_id=point.person_id,
        kind=point.kind,
        kind_words=CONTACT_KIND_LABELS[point.kind],
        label=point.label,
        hidden=hidden_value(point.kind, point.value),
        today=rule_today(rule, day),
        may={channel: channel_state(rule, channel, day) for channel in Channel},
        who_may_answer=rule.may_answer,
        safe_times=rule.safe_times,
        say_we_are=rule.say_we_are,
        has_code_word=rule.has_code_word,
        confirmed_on=rule.confirmed_on,
        confirm_again_on=rule.confirm_again_on,
        stop_words=STOP_LABELS[point.stop_reason] if point.stop_reason else None,
    )
