"""Read of the desk: what the rooms give for this viewer, in order of danger; the queries do not grow with the work."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from caseflow import clock
from caseflow.access.policy import P
from caseflow.access.viewer import Viewer
from caseflow.assessments.lowering.queries import waiting_lowerings
from caseflow.assessments.safeguarding.queries import safeguarding_chases
from caseflow.calls.choices import ReachState
from caseflow.calls.queries import (
    callbacks_due,
    calls_without_referral_in_time,
    people_to_reach,
    stopped_points,
    today_counts,
    unfinished_calls,
)
from caseflow.calls.values import UnfinishedCall
from caseflow.cases.feeds.queries import (
    TaskRow,
    coming_reviews,
    live_count,
    my_overdue_cases,
    my_tasks,
    team_unallocated_cases,
)
from caseflow.choices import Side
from caseflow.desk import rows
from caseflow.desk.gathered import Gathered
from caseflow.desk.handed.queries import handed_rows
from caseflow.desk.order import MOST, Group, Ordered, Row, arrange
from caseflow.desk.page import Coming, DeskPage, Figure, Sent, Unfinished, Way
from caseflow.desk.walls.queries import wall_rows
from caseflow.referrals.choices import ReferralState
from caseflow.referrals.lines import ReferralLine
from caseflow.referrals.queries import (
    declined_back,
    funding_waiting,
    names_of,
    open_gaps,
    overdue_referrals,
    returned_back,
    risen_referrals,
    sent_and_late,
    sent_referrals,
    waiting_referrals,
)

SENT_SHOWN, COMING_SHOWN = 12, 12
FEW, WHOLE = 20, 400
"""No list is read further than this: as many as a desk shows, in a large area as in a small one."""
WORK = (P.CALLS_LOG, P.REFERRALS_SEND, P.REFERRALS_ANSWER, P.CASES_WORK, P.OVERSIGHT_HURT)
WAYS = (
    (P.AUDIT_READ, "Oversight: what was refused, and what each user did", "oversight.trail.index"),
    (P.OVERSIGHT_SIGNALS, "Signals: what somebody should ask about", "oversight.signals.signals"),
    (P.STAFF_MANAGE, "Users and their roles", "staff.users"),
    (P.REPORTS_RELEASED, "Released figures of what you fund", "reports.index"),
    (P.PEOPLE_FIND, "Find a person", "dossier.find"),
    (P.OVERSIGHT_HURT, "What could hurt someone", "desk.hurt"),
)


def desk_page(viewer: Viewer, *, whole: bool = False) -> DeskPage:
    """Return the desk of one viewer: what needs them now, what became of what they sent, and what is coming."""
    survivor = viewer.side is not Side.PERPETRATOR
    now, found = clock.now(), Gathered()
    for permission, gather in GATHERERS:
        if viewer.can(permission):
            gather(viewer, now, found)
    # A client's record has no level of risk, so none may stand for danger on that side.
    every = found.rows if survivor else [replace(row, risk=None) for row in found.rows]
    ordered = arrange(every, now, found.hidden, WHOLE if whole else MOST, found.beyond)
    names = _named(viewer, ordered, found)
    shown = tuple(replace(row, who=names.get(row.record_id, row.who)) for row in ordered.rows)
    return DeskPage(
        ordered=replace(ordered, rows=shown),
        sent=tuple(replace(one, who=names.get(one.referral_id, "")) for one in found.sent),
        coming=found.soonest(COMING_SHOWN),
        unfinished=tuple(found.unfinished),
        figures=tuple(found.figures),
        ways=tuple(Way(words, endpoint) for permission, words, endpoint in WAYS if viewer.can(permission)),
        survivor=survivor,
        now=now,
        has_work=any(viewer.can(one) for one in WORK),
    )


def _named(viewer: Viewer, ordered: Ordered, found: Gathered) -> dict[UUID, str]:
    """Open whom the referrals are about, of those that are shown."""
    if not viewer.can(P.REFERRALS_READ):
        return {}
    shown = [row.record_id for row in ordered.rows if row.endpoint == rows.REFERRAL]
    return names_of(viewer, [*shown, *(one.referral_id for one in found.sent)])


def _own(call: UnfinishedCall) -> Unfinished:
    return Unfinished(call.call_id, call.words, call.saved_at, call.beyond, call.switch_to)


def _calls(viewer: Viewer, now: datetime, found: Gathered) -> None:
    for call in unfinished_calls(viewer):
        if call.mine:
            found.unfinished.append(_own(call))
        elif call.may_take_over:
            found.rows.append(rows.left_open(call))
    promised = calls_without_referral_in_time(viewer, FEW)
    found.rows += rows.due_soon(map(rows.refer_now, promised), now)
    found.leave_out(Group.REFER, promised)
    counts = today_counts(viewer)
    found.figures += [
        Figure(counts.mine, "calls you logged today"),
        Figure(counts.calls, "calls to the helpline today"),
        Figure(counts.short, "short calls today"),
    ]


def _reaching(viewer: Viewer, now: datetime, found: Gathered) -> None:
    decides = viewer.can(P.ATTEMPTS_DECIDE)
    everybody, booked = people_to_reach(viewer, FEW), callbacks_due(viewer, FEW)
    reach = [one for one in everybody if decides or one.state is not ReachState.MANAGER]
    found.rows += rows.due_soon(map(rows.to_reach, reach), now)
    found.leave_out(Group.REACH, everybody)
    found.leave_out(Group.CALLBACK, booked)
    for callback in booked:
        if callback.due_from_at <= now:
            found.rows.append(rows.ring_back(callback, decides=decides))
        else:
            found.coming.append(
                Coming(
                    "Call back",
                    callback.known_as,
                    callback.due_from_at,
                    None,
                    "calls.callback",
                    "callback_id",
                    callback.callback_id,
                )
            )


def _senders(viewer: Viewer, now: datetime, found: Gathered) -> None:
    # Unopened: only of those that are shown is it read whom they are about.
    declined, asked = declined_back(viewer, FEW, named=False), returned_back(viewer, FEW, named=False)
    late = sent_and_late(viewer, FEW, named=False)
    found.rows += [
        *map(rows.came_back, declined),
        *map(rows.asked_back, asked),
        *map(rows.not_answered, late),
    ]
    found.leave_out(Group.DECLINED, declined, asked)
    found.leave_out(Group.SENT, late)
    found.sent += [_sent(one, now) for one in sent_referrals(viewer, SENT_SHOWN, named=False)]


def _answering(viewer: Viewer, now: datetime, found: Gathered) -> None:
    inbox = waiting_referrals(viewer, named=False)
    mine = [one for one in inbox.lines if one.state is ReferralState.SENT]
    found.rows += map(rows.waiting, mine)
    found.hidden[Group.INBOX] = inbox.total - len(inbox.lines)
    back = len(inbox.lines) - len(mine)
    note = f"{back} of them returned for information" if back else ""
    found.figures.append(Figure(inbox.total, "referrals waiting for your service", note=note))


def _casework(viewer: Viewer, now: datetime, found: Gathered) -> None:
    late, free, tasks = my_overdue_cases(viewer), team_unallocated_cases(viewer), my_tasks(viewer)
    found.rows += map(rows.own_case, late)
    found.rows += map(rows.to_give if viewer.can(P.CASES_ALLOCATE) else rows.free_case, free)
    found.leave_out(Group.CASE, late, free)
    found.rows += map(_task, tasks.due)
    found.hidden[Group.TASK] = tasks.due_total - len(tasks.due)
    for task in tasks.coming:
        found.coming.append(
            Coming(
                f"{task.kind_words}: {task.title}",
                task.known_as,
                None,
                task.due_on,
                "cases.case",
                "case_id",
                task.case_id,
            )
        )
    for due_on, case in coming_reviews(viewer):
        if due_on < clock.today():
            found.rows.append(rows.own_review(case, due_on, survivor=viewer.side is not Side.PERPETRATOR))
        else:
            found.coming.append(
                Coming("Review", case.known_as, None, due_on, "cases.case", "case_id", case.case_id)
            )
    found.figures.append(Figure(live_count(viewer), "live cases of yours"))


def _lowerings(viewer: Viewer, now: datetime, found: Gathered) -> None:
    asked = waiting_lowerings(viewer, FEW, here=True, others=True)
    found.rows += map(rows.lowering, asked)
    found.leave_out(Group.LOWERING, asked)


def _safeguarding(viewer: Viewer, now: datetime, found: Gathered) -> None:
    owed = safeguarding_chases(viewer, FEW)
    found.leave_out(Group.SAFEGUARDING, owed)
    for one in owed:
        words = f"Safeguarding: {'chase the answer' if one.sent_to else 'still to be sent'}"
        found.rows.append(
            Row(
                Group.SAFEGUARDING,
                words,
                one.known_as,
                "Open",
                "assessments.safeguarding.action",
                "safeguarding_id",
                one.id,
                reference=one.reference,
                since_at=one.decided_at,
                detail=one.sent_to,
                held_by_nobody=True,
            )
        )


def _deciding(viewer: Viewer, now: datetime, found: Gathered) -> None:
    stopped = stopped_points(viewer, FEW)
    found.rows += map(rows.stopped, stopped)
    found.leave_out(Group.STOPPED, stopped)


def _gaps(viewer: Viewer, now: datetime, found: Gathered) -> None:
    gaps = open_gaps(viewer, due_by=now + rows.SOON, limit=FEW)
    found.rows += map(rows.gap, gaps)
    found.leave_out(Group.GAP, gaps)


def _funding(viewer: Viewer, now: datetime, found: Gathered) -> None:
    undecided = funding_waiting(viewer, FEW, named=False)
    found.rows += map(rows.funding, undecided)
    found.leave_out(Group.FUNDING, undecided)


def _overseeing(viewer: Viewer, now: datetime, found: Gathered) -> None:
    here = {row.record_id for row in found.rows if row.group is Group.INBOX}
    late = overdue_referrals(viewer, FEW, named=False)
    # What waits for the own service stands here already, as something to answer.
    found.rows += [rows.not_answered(one) for one in late if one.referral_id not in here]
    if viewer.area_wide:
        # Not what is late of the own: that is among these.
        found.hidden[Group.SENT] = 0
        found.leave_out(Group.SENT, late)
        found.rows += map(rows.risen, risen_referrals(viewer, FEW, named=False))


def _whatever_the_role(viewer: Viewer, now: datetime, found: Gathered) -> None:
    found.rows += [*wall_rows(viewer), *handed_rows(viewer)]


GATHERERS = (
    (P.DESK, _whatever_the_role),
    (P.CALLS_LOG, _calls),
    (P.REACH_WORK, _reaching),
    (P.REFERRALS_SEND, _senders),
    (P.REFERRALS_ANSWER, _answering),
    (P.CASES_WORK, _casework),
    (P.RISK_LOWER, _lowerings),
    (P.SAFEGUARDING_WRITE, _safeguarding),
    (P.ATTEMPTS_DECIDE, _deciding),
    (P.GAPS_DECIDE, _gaps),
    (P.FUNDING_DECIDE, _funding),
    (P.OVERSIGHT_HURT, _overseeing),
)


def _task(task: TaskRow) -> Row:
    return Row(
        Group.TASK,
        f"{task.kind_words}: {task.title}",
        task.known_as,
        "Done",
        "cases.diary.finish_task",
        "task_id",
        task.task_id,
        risk=task.risk,
        due_at=rows.end_of(task.due_on),
        about=("cases.case", "case_id", task.case_id),
        post=True,
    )


def _sent(line: ReferralLine, now: datetime) -> Sent:
    late = line.state is ReferralState.SENT and line.due_at is not None and line.due_at <= now
    return Sent(line.referral_id, line.known_as, line.to_service, line.words, late)
