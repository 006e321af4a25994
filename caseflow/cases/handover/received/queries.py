"""Reads of what was given to the viewer and they have not yet said that they read it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import and_, select

from caseflow.access.queries import user_names
from caseflow.access.viewer import Viewer
from caseflow.calls.callbacks.scope import visible_callbacks
from caseflow.calls.models import Call, Callback
from caseflow.calls.scope import visible_calls
from caseflow.cases.handover.choices import Work
from caseflow.cases.handover.models import HandedOver
from caseflow.cases.handover.queries import callbacks_held, calls_held, referrals_held, tasks_held
from caseflow.cases.handover.values import Given, Held, case_held
from caseflow.cases.models import Case, CaseTask
from caseflow.cases.queries import case_lines
from caseflow.cases.scope import visible_cases
from caseflow.database import db
from caseflow.referrals.models import Referral
from caseflow.referrals.scope import visible_referrals


def given_to_me(viewer: Viewer) -> list[Given]:
    """Return what was given to the viewer here and is still theirs, by who gave it and whose it was; newest first."""
    rows = db.session.scalars(
        select(HandedOver)
        .where(
            HandedOver.to_user_id == viewer.user_id,
            HandedOver.seen_at.is_(None),
            HandedOver.service_id == viewer.service_id,
            HandedOver.side == viewer.side,
        )
        .order_by(HandedOver.moved_at.desc())
    ).all()
    if not rows:
        return []
    pieces = _pieces(viewer, {(row.kind, _id_of(row)) for row in rows})
    names = user_names(viewer, [one for row in rows for one in (row.moved_by, row.from_user_id)])
    groups: dict[tuple[UUID | None, UUID], list[HandedOver]] = {}
    for row in rows:
        groups.setdefault((row.moved_by, row.from_user_id), []).append(row)
    given = []
    for (by, was), some in groups.items():
        found = {(row.kind, _id_of(row)) for row in some}
        held = tuple(piece for key, piece in pieces.items() if key in found)
        if held:
            name = names.get(by, "") if by else ""
            given.append(Given(name, names.get(was, ""), some[0].id, some[0].moved_at, held))
    return given


def _id_of(row: HandedOver) -> UUID | None:
    found: UUID | None = getattr(row, f"{row.kind.value}_id")
    return found


def _pieces(viewer: Viewer, wanted: set[tuple[Work, UUID | None]]) -> dict[tuple[Work, UUID], Held]:
    ids = {kind: [one for of, one in wanted if of is kind and one] for kind in Work}
    mine = viewer.user_id
    cases = select(Case).where(visible_cases(viewer), Case.id.in_(ids[Work.CASE]), Case.worker_id == mine)
    found = [case_held(line) for line in case_lines(viewer, db.session.scalars(cases).all())]
    task = and_(
        visible_cases(viewer), CaseTask.id.in_(ids[Work.TASK]), CaseTask.assigned_to == viewer.user_id
    )
    back = and_(visible_callbacks(viewer), Callback.id.in_(ids[Work.CALLBACK]), Callback.held_by == mine)
    call = and_(visible_calls(viewer), Call.id.in_(ids[Work.CALL]), Call.taken_by == mine)
    sent = and_(visible_referrals(viewer), Referral.id.in_(ids[Work.REFERRAL]), Referral.held_by == mine)
    found += [*tasks_held(viewer, task), *callbacks_held(viewer, back), *calls_held(viewer, call)]
    found += referrals_held(viewer, sent)
    return {(one.kind, one.record_id): one for one in found}
