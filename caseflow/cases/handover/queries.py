"""Reads of what each worker of a service holds, so that it can be moved, and of what those hold who have left."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from caseflow import clock
from caseflow.access.policy import P, Role
from caseflow.access.queries import colleagues, user_names, who_left, worked_here
from caseflow.access.viewer import Viewer
from caseflow.calls.callbacks.scope import visible_callbacks
from caseflow.calls.choices import CALLER_LABELS, UNFINISHED, CallbackState
from caseflow.calls.models import Call, Callback
from caseflow.calls.scope import stale_calls, visible_calls
from caseflow.cases.choices import TASK_KIND_LABELS
from caseflow.cases.handover.choices import WORK_WORDS, Work
from caseflow.cases.handover.values import Held, HeldPage, Holder, TeamPage, case_held
from caseflow.cases.models import Case, CaseTask
from caseflow.cases.queries import UNKNOWN_NAME, case_lines
from caseflow.cases.scope import overseen_cases, visible_cases
from caseflow.choices import Side
from caseflow.database import db
from caseflow.directory.queries import service_names
from caseflow.errors import Unknown
from caseflow.people.queries import person_lines
from caseflow.referrals.choices import STATE_LABELS, WAITING
from caseflow.referrals.models import Referral
from caseflow.referrals.scope import visible_referrals

TAKERS = (Role.HELPLINE_ADVISER, Role.HELPLINE_MANAGER, Role.CASEWORKER, Role.SERVICE_MANAGER)
MOST = 200
"""So many of each kind stand on the page; what is over is there once these are moved."""


def held_page(viewer: Viewer, user_id: UUID) -> HeldPage:
    """Return what somebody holds in the service worked in; raises Unknown for one who never worked there."""
    if not worked_here(viewer, user_id):
        raise Unknown
    here = colleagues(viewer, viewer.service_id)
    takers = colleagues(viewer, viewer.service_id, TAKERS, viewer.side)
    return HeldPage(
        user_id,
        user_names(viewer, [user_id]).get(user_id, ""),
        user_id == viewer.user_id,
        user_id in {one.user_id for one in here},
        tuple(_held(viewer, user_id)),
        tuple((one.user_id, one.name) for one in takers if one.user_id != user_id),
        viewer.side is not Side.PERPETRATOR,
        len({one.side for one in viewer.memberships if one.service_id == viewer.service_id}) > 1,
        clock.now(),
    )


def team_work(viewer: Viewer) -> TeamPage:
    """Return everybody of the service with what they hold here; those who left and hold something stand first."""
    here = {one.user_id: one.name for one in colleagues(viewer, viewer.service_id)}
    counts = _counts(viewer)
    left = {one for some in who_left(viewer).values() for one in some} & set(counts)
    names = here | user_names(viewer, left)
    nothing = (0,) * len(Work)
    holders = [
        Holder(one, name, one in here, counts.get(one, nothing), one == viewer.user_id)
        for one, name in names.items()
    ]
    holders.sort(key=lambda one: (one.works_here, one.name.casefold()))
    return TeamPage(tuple(many.capitalize() for _one, many in WORK_WORDS.values()), tuple(holders))


def left_holding(viewer: Viewer) -> list[Holder]:
    """Return those who have left the service and still hold something there."""
    if not viewer.can(P.WORK_HAND_OVER) or viewer.service_id is None:
        return []
    left = {one for some in who_left(viewer).values() for one in some}
    if not left:
        return []
    counts = _counts(viewer, left)
    names = user_names(viewer, counts)
    return [Holder(one, names.get(one, ""), False, numbers) for one, numbers in counts.items()]


def left_cases(viewer: Viewer) -> ColumnElement[bool]:
    """Return the predicate on the overseen cases whose worker works no more in the service."""
    pairs = [
        and_(Case.service_id == service, Case.worker_id.in_(users))
        for service, users in who_left(viewer, everywhere=viewer.area_wide).items()
    ]
    return and_(overseen_cases(viewer), Case.is_live.is_(True), or_(*pairs) if pairs else Case.id.is_(None))


def _of_kind(viewer: Viewer) -> dict[Work, tuple[Any, ColumnElement[bool]]]:
    """Return for each kind of work by which column it is held, and which the viewer may know of here."""
    service = viewer.service_id
    live = and_(visible_cases(viewer), Case.service_id == service, Case.is_live.is_(True))
    return {
        Work.CASE: (Case.worker_id, live),
        Work.TASK: (CaseTask.assigned_to, and_(live, CaseTask.done_at.is_(None))),
        Work.CALLBACK: (
            Callback.held_by,
            and_(
                visible_callbacks(viewer),
                Callback.service_id == service,
                Callback.state == CallbackState.BOOKED,
            ),
        ),
        Work.CALL: (
            Call.taken_by,
            and_(visible_calls(viewer), Call.service_id == service, Call.state.in_(UNFINISHED)),
        ),
        Work.REFERRAL: (
            Referral.held_by,
            and_(visible_referrals(viewer), Referral.from_service_id == service, Referral.state.in_(WAITING)),
        ),
    }


def _counts(viewer: Viewer, of: Iterable[UUID] | None = None) -> dict[UUID, tuple[int, ...]]:
    found: dict[UUID, dict[Work, int]] = {}
    for kind, (holder, wanted) in _of_kind(viewer).items():
        query = select(holder, func.count()).where(wanted, holder.is_not(None)).group_by(holder)
        if kind is Work.TASK:
            query = query.select_from(CaseTask).join(Case, Case.id == CaseTask.case_id)
        if of is not None:
            query = query.where(holder.in_(of))
        for user_id, number in db.session.execute(query):
            found.setdefault(user_id, {})[kind] = number
    return {user: tuple(numbers.get(kind, 0) for kind in Work) for user, numbers in found.items()}


def _held(viewer: Viewer, user_id: UUID) -> Iterable[Held]:
    wanted = {kind: and_(here, holder == user_id) for kind, (holder, here) in _of_kind(viewer).items()}
    cases = select(Case).where(wanted[Work.CASE]).order_by(Case.next_due_at, Case.id).limit(MOST)
    for line in case_lines(viewer, db.session.scalars(cases).all()):
        yield case_held(line)
    yield from tasks_held(viewer, wanted[Work.TASK])
    yield from callbacks_held(viewer, wanted[Work.CALLBACK])
    yield from calls_held(viewer, wanted[Work.CALL])
    yield from referrals_held(viewer, wanted[Work.REFERRAL])


def tasks_held(viewer: Viewer, wanted: ColumnElement[bool]) -> Iterable[Held]:
    """Give tasks as pieces of work, with whom they are about."""
    rows = db.session.execute(
        select(CaseTask, Case)
        .join(Case, Case.id == CaseTask.case_id)
        .where(wanted)
        .order_by(CaseTask.due_on, CaseTask.id)
        .limit(MOST)
    ).all()
    people = person_lines(viewer, [row.Case.person_id for row in rows])
    for task, case in rows:
        person = people.get(case.person_id)
        yield Held(
            Work.TASK,
            task.id,
            person.known_as if person else UNKNOWN_NAME,
            f"{TASK_KIND_LABELS[task.kind]}: {task.title}",
            person.reference if person else "",
            due_on=task.due_on,
            open_at=case.id,
        )


def callbacks_held(viewer: Viewer, wanted: ColumnElement[bool]) -> Iterable[Held]:
    """Give promises to ring back as pieces of work."""
    rows = db.session.scalars(
        select(Callback).where(wanted).order_by(Callback.due_from_at, Callback.id).limit(MOST)
    ).all()
    people = person_lines(viewer, [row.person_id for row in rows])
    for row in rows:
        person = people.get(row.person_id) if row.person_id else None
        yield Held(
            Work.CALLBACK,
            row.id,
            person.known_as if person else "Anonymous caller",
            "Promised to be rung",
            person.reference if person else "",
            due_at=row.due_until_at,
        )


def calls_held(viewer: Viewer, wanted: ColumnElement[bool]) -> Iterable[Held]:
    """Give unfinished calls as pieces of work: that there are such, never what is in them."""
    rows = db.session.scalars(select(Call).where(wanted).order_by(Call.started_at).limit(MOST)).all()
    now = clock.now()
    movable = set(
        db.session.scalars(
            select(Call.id).where(Call.id.in_([row.id for row in rows]), stale_calls(viewer, now))
        )
    )
    for row in rows:
        words = CALLER_LABELS[row.caller_type] if row.caller_type else "New call"
        yield Held(
            Work.CALL,
            row.id,
            words,
            "Begun, not finished",
            due_at=row.started_at,
            waits=row.id not in movable,
        )


def referrals_held(viewer: Viewer, wanted: ColumnElement[bool]) -> Iterable[Held]:
    """Give referrals that were sent and wait for their answer as pieces of work."""
    rows = db.session.scalars(
        select(Referral).where(wanted).order_by(Referral.answer_due_at, Referral.id).limit(MOST)
    ).all()
    people = person_lines(viewer, [row.person_id for row in rows])
    services = service_names(viewer, [row.to_service_id for row in rows])
    for row in rows:
        person = people.get(row.person_id)
        yield Held(
            Work.REFERRAL,
            row.id,
            person.known_as if person else UNKNOWN_NAME,
            f"{STATE_LABELS[row.state]}: {services.get(row.to_service_id, '')}",
            person.reference if person else "",
            row.clock_level,
            due_at=row.answer_due_at,
        )
