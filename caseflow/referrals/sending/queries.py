"""Reads of sending: the refer page, and what to tell once referrals are sent."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select

from caseflow import clock
from caseflow.access.viewer import Viewer
from caseflow.assessments.queries import assessment_history
from caseflow.calls.queries import call_summary
from caseflow.calls.values import CallSummary
from caseflow.choices import Element, Side
from caseflow.database import db
from caseflow.directory.choices import NEED_LABELS, OFFERED, Need
from caseflow.directory.lines import QuestionLine
from caseflow.directory.queries import (
    helpline_service,
    localities,
    localities_for_postcode,
    out_of_hours_card,
    questions,
    service_clocks,
    service_names,
)
from caseflow.directory.snapshot import Team
from caseflow.directory.snapshots.queries import directory_snapshot
from caseflow.errors import Unknown
from caseflow.people.contact_rules import PointState
from caseflow.people.queries import contact_card, identity_bar, person_brief, persons_causing_harm
from caseflow.people.scope import are_one, records_of
from caseflow.people.values import PersonBrief, PointCard
from caseflow.referrals.choices import (
    DECLINE_LABELS,
    STATE_LABELS,
    STAY_LABELS,
    WAITING,
    Part,
    ReferralState,
    StayElsewhere,
)
from caseflow.referrals.known import known_parts
from caseflow.referrals.models import Referral
from caseflow.referrals.packet import Section, offered, ticked
from caseflow.referrals.routing import rank
from caseflow.referrals.scope import load_referral, visible_referrals
from caseflow.referrals.sending.page import Before, DueGap, ElementGroup, ReferPage
from caseflow.referrals.situation import Answer, Situation, is_partner_support

SHOWN_BEFORE = 20


def sending_service(viewer: Viewer) -> UUID:
    """Return the service that a referral of this viewer comes from: the one worked in, else the helpline."""
    return viewer.service_id or helpline_service(viewer)


def starting_situation(viewer: Viewer, person_id: UUID, needs: Iterable[Need] = ()) -> Situation:
    """Return the situation that the page begins with: what is recorded of the person, and nothing else."""
    return _starting(person_brief(viewer, person_id), tuple(needs))


def _starting(brief: PersonBrief, needs: tuple[Need, ...]) -> Situation:
    return Situation(
        needs=needs,
        on=clock.today(),
        stay=brief.locality_id or StayElsewhere.UNKNOWN,
        home=brief.usual_locality_id or StayElsewhere.UNKNOWN,
        age=brief.years,
        risk=brief.risk,
        side=brief.side,
        people=1,
    )


def refer_page(
    viewer: Viewer, person_id: UUID, *, call_id: UUID | None = None, again_id: UUID | None = None
) -> ReferPage:
    """Return the refer page of a person; after a declined referral it begins with that one's need, answered."""
    page = begun_page(viewer, person_id, call_id=call_id, again_id=again_id)
    return answered_page(viewer, page, page.situation) if page.situation.needs else page


def begun_page(
    viewer: Viewer, person_id: UUID, *, call_id: UUID | None = None, again_id: UUID | None = None
) -> ReferPage:
    """Return the refer page before anything was said: who, where, and what they were referred to already."""
    brief = person_brief(viewer, person_id)
    places = tuple((str(one.id), one.name) for one in localities(viewer))
    again = _again(viewer, brief.person_id, again_id)
    call = call_summary(viewer, call_id, about=brief.person_id) if call_id else None
    return ReferPage(
        person_id=brief.person_id,
        bar=identity_bar(viewer, brief.person_id),
        brief=brief,
        side=brief.side,
        needs=tuple((need.value, NEED_LABELS[need]) for need in OFFERED[brief.side]),
        places=(*places, *((code.value, words) for code, words in STAY_LABELS.items())),
        localities=places,
        situation=_starting(brief, _needs_of(viewer, again_id)),
        call=call,
        again=again,
        before=_before(viewer, brief.person_id),
        may_lie_in=_may_lie_in(viewer, brief, call),
    )


def _may_lie_in(viewer: Viewer, brief: PersonBrief, call: CallSummary | None) -> tuple[str, ...]:
    if call is None or not call.postcode or brief.locality_id:
        return ()
    return tuple(one.name for one in localities_for_postcode(viewer, call.postcode).candidates)


