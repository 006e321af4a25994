"""The referrals report: how many were sent, what became of them, how long it took, and what nobody met."""

from __future__ import annotations

from datetime import datetime
from statistics import median

from sqlalchemy import ColumnElement, and_, func, select, true

from caseflow.access.viewer import Viewer
from caseflow.database import db
from caseflow.privacy.kept.counted import counted_gaps
from caseflow.referrals.choices import DECLINE_LABELS, Decline, GapState
from caseflow.reports.asked import Asked
from caseflow.reports.catalogue.breaking import CONTRACTED
from caseflow.reports.catalogue.places import Places
from caseflow.reports.catalogue.sent import PARTS, Cohort, Numbers, cohort_of, counts, declined, times
from caseflow.reports.choices import BY_LABELS, By
from caseflow.reports.scope import bool_of, is_released
from caseflow.reports.shape import (
    Column,
    Count,
    Definition,
    Figure,
    Picture,
    Report,
    Row,
    Share,
    Span,
    Table,
    Value,
)

CODE = "referrals"
QUESTION = "What happened to the referrals that were sent?"
BY = (By.SERVICE, By.MONTH, By.QUARTER, By.ELEMENT, By.LOT, By.LOCALITY, By.AUTHORITY, By.RISK, By.FUNDER)
RELEASED = True
GAPS = counted_gaps().c
DEFINITIONS = (
    Definition("Sent", "Referrals sent in the period, whatever became of them since. Drafts do not count."),
    Definition("Accepted, declined, returned, withdrawn", "How each of these referrals stands today."),
    Definition(
        "Waiting", "Sent, and nobody has answered yet. The sender holds the risk until it is accepted."
    ),
    Definition("Overdue now", "Waiting or returned, and the time to answer has run out."),
    Definition("Answered in time", "Of those accepted or declined under a clock: by the time that was set."),
    Definition(
        "Time to answer",
        "The middle value, from sent to accepted or declined: half took longer. Counted in minutes, from 10 hours on "
        "in hours, from two days on in days.",
    ),
    *CONTRACTED,
    Definition("Risk", "The risk level when the referral was sent."),
    Definition("Locality", "Where the person was staying when the referral was sent."),
    Definition(
        "Funder",
        "Who paid for the service on that day by contract, or bought this one place. Shared services count whole.",
    ),
    Definition(
        "Unmet need",
        "Declined, and no other referral of this person for the same need waits or was accepted. Inside, also a need "
        "that no service covers, decided as not met, or not decided yet.",
    ),
)


def build(viewer: Viewer, asked: Asked, places: Places, now: datetime) -> Report:
    """Return the report; its number of queries is the same however many referrals there are."""
    cohort = cohort_of(viewer, asked, places)
    lines, took = counts(cohort, now), times(cohort)
    whole, all_took = _together(cohort, lines, took, now)
    time = middle(all_took)
    reasons = declined(cohort)
    released = is_released(viewer)
    unmet = _unmet_table(reasons, {} if released else _open_gaps(viewer, asked))
    by = BY_LABELS[asked.by].lower()
    return Report(
        code=CODE,
        question=QUESTION,
        about=asked.words,
        figures=_figures(whole, time, unmet),
        picture=Picture(f"What became of the referrals, by {by}", "by", tuple(PARTS)),
        # Of the needs that nobody met only the sum leaves: its lines are parts of those that stand beside it.
        tables=(
            _table(cohort, lines, took, whole, time),
            _declined_table(reasons),
            *(() if released else (unmet,)),
        ),
        definitions=DEFINITIONS,
    )


def _together(
    cohort: Cohort, lines: dict[str, Numbers], took: dict[str, list[int]], now: datetime
) -> tuple[Numbers, list[int]]:
    """Return the numbers of the whole cohort: the sum of its lines, or counted anew where lines overlap."""
    if not cohort.breakdown.adds_up:
        whole = cohort.undivided()
        return counts(whole, now).get("", {}), times(whole).get("", [])
    names = dict.fromkeys(name for line in lines.values() for name in line)
    summed = {name: sum(line[name] for line in lines.values()) for name in names}
    return summed, [seconds for line in took.values() for seconds in line]


