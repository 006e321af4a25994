"""Figures that leave the service: rounded, small ones starred, and no small one to be worked out. Pure.

0 is shown, 1 to 7 become a star, everything else is rounded to 5, totals on their own, so that they do not add.
Rounding alone does not do: four sevens under a total of 28 stand there as four stars under 30, and four stars
can be 28 at the most. So each table is attacked before it is released: ``protected`` asks, exactly, between
which bounds each small cell must lie for somebody who knows every large total to the last digit (from another
table, say), and hides cells until each small one could be one of at least three numbers.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

SMALL_MOST = 7
BASE = 5
FEWEST_OF = 20
FINE_OF = 200
POSSIBLE = 3
"""A small cell is safe while it could be one of so many numbers."""
ENDLESS = 10**9


class Mark(StrEnum):
    """What stands in place of a number."""

    SMALL = "*"
    HIDDEN = "hidden"
    TOO_FEW = "too few"


Released = int | Mark


def release_count(number: int) -> Released:
    """Return a count as it may leave: 0, a star, or rounded to 5."""
    if number < 0:
        raise ValueError("a count cannot be negative")
    if number == 0:
        return 0
    return Mark.SMALL if number <= SMALL_MOST else _to(number, BASE)


def release_share(part: int, of: int) -> Released:
    """Return a percentage as it may leave: from exact counts, on 20 or more, and never telling a small number.

    A whole percentage of less than 200 would give the count away, so there it is rounded to 5 as well.
    """
    if not 0 <= part <= of:
        raise ValueError("a part cannot be larger than its whole")
    if of < FEWEST_OF or 0 < part <= SMALL_MOST or 0 < of - part <= SMALL_MOST:
        return Mark.TOO_FEW
    return _to(100 * part / of, 1 if of >= FINE_OF else BASE)


def release_seconds(seconds: int | None, of: int) -> Released:
    """Return a typical length of time as it may leave: whole hours, on 20 or more."""
    return Mark.TOO_FEW if seconds is None or of < FEWEST_OF else _to(seconds, 3600)


def bounds(number: int, shown: Released) -> tuple[int, int]:
    """Return what a reader knows of a number from what is shown for it."""
    if shown is Mark.SMALL:
        return 1, SMALL_MOST
    if isinstance(shown, Mark):
        return 0, ENDLESS
    return (number, number) if number == 0 else (max(SMALL_MOST + 1, shown - 2), shown + 2)


@dataclass(frozen=True)
class Grid:
    """A table of counts as released: cells, the total of each line, of each column, and of all."""

    cells: tuple[tuple[Released, ...], ...]
    line_totals: tuple[Released, ...]
    column_totals: tuple[Released, ...]
    grand_total: Released


def protected(cells: Sequence[Sequence[int]]) -> Grid:
    """Release a table whose lines and columns add up, with cells hidden until no small one can be worked out.

    Totals of columns stand in other tables too, so here only cells and the totals of lines are hidden.
    """
    attack = _Attack(cells)
    while (tight := attack.tight_cell()) is not None:
        attack.hide_for(*tight)
    return attack.released()


class _Attack:
    """What a reader can work out, as a circulation: all → lines → columns → all, with bounds on every edge.

    The true table is one such circulation. A cell can be one more exactly if one more can be sent back from
    its column to its line some other way, so paths for single units answer the question without any solver.
    """

    def __init__(self, cells: Sequence[Sequence[int]]) -> None:
        self.cells = [list(line) for line in cells]
        self.lines, self.width = len(self.cells), len(self.cells[0]) if self.cells else 0
        self.shown = [[release_count(number) for number in line] for line in self.cells]
        self.line_shown = [release_count(sum(line)) for line in self.cells]
        self.columns = [sum(line[place] for line in self.cells) for place in range(self.width)]
        self.grand_shown = release_total(self.columns)

    def released(self) -> Grid:
        """Return what is shown now."""
        return Grid(
            tuple(tuple(line) for line in self.shown),
            tuple(self.line_shown),
            tuple(release_count(number) for number in self.columns),
            self.grand_shown,
        )

    def tight_cell(self) -> tuple[int, int] | None:
        """Return a small cell that could be one of too few numbers."""
        for line, place in self._small_cells():
            if self._possible(line, place) < POSSIBLE:
                return line, place
        return None

    def hide_for(self, line: int, place: int) -> None:
        """Hide the next thing that gives a tight cell room: itself, its line's total, then its neighbours."""
        if self.shown[line][place] is not Mark.HIDDEN:
            self.shown[line][place] = Mark.HIDDEN
            return
        if self.line_shown[line] is not Mark.HIDDEN:
            self.line_shown[line] = Mark.HIDDEN
            return
        near = [(one, place) for one in range(self.lines)] + [(line, one) for one in range(self.width)]
        far = [(one, other) for one in range(self.lines) for other in range(self.width)]
        for one, other in sorted(near, key=lambda at: -self.cells[at[0]][at[1]]) + far:
            if self.shown[one][other] is not Mark.HIDDEN:
                self.shown[one][other] = Mark.HIDDEN
                return
            if self.line_shown[one] is not Mark.HIDDEN:
                self.line_shown[one] = Mark.HIDDEN
                return
        raise ValueError("nothing is left to hide")

    def _small_cells(self) -> Iterator[tuple[int, int]]:
        for line, numbers in enumerate(self.cells):
            for place, number in enumerate(numbers):
                if 0 < number <= SMALL_MOST:
                    yield line, place

    def _possible(self, line: int, place: int) -> int:
        """Return how many numbers a cell could be, as far as it matters."""
        number = self.cells[line][place]
        least, most = bounds(number, self.shown[line][place])
        up = self._units(self.lines + place, line, (line, place), min(most - number, POSSIBLE))
        down = self._units(line, self.lines + place, (line, place), min(number - least, POSSIBLE))
        return 1 + up + down

    def _units(self, start: int, end: int, without: tuple[int, int], wanted: int) -> int:
        """Return how many units, up to those wanted, can be sent from one node to another."""
        room = self._room(without)
        for sent in range(wanted):
            path = _path(room, start, end)
            if path is None:
                return sent
            for one, other in path:
                room[one][other] -= 1
                room[other][one] = room[other].get(one, 0) + 1
        return wanted

    def _known_grand_total(self) -> tuple[int, int]:
        """Return what is known of the total of all: exactly, unless that would give a small column away."""
        if self.grand_shown is Mark.HIDDEN or any(0 < number <= SMALL_MOST for number in self.columns):
            return bounds(sum(self.columns), self.grand_shown)
        return known_total(sum(self.columns))

    def _room(self, without: tuple[int, int]) -> list[dict[int, int]]:
        """Return by how much each edge could carry more, or less, than it truly does."""
        everything = self.lines + self.width
        room: list[dict[int, int]] = [{} for _ in range(everything + 2)]

        def edge(one: int, other: int, number: int, known: tuple[int, int]) -> None:
            room[one][other] = room[one].get(other, 0) + known[1] - number
            room[other][one] = room[other].get(one, 0) + number - known[0]

        for line, numbers in enumerate(self.cells):
            edge(everything, line, sum(numbers), bounds(sum(numbers), self.line_shown[line]))
            for place, number in enumerate(numbers):
                if (line, place) != without:
                    edge(line, self.lines + place, number, bounds(number, self.shown[line][place]))
        for place, number in enumerate(self.columns):
            edge(self.lines + place, everything + 1, number, known_total(number))
        edge(everything + 1, everything, sum(self.columns), self._known_grand_total())
        return room


