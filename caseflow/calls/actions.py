"""Writes of calls while they last: open, keep the draft, park, take over, drop. The others are in rooms beside."""

from uuid import UUID

from sqlalchemy import select

from caseflow.access.policy import P
from caseflow.access.queries import user_names
from caseflow.access.viewer import Actor
from caseflow.audit.action import action, quiet_action
from caseflow.audit.record import changed, record
from caseflow.calls import events
from caseflow.calls.callbacks.actions import close_callback, plan_callback
from caseflow.calls.choices import UNFINISHED, CallerType, CallState, Channel, Direction, Outcome, side_of
from caseflow.calls.drafting import (
    MOST_LETTERS,
    Typed,
    differing,
    letters,
    may_save,
    put_aside,
    read_draft,
    with_typed,
    without_aside,
    write_draft,
)
from caseflow.calls.finishing.actions import finish_call, log_short_call, note_referral_sent
from caseflow.calls.models import Call
from caseflow.calls.reaches.actions import close_reach, decide_reach, log_professional_referral, tell_referrer
from caseflow.calls.reaches.attempts.actions import decide_stopped_point, record_attempt
from caseflow.calls.scope import load_held, may_know_of, stale_calls, works_on
from caseflow.calls.tying.actions import go_on_with_person, tie_call, untie_call
from caseflow.clock import now
from caseflow.crypto.models import Vault
from caseflow.database import db
from caseflow.errors import Conflict, Invalid, NotAllowed, Unknown
from caseflow.people.scope import load_person

__all__ = [
    "close_callback",
    "close_reach",
    "decide_reach",
    "decide_stopped_point",
    "drop_call",
    "finish_call",
    "go_on_with_person",
    "let_go_aside",
    "log_professional_referral",
    "log_short_call",
    "note_line_dropped",
    "note_referral_sent",
    "open_call",
    "park_call",
    "plan_callback",
    "record_attempt",
    "resume_call",
    "save_draft",
    "take_over_call",
    "tell_referrer",
    "tie_call",
    "untie_call",
    "use_aside",
]

SAVED, ASIDE = "saved", "aside"


@action
def open_call(
    actor: Actor,
    *,
    person_id: UUID | None = None,
    direction: Direction = Direction.IN,
    channel: Channel = Channel.PHONE,
) -> UUID:
    """Begin a call with an empty sealed draft; one that was begun and never touched is begun anew."""
    person = load_person(actor, person_id) if person_id else None
    moment = now()
    call = _untouched(actor) if person is None else None
    if call is None:
        call = Call(
            vault=Vault(),
            state=CallState.OPEN,
            channel=channel,
            direction=direction,
            service_id=actor.service_id,
            opened_by=actor.user_id,
            taken_by=actor.user_id,
            started_at=moment,
            last_saved_at=moment,
            draft_number=0,
        )
        db.session.add(call)
    call.started_at = call.last_saved_at = moment
    record(actor, events.CALL_OPENED, "call", call.id, person_id=person_id)
    if person is not None:
        call.side = person.side
        tie_call(actor, call.id, person.id)
    return call.id


def _untouched(actor: Actor) -> Call | None:
    found = db.session.scalars(
        select(Call)
        .where(Call.state == CallState.OPEN, Call.taken_by == actor.user_id, Call.person_id.is_(None))
        .order_by(Call.started_at.desc())
    )
    return next((call for call in found if call.caller_type is None and read_draft(call.draft).empty), None)


@quiet_action("a call is audited when it is opened, handed over, dropped and finished, not at each keystroke")
def save_draft(actor: Actor, call_id: UUID, typed: Typed, *, page: str, seen: int) -> str:
    """Keep what is on the screen; words of a screen that is no longer the newest are put aside and never lost."""
    # Keystrokes come close upon one another: each waits for the one before it rather than be tried again.
    call = db.session.scalar(select(Call).where(Call.id == call_id).with_for_update(of=Call))
    if call is None or not (_finished_here(actor, call, page) or may_know_of(actor, call)):
        raise Unknown
    if letters(typed) > MOST_LETTERS:
        raise Invalid({"narrative": "This is longer than can be kept. Shorten it."})
    mine = call.state in UNFINISHED and call.taken_by == actor.user_id
    if _finished_here(actor, call, page):
        return SAVED  # the screen that finished it sent a last keystroke late
    draft = read_draft(call.draft)
    if mine and may_save(call.draft_number, call.draft_page, seen, page):
        if typed != draft.typed:
            call.draft = write_draft(with_typed(draft, typed))
            call.last_saved_at = now()
            call.draft_number += 1
        call.draft_page = page
        _take_codes(actor, call, typed)
        return SAVED
    kept = put_aside(draft, typed, by=actor.name, at=now(), page=page)
    call.draft = write_draft(kept)
    return ASIDE if any(one.page == page for one in kept.asides) else SAVED


