"""Reads for the screen on which a call is logged."""

from dataclasses import replace
from datetime import datetime, timedelta
from string import digits
from uuid import UUID

from sqlalchemy import and_, or_, select

from caseflow.access.policy import P
from caseflow.access.queries import user_names
from caseflow.access.viewer import Viewer
from caseflow.audit.shown import shown_already
from caseflow.calls.choices import (
    CALLER_LABELS,
    NEW,
    UNFINISHED,
    CallerCheck,
    CallerType,
    CallState,
    Outcome,
    side_of,
)
from caseflow.calls.content import under_eighteen, years_old
from caseflow.calls.drafting import Draft, Typed, differing, read_draft
from caseflow.calls.dropping import Dropped, after_drop
from caseflow.calls.events import CALL_DRAFT_READ, MATCHES_SHOWN
from caseflow.calls.models import Call
from caseflow.calls.scope import (
    beyond_the_wall,
    load_held,
    may_know_of,
    membership_on,
    on_side,
    stale_calls,
    visible_calls,
)
from caseflow.calls.tying.queries import refused_checks
from caseflow.calls.typed_values import age_typed, birth_text, born_typed, field_words, short_name, shown_text
from caseflow.calls.values import HeldPage, KnownMatch, Matches, OtherScreen, UnfinishedCall, WorkingPage
from caseflow.choices import Side
from caseflow.clock import now, today
from caseflow.database import db
from caseflow.directory.lines import OutOfHoursCard
from caseflow.directory.queries import localities_for_postcode, out_of_hours_card
from caseflow.errors import NotAllowed, Unknown
from caseflow.people.queries import contact_card, contact_points_of, find_people, identity_bar, person_lines
from caseflow.people.values import Found

MOST_MATCHES = 8
NO_NAME = frozenset(f"{digits}@")
"""Signs that stand in what is looked for, and in no name."""
LONGEST_CALL = timedelta(hours=12)
CODES = frozenset(str(one) for one in CallerType)
CHECKS = frozenset(str(one) for one in CallerCheck)


def unfinished_calls(viewer: Viewer) -> list[UnfinishedCall]:
    """Return the viewer's own unfinished calls, then, for who may take them over, those left for two hours."""
    if not viewer.can(P.CALLS_READ):
        return []
    wanted = Call.taken_by == viewer.user_id
    moment = now()
    if viewer.can(P.CALLS_TAKE_OVER):
        wanted = or_(wanted, and_(stale_calls(viewer, moment), visible_calls(viewer)))
    rows = db.session.scalars(
        select(Call).where(Call.state.in_(UNFINISHED), wanted).order_by(Call.started_at)
    ).all()
    names = user_names(viewer, [row.taken_by for row in rows])
    lines = [_unfinished(viewer, row, names.get(row.taken_by, "") if row.taken_by else "") for row in rows]
    return sorted(lines, key=lambda line: not line.mine)


def _unfinished(viewer: Viewer, call: Call, holder: str) -> UnfinishedCall:
    mine = call.taken_by == viewer.user_id
    if beyond_the_wall(viewer, call):
        return _beyond(viewer, call, mine)
    words = CALLER_LABELS[call.caller_type] if call.caller_type else "New call"
    name = short_name(read_draft(call.draft).one("name")) if mine else ""
    return UnfinishedCall(
        call_id=call.id,
        words=f"{words}: {name}" if name else words,
        started_at=call.started_at,
        saved_at=call.last_saved_at,
        state=call.state,
        holder=holder,
        mine=mine,
        may_take_over=not mine,
    )


def _beyond(viewer: Viewer, call: Call, mine: bool) -> UnfinishedCall:
    """Return a call of the other side as far as it may be told here: that there is one."""
    return UnfinishedCall(
        call_id=call.id,
        words="A call on the other side",
        started_at=call.started_at,
        saved_at=call.last_saved_at,
        state=call.state,
        holder="",
        mine=mine,
        may_take_over=False,
        beyond=True,
        switch_to=membership_on(viewer, call.side),
    )


def working_page(viewer: Viewer, call_id: UUID) -> WorkingPage | HeldPage | None:
    """Return an unfinished call as its holder works on it, or who holds it; None once it is finished."""
    call = db.session.scalar(select(Call).where(Call.id == call_id))
    if call is None or not may_know_of(viewer, call):
        raise Unknown
    if call.state not in UNFINISHED:
        return None
    if call.taken_by != viewer.user_id:
        return _held(viewer, call)
    draft = read_draft(call.draft)
    bar, card, refused = None, None, None
    there = on_side(viewer, call.side)
    if call.person_id is not None and call.person_id in person_lines(there, [call.person_id]):
        bar, card = identity_bar(there, call.person_id), contact_card(there, call.person_id)
        refused = refused_checks(there, [call.person_id]).get(call.person_id)
    return WorkingPage(
        call_id=call.id,
        state=call.state,
        started_at=call.started_at,
        saved_at=call.last_saved_at,
        typed=draft.typed,
        number=call.draft_number,
        side=call.side,
        person_id=call.person_id,
        tabs=tuple(one for one in unfinished_calls(viewer) if one.mine),
        bar=bar,
        card=card,
        others=other_screens(viewer, draft),
        empty=draft.empty and call.person_id is None,
        referred=call.referred_at is not None,
        refused=refused,
        dropped=_line_dropped(draft),
    )


def _line_dropped(draft: Draft) -> Dropped | None:
    if Outcome.DROPPED not in draft.typed.get("outcomes", ()):
        return None
    return after_drop(draft.one("drop_plan"), draft.one("drop_number"), draft.one("number_now"))