def release_total(columns: Sequence[int]) -> Released:
    """Return the total of all as it may leave: hidden where it and the large columns tell a small column.

    It depends on nothing but the columns' totals, so every table over the same records decides alike.
    """
    total = sum(columns)
    shown = release_count(total)
    least, most = bounds(total, shown)
    small = [number for number in columns if 0 < number <= SMALL_MOST]
    for number in small:
        up = min(SMALL_MOST - number, most - total + sum(small) - number - len(small) + 1)
        down = min(number - 1, total - least + (len(small) - 1) * SMALL_MOST - sum(small) + number)
        if 1 + up + down < POSSIBLE:
            return Mark.HIDDEN
    return shown


def known_total(number: int) -> tuple[int, int]:
    """Return what an attacker is taken to know of a column's total: a large one exactly, a small one as shown."""
    return bounds(number, Mark.SMALL) if 0 < number <= SMALL_MOST else (number, number)


def _path(room: list[dict[int, int]], start: int, end: int) -> list[tuple[int, int]] | None:
    """Return the edges of a shortest way with room on each."""
    came: dict[int, int] = {start: start}
    waiting = deque([start])
    while waiting and end not in came:
        one = waiting.popleft()
        for other, free in room[one].items():
            if free > 0 and other not in came:
                came[other] = one
                waiting.append(other)
    if end not in came:
        return None
    path, at = [], end
    while at != start:
        path.append((came[at], at))
        at = came[at]
    return path


def _to(number: float, base: int) -> int:
    """Round to a multiple, halves upwards."""
    return int((number + base / 2) // base) * base
