"""What a report consists of, as plain values; exact here, made fit for its reader by ``facing.py``. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Count:
    """How many there are."""

    number: int


@dataclass(frozen=True)
class Share:
    """How many of how many."""

    part: int
    of: int


@dataclass(frozen=True)
class Span:
    """A typical length of time in seconds, and how many it was taken from; None where there is none."""

    seconds: int | None
    of: int


@dataclass(frozen=True)
class Words:
    """Text in a table, such as a worker's name."""

    text: str
    href: str = ""


Value = Count | Share | Span | Words


@dataclass(frozen=True)
class Column:
    """A column with its stable code; the parts of a table add up to its whole."""

    code: str
    title: str


@dataclass(frozen=True)
class Row:
    """One line of a table: its stable code, its words, and a value for each column."""

    code: str
    label: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Table:
    """A table whose lines are what it is broken down by.

    ``parts`` are the columns that add up, in each line, to the column ``whole``. ``adds_up`` is false where
    something may stand in two lines (a service that two funders pay for) or the lines are not all there are.
    """

    code: str
    caption: str
    head: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    whole: str = ""
    parts: tuple[str, ...] = ()
    adds_up: bool = True
    note: str = ""

    def number(self, code: str) -> int:
        """Return the place of a column."""
        return next(place for place, column in enumerate(self.columns) if column.code == code)


@dataclass(frozen=True)
class Figure:
    """A headline figure with the words beside it."""

    code: str
    words: str
    value: Value
    note: str = ""


@dataclass(frozen=True)
class Definition:
    """What is counted under a word."""

    term: str
    meaning: str


@dataclass(frozen=True)
class Picture:
    """What is drawn: the columns of a table as bars, and lines to hold them against."""

    title: str
    table: str
    columns: tuple[str, ...]
    marks: Mapping[str, int] = field(default_factory=dict)
    """Words of a line and its height, such as the caseload that is too much."""


@dataclass(frozen=True)
class Report:
    """A whole report: the question it answers, its figures, picture, tables and definitions."""

    code: str
    question: str
    about: tuple[tuple[str, str], ...]
    """The period and each filter that was set, in words."""
    figures: tuple[Figure, ...]
    picture: Picture
    tables: tuple[Table, ...]
    definitions: tuple[Definition, ...]

    def table(self, code: str) -> Table:
        """Return a table by its code."""
        return next(one for one in self.tables if one.code == code)
