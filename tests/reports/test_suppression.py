"""Figures that leave: rounded, starred, and not to be worked out by anyone who can add."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow.reports.suppression import (
    SMALL_MOST,
    Grid,
    Mark,
    bounds,
    known_total,
    protected,
    release_count,
    release_seconds,
    release_share,
)


def cells_of(shape):
    lines, columns = shape
    line = st.lists(st.integers(0, 14), min_size=columns, max_size=columns)
    return st.lists(line, min_size=lines, max_size=lines)


TABLES = st.sampled_from([(1, 1), (1, 3), (1, 4), (2, 1), (3, 1), (4, 1), (2, 2), (2, 3), (3, 2)]).flatmap(
    cells_of
)


def readings(table: list[list[int]], shown: Grid) -> list[list[set[int]]]:
    """Work out, by trying every table there is, what each cell could be for somebody who sees what is released."""
    columns = [sum(line[place] for line in table) for place in range(len(table[0]))]
    most = sum(columns)
    lines = [
        possible_lines(table[number], shown.cells[number], shown.line_totals[number], most)
        for number in range(len(table))
    ]
    grand = bounds(most, shown.grand_total)
    found = [[set() for _ in line] for line in table]
    for choice in product(*lines):
        totals = [sum(column) for column in zip(*choice, strict=True)]
        if not all(within(total, known_total(true)) for total, true in zip(totals, columns, strict=True)):
            continue
        if not within(sum(totals), grand):
            continue
        for number, line in enumerate(choice):
            for place, value in enumerate(line):
                found[number][place].add(value)
    return found


def possible_lines(numbers, shown, total, most):
    """Return the lines that fit what is shown of them."""
    choices = []
    for number, mark in zip(numbers, shown, strict=True):
        least, upper = bounds(number, mark)
        choices.append(range(least, min(upper, most + SMALL_MOST) + 1))
    known = bounds(sum(numbers), total)
    return [line for line in product(*choices) if within(sum(line), known)]


def within(number, span):
    return span[0] <= number <= span[1]


@settings(max_examples=200, deadline=None)
@given(TABLES)
def test_no_small_cell_can_be_worked_out_from_the_totals(table):
    shown = protected(table)
    for number, line in enumerate(readings(table, shown)):
        for place, possible in enumerate(line):
            if 0 < table[number][place] <= SMALL_MOST:
                assert len(possible) >= 3, (table, shown, possible)


def test_the_attack_of_the_tests_finds_what_plain_rounding_gives_away():
    sevens = [[7], [7], [7], [7]]
    plain = Grid(((Mark.SMALL,),) * 4, (Mark.SMALL,) * 4, (30,), 30)
    assert readings(sevens, plain)[0][0] == {7}


@pytest.mark.parametrize("table", [[[7]] * 4, [[1]] * 12, [[7, 7], [7, 7]], [[7, 7, 7, 7]], [[1] * 12]])
def test_a_table_at_its_edge_is_opened_by_hiding(table):
    shown = protected(table)
    flat = [mark for line in shown.cells for mark in line]
    assert Mark.HIDDEN in (*flat, *shown.line_totals)
    assert shown.column_totals == tuple(release_count(sum(column)) for column in zip(*table, strict=True))


def test_the_total_of_all_is_hidden_alike_in_every_table_over_the_same_records():
    assert protected([[7, 7, 7, 7]]).grand_total is Mark.HIDDEN
    assert protected([[3, 3, 4, 0], [4, 4, 3, 7]]).grand_total is Mark.HIDDEN


@settings(max_examples=150, deadline=None)
@given(TABLES)
def test_what_is_shown_is_never_the_exact_number_of_a_small_cell(table):
    shown = protected(table)
    for numbers, marks in zip(table, shown.cells, strict=True):
        for number, mark in zip(numbers, marks, strict=True):
            if number == 0:
                assert mark in (0, Mark.HIDDEN)
            elif number <= SMALL_MOST:
                assert mark in (Mark.SMALL, Mark.HIDDEN)
            elif mark is not Mark.HIDDEN:
                assert mark % 5 == 0
                assert abs(mark - number) <= 2


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.integers(0, 60), min_size=7, max_size=7), min_size=1, max_size=10))
def test_a_table_of_the_usual_size_is_released(table):
    assert len(protected(table).cells) == len(table)


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0, 0), (1, "*"), (7, "*"), (8, 10), (12, 10), (13, 15), (22, 20), (23, 25), (1002, 1000)],
)
def test_counts_that_leave(number, shown):
    assert release_count(number) == shown


def test_a_count_below_nothing_is_refused():
    with pytest.raises(ValueError, match="negative"):
        release_count(-1)


@pytest.mark.parametrize(
    ("part", "of", "shown"),
    [
        (10, 19, "too few"),
        (10, 20, 50),
        (0, 20, 0),
        (20, 20, 100),
        (7, 100, "too few"),
        (93, 100, "too few"),
        (8, 100, 10),
        (41, 100, 40),
        (82, 200, 41),
        (0, 0, "too few"),
    ],
)
def test_shares_that_leave(part, of, shown):
    assert release_share(part, of) == shown


def test_a_part_larger_than_its_whole_is_refused():
    with pytest.raises(ValueError, match="whole"):
        release_share(3, 2)


def test_typical_times_that_leave():
    assert release_seconds(3 * 3600 + 1900, 20) == 4 * 3600
    assert release_seconds(3600, 19) == "too few"
    assert release_seconds(None, 0) == "too few"
