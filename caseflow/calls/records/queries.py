"""Reads of calls for other rooms: the finished call, its summary, a person's calls, counts and clocks."""

from collections.abc import Callable
from datetime import datetime, time
from functools import partial
from uuid import UUID

from sqlalchemy import Select, and_, case, func, select

from caseflow.access.keys_first import counted_ids, with_total
from caseflow.access.policy import P
from caseflow.access.queries import user_names
from caseflow.access.remembered import remembered
from caseflow.access.viewer import Viewer
from caseflow.calls.callbacks.queries import booked_for_call
from caseflow.calls.choices import (
    CALLER_LABELS,
    CHANNEL_LABELS,
    DIRECTION_LABELS,
    OUTCOME_LABELS,
    PROFESSION_LABELS,
    SHORT_CALLS,
    UNFINISHED,
    CallerType,
    CallState,
    Outcome,
)
from caseflow.calls.content import abuse_words, first_lines, sections
from caseflow.calls.drafting import read_draft
from caseflow.calls.dropping import Dropped, after_drop
from caseflow.calls.models import Call
from caseflow.calls.scope import load_call, load_call_about, on_side, visible_calls
from caseflow.calls.screen.queries import other_screens
from caseflow.calls.typed_values import field_words, shown_text
from caseflow.calls.values import CallSummary, FinishedPage, PersonCall, ReferDueLine, TodayCounts
from caseflow.choices import RiskLevel
from caseflow.clock import LONDON, now, today
from caseflow.database import db
from caseflow.errors import Conflict
from caseflow.people.queries import identity_bar, person_lines
from caseflow.people.scope import load_person, records_of
from caseflow.people.values import FirstOf

NEW_ROWS = ("harm_name", "harm_relationship", "harm_where", "harm_born", "harm_area", "harm_works")
OVER_SAFETY = {"safe_to_talk": "whether it is safe to talk", "danger": "whether there is immediate danger"}


def _caller_words(call: Call) -> str:
    """Return who rang, in words."""
    if call.caller_type is None:
        return "Caller not said"
    words = CALLER_LABELS[call.caller_type]
    return f"{words}: {PROFESSION_LABELS[call.profession]}" if call.profession else words


def finished_page(viewer: Viewer, call_id: UUID) -> FinishedPage:
    """Return a finished call; raises Conflict while it is not, and Unknown out of scope."""
    call = load_call(viewer, call_id)
    if call.state in UNFINISHED:
        raise Conflict("This call is not finished yet.", at=call.started_at)
    details = dict(call.details or {})
    typed = details.pop("typed", None)
    parts = tuple((title, tuple(lines)) for title, lines in sections(details))
    if typed:
        lines = tuple((field_words(name), shown_text(name, texts)) for name, texts in typed.items())
        parts = (*parts, ("Typed before it was ended", lines))
    names = user_names(viewer, [call.finished_by, call.taken_by])
    by = call.finished_by or call.taken_by
    mine = viewer.can(P.CALLS_LOG)
    free = call.person_id is None and call.caller_type not in SHORT_CALLS and call.state is CallState.FINISHED
    return FinishedPage(
        call_id=call.id,
        person_id=call.person_id,
        side=call.side,
        title=_caller_words(call),
        taken_by=names.get(by, "") if by else "",
        started_at=call.started_at,
        ended_at=call.ended_at,
        first=(
            ("Came by", f"{CHANNEL_LABELS[call.channel]}, {DIRECTION_LABELS[call.direction].lower()}"),
            *first_lines(call.safe_to_talk, call.danger, call.check, call.drop_plan),
        ),
        sections=parts,
        narrative=call.narrative,
        outcomes=tuple(OUTCOME_LABELS[one.code] for one in call.outcomes),
        refer_due_at=call.refer_due_at,
        referred_at=call.referred_at,
        bar=identity_bar(on_side(viewer, call.side), call.person_id) if call.person_id else None,
        others=other_screens(viewer, read_draft(call.draft)),
        may_tie=mine and free,
        may_untie=mine and call.person_id is not None and call.referred_at is None,
        dropped=call.state is CallState.ABANDONED,
        line_dropped=_line_dropped(call),
        callbacks=booked_for_call(viewer, call.id) if viewer.can(P.REACH_WORK) else (),
    )


def _line_dropped(call: Call) -> Dropped | None:
    if not any(one.code is Outcome.DROPPED for one in call.outcomes):
        return None
    plan = call.drop_plan or {}
    return after_drop(plan.get("plan", ""), plan.get("number", ""))


