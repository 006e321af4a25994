"""The rows of a file of people, one after the other, each with its line and with what is wrong with it. Pure."""

import csv
import re
import unicodedata
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from caseflow.people.importing.columns import BadFile, places_of
from caseflow.people.matching.postcodes import normal_postcode
from caseflow.people.names import name_parts

LONGEST = 200
LONGEST_CELL = 2_000
OLDEST_YEAR = 1880
_DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_UNSEEN = {"Cc", "Cf", "Co", "Cs"}
"""Signs that cannot be seen: they may turn what stands after them about, and are left out."""

Normal = Callable[[str], str | None]


@dataclass(frozen=True)
class Fault:
    """What is wrong on a line; either the whole row is left out, or only the one value."""

    line: int
    words: str
    whole_row: bool = False

    def __str__(self) -> str:
        left_out = "the row is left out" if self.whole_row else "the value is left out"
        return f"Line {self.line}: {self.words}; {left_out}"


@dataclass(frozen=True)
class Row:
    """One row, its values in their normal forms."""

    line: int
    id: str = ""
    given_name: str = ""
    surname: str = ""
    born: date | None = None
    postcode: str = ""
    phone: str = ""
    email: str = ""
    faults: tuple[Fault, ...] = ()

    @property
    def refused(self) -> bool:
        """Tell whether the row is left out."""
        return any(fault.whole_row for fault in self.faults)

    def content(self) -> str:
        """Return everything that the row says, by which a row without an id is known again."""
        born = self.born.isoformat() if self.born else ""
        return "\x1f".join((self.given_name, self.surname, born, self.postcode, self.phone, self.email))


@dataclass(frozen=True)
class Reading:
    """How values are read: the day it is, and what knows numbers and addresses."""

    today: date
    normal_phone: Normal
    normal_email: Normal
    named: bool = True
    """Whether each row must have a name: nobody is taken in without one, but somebody may be looked for."""


def decoded(lines: Iterable[bytes], encoding: str) -> Iterator[str]:
    """Return the lines of a file as text; raises BadFile with the line that is not in this encoding."""
    for number, line in enumerate(lines, 1):
        try:
            text = line.decode(encoding)
        except UnicodeDecodeError:
            other = "cp1252" if encoding.lower().startswith("utf") else "utf-8"
            raise BadFile(
                f"Line {number} is not text in {encoding}. Files from Windows programs are often in cp1252: "
                f"try --encoding {other}."
            ) from None
        yield text.removeprefix("\ufeff") if number == 1 else text


def read_rows(lines: Iterable[str], mapped: dict[str, str], reading: Reading) -> Iterator[Row]:
    """Read a file row by row; raises BadFile where it cannot be read at all, or no further."""
    reader = csv.reader((line.replace("\0", "") for line in lines), strict=True)
    try:
        headings = next(reader, [])
        places = places_of(headings, mapped, named=reading.named)
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            if any(cell.strip() for cell in cells):
                yield _row(line, cells, len(headings), places, reading)
    except csv.Error as fault:
        raise BadFile(
            f"The file cannot be read from line {reader.line_num} on ({fault}): "
            "was it cut off, or is a quote left open?"
        ) from None


def _row(line: int, cells: list[str], width: int, places: dict[str, int], reading: Reading) -> Row:
    if len(cells) != width:
        words = f"it has {len(cells)} cells where the first line has {width}"
        return Row(line, faults=(Fault(line, words, whole_row=True),))
    given = {column: _clean(cells[place]) for column, place in places.items()}
    row = Row(line, id=given.get("id", ""))
    row = replace(row, given_name=given.get("given_name", ""), surname=given.get("surname", ""))
    faults = list(_row_faults(row, reading.named))
    born, postcode = given.get("date_of_birth", ""), given.get("postcode", "")
    phone, email = given.get("phone", ""), given.get("email", "")
    row = replace(
        row,
        born=_date(born, reading.today),
        postcode=normal_postcode(postcode) or "",
        phone=phone if reading.normal_phone(phone) else "",
        email=email if reading.normal_email(email) else "",
    )
    kept = (("date_of_birth", born, row.born), ("postcode", postcode, row.postcode))
    for column, typed, value in (*kept, ("phone", phone, row.phone), ("email", email, row.email)):
        if typed and not value:
            faults.append(Fault(line, f"{column} is not one that can be"))
    return replace(row, faults=tuple(faults))


def _row_faults(row: Row, named: bool) -> Iterator[Fault]:
    if named and not name_parts(f"{row.given_name} {row.surname}"):
        yield Fault(row.line, "it has no name", whole_row=True)
    for column, value in (("id", row.id), ("given_name", row.given_name), ("surname", row.surname)):
        if len(value) > LONGEST:
            yield Fault(row.line, f"{column} has more than {LONGEST} letters", whole_row=True)


def _clean(cell: str) -> str:
    text = cell[:LONGEST_CELL]
    if not text.isprintable():
        text = "".join(" " if one.isspace() else one for one in text if one.isspace() or _seen(one))
    return " ".join(text.split())


def _seen(letter: str) -> bool:
    # The joiners stand within words of some scripts, and within pictures made of several.
    return letter in "\u200c\u200d" or unicodedata.category(letter) not in _UNSEEN


def _date(text: str, today: date) -> date | None:
    found = _DATE.fullmatch(text)
    if not found:
        return None
    try:
        born = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    # Somebody whom an older system knew may have died long since.
    return born if date(OLDEST_YEAR, 1, 1) <= born <= today else None


class _FirstLines:
    """On which line each value stood first, by its hash: some twenty bytes, where a dictionary takes a hundred."""

    def __init__(self, size: int = 1_024) -> None:
        self._keys, self._lines = array("q", bytes(8 * size)), array("I", bytes(4 * size))
        self._room = size // 2

    def first(self, key: int, line: int) -> int:
        """Return the line on which a value stood first: this one, if it is new."""
        last = len(self._keys) - 1
        at = key & last
        while (known := self._lines[at]) and self._keys[at] != key:
            at = (at + 1) & last
        if known:
            return known
        self._keys[at], self._lines[at] = key, line
        self._room -= 1
        if not self._room:
            self._grow()
        return line

    def _grow(self) -> None:
        larger = _FirstLines(len(self._keys) * 2)
        for key, line in zip(self._keys, self._lines, strict=True):
            if line:
                larger.first(key, line)
        self._keys, self._lines, self._room = larger._keys, larger._lines, larger._room


def refuse_doubles(rows: Iterable[Row]) -> Iterator[Row]:
    """Leave out a row that has the id of an earlier one, or without an id says the very same."""
    lines = _FirstLines()
    for row in rows:
        key = hash((row.id, "" if row.id else row.content()))
        first = row.line if row.refused else lines.first(key, row.line)
        if first != row.line:
            words = f"it has the same {'id' if row.id else 'content'} as line {first}"
            yield replace(row, faults=(*row.faults, Fault(row.line, words, whole_row=True)))
        else:
            yield row
