"""Reads of what to tell the caller once referrals are sent, or once a gap became a task."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, or_, select, tuple_
from sqlalchemy.orm import joinedload

from caseflow.access.viewer import Viewer
from caseflow.database import db
from caseflow.directory.choices import ClockCode
from caseflow.directory.clocks import ServiceClocks
from caseflow.directory.queries import clocks_of, funder_names, helpline_service, service_line
from caseflow.people.choices import CONTACT_KIND_LABELS, Channel, ContactKind
from caseflow.people.contact_rules import MAY, PointState
from caseflow.people.queries import identity_bar
from caseflow.people.scope import records_of
from caseflow.referrals.choices import GapState, ReferralState
from caseflow.referrals.models import Gap, Packet, Referral
from caseflow.referrals.packet import Point, read
from caseflow.referrals.scope import load_gap, visible_gaps, visible_referrals
from caseflow.referrals.sending.page import ReferPage, Tell, TellPage, ToldGap, spoken
from caseflow.referrals.sending.plan import short_need
from caseflow.referrals.situation import HELPLINE

NO_CALLS = MAY[Channel.CALL][1]


def tell_page(viewer: Viewer, batch_id: UUID) -> TellPage:
    """Return what to tell the caller of a batch, or of a gap raised without one; raises Unknown outside the scope."""
    rows = db.session.execute(
        select(Referral, Packet)
        .join(Packet, Packet.referral_id == Referral.id)
        .where(Referral.batch_id == batch_id, visible_referrals(viewer))
        .options(joinedload(Referral.vault))
        .order_by(Referral.safe_tonight.desc(), Referral.sent_at, Referral.id)
    ).all()
    sent = [row.Referral for row in rows]
    clocks = clocks_of(viewer, [row.to_service_id for row in sent])
    if sent:
        person_id, call_id, at = sent[0].person_id, sent[0].call_id, sent[0].sent_at
    else:
        gap = load_gap(viewer, batch_id)
        person_id, call_id, at = gap.person_id, gap.call_id, gap.raised_at
    return TellPage(
        batch_id=batch_id,
        person_id=person_id,
        bar=identity_bar(viewer, person_id),
        call_id=call_id,
        tells=tuple(
            _tell(viewer, row, clocks[row.to_service_id], read(packet.content).points) for row, packet in rows
        ),
        gaps=_gaps(viewer, person_id, call_id, at),
        helpline_phone=service_line(viewer, helpline_service(viewer)).phone,
        told=all(row.told_at for row in sent),
    )


def gap_to_tell(viewer: Viewer, page: ReferPage) -> UUID | None:
    """Return the newest open gap of what was just made a task, if the viewer may know of it."""
    found = [(one.gap.kind, one.gap.need) for one in page.gaps]
    return db.session.scalar(
        select(Gap.id)
        .where(
            Gap.person_id.in_(records_of(page.person_id)),
            Gap.state == GapState.OPEN,
            tuple_(Gap.kind, Gap.need).in_(found),
            visible_gaps(viewer),
        )
        .order_by(Gap.raised_at.desc(), Gap.id)
        .limit(1)
    )


def _gaps(viewer: Viewer, person_id: UUID, call_id: UUID | None, at: datetime) -> tuple[ToldGap, ...]:
    """Return the gaps of the batch and of its call, with those that were open before it."""
    mine = Gap.raised_at <= at
    if call_id is not None:
        mine = or_(mine, Gap.call_id == call_id)
    rows = db.session.scalars(
        select(Gap)
        .where(
            and_(Gap.person_id.in_(records_of(person_id)), Gap.state == GapState.OPEN, mine),
            visible_gaps(viewer),
        )
        .order_by(Gap.due_at, Gap.id)
    ).all()
    deciders = funder_names(viewer) if rows else {}
    return tuple(
        ToldGap(
            gap_id=row.id,
            need_words=short_need(row.need),
            kind=row.kind,
            says=row.says,
            decider=spoken(deciders.get(row.decider, row.decider)),
            due_at=row.due_at,
            ours=row.decider == HELPLINE,
        )
        for row in rows
    )


def _tell(viewer: Viewer, row: Referral, clocks: ServiceClocks, points: tuple[Point, ...]) -> Tell:
    service = service_line(viewer, row.to_service_id)
    unsure = service.outside or row.state is ReferralState.WAITING_FUNDING
    numbers = [point for point in points if _may_be_tried(point)]
    agreed = next((point for point in numbers if point.state == PointState.ALLOWED), None)
    withheld = agreed is None or "Withhold our number" in agreed.allowed
    says = agreed.say_we_are if agreed and agreed.say_we_are else ""
    return Tell(
        referral_id=row.id,
        service=service.name,
        outside=service.outside,
        need=row.need,
        waiting_funding=row.state is ReferralState.WAITING_FUNDING,
        phone_first=row.safe_tonight,
        phone=service.phone,
        number_words=_number_words(service.phone, withheld=withheld),
        by_at=None if unsure else _by(row, clocks),
        says=f"They will say they are {says}."
        if says
        else "The first thing they will ask is whether it is safe to talk.",
        told_at=row.told_at,
        rings=bool(numbers),
    )


def _number_words(phone: str, *, withheld: bool) -> str:
    """Say what the person's phone will show."""
    if withheld:
        return "Their number will not show on your phone."
    return f"They will ring from {phone}." if phone else "Their own number will show on your phone."


def _may_be_tried(point: Point) -> bool:
    """Tell whether a service may ring this: a number that is agreed, or not asked about yet."""
    usable = point.state not in (PointState.STOPPED, PointState.NOT_ALLOWED)
    return (
        usable and point.kind == CONTACT_KIND_LABELS[ContactKind.PHONE] and NO_CALLS not in point.not_allowed
    )


def _by(row: Referral, clocks: ServiceClocks) -> datetime:
    """Return by when somebody rings: tonight's answer where a home is needed tonight, else the first try.

    Its clock begins with the service's answer, so no earlier time may be promised than that of a late answer.
    """
    if row.safe_tonight:
        return clocks.due_at(ClockCode.ANSWER_TONIGHT, row.risk_level, row.sent_at)
    return clocks.due_at(ClockCode.FIRST_TRY, row.risk_level, row.answer_due_at or row.sent_at)
