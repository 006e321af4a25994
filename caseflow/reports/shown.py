"""A report as its reader sees it: every cell is text, with its number where it may be known. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from caseflow.reports.shape import Column, Definition


@dataclass(frozen=True)
class Shown:
    """One cell: what stands there, and the number behind it for a spreadsheet or a bar, if it may be known."""

    text: str
    number: int | None = None
    href: str = ""


@dataclass(frozen=True)
class ShownRow:
    """One line of a table."""

    code: str
    label: str
    cells: tuple[Shown, ...]


@dataclass(frozen=True)
class ShownTable:
    """A table, ready to be read, drawn or exported."""

    code: str
    caption: str
    head: str
    columns: tuple[Column, ...]
    rows: tuple[ShownRow, ...]
    total: ShownRow | None
    note: str

    def column(self, code: str) -> int:
        """Return the place of a column."""
        return next(place for place, one in enumerate(self.columns) if one.code == code)


@dataclass(frozen=True)
class ShownFigure:
    """A headline figure."""

    code: str
    words: str
    value: Shown
    note: str


@dataclass(frozen=True)
class ShownPicture:
    """What is drawn: bars by line, one or several pieces each, and lines to hold them against."""

    title: str
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[Shown, ...]], ...]
    marks: tuple[tuple[str, int], ...]
    note: str = ""


@dataclass(frozen=True)
class ShownReport:
    """A whole report for one reader: nothing in it says more than that reader may know."""

    code: str
    question: str
    released: bool
    about: tuple[tuple[str, str], ...]
    figures: tuple[ShownFigure, ...]
    picture: ShownPicture
    tables: tuple[ShownTable, ...]
    definitions: tuple[Definition, ...]
