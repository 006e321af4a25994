"""Reads of referrals: the inbox, a referral, and the lists that desks and person pages show."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, not_, select
from sqlalchemy.orm import joinedload

from caseflow import clock
from caseflow.access.keys_first import counted_ids, with_total
from caseflow.access.queries import staffed, user_names
from caseflow.access.viewer import Viewer
from caseflow.choices import Element, RiskLevel
from caseflow.database import db
from caseflow.directory.queries import (
    locality_choices,
    locality_names,
    service_names,
)
from caseflow.people.scope import records_of
from caseflow.people.values import FirstOf
from caseflow.referrals.choices import (
    DECLINE_LABELS,
    WAITING,
    ReferralState,
)
from caseflow.referrals.gaps.queries import gap_page as gap_page
from caseflow.referrals.gaps.queries import open_gaps as open_gaps
from caseflow.referrals.gaps.queries import person_gaps as person_gaps
from caseflow.referrals.lines import Inbox, InboxFilters, ReferralLine, sent_words
from caseflow.referrals.models import Packet, Referral
from caseflow.referrals.moves import READABLE
from caseflow.referrals.packet import read
from caseflow.referrals.reading.queries import move_page as move_page
from caseflow.referrals.reading.queries import referral_page as referral_page
from caseflow.referrals.scope import is_sender, visible_referrals
from caseflow.referrals.sending.queries import batch_of as batch_of
from caseflow.referrals.sending.queries import refer_page as refer_page
from caseflow.referrals.sending.telling import tell_page as tell_page

LISTED = 200
NO_PLACE = "Not known or outside the area"
PAGE = 25
RECENT = timedelta(days=14)
_LEVEL = func.coalesce(Referral.hastened_level, Referral.risk_level).label("clock_level")
DANGER = case(
    (Referral.safe_tonight.is_(True), 0),
    (_LEVEL.in_([RiskLevel.HIGH, RiskLevel.NOT_ASSESSED]), 1),
    else_=2,
)
RISK = case(
    (Referral.safe_tonight.is_(True), 0),
    (_LEVEL.in_([RiskLevel.HIGH, RiskLevel.NOT_ASSESSED]), 0),
    (_LEVEL == RiskLevel.MEDIUM, 1),
    else_=2,
)
LATE = case((Referral.answer_due_at.is_(None), 1), else_=0)


def waiting_referrals(viewer: Viewer, filters: InboxFilters | None = None, *, named: bool = True) -> Inbox:
    """Return the referrals waiting for the service worked in: overdue ones, then by risk, then by time left."""
    filters = filters or InboxFilters()
    wanted = [
        visible_referrals(viewer),
        Referral.to_service_id == viewer.service_id,
        Referral.state.in_([filters.state] if filters.state in WAITING else WAITING),
    ]
    for column, value in (
        (_LEVEL, filters.risk),
        (Referral.need, filters.need),
        (Referral.locality_id, filters.locality_id),
    ):
        if value is not None:
            wanted.append(column == value)
    overdue = case((Referral.answer_due_at < clock.now(), 0), else_=1)
    order = (overdue, RISK, LATE, Referral.answer_due_at, Referral.sent_at, Referral.id)
    found = _ids(wanted, order)
    page = max(filters.page, 1)
    ids, total = counted_ids(found, PAGE, (page - 1) * PAGE)
    if not ids and page > 1:
        # Beyond the end: the last page there is.
        total = counted_ids(found, 1)[1]
        page = max(1, -(-total // PAGE))
        ids, total = counted_ids(found, PAGE, (page - 1) * PAGE)
    pages = max(1, -(-total // PAGE))
    lines = _lines(viewer, ids, named=named)
    return Inbox(
        lines=tuple(lines),
        total=total,
        page=page,
        pages=pages,
        filters=filters,
        localities=tuple(locality_choices(viewer)),
        service=service_names(viewer, [viewer.service_id]).get(viewer.service_id, "")
        if viewer.service_id
        else "",
    )


def sent_referrals(viewer: Viewer, limit: int = LISTED, *, named: bool = True) -> list[ReferralLine]:
    """Return what the viewer sent or was handed: what waits, and the answers of two weeks; newest first."""
    since = clock.now() - RECENT
    # The newest of one's own are found first, by their index; only those few are then looked at.
    newest = db.session.scalars(
        select(Referral.id)
        .where(
            Referral.held_by == viewer.user_id,
            Referral.state.in_(WAITING) | (Referral.answered_at >= since),
        )
        .order_by(Referral.sent_at.desc())
        .limit(limit)
    ).all()
    return _lines(viewer, newest, named=named)


def sent_and_late(viewer: Viewer, limit: int = LISTED, *, named: bool = True) -> FirstOf[ReferralLine]:
    """Return what the viewer sent or was handed and a service has not answered in time, latest first."""
    late = Referral.answer_due_at < clock.now()
    return _listed(
        viewer,
        Referral.held_by == viewer.user_id,
        Referral.state == ReferralState.SENT,
        late,
        limit=limit,
        named=named,
    )


def declined_back(viewer: Viewer, limit: int = LISTED, *, named: bool = True) -> FirstOf[ReferralLine]:
    """Return the declined referrals that came back to the service worked in and nobody has dealt with."""
    declined = Referral.state == ReferralState.DECLINED
    return _listed(
        viewer, _sent_here(viewer), declined, Referral.settled_at.is_(None), limit=limit, named=named
    )


def returned_back(viewer: Viewer, limit: int = LISTED, *, named: bool = True) -> FirstOf[ReferralLine]:
    """Return the referrals that came back to the service worked in with a question."""
    return _listed(
        viewer, _sent_here(viewer), Referral.state == ReferralState.RETURNED, limit=limit, named=named
    )


def unanswered_referrals(viewer: Viewer, limit: int = LISTED) -> FirstOf[ReferralLine]:
    """Return the overdue referrals but those that have risen for want of anybody to answer them."""
    late = Referral.answer_due_at < clock.now()
    return _listed(viewer, Referral.state.in_(WAITING), late, not_(_risen(viewer)), limit=limit)


def overdue_referrals(viewer: Viewer, limit: int = LISTED, *, named: bool = True) -> FirstOf[ReferralLine]:
    """Return the referrals in the viewer's scope that wait for an answer beyond their time, latest first."""
    return _listed(
        viewer, Referral.state.in_(WAITING), Referral.answer_due_at < clock.now(), limit=limit, named=named
    )