def _table(
    cohort: Cohort,
    lines: dict[str, Numbers],
    took: dict[str, list[int]],
    whole: Numbers,
    time: Span,
) -> Table:
    shown = [line for line in cohort.breakdown.lines if line[0] in lines or cohort.by not in OFTEN_EMPTY]
    return Table(
        code="by",
        caption=f"Referrals by {BY_LABELS[cohort.by].lower()}",
        head=BY_LABELS[cohort.by],
        columns=(
            Column("sent", "Sent"),
            *(Column(code, words) for code, (_, words) in PARTS.items()),
            Column("overdue", "Overdue now"),
            Column("in_time", "Answered in time"),
            Column("took", "Time to answer"),
        ),
        rows=tuple(
            Row(code, label, _values(lines.get(code, {}), middle(took.get(code, []))))
            for code, label in shown
        ),
        total=Row("total", "All", _values(whole, time)),
        whole="sent",
        parts=tuple(PARTS),
        adds_up=cohort.breakdown.adds_up,
        note=cohort.breakdown.note,
    )


OFTEN_EMPTY = (By.SERVICE,)
"""Lines that are left out where nothing was counted; the others always stand, at nought."""


def _values(line: Numbers, time: Span) -> tuple[Value, ...]:
    return (
        Count(line.get("sent", 0)),
        *(Count(line.get(code, 0)) for code in PARTS),
        Count(line.get("overdue", 0)),
        Share(line.get("in_time", 0), line.get("clocked", 0)),
        time,
    )


def _figures(whole: Numbers, time: Span, unmet: Table) -> tuple[Figure, ...]:
    sent = whole.get("sent", 0)
    assert unmet.total is not None
    return (
        Figure("sent", "referrals sent", Count(sent)),
        Figure("accepted", "accepted", Share(whole.get("accepted", 0), sent), "of those sent"),
        Figure("in_time", "answered in time", Share(whole.get("in_time", 0), whole.get("clocked", 0))),
        Figure("took", "to answer, middle value", time),
        Figure("unmet", "unmet needs", unmet.total.values[0]),
    )


def middle(seconds: list[int]) -> Span:
    """Return the middle value of several lengths of time, and of how many it is."""
    return Span(round(median(seconds)) if seconds else None, len(seconds))


def _declined_table(reasons: dict[str, Numbers]) -> Table:
    rows = [
        Row(one.value, DECLINE_LABELS[one], (Count(reasons[one.value]["declined"]),))
        for one in Decline
        if one.value in reasons
    ]
    total = sum(line["declined"] for line in reasons.values())
    return Table(
        code="declined",
        caption="Why referrals were declined",
        head="Reason",
        columns=(Column("number", "Declined"),),
        rows=tuple(rows),
        total=Row("total", "All", (Count(total),)),
        parts=("number",),
    )


def _unmet_table(reasons: dict[str, Numbers], gaps: Numbers) -> Table:
    numbers = {f"declined_{code}": line["unmet"] for code, line in reasons.items()}
    rows = [
        Row(f"declined_{one.value}", f"Declined: {DECLINE_LABELS[one].lower()}", (Count(number),))
        for one in Decline
        if (number := numbers.get(f"declined_{one.value}", 0))
    ]
    rows += [
        Row(f"gap_{state.value}", f"No service covers it: {words}", (Count(gaps.get(state.value, 0)),))
        for state, words in ((GapState.NOT_MET, "decided, not met"), (GapState.OPEN, "not decided yet"))
        if gaps
    ]
    total = sum(numbers.values()) + sum(gaps.values())
    return Table(
        code="unmet",
        caption="Needs that nobody met",
        head="Why",
        columns=(Column("number", "Unmet"),),
        rows=tuple(rows),
        total=Row("total", "All", (Count(total),)),
        parts=("number",),
    )


def _open_gaps(viewer: Viewer, asked: Asked) -> Numbers:
    """Return how many gaps of the period were not met or not decided; a gap belongs to no service, lot or funder."""
    if any((asked.element, asked.lot, asked.service_id, asked.risk, asked.funder)):
        return {}
    query = (
        select(GAPS.state, func.count())
        .where(
            _gaps_of(viewer),
            GAPS.raised_at >= asked.period.starts_at,
            GAPS.raised_at < asked.period.ends_at,
            *([GAPS.locality_id == asked.locality_id] if asked.locality_id else []),
        )
        .group_by(GAPS.state)
    )
    found = {state.value: int(number) for state, number in db.session.execute(query)}
    return {GapState.OPEN.value: 0, GapState.NOT_MET.value: 0} | found


def _gaps_of(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.side is None:
        return true()
    if viewer.area_wide:
        return bool_of(GAPS.side == viewer.side)
    return and_(GAPS.side == viewer.side, GAPS.service_id == viewer.service_id)
