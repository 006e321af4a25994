"""What was asked, as tables, and what of it is not as promised. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bench.asking import Page

TIMES_AS_LONG, YEAR_MILLISECONDS, LOADING_SECONDS = 1.5, 1000, 600
LOADED_PEOPLE = 100_000
KEPT = "Everything is as promised."


def page_table(sizes: Sequence[int], asked: Sequence[Sequence[Page]]) -> str:
    """Return every page at every size as a Markdown table, with how much longer the largest takes."""
    head = "".join(f" p50 at {one:,} | p95 at {one:,} | statements |" for one in sizes)
    compared = len(sizes) > 1
    ratio_head = " p95, largest to smallest |" if compared else ""
    lines = [
        f"| page, milliseconds on the server |{head}{ratio_head}",
        "|---|" + "---:|" * (3 * len(sizes) + compared),
    ]
    for row in asked:
        cells = "".join(
            f" {page.percentile(0.5):.1f} | {page.percentile(0.95):.1f} | {page.counted} |" for page in row
        )
        lines.append(f"| {row[0].name} |{cells}{f' {ratio(row):.2f} |' if compared else ''}")
    return "\n".join(lines)


def ratio(row: Sequence[Page]) -> float:
    """Return how many times as long the largest size takes as the smallest."""
    return row[-1].percentile(0.95) / row[0].percentile(0.95)


def verdicts(asked: Sequence[Sequence[Page]]) -> list[str]:
    """Name what is not as promised: statements that do not grow, p95 within 1.5 times, a year's report in a second."""
    said = []
    for row in asked:
        small, large = row[0], row[-1]
        if max(large.statements) > max(small.statements):
            said.append(f"{small.name}: {small.counted} statements, then {large.counted}")
        if small.name.startswith("report"):
            if large.percentile(0.95) > YEAR_MILLISECONDS:
                said.append(f"{large.name}: {large.percentile(0.95):.0f} ms")
        elif ratio(row) > TIMES_AS_LONG:
            said.append(f"{small.name}: p95 {ratio(row):.2f} times as long")
    return said


def differing(asked: Sequence[Sequence[Page]], other: Sequence[Sequence[Page]]) -> list[str]:
    """Name the pages for which two databases are sent a different number of statements, at the smallest size."""
    pairs = [(one[0], two[0]) for one, two in zip(asked, other, strict=True)]
    return [
        f"{one.name}: {one.counted} statements on SQLite, {two.counted} on PostgreSQL"
        for one, two in pairs
        if max(one.statements) != max(two.statements)
    ]


def loading(people: int, seconds: float) -> list[str]:
    """Name a loading that took longer than promised: 100,000 people in under ten minutes."""
    late = people <= LOADED_PEOPLE and seconds >= LOADING_SECONDS
    return [f"{people:,} people took {seconds:.0f} s to load"] if late else []


def promised(said: Sequence[str]) -> str:
    """Return the verdict in words."""
    return "\n".join(f"- Not as promised: {one}" for one in said) or KEPT
