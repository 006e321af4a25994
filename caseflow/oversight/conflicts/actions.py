"""Writes of conflicts: found by the watch, decided by the safeguarding lead."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from caseflow.access.policy import P
from caseflow.access.queries import user_names
from caseflow.access.viewer import Actor
from caseflow.audit.action import action
from caseflow.audit.record import changed, record
from caseflow.clock import now
from caseflow.crypto.models import Vault
from caseflow.database import db
from caseflow.errors import Conflict, Invalid, NotAllowed, Unknown
from caseflow.oversight import events
from caseflow.oversight.alerts.actions import pass_on_waiting
from caseflow.oversight.conflicts.choices import (
    CONFLICT_STATE_LABELS,
    LOOKED_AT_WITHIN,
    ConflictState,
    Meeting,
)
from caseflow.oversight.conflicts.models import WallConflict
from caseflow.oversight.known.actions import open_to_staff
from caseflow.oversight.restricting.actions import put_on_list
from caseflow.oversight.restricting.queries import list_of, live_restriction
from caseflow.oversight.traits.comparing import Why
from caseflow.people.apart.actions import answer_question, keep_apart, let_together
from caseflow.people.apart.choices import Step
from caseflow.people.apart.models import LeadQuestion
from caseflow.people.apart.queries import pair_of


@action
def note_conflict(actor: Actor, one: UUID, other: UUID, *, meeting: Meeting, why: Collection[Why]) -> int:
    """Note once that two records meet, and keep them apart until the lead has looked; returns 1 if it is new."""
    pair = pair_of(actor, one, other)
    if db.session.scalar(select(WallConflict.id).where(WallConflict.pair == pair)) is not None:
        return 0
    moment = now()
    row = WallConflict(
        # Erasing either of the two need not reach this: it holds ids only, which then lead nowhere.
        vault=Vault(),
        pair=pair,
        meeting=meeting,
        detail={"one": one.hex, "other": other.hex, "why": sorted(why)},
        state=ConflictState.OPEN,
        found_at=moment,
        due_at=moment + LOOKED_AT_WITHIN,
    )
    db.session.add(row)
    keep_apart(actor, one, other)
    record(actor, events.CONFLICT_FOUND, "conflict", row.id)
    return 1


@action
def decide_conflict(
    actor: Actor, conflict_id: UUID, *, state: ConflictState, note: str, seen: str | None = None
) -> None:
    """Decide, as the safeguarding lead, whether two records belong together; what was decided can be decided anew.

    Raises Conflict if it was decided since it stood as ``seen``: keeping two apart is never undone by an old page.
    """
    if not actor.can(P.WALL_DECIDE):
        raise NotAllowed("Only the safeguarding lead decides this.")
    row = db.session.scalar(select(WallConflict).where(WallConflict.id == conflict_id))
    if row is None:
        raise Unknown
    if state is ConflictState.OPEN:
        raise Invalid({"state": "Choose what it is"})
    if row.state is state or (seen and seen != row.state.value):
        who = user_names(actor, [row.decided_by]).get(row.decided_by) if row.decided_by else None
        words = f"This was decided already: {CONFLICT_STATE_LABELS[row.state]}."
        raise Conflict(words, who=who, at=row.decided_at, own=row.decided_by == actor.user_id)
    row.state, row.note, row.decided_at, row.decided_by = state, note, now(), actor.user_id
    record(actor, events.CONFLICT_DECIDED, "conflict", row.id, fields=changed(row))
    change = keep_apart if state is ConflictState.APART else let_together
    change(actor, UUID(row.detail["one"]), UUID(row.detail["other"]))
    if state is ConflictState.APART:
        pass_on_waiting(actor, UUID(row.detail["one"]), UUID(row.detail["other"]))


@action
def answer_step(actor: Actor, question_id: UUID, *, allowed: bool, note: str = "") -> None:
    """Answer a step that needs the lead first; whom it is allowed to is no longer closed to the worker."""
    person_id = answer_question(actor, question_id, allowed=allowed, note=note)
    asked = db.session.scalars(select(LeadQuestion).where(LeadQuestion.id == question_id)).one()
    if not allowed or asked.step is Step.MERGE:  # A merge opens nothing to whoever makes it.
        return
    worker_id = asked.worker_id
    open_to_staff(actor, person_id, worker_id)
    restriction = live_restriction(actor, person_id)
    if restriction is not None and worker_id not in {one.user_id for one in list_of(actor, restriction.id)}:
        put_on_list(actor, person_id, worker_id)