def _finished_here(actor: Actor, call: Call, page: str) -> bool:
    return call.finished_by == actor.user_id and call.draft_page == page and call.state not in UNFINISHED


def _take_codes(actor: Actor, call: Call, typed: Typed) -> None:
    """Copy the plain codes by which queues and tabs know the call."""
    code = next(iter(typed.get("caller_type", ())), "")
    caller = CallerType(code) if code in {str(one) for one in CallerType} else None
    if call.person_id is not None and (caller is None or side_of(caller) is not call.side):
        return  # a tied call stays on its person's side; finishing says so
    if caller is not None and not works_on(actor, side_of(caller)):
        caller = None  # who works on one side only logs the call to its end; then it goes beyond the wall
    call.caller_type = caller
    call.side = side_of(caller) if caller else None


@action
def park_call(actor: Actor, call_id: UUID) -> UUID:
    """Put a call on the side for a while; its timer runs on."""
    call = load_held(actor, call_id)
    call.state, call.parked_at = CallState.PARKED, now()
    record(actor, events.CALL_PARKED, "call", call.id, person_id=call.person_id)
    return call.id


@action
def resume_call(actor: Actor, call_id: UUID, *, parking: UUID | None = None) -> UUID:
    """Take a call up again, parking the one that was being logged."""
    call = load_held(actor, call_id)
    if parking is not None and parking != call_id:
        park_call(actor, parking)
    if call.state is CallState.PARKED:
        call.state, call.parked_at = CallState.OPEN, None
    record(actor, events.CALL_RESUMED, "call", call.id, person_id=call.person_id)
    return call.id


@action
def take_over_call(actor: Actor, call_id: UUID) -> UUID:
    """Take over a call that somebody left unfinished for too long; raises Conflict if somebody was faster."""
    call = db.session.scalar(select(Call).where(Call.id == call_id))
    if call is None or not may_know_of(actor, call):
        raise Unknown
    if not actor.can(P.CALLS_TAKE_OVER):
        raise NotAllowed("Only a helpline manager may take over a call.")
    if call.state not in UNFINISHED:
        who = user_names(actor, [call.finished_by]).get(call.finished_by) if call.finished_by else None
        raise Conflict("This call is not unfinished any more.", who=who, at=call.ended_at)
    left = db.session.scalar(select(Call.id).where(Call.id == call_id, stale_calls(actor, now())))
    if left is None:
        raise Conflict("This call is still being logged. It can be taken over after two hours.")
    call.taken_by, call.taken_over_at, call.draft_page = actor.user_id, now(), None
    record(actor, events.CALL_TAKEN_OVER, "call", call.id, person_id=call.person_id, fields=changed(call))
    return call.id


@action
def drop_call(actor: Actor, call_id: UUID) -> None:
    """Drop a call that was opened by mistake; one with words in it, or tied, cannot be dropped."""
    call = load_held(actor, call_id)
    if not read_draft(call.draft).empty or call.person_id is not None:
        raise Conflict("Something is typed in this call, so it is finished, not dropped.")
    call.state, call.ended_at, call.finished_by = CallState.ABANDONED, now(), actor.user_id
    record(actor, events.CALL_DROPPED, "call", call.id)


@quiet_action("ticks one box of the worker's own unfinished call")
def note_line_dropped(actor: Actor, call_id: UUID) -> UUID:
    """Note that the line dropped, so that what was agreed for that is the first thing on the screen."""
    call = load_held(actor, call_id)
    draft = read_draft(call.draft)
    outcomes = draft.typed.get("outcomes", [])
    if Outcome.DROPPED not in outcomes:
        typed = {**draft.typed, "outcomes": [*outcomes, Outcome.DROPPED.value]}
        call.draft = write_draft(with_typed(draft, typed))
        call.draft_number += 1
    return call.id


@quiet_action("moves words within the worker's own unfinished call")
def use_aside(actor: Actor, call_id: UUID, page: str) -> UUID:
    """Take the words of another screen; those that they replace are put aside in their place."""
    call = load_held(actor, call_id)
    draft = read_draft(call.draft)
    for one in draft.asides:
        if one.page == page:
            before = {
                name: draft.typed[name] for name in differing(draft.typed, one.typed) if name in draft.typed
            }
            replaced = {name: texts for name, texts in before.items() if name in one.typed}
            taken = with_typed(without_aside(draft, page), {**draft.typed, **one.typed})
            call.draft = write_draft(put_aside(taken, replaced, by=actor.name, at=now(), page=page))
            call.draft_number, call.draft_page = call.draft_number + 1, None
            _take_codes(actor, call, {**draft.typed, **one.typed})
    return call.id


@quiet_action("moves words within the worker's own unfinished call")
def let_go_aside(actor: Actor, call_id: UUID, page: str) -> UUID:
    """Let go of the words of another screen, because the worker has read them and needs them no more."""
    call = load_held(actor, call_id)
    call.draft = write_draft(without_aside(read_draft(call.draft), page))
    return call.id
