"""Read of what could hurt someone: every list with its count, its first rows and one action each."""

from collections.abc import Iterable
from datetime import timedelta

from caseflow import clock
from caseflow.access.policy import P
from caseflow.access.viewer import Viewer
from caseflow.assessments.lowering.queries import waiting_lowerings
from caseflow.calls.queries import callbacks_missed, people_reached_late, stopped_points, unfinished_calls
from caseflow.cases.feeds.queries import (
    cases_of_who_left,
    overdue_cases,
    overdue_reviews,
    silent_high_cases,
    unallocated_cases,
)
from caseflow.cases.lists.filters import REVIEW, TEAM, UNALLOCATED
from caseflow.choices import SIDE_LABELS, Side
from caseflow.desk import rows
from caseflow.desk.handed.rows import of_who_left
from caseflow.desk.order import Row, arrange
from caseflow.desk.page import HurtPage, Section
from caseflow.directory.queries import service_names
from caseflow.referrals.queries import open_gaps, overdue_referrals, risen_referrals, unanswered_referrals

SHOWN = 10
LEFT_OPEN = timedelta(hours=2)


def hurt_page(viewer: Viewer) -> HurtPage:
    """Return everything that could hurt someone: in the own service, or in the area's one side for the helpline."""
    sections = (*_referrals(viewer), *_cases(viewer), *_decisions(viewer), *_helpline(viewer))
    return HurtPage(_scope(viewer), sections, viewer.side is not Side.PERPETRATOR, clock.now())


def _scope(viewer: Viewer) -> str:
    if viewer.area_wide and viewer.side:
        return f"The whole area, {SIDE_LABELS[viewer.side].lower()}"
    return service_names(viewer, [viewer.service_id]).get(viewer.service_id, "") if viewer.service_id else ""


def _referrals(viewer: Viewer) -> Iterable[Section]:
    if viewer.area_wide:
        nobody = risen_referrals(viewer, SHOWN)
        yield _section(
            "nobody",
            "Sent to a service with nobody in it",
            "Find another way today",
            map(rows.risen, nobody),
            total=nobody.total,
        )
    late = (unanswered_referrals if viewer.area_wide else overdue_referrals)(viewer, SHOWN)
    yield _section(
        "unanswered",
        "Referrals not answered in time",
        "The sender holds the risk until it is accepted",
        map(rows.not_answered, late),
        total=late.total,
    )


def _cases(viewer: Viewer) -> Iterable[Section]:
    opens = viewer.can(P.CASES_READ)
    free = unallocated_cases(viewer)
    gives = viewer.can(P.CASES_ALLOCATE)
    shown = tuple(rows.to_give(one) if gives else rows.case(one, opens=opens) for one in free)
    listed = "cases.mine" if opens else ""
    yield Section(
        "unallocated",
        "Accepted, and no worker",
        "Give each to somebody",
        free.total,
        shown,
        listed,
        values={"whose": UNALLOCATED},
    )
    left = cases_of_who_left(viewer)
    yield Section(
        "left",
        "Held by somebody who has left",
        "Move each to somebody who works there",
        left.total,
        tuple(of_who_left(one, opens=opens) for one in left),
        "cases.handover.team" if viewer.can(P.WORK_HAND_OVER) and viewer.service_id else "",
    )
    late = overdue_cases(viewer)
    yield Section(
        "overdue",
        "Cases with something overdue",
        "First try, speaking, safety plan",
        late.total,
        tuple(rows.case(one, opens=opens) for one in late),
        listed,
        values={"whose": TEAM, "late": "yes"},
    )
    yield from _out_of_sight(viewer, opens, listed)


def _out_of_sight(viewer: Viewer, opens: bool, listed: str) -> Iterable[Section]:
    unseen, survivor = overdue_reviews(viewer), viewer.side is not Side.PERPETRATOR
    yield Section(
        "reviews",
        "Reviews not made in time",
        "Look at the risk and the plan again",
        unseen.total,
        tuple(rows.review(case, due_on, survivor=survivor, opens=opens) for due_on, case in unseen),
        listed,
        unseen.beyond,
        {"whose": TEAM, "late": REVIEW},
    )
    quiet = silent_high_cases(viewer)
    yield Section(
        "silent",
        "High risk with no contact",
        "Nobody has spoken with the person for a week",
        quiet.total,
        tuple(rows.silent(one, opens=opens) for one in quiet),
        beyond=quiet.beyond,
    )


def _decisions(viewer: Viewer) -> Iterable[Section]:
    asked = waiting_lowerings(viewer, SHOWN, here=True)
    yield _section(
        "lowerings",
        "Requests to lower a risk",
        "The level stays high until somebody else decides",
        map(rows.lowering, asked),
        "assessments.lowering.waiting",
        total=asked.total,
    )
    stops = stopped_points(viewer, SHOWN)
    yield _section(
        "stopped",
        "Stopped numbers",
        "Nobody may use them until you decide",
        map(rows.stopped, stops),
        total=stops.total,
    )
    late = open_gaps(viewer, due_by=clock.now(), limit=SHOWN)
    yield _section(
        "gaps", "Gaps not decided in time", "Ask who decides", map(rows.gap, late), total=late.total
    )


def _helpline(viewer: Viewer) -> Iterable[Section]:
    if not viewer.area_wide:
        return
    now = clock.now()
    reach, missed = people_reached_late(viewer, SHOWN), callbacks_missed(viewer, SHOWN)
    yield _section(
        "reach",
        "People not reached in time",
        "Try, or choose the next way",
        map(rows.to_reach, reach),
        "calls.reach",
        total=reach.total,
    )
    yield _section(
        "callbacks",
        "Call-backs missed",
        "We promised to ring",
        (rows.ring_back(one, decides=True) for one in missed),
        total=missed.total,
    )
    left = [one for one in unfinished_calls(viewer) if not one.beyond and now - one.saved_at >= LEFT_OPEN]
    yield _section(
        "unfinished", "Calls left unfinished for 2 hours", "Take them over", map(rows.left_open, left)
    )


def _section(
    code: str, title: str, says: str, found: Iterable[Row], endpoint: str = "", total: int | None = None
) -> Section:
    every = list(found)
    number = len(every) if total is None else total
    return Section(code, title, says, number, arrange(every, clock.now(), most=SHOWN).rows, endpoint)
