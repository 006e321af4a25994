"""Writes to gaps: raised when something could not be offered, decided by whoever must."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from caseflow import clock
from caseflow.access.policy import P
from caseflow.access.queries import user_names
from caseflow.access.viewer import Actor
from caseflow.audit.action import action
from caseflow.audit.record import record
from caseflow.choices import RiskLevel
from caseflow.database import db
from caseflow.directory.queries import clocks_of, service_clocks
from caseflow.errors import Conflict, Invalid, NotAllowed
from caseflow.people.models import Person
from caseflow.people.scope import records_of
from caseflow.referrals.choices import GAP_STATE_LABELS, GapState
from caseflow.referrals.events import GAP_DECIDED, GAP_HASTENED, GAP_RAISED
from caseflow.referrals.models import Gap
from caseflow.referrals.scope import load_gap
from caseflow.referrals.situation import Gap as Missing
from caseflow.referrals.situation import gap_clock


@action
def raise_gap(
    actor: Actor,
    person: Person,
    missing: Missing,
    *,
    service_id: UUID,
    call_id: UUID | None = None,
    referral_id: UUID | None = None,
    locality_id: UUID | None = None,
    at: datetime | None = None,
) -> UUID:
    """Make a gap a task of the service that found it, within the action that refers; an open one is kept as it is."""
    open_one = db.session.scalar(
        select(Gap.id).where(
            Gap.person_id.in_(records_of(person.id)),
            Gap.kind == missing.kind,
            Gap.need == missing.need,
            Gap.state == GapState.OPEN,
        )
    )
    if open_one is not None:
        return open_one
    now = at or clock.now()
    gap = Gap(
        vault=person.vault,
        person=person,
        side=person.side,
        call_id=call_id,
        referral_id=referral_id,
        service_id=service_id,
        kind=missing.kind,
        need=missing.need,
        locality_id=locality_id,
        decider=missing.decider,
        says=missing.says,
        state=GapState.OPEN,
        raised_by=actor.user_id,
        raised_at=now,
        due_at=service_clocks(actor, service_id).due_at(missing.clock, person.risk_level, now),
    )
    db.session.add(gap)
    record(actor, GAP_RAISED, "gap", gap.id, person_id=person.id, fields=("state",))
    return gap.id


@action
def hasten_gaps(actor: Actor, person_id: UUID, level: RiskLevel, since: datetime) -> int:
    """Let a person's open gaps be due by a level from a moment on, if that is sooner; returns how many."""
    still_open = select(Gap).where(Gap.person_id.in_(records_of(person_id)), Gap.state == GapState.OPEN)
    gaps = db.session.scalars(still_open.order_by(Gap.id).with_for_update(of=Gap)).all()
    clocks = clocks_of(actor, {gap.service_id for gap in gaps if gap.service_id})
    hastened = 0
    for gap in gaps:
        running = clocks.get(gap.service_id) if gap.service_id else None
        due = running.due_at(gap_clock(gap.kind, gap.need), level, since) if running else gap.due_at
        if due < gap.due_at:
            gap.due_at = due
            record(actor, GAP_HASTENED, "gap", gap.id, person_id=gap.person_id, fields=("due_at",))
            hastened += 1
    return hastened


@action
def decide_gap(actor: Actor, gap_id: UUID, *, met: bool, note: str) -> UUID:
    """Close a gap with what was decided; raises Conflict with who and when if it is decided already."""
    gap = load_gap(actor, gap_id)
    if not actor.can(P.GAPS_DECIDE):
        raise NotAllowed("Your role does not close a gap.")
    if gap.state is not GapState.OPEN:
        names = user_names(actor, [gap.decided_by])
        who = names.get(gap.decided_by) if gap.decided_by else None
        words = GAP_STATE_LABELS[gap.state].lower()
        raise Conflict(f"This gap has been decided: {words}.", who=who, at=gap.decided_at)
    if not note.strip():
        raise Invalid({"note": "Write what was decided, and by whom"})
    gap.state = GapState.MET if met else GapState.NOT_MET
    gap.decided_at, gap.decided_by, gap.note = clock.now(), actor.user_id, note.strip()
    record(actor, GAP_DECIDED, "gap", gap.id, person_id=gap.person_id, fields=("state", "note"))
    return gap.id