def risen_referrals(viewer: Viewer, limit: int = LISTED, *, named: bool = True) -> FirstOf[ReferralLine]:
    """Return the referrals that wait at a service with nobody in it: a manager's to deal with at once."""
    return _listed(viewer, Referral.state.in_(WAITING), _risen(viewer), limit=limit, named=named)


def _risen(viewer: Viewer) -> ColumnElement[bool]:
    here = Referral.element != Element.OUTSIDE
    return and_(here, Referral.to_service_id.not_in(staffed(viewer)))


def funding_waiting(viewer: Viewer, limit: int = LISTED, *, named: bool = True) -> FirstOf[ReferralLine]:
    """Return the referrals that wait for a funding decision."""
    return _listed(viewer, Referral.state == ReferralState.WAITING_FUNDING, limit=limit, named=named)


def person_referrals(viewer: Viewer, person_id: UUID) -> list[ReferralLine]:
    """Return the referrals of a person that the viewer may know of, newest first."""
    return _listed(viewer, Referral.person_id.in_(records_of(person_id)), newest=True)


def _sent_here(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.service_id is None:
        return visible_referrals(viewer)
    return Referral.from_service_id == viewer.service_id


def names_of(viewer: Viewer, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return whom some referrals are about, for lists that were read without the names."""
    return {line.referral_id: line.known_as for line in _lines(viewer, ids)}


def _listed(
    viewer: Viewer, *wanted: Any, newest: bool = False, limit: int = LISTED, named: bool = True
) -> FirstOf[ReferralLine]:
    order = [Referral.sent_at.desc()] if newest else [DANGER, LATE, Referral.answer_due_at, Referral.sent_at]
    ids, total = counted_ids(_ids([visible_referrals(viewer), *wanted], [*order, Referral.id]), limit)
    return FirstOf(_lines(viewer, ids, named=named), total)


def _ids(wanted: Iterable[Any], order: Sequence[Any]) -> Select[UUID, int]:
    return with_total(select(Referral.id).where(*wanted).order_by(*order))


@cache
def _with_packets() -> Select[Referral, Packet]:
    packets = select(Referral, Packet).outerjoin(Packet, Packet.referral_id == Referral.id)
    return packets.options(joinedload(Referral.vault))


def _lines(viewer: Viewer, ids: Sequence[UUID], *, named: bool = True) -> list[ReferralLine]:
    """Return lines of referrals; the names on them come from the packets, so that no scope of people is crossed.

    A desk gathers many more than it shows: without the names, nothing sealed is read.
    """
    place = {one: number for number, one in enumerate(ids)}
    here = and_(Referral.id.in_(ids), visible_referrals(viewer))
    if named:
        rows = [(row.Referral, row.Packet) for row in db.session.execute(_with_packets().where(here))]
    else:
        rows = [(row, None) for row in db.session.execute(select(*Referral.__table__.c, _LEVEL).where(here))]
    referrals = [row for row, _packet in rows]
    services = service_names(
        viewer, [one for row in referrals for one in (row.from_service_id, row.to_service_id)]
    )
    users = user_names(viewer, [row.sent_by for row in referrals]) if named else {}
    places = locality_names(viewer, [row.locality_id for row in referrals])
    now = clock.now()
    lines = [_line(viewer, row, packet, services, users, places, now) for row, packet in rows]
    return sorted(lines, key=lambda line: place[line.referral_id])


def _line(
    viewer: Viewer,
    row: Any,
    packet: Packet | None,
    services: dict[UUID, str],
    users: dict[UUID, str],
    places: dict[UUID, str],
    now: Any,
) -> ReferralLine:
    open_to_viewer = row.state in READABLE or is_sender(viewer, row)
    content = read(packet.content) if packet is not None and open_to_viewer else None
    reason = DECLINE_LABELS[row.decline_group] if row.decline_group else ""
    return ReferralLine(
        referral_id=row.id,
        person_id=row.person_id,
        known_as=content.known_as if content else "",
        age=content.age if content else "",
        state=row.state,
        need=row.need,
        element=row.element,
        risk=row.clock_level,
        locality=places.get(row.locality_id, NO_PLACE) if row.locality_id else NO_PLACE,
        from_service=services.get(row.from_service_id, ""),
        to_service=services.get(row.to_service_id, ""),
        sent_by=users.get(row.sent_by, "") if row.sent_by else "",
        sent_at=row.sent_at,
        due_at=row.answer_due_at if row.state in WAITING else None,
        answered_at=row.answered_at,
        spoken_at=row.spoken_at,
        safe_tonight=row.safe_tonight,
        outside=row.element is Element.OUTSIDE,
        words=sent_words(row.state, row.answered_at, row.spoken_at, reason, now, row.closed_unspoken_at),
        answers=content.answers if content else {},
    )