def call_side(viewer: Viewer, call_id: UUID) -> Side | None:
    """Return on which side the viewer's own unfinished call stands by now, to follow it there."""
    own = and_(Call.id == call_id, Call.taken_by == viewer.user_id, Call.state.in_(UNFINISHED))
    return db.session.scalar(select(Call.side).where(own))


def _held(viewer: Viewer, call: Call) -> HeldPage:
    holder = user_names(viewer, [call.taken_by]).get(call.taken_by, "") if call.taken_by else ""
    left = db.session.scalar(select(Call.id).where(Call.id == call.id, stale_calls(viewer, now())))
    return HeldPage(
        call_id=call.id,
        holder=holder or "Somebody else",
        caller=CALLER_LABELS[call.caller_type] if call.caller_type else "Caller not yet said",
        started_at=call.started_at,
        saved_at=call.last_saved_at,
        state=call.state,
        may_take_over=left is not None and viewer.can(P.CALLS_TAKE_OVER),
        was_mine=call.opened_by == viewer.user_id,
    )


def other_screens(viewer: Viewer, draft: Draft) -> tuple[OtherScreen, ...]:
    """Return the words that other screens have put aside, beside what is there now."""
    return tuple(
        OtherScreen(
            one.page,
            one.by,
            datetime.fromisoformat(one.at),
            tuple(
                (field_words(name), shown_text(name, draft.typed.get(name)), shown_text(name, texts))
                for name, texts in one.typed.items()
                if name in differing(draft.typed, one.typed)
            ),
        )
        for one in draft.asides
    )


def two_screens(viewer: Viewer, call_id: UUID, page: str) -> tuple[bool, OtherScreen | None]:
    """Return whether the viewer still holds a call, and what an older screen had put aside in it."""
    call = db.session.scalar(select(Call).where(Call.id == call_id))
    if call is None or not may_know_of(viewer, call):
        raise Unknown
    mine = next((one for one in other_screens(viewer, read_draft(call.draft)) if one.page == page), None)
    return call.state in UNFINISHED and call.taken_by == viewer.user_id, mine


def matches(viewer: Viewer, call_id: UUID, typed: Typed) -> Matches:
    """Return whom the caller may be; nothing that is known stands here before the caller check has an answer."""
    call = load_held(viewer, call_id)
    draft = Draft(typed)
    born, age = born_typed(typed), age_typed(typed)
    answer = Matches(
        checked=draft.one("check") in CHECKS,
        asked=False,
        under_18=under_eighteen(born, age, today()),
        years=years_old(born, age, today()),
        localities=_candidates(viewer, draft.one("postcode")),
        chosen=draft.one("who"),
        card=_out_of_hours(viewer, draft.one("locality_id")),
    )
    if not answer.checked:
        return answer
    caller = draft.one("caller_type")
    side = side_of(CallerType(caller)) if caller in CODES else call.side or Side.SURVIVOR
    try:
        there = on_side(viewer, side)
    except NotAllowed as fault:
        return replace(answer, not_here=fault.message)
    found = _find(there, draft)
    hits = _known(there, found)
    if answer.chosen == NEW and {hit.person_id for hit in hits} - shown_in_call(viewer, call_id):
        # Nobody is said to be none of these before these were shown.
        answer = replace(answer, chosen="")
    return replace(answer, asked=found.asked, hits=hits, more=found.more, opening=found.opening)


def _known(there: Viewer, found: Found) -> tuple[KnownMatch, ...]:
    ids = [hit.person_id for hit in found.hits]
    points, refused = contact_points_of(there, ids), refused_checks(there, ids)
    return tuple(
        KnownMatch(
            hit.person_id,
            hit.known_as,
            hit.age,
            hit.locality,
            hit.reference,
            hit.why,
            hit.risk,
            hit.open_cases,
            points.get(hit.person_id, ()),
            refused.get(hit.person_id),
        )
        for hit in found.hits
    )


def shown_in_call(viewer: Viewer, call_id: UUID) -> set[UUID]:
    """Return whom the panel of a call has shown the viewer already."""
    return shown_already(viewer, [MATCHES_SHOWN, CALL_DRAFT_READ], call_id, LONGEST_CALL)


def _find(viewer: Viewer, draft: Draft) -> Found:
    """Look by all that was typed; if nobody fits it all, by the name alone."""
    name, others = draft.one("name"), {name: draft.one(name) for name in ("phone", "email", "postcode")}
    if any(one in NO_NAME for one in name):
        # Whoever is listening types what is said into the box where the cursor is: a reference, a birth, an address.
        return find_people(viewer, name, **others, birth=birth_text(draft.typed), limit=MOST_MATCHES)
    found = find_people(viewer, name=name, **others, birth=birth_text(draft.typed), limit=MOST_MATCHES)
    if not found.hits and name:
        return find_people(viewer, name=name, limit=MOST_MATCHES)
    return found


def _candidates(viewer: Viewer, postcode: str) -> tuple[str, ...]:
    """Return the localities that a postcode may lie in, where its first half leaves a doubt."""
    if not 2 <= len(postcode) <= 10:
        return ()
    answer = localities_for_postcode(viewer, postcode)
    names = tuple(one.name for one in answer.candidates)
    return names if len(names) > 1 or (names and answer.reaches_outside) else ()


def _out_of_hours(viewer: Viewer, locality: str) -> OutOfHoursCard | None:
    """Return the numbers that help where the person is staying when offices are closed."""
    try:
        return out_of_hours_card(viewer, UUID(locality)) if locality else None
    except (ValueError, Unknown):
        return None


def holds_open_call(viewer: Viewer) -> bool:
    """Tell whether the viewer has a call open on the screen: then their session may lie idle for longer."""
    open_calls = select(Call.id).where(Call.state == CallState.OPEN, Call.taken_by == viewer.user_id)
    return db.session.scalar(open_calls.limit(1)) is not None
