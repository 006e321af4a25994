"""Reads of contact points. A value is opened only by reveal(), whose showing is recorded."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import select

from caseflow.access.policy import P
from caseflow.access.viewer import Viewer
from caseflow.clock import today
from caseflow.crypto import keyring
from caseflow.database import db
from caseflow.errors import Conflict, Unknown
from caseflow.people.choices import CONTACT_KIND_LABELS, STOP_LABELS, Channel, ContactKind
from caseflow.people.contact_rules import PointState, Rule, channel_state, hidden_value, rule_today
from caseflow.people.models import ContactPoint
from caseflow.people.phones import normal_email, normal_phone, spoken_phone
from caseflow.people.scope import load_person, of_visible_people
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
    rows = db.session.scalars(
        select(ContactPoint)
        .where(ContactPoint.person_id.in_(wanted), of_visible_people(viewer, ContactPoint.person_id))
        .order_by(ContactPoint.created_at, ContactPoint.id)
    )
    day = today()
    found: dict[UUID, list[PointCard]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(_card(row, day))
    return {
        person_id: tuple(sorted(cards, key=lambda card: ORDER.index(card.state)))
        for person_id, cards in found.items()
    }


def contact_point(viewer: Viewer, point_id: UUID) -> PointCard:
    """Return one contact point, its value hidden; raises Unknown outside the scope."""
    return _card(load_point(viewer, point_id), today())


def same_contact_point(viewer: Viewer, person_id: UUID, kind: ContactKind, value: str) -> UUID | None:
    """Return the person's contact point with this number or e-mail address, if it is on the record."""
    normal = normal_email(value) if kind is ContactKind.EMAIL else normal_phone(value)
    if normal is None:
        return None
    return db.session.scalars(
        select(ContactPoint.id).where(
            ContactPoint.person_id == load_person(viewer, person_id).id,
            ContactPoint.lookup == keyring.current().lookup_hash(kind.value, normal),
        )
    ).first()


def reveal(viewer: Viewer, point_id: UUID) -> RevealedPoint:
    """Return one contact point with its value; whoever shows it records that it was shown."""
    point = load_point(viewer, point_id)
    refuse_stopped(viewer, point)
    value = spoken_phone(point.value) if point.kind is ContactKind.PHONE else point.value
    return RevealedPoint(_card(point, today()), value, point.code_word)


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


def _card(point: ContactPoint, day: date) -> PointCard:
    rule = _rule_of(point)
    return PointCard(
        id=point.id,
        person_id=point.person_id,
        kind=point.kind,
        kind_words=CONTACT_KIND_LABELS[point.kind],
        label=point.label,
        hidden=hidden_value(point.kind, point.value),
        today=rule_today(rule, day),
        may={channel: channel_state(rule, channel, day) for channel in Channel},
        who_may_answer=point.may_answer,
        safe_times=point.safe_times or "",
        say_we_are=point.say_we_are,
        has_code_word=bool(point.code_word),
        confirmed_on=point.confirmed_on,
        confirm_again_on=point.confirm_again_on,
        stop_words=STOP_LABELS[point.stop_reason] if point.stop_reason else None,
    )
