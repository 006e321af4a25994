"""The caseload report: how many cases are held, by whom, how heavy, how old and how late."""

from __future__ import annotations

from datetime import datetime

from caseflow.access.queries import user_names
from caseflow.access.viewer import Viewer
from caseflow.reports.asked import Asked
from caseflow.reports.catalogue.breaking import CONTRACTED
from caseflow.reports.catalogue.held import (
    RISKS,
    Cohort,
    Moments,
    Numbers,
    caseloads,
    cohort_of,
    live_workers,
    summed,
    together,
)
from caseflow.reports.catalogue.places import Places
from caseflow.reports.choices import BY_LABELS, By
from caseflow.reports.shape import Column, Count, Definition, Figure, Picture, Report, Row, Span, Table, Value

CODE = "caseload"
QUESTION = "How many cases are held, and by whom?"
BY = (By.WORKER, By.SERVICE, By.ELEMENT, By.LOT, By.LOCALITY, By.RISK, By.FUNDER)
RELEASED = False
RISK_WORDS = {"high": "High", "medium": "Medium", "standard": "Standard", "not_assessed": "Not assessed"}
OFTEN_EMPTY = (By.SERVICE, By.WORKER)
NOW = (
    Column("live", "Live now"),
    *(Column(code, RISK_WORDS[code]) for code in RISKS),
    Column("weighted", "Weighted"),
    Column("oldest", "Oldest"),
    Column("overdue", "Overdue now"),
)
"""What is told of workers on the caseload page: the report's numbers of those live at the end, where that is now."""
DEFINITIONS = (
    Definition("Live at the end", "Accepted before the end of the period, and not closed by then."),
    Definition(
        "Opened, closed",
        "Accepted, and closed, within the period. Live before + opened − closed = live at the end.",
    ),
    Definition(
        "High, medium, standard, not assessed",
        "Of those live at the end, by the person's risk level of today.",
    ),
    Definition("Weighted", "High 3, medium 2, not yet assessed 2, standard 1. A local default."),
    Definition("Oldest", "On how many days the oldest of those live at the end has been open."),
    Definition(
        "Overdue now",
        "Of those live at the end: a clock has run out, to allocate, first try, speak or plan. Late reviews are not.",
    ),
    Definition(
        "Reopened",
        "A case opened again within 30 days of its close is the same case, and counts as never closed.",
    ),
    *CONTRACTED,
    Definition(
        "Funder",
        "Who paid for the service by contract on the day the case was accepted. Shared services count whole.",
    ),
)


def build(viewer: Viewer, asked: Asked, places: Places, now: datetime) -> Report:
    """Return the report; its number of queries is the same however many cases there are."""
    moments = Moments(asked.period.starts_at, min(asked.period.ends_at, now), now)
    cohort = cohort_of(viewer, asked, places, _workers(viewer, asked, places, moments))
    lines = caseloads(cohort, moments)
    whole = together(cohort, lines, moments)
    by = BY_LABELS[asked.by].lower()
    return Report(
        code=CODE,
        question=QUESTION,
        about=asked.words,
        figures=(
            Figure("live", "cases live at the end", Count(whole.get("live", 0))),
            Figure("opened", "opened in the period", Count(whole.get("opened", 0))),
            Figure("closed", "closed in the period", Count(whole.get("closed", 0))),
            Figure("high", "live at high risk", Count(whole.get("high", 0))),
            Figure("overdue", "overdue now", Count(whole.get("overdue", 0))),
        ),
        picture=Picture(f"Cases live at the end, by {by}", "by", tuple(RISKS)),
        tables=(caseload_table(cohort, whole, lines),),
        definitions=DEFINITIONS,
    )


def caseload_table(cohort: Cohort, whole: Numbers, lines: dict[str, Numbers]) -> Table:
    """Return the table of a cohort."""
    every = cohort.by not in OFTEN_EMPTY
    shown = [line for line in cohort.breakdown.lines if every or line[0] in lines]
    before = (Column("before", "Live before"), Column("opened", "Opened"), Column("closed", "Closed"))
    columns = (*before, Column("live", "Live at the end"), *NOW[1:])
    return Table(
        code="by",
        caption=f"Cases by {BY_LABELS[cohort.by].lower()}",
        head=BY_LABELS[cohort.by],
        columns=columns,
        rows=tuple(Row(code, label, _values(columns, lines.get(code, {}))) for code, label in shown),
        total=Row("total", "All", _values(columns, whole)),
        whole="live",
        parts=tuple(RISKS),
        adds_up=cohort.breakdown.adds_up,
        note=cohort.breakdown.note,
    )


def carried_table(names: dict[str, str], lines: dict[str, Numbers], *, all_of_them: bool) -> Table:
    """Return the table of what workers carry now; with its total where these are all of them."""
    return Table(
        code="now",
        caption="What each worker carries now",
        head=BY_LABELS[By.WORKER],
        columns=NOW,
        rows=tuple(Row(code, name, _values(NOW, lines.get(code, {}))) for code, name in names.items()),
        total=Row("total", "All", _values(NOW, summed(lines))) if all_of_them else None,
    )


def _values(columns: tuple[Column, ...], line: Numbers) -> tuple[Value, ...]:
    oldest = Span(line.get("oldest") or None, line.get("live", 0))
    return tuple(oldest if one.code == "oldest" else Count(line.get(one.code, 0)) for one in columns)


def _workers(viewer: Viewer, asked: Asked, places: Places, moments: Moments) -> list[tuple[str, str]] | None:
    """Return the workers of the cohort by name, where the lines are workers."""
    if asked.by is not By.WORKER:
        return None
    names = user_names(viewer, live_workers(cohort_of(viewer, asked, places), moments))
    return sorted(((str(one), name) for one, name in names.items()), key=lambda line: line[1].casefold())
