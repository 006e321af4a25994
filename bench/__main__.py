"""Print every figure: `python -m bench [--people 1000,100000] [--write]`."""

from __future__ import annotations

import tempfile
import time
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import click

from bench.asking import Page
from bench.pages import build, measure
from bench.sealing import measure as measure_sealing
from bench.sealing import table as sealing_table
from prove.measurements import write


def page_table(sizes: dict[int, list[Page]]) -> str:
    """Return every page at every size as a Markdown table, with how much longer the largest takes."""
    least, most = min(sizes), max(sizes)
    head = "".join(f" p50 at {one:,} | p95 at {one:,} | statements |" for one in sizes)
    lines = [
        f"| page, milliseconds on the server |{head} p95, largest to smallest |",
        "|---|" + "---:|" * (3 * len(sizes) + 1),
    ]
    for row in zip(*sizes.values(), strict=True):
        cells = "".join(
            f" {page.percentile(0.5):.1f} | {page.percentile(0.95):.1f} | {page.counted} |" for page in row
        )
        by_size = dict(zip(sizes, row, strict=True))
        ratio = by_size[most].percentile(0.95) / by_size[least].percentile(0.95)
        lines.append(f"| {row[0].name} |{cells} {ratio:.2f} |")
    return "\n".join(lines)


def verdicts(sizes: dict[int, list[Page]]) -> list[str]:
    """Name what is not as promised: statements that do not grow, p95 within 1.5 times, a year's report in a second."""
    said = []
    for small, large in zip(sizes[min(sizes)], sizes[max(sizes)], strict=True):
        if max(large.statements) > max(small.statements):
            said.append(f"{small.name}: {small.counted} statements, then {large.counted}")
        if small.name.startswith("report"):
            if large.percentile(0.95) > 1000:
                said.append(f"{large.name}: {large.percentile(0.95):.0f} ms")
        elif large.percentile(0.95) > 1.5 * small.percentile(0.95):
            said.append(
                f"{small.name}: p95 {large.percentile(0.95) / small.percentile(0.95):.2f} times as long"
            )
    return said


@click.command()
@click.option("--people", default="1000,100000", show_default=True, help="The sizes, with commas between.")
@click.option("--write", "keep", is_flag=True, help="Write the figures into docs/measurements.md.")
@click.option("--sealing-only", is_flag=True, help="Leave the pages out.")
def main(people: str, keep: bool, sealing_only: bool) -> None:
    """Time sealing beside other engines, then every page at each size."""
    sealing = sealing_table(measure_sealing())
    click.echo(f"{sealing}\n")
    if keep:
        write("Sealing, beside the engines of SQLAlchemy-Utils", sealing)
    if sealing_only:
        return
    sizes: dict[int, list[Page]] = {}
    for size in sorted(int(one) for one in people.split(",")):
        with tempfile.TemporaryDirectory(prefix="caseflow-bench-") as folder:
            started = time.perf_counter()
            house = build(Path(folder), size)
            click.echo(f"{size:,} people loaded in {time.perf_counter() - started:.0f} s")
            with redirect_stdout(StringIO()):
                sizes[size] = measure(house)
    table, said = page_table(sizes), verdicts(sizes)
    promised = "\n".join(f"- Not as promised: {one}" for one in said) or "Everything is as promised."
    click.echo(f"\n{table}\n\n{promised}")
    if keep:
        write("Pages, on SQLite", f"{table}\n\n{promised}")


if __name__ == "__main__":
    main()
