"""Reads of people to reach: the queue, most urgent first, and one of them whole."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, and_, case, func, select

from caseflow.access.keys_first import counted_ids, with_total
from caseflow.access.policy import P
from caseflow.access.remembered import moment, remembered
from caseflow.access.viewer import Viewer
from caseflow.calls.choices import (
    LIVE_REACHES,
    NEXT_WAY_LABELS,
    OUTSIDE_GRADE_LABELS,
    OUTSIDE_TOOL_LABELS,
    PROFESSION_LABELS,
    TOLD_LABELS,
    VERIFIED_LABELS,
    ReachState,
    Verified,
)
from caseflow.calls.models import Call
from caseflow.calls.reaches.attempts.outside import outside_rule
from caseflow.calls.reaches.attempts.queries import attempts_of_reach, tries_of
from caseflow.calls.reaches.models import ContactAttempt, Reach
from caseflow.calls.reaches.scope import load_reach, visible_reaches
from caseflow.calls.reaches.values import ReachLine, ReachPage, ReachQueue
from caseflow.calls.reaching import URGENT, Standing, Step, Try, standing
from caseflow.clock import now
from caseflow.database import db
from caseflow.directory.calendar import Calendar
from caseflow.directory.queries import helpline_clocks, locality_names
from caseflow.people.queries import contact_points_of, identity_bar, person_lines
from caseflow.people.values import FirstOf

PAGE = 25
DANGER = case((Reach.risk_level.in_(URGENT), 0), else_=1)
MOST_URGENT = func.coalesce(
    Reach.manager_due_at,
    case((Reach.first_tried_at.is_(None), Reach.first_try_due_at), else_=Reach.spoken_due_at),
)


def reach_queue(viewer: Viewer, page: int = 1) -> ReachQueue:
    """Return one page of the queue of people to reach, most urgent first; the nearest there is to the page asked."""
    page = max(page, 1)
    lines = people_to_reach(viewer, PAGE, (page - 1) * PAGE)
    if page > 1 and not lines.total:
        # Beyond the end: the last page there is.
        page = max(1, -(-people_to_reach(viewer, 1).total // PAGE))
        lines = people_to_reach(viewer, PAGE, (page - 1) * PAGE)
    return ReachQueue(tuple(lines), lines.total, page, max(1, -(-lines.total // PAGE)))


def people_to_reach(viewer: Viewer, limit: int | None = None, beyond: int = 0) -> FirstOf[ReachLine]:
    """Return whom the helpline must still reach, most urgent first; so many of them, beyond the first ones."""
    return _lines(viewer, *counted_ids(_to_reach(viewer), limit, beyond))


def people_reached_late(viewer: Viewer, limit: int) -> FirstOf[ReachLine]:
    """Return whom the helpline should have tried or spoken with by now, most urgent first."""
    return _lines(viewer, *counted_ids(_to_reach(viewer, late=True), limit))


@remembered
def _to_reach(viewer: Viewer, *, late: bool = False) -> Select[UUID, int]:
    here = and_(Reach.state.in_(LIVE_REACHES), visible_reaches(viewer))
    wanted = and_(here, moment() >= MOST_URGENT) if late else here
    return with_total(select(Reach.id).where(wanted).order_by(DANGER, MOST_URGENT, Reach.id))


def _lines(viewer: Viewer, ids: list[UUID], total: int) -> FirstOf[ReachLine]:
    rows = db.session.scalars(select(Reach).where(Reach.id.in_(ids))).all()
    people = person_lines(viewer, [row.person_id for row in rows])
    places = locality_names(viewer, [line.locality_id for line in people.values()])
    tries = _tries(row.id for row in rows)
    calendar, at = helpline_clocks(viewer).calendar, now()
    lines = []
    for row in rows:
        person = people.get(row.person_id) if row.person_id else None
        if person is None:
            continue
        stands = _stands(row, tries[row.id], at, calendar)
        due, words = _due(row, stands)
        lines.append(
            ReachLine(
                reach_id=row.id,
                person_id=row.person_id,
                known_as=person.known_as,
                age=person.age,
                reference=person.reference,
                locality=places.get(person.locality_id) if person.locality_id else None,
                risk=row.risk_level,
                received_at=row.received_at,
                due_at=due,
                due_words=words,
                state=row.state,
                tries=stands.tries,
                words=stands.words,
                told_referrer=row.referrer_told_at is not None,
            )
        )
    return FirstOf(sorted(lines, key=lambda line: (line.due_at, line.received_at)), total)


def _tries(ids: Iterable[UUID]) -> defaultdict[UUID, list[Try]]:
    """Return the tries made for several people to reach, in order; one query."""
    found: defaultdict[UUID, list[Try]] = defaultdict(list)
    rows = db.session.execute(
        select(
            ContactAttempt.reach_id, ContactAttempt.made_at, ContactAttempt.outcome, ContactAttempt.again_at
        )
        .where(ContactAttempt.reach_id.in_(list(ids)))
        .order_by(ContactAttempt.made_at)
    )
    for row in rows:
        found[row.reach_id].append(Try(row.made_at, row.outcome, row.again_at))
    return found


def _stands(reach: Reach, tries: list[Try], at: datetime, calendar: Calendar) -> Standing:
    return standing(reach.risk_level, reach.counted_from_at, tries, at, calendar)


def _due(reach: Reach, stands: Standing) -> tuple[datetime, str]:
    """Return the clock that runs for somebody now, and what it is for."""
    if reach.state is ReachState.MANAGER or stands.step is Step.MANAGER:
        return reach.manager_due_at or stands.until_at, "A manager chooses"
    if reach.first_tried_at is None:
        return reach.first_try_due_at, "First try"
    return reach.spoken_due_at, "Spoken to"


def reach_page(viewer: Viewer, reach_id: UUID) -> ReachPage:
    """Return somebody to reach with all that is needed to try; raises Unknown out of scope."""
    reach = load_reach(viewer, reach_id)
    assert reach.person_id is not None
    attempts = attempts_of_reach(viewer, reach.id)
    tries = [Try(one.made_at, one.outcome, one.again_at) for one in reversed(attempts)]
    stands = _stands(reach, tries, now(), helpline_clocks(viewer).calendar)
    bar = identity_bar(viewer, reach.person_id)
    points = contact_points_of(viewer, [bar.person_id]).get(bar.person_id, ())
    manager = reach.state is ReachState.MANAGER or stands.step is Step.MANAGER
    return ReachPage(
        reach_id=reach.id,
        person_id=reach.person_id,
        bar=bar,
        state=reach.state,
        standing=stands,
        received_at=reach.received_at,
        first_try_due_at=reach.first_try_due_at,
        first_tried_at=reach.first_tried_at,
        spoken_due_at=reach.spoken_due_at,
        spoken_at=reach.spoken_at,
        manager_due_at=reach.manager_due_at or (stands.until_at if manager else None),
        referrer_told_at=reach.referrer_told_at,
        about_referral=_about(reach),
        what_happened=_narrative(reach),
        points=points,
        outside={point.id: outside_rule(point, now()) for point in points},
        chosen_point=reach.contact_point_id,
        attempts=tuple(attempts),
        next_way=NEXT_WAY_LABELS[reach.next_way] if reach.next_way else "",
        end_note=reach.end_note,
        verified=reach.verified is not Verified.NOT_YET,
        may_decide=manager and reach.state in LIVE_REACHES and viewer.can(P.ATTEMPTS_DECIDE),
        live=reach.state in LIVE_REACHES,
    )


def _narrative(reach: Reach) -> str:
    call = db.session.scalar(select(Call).where(Call.id == reach.call_id)) if reach.call_id else None
    return call.narrative if call else ""


def _about(reach: Reach) -> tuple[tuple[str, str], ...]:
    grade = OUTSIDE_GRADE_LABELS[reach.outside_grade] if reach.outside_grade else ""
    tool = OUTSIDE_TOOL_LABELS[reach.outside_tool] if reach.outside_tool else ""
    day = f"{reach.outside_on.day} {reach.outside_on:%B %Y}" if reach.outside_on else ""
    lines = (
        ("Referrer", reach.referrer),
        ("Organisation", f"{reach.agency} ({PROFESSION_LABELS[reach.profession]})"),
        ("How to reach the referrer", reach.referrer_contact),
        ("Verified", VERIFIED_LABELS[reach.verified]),
        ("Their reference", reach.their_reference),
        ("Their grade", ", ".join(one for one in (grade, tool, day, reach.outside_agency) if one)),
        ("Does the person know?", TOLD_LABELS[reach.told]),
        ("Who says that the number is safe", reach.safe_says),
    )
    return tuple((label, words) for label, words in lines if words)


def standing_now(viewer: Viewer, reach: Reach) -> Standing:
    """Return how it stands with somebody to reach at this moment."""
    calendar = helpline_clocks(viewer).calendar
    return standing(reach.risk_level, reach.counted_from_at, tries_of(viewer, reach.id), now(), calendar)