def answered_page(viewer: Viewer, page: ReferPage, situation: Situation) -> ReferPage:
    """Return a page with what routing says, what the elements ask, and what is known of the person."""
    page, brief = replace(page, situation=situation), page.brief
    answer = rank(page.situation, directory_snapshot(viewer, page.situation.on))
    clocks, now = service_clocks(viewer, sending_service(viewer)), clock.now()
    stay = page.situation.stay
    tonight = Need.SAFE_TONIGHT in page.situation.needs and isinstance(stay, UUID)
    return replace(
        page,
        answer=answer,
        gaps=tuple(DueGap(gap, clocks.due_at(gap.clock, brief.risk, now)) for gap in answer.gaps),
        groups=_groups(viewer, answer, page),
        known=known_sections(viewer, brief, page.call),
        points=carriable(viewer, brief.person_id),
        tonight=out_of_hours_card(viewer, stay) if tonight and isinstance(stay, UUID) else None,
    )


def _groups(viewer: Viewer, answer: Answer, page: ReferPage) -> tuple[ElementGroup, ...]:
    services: dict[Element, list[Team]] = {}
    for offer in answer.offers:
        services.setdefault(offer.team.element, []).append(offer.team)
    asked = element_questions(viewer, services, page.side)
    return tuple(
        ElementGroup(
            element=element,
            side=page.side,
            ids=tuple(team.id for team in teams),
            services=tuple(team.name for team in teams),
            questions=tuple(asked[element]),
            parts=offered(page.side),
            ticked=ticked(element, page.side),
        )
        for element, teams in services.items()
    )


def element_questions(
    viewer: Viewer, elements: Iterable[Element], side: Side
) -> dict[Element, list[QuestionLine]]:
    """Return what each of these elements asks; partner support does not ask a survivor what a client is asked."""
    return {
        element: [] if is_partner_support(element, side) else questions(viewer, element)
        for element in elements
    }


def known_sections(viewer: Viewer, brief: PersonBrief, call: CallSummary | None) -> dict[Part, Section]:
    """Return every part of a packet of which something is known, in the words that the receiver would read."""
    return known_parts(
        brief,
        persons_causing_harm(viewer, brief.person_id),
        _assessed(viewer, brief.person_id),
        _said(call),
    )


def carriable(viewer: Viewer, person_id: UUID) -> tuple[PointCard, ...]:
    """Return the contact points that may travel at all: a stopped one stays."""
    return tuple(
        point for point in contact_card(viewer, person_id).points if point.state is not PointState.STOPPED
    )


def _assessed(viewer: Viewer, person_id: UUID) -> str:
    last = next((one for one in assessment_history(viewer, person_id) if one.level_decided), None)
    if last is None:
        return ""
    counts = f": {last.counts_words}" if last.counts_words else ""
    return f"{last.title}{counts}; decided by {last.by}"


def _said(call: CallSummary | None) -> list[tuple[str, str]]:
    if call is None:
        return []
    return [
        ("", call.narrative),
        ("Kinds of abuse", ", ".join(call.abuse)),
        ("Where right now", call.where_now),
    ]


def _again(viewer: Viewer, person_id: UUID, again_id: UUID | None) -> Before | None:
    if again_id is None:
        return None
    referral = load_referral(viewer, again_id)
    if not are_one(referral.person_id, person_id):
        raise Unknown
    name = service_names(viewer, [referral.to_service_id])[referral.to_service_id]
    reason = DECLINE_LABELS.get(referral.decline_group, "") if referral.decline_group else ""
    return Before(
        referral.id, name, reason or STATE_LABELS[referral.state], referral.answered_at or referral.sent_at
    )


def _needs_of(viewer: Viewer, again_id: UUID | None) -> tuple[Need, ...]:
    return () if again_id is None else (load_referral(viewer, again_id).need,)


def _before(viewer: Viewer, person_id: UUID) -> tuple[Before, ...]:
    rows = db.session.scalars(
        select(Referral)
        .where(
            Referral.person_id.in_(records_of(person_id)),
            visible_referrals(viewer),
            Referral.state.in_([*WAITING, ReferralState.ACCEPTED]),
        )
        .order_by(Referral.sent_at.desc())
        .limit(SHOWN_BEFORE)
    ).all()
    names = service_names(viewer, [row.to_service_id for row in rows])
    return tuple(
        Before(row.id, names[row.to_service_id], STATE_LABELS[row.state], row.answered_at or row.sent_at)
        for row in rows
    )


def batch_of(viewer: Viewer, referral_id: UUID) -> UUID:
    """Return the batch in which a referral was sent."""
    return load_referral(viewer, referral_id).batch_id