def call_summary(viewer: Viewer, call_id: UUID, *, about: UUID) -> CallSummary:
    """Return what a call says, draft or finished, for a person's packet; raises Unknown for one about somebody else."""
    call = load_call_about(viewer, call_id, about)
    unfinished = call.state in UNFINISHED
    draft = read_draft(call.draft)
    details = {name: draft.typed[name] for name in draft.typed} if unfinished else (call.details or {})

    def one(name: str) -> str:
        value = details.get(name)
        return str(value[0] if isinstance(value, list) and value else value or "")

    abuse = [str(code) for code in details.get("abuse", ())]
    shown = {} if unfinished else details
    return CallSummary(
        call_id=call.id,
        person_id=call.person_id,
        side=call.side,
        unfinished=unfinished,
        caller=_caller_words(call),
        started_at=call.started_at,
        narrative=draft.one("narrative") if unfinished else call.narrative,
        abuse=tuple(abuse_words(abuse)),
        where_now=one("where_now"),
        children=bool(details.get("children")),
        children_where=one("children_where"),
        harm=tuple((name.removeprefix("harm_"), one(name)) for name in NEW_ROWS if one(name)),
        person_causing_harm_id=call.person_causing_harm_id,
        partner=one("own_partner"),
        interpreter=one("interpreter_language") if details.get("interpreter") else "",
        easier=one("easier"),
        locality_id=call.locality_id,
        postcode=one("postcode"),
        not_asked=_not_asked(draft.one if unfinished else partial(getattr, call)),
        lines=tuple(line for _, part in sections(shown) for line in part),
    )


def _not_asked(answer: Callable[[str], object]) -> tuple[str, ...]:
    if answer("caller_type") != CallerType.SURVIVOR:
        return ()
    return tuple(words for name, words in OVER_SAFETY.items() if not answer(name))


def person_calls(viewer: Viewer, person_id: UUID) -> list[PersonCall]:
    """Return a person's finished calls, newest first, for those whose scope holds calls; others get none."""
    person = load_person(viewer, person_id)
    rows = db.session.scalars(
        select(Call)
        .where(
            Call.person_id.in_(records_of(person.id)), Call.state == CallState.FINISHED, visible_calls(viewer)
        )
        .order_by(Call.started_at.desc())
    ).all()
    names = user_names(viewer, [row.finished_by for row in rows])
    return [
        PersonCall(
            call_id=row.id,
            started_at=row.started_at,
            ended_at=row.ended_at,
            channel=CHANNEL_LABELS[row.channel],
            caller=_caller_words(row),
            by=names.get(row.finished_by, "") if row.finished_by else "",
            outcomes=tuple(OUTCOME_LABELS[one.code] for one in row.outcomes),
            narrative=row.narrative,
            href=f"/calls/{row.id}",
        )
        for row in rows
    ]


def person_call_count(viewer: Viewer, person_id: UUID) -> int:
    """Return how many finished calls a person has, for those who may see the person but not the calls."""
    person = load_person(viewer, person_id)
    count = db.session.scalar(
        select(func.count())
        .select_from(Call)
        .where(Call.person_id.in_(records_of(person.id)), Call.state == CallState.FINISHED)
    )
    return count or 0


def calls_without_referral_in_time(viewer: Viewer, limit: int | None = None) -> FirstOf[ReferDueLine]:
    """Return the calls that promised a referral nobody has sent, the one due first at the top."""
    ids, total = counted_ids(_not_referred(viewer), limit)
    rows = db.session.scalars(select(Call).where(Call.id.in_(ids)).order_by(Call.refer_due_at)).all()
    people = person_lines(viewer, [row.person_id for row in rows])
    moment = now()
    lines = []
    for row in rows:
        person = people.get(row.person_id) if row.person_id else None
        due = row.refer_due_at or moment
        lines.append(
            ReferDueLine(
                call_id=row.id,
                person_id=row.person_id,
                known_as=person.known_as if person else "Anonymous caller",
                risk=person.risk if person else RiskLevel.NOT_ASSESSED,
                ended_at=row.ended_at,
                due_at=due,
                overdue=due < moment,
            )
        )
    return FirstOf(lines, total)


@remembered
def _not_referred(viewer: Viewer) -> Select[UUID, int]:
    owed = and_(Call.refer_due_at.is_not(None), Call.referred_at.is_(None), Call.state == CallState.FINISHED)
    return with_total(select(Call.id).where(owed, visible_calls(viewer)).order_by(Call.refer_due_at))


def today_counts(viewer: Viewer) -> TodayCounts:
    """Return how many contacts there were since midnight in England, in the viewer's scope."""
    midnight = datetime.combine(today(), time(), LONDON)
    here = and_(Call.started_at >= midnight, Call.state != CallState.ABANDONED)
    row = db.session.execute(
        select(
            func.count(),
            func.count(case((Call.taken_by == viewer.user_id, 1))),
            func.count(case((Call.caller_type.in_(SHORT_CALLS), 1))),
        ).where(here, visible_calls(viewer))
    ).one()
    return TodayCounts(*row)
