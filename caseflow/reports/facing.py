"""Turn a report into what its reader may see: exact inside, rounded and suppressed where it leaves. Pure.

Page, picture, CSV and XLSX are all made from the answer of ``face``, so none of them can hold more than another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from caseflow.reports.shape import Count, Definition, Figure, Report, Row, Share, Span, Table, Value, Words
from caseflow.reports.shown import Shown, ShownFigure, ShownPicture, ShownReport, ShownRow, ShownTable
from caseflow.reports.suppression import (
    Mark,
    Released,
    protected,
    release_count,
    release_seconds,
    release_share,
    release_total,
)

NOTHING = Shown("–")
RULES = (
    Definition("0", "None. Nothing is hidden behind it."),
    Definition("*", "One to seven: too small to be told."),
    Definition("hidden", "Left out, so that no small number can be worked out from the others."),
    Definition(
        "too few", "A percentage or a typical time of fewer than 20, or one that would tell a small number."
    ),
    Definition(
        "Rounding",
        "Other numbers are rounded to the nearest 5, totals on their own: lines and columns will not add up.",
    ),
)


def face(report: Report, *, released: bool) -> ShownReport:
    """Return a report as its reader sees it."""
    tables = tuple(released_table(one) if released else exact_table(one) for one in report.tables)
    return ShownReport(
        code=report.code,
        question=report.question,
        released=released,
        about=report.about,
        figures=tuple(_figure(one, report, released) for one in report.figures),
        picture=_picture(report, tables),
        tables=tables,
        definitions=(*report.definitions, *(RULES if released else ())),
    )


def exact(value: Value) -> Shown:
    """Return a value as it is told inside."""
    match value:
        case Count(number):
            return Shown(f"{number:,}", number)
        case Share(part, of):
            return Shown(f"{round(100 * part / of)}%", round(100 * part / of)) if of else NOTHING
        case Span(seconds, _):
            return NOTHING if seconds is None else Shown(span_words(seconds), round(seconds / 3600))
        case Words(text, href):
            return Shown(text, href=href)


def release(value: Value) -> Shown:
    """Return a value on its own as it may leave."""
    match value:
        case Count(number):
            return mark(release_count(number))
        case Share(part, of):
            return mark(release_share(part, of), "%")
        case Span(seconds, of):
            kept = release_seconds(seconds, of)
            return mark(kept) if isinstance(kept, Mark) else Shown(span_words(kept), kept // 3600)
        case Words():
            raise ValueError("words about somebody never leave")


def mark(kept: Released, unit: str = "") -> Shown:
    """Return a released number, or what stands in its place."""
    return Shown(kept.value) if isinstance(kept, Mark) else Shown(f"{kept:,}{unit}", kept)


def exact_table(table: Table) -> ShownTable:
    """Return a table as it is told inside."""
    return _table(table, lambda row: [exact(value) for value in row.values])


def released_table(table: Table) -> ShownTable:
    """Return a table as it may leave: its parts and totals together, everything else on its own."""
    if not table.adds_up:
        raise ValueError("a table in which something stands twice is not released")
    parts = [table.number(code) for code in table.parts] or [table.number(table.columns[0].code)]
    grid = protected([[_number(row.values[place]) for place in parts] for row in table.rows])
    whole = table.number(table.whole) if table.whole else None
    shown = {}
    for number, row in enumerate(table.rows):
        cells = [release(value) for value in row.values]
        for place, kept in zip(parts, grid.cells[number], strict=True):
            cells[place] = mark(kept)
        if whole is not None:
            cells[whole] = mark(grid.line_totals[number])
        shown[row.code] = cells
    if table.total is not None:
        cells = [release(value) for value in table.total.values]
        if whole is not None:
            cells[whole] = mark(grid.grand_total) if table.rows else cells[whole]
        shown[table.total.code] = cells
    return _table(table, lambda row: shown[row.code])


def _table(table: Table, cells: Callable[[Row], Sequence[Shown]]) -> ShownTable:
    return ShownTable(
        code=table.code,
        caption=table.caption,
        head=table.head,
        columns=table.columns,
        rows=tuple(ShownRow(row.code, row.label, tuple(cells(row))) for row in table.rows),
        total=ShownRow(table.total.code, table.total.label, tuple(cells(table.total)))
        if table.total
        else None,
        note=table.note,
    )


def _figure(figure: Figure, report: Report, released: bool) -> ShownFigure:
    if not released:
        return ShownFigure(figure.code, figure.words, exact(figure.value), figure.note)
    value = release(figure.value)
    if isinstance(figure.value, Count) and (hidden := _hidden_total(figure, report)):
        value = hidden
    return ShownFigure(figure.code, figure.words, value, figure.note)


def _hidden_total(figure: Figure, report: Report) -> Shown | None:
    """Return the mark under which a table hides the total that this headline would tell."""
    for table in report.tables:
        if table.whole == figure.code and table.total is not None:
            numbers = [_number(table.total.values[table.number(code)]) for code in table.parts]
            if release_total(numbers) is Mark.HIDDEN:
                return mark(Mark.HIDDEN)
    return None


def _picture(report: Report, tables: Sequence[ShownTable]) -> ShownPicture:
    picture = report.picture
    table = next(one for one in tables if one.code == picture.table)
    places = [(one.title, place) for place, one in enumerate(table.columns) if one.code in picture.columns]
    return ShownPicture(
        title=picture.title,
        labels=tuple(row.label for row in table.rows),
        series=tuple((title, tuple(row.cells[place] for row in table.rows)) for title, place in places),
        marks=tuple(picture.marks.items()),
    )


def _number(value: Value) -> int:
    if not isinstance(value, Count):
        raise ValueError("only counts add up")
    return value.number


def span_words(seconds: int) -> str:
    """Return a length of time in words that are short enough for a table."""
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        hours, rest = divmod(minutes, 60)
        return f"{hours} h {rest} min" if rest and hours < 10 else f"{round(minutes / 60)} h"
    return f"{round(minutes / 1440)} days"
