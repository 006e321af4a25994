"""Print every figure, and say what is not as promised: `python -m bench [--people 1000,100000] [--write]`."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

import click

from bench.asking import Page
from bench.cold import measure as measure_cold
from bench.figures import differing, loading, page_table, promised, verdicts
from bench.houses import House, house
from bench.pages import TIMES, measure
from bench.rotation import measure as measure_rotation
from bench.sealing import measure as measure_sealing
from bench.sealing import table as sealing_table
from bench.sealing import verdicts as sealing_verdicts
from prove.measurements import write
from tests.postgres import server_url

Asked = list[list[Page]]
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


class Sizes(click.ParamType):
    """Numbers of people, with commas between."""

    name = "sizes"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> list[int]:
        """Return the sizes, the smallest first."""
        words = value if isinstance(value, list) else str(value).split(",")
        try:
            found = sorted({int(one) for one in words if str(one).strip()})
        except ValueError:
            self.fail(f"{value} is not a list of numbers, like 1000,100000.", param, ctx)
        if any(one < 1 for one in found):
            self.fail("A demonstration has at least one person.", param, ctx)
        return found


class Bench:
    """One run: where its houses stand, how often each page is asked, and what was found."""

    def __init__(self, *, times: int, processor: bool, writes: bool) -> None:
        self.times, self.processor, self.writes = times, processor, writes
        self.faults: list[str] = []

    def built(self, place: Path, engine: str, sizes: Sequence[int], server: str | None = None) -> list[House]:
        """Return the houses of one database, smallest first: built, or as they were kept."""
        return [self._house(place / f"{engine}-{size}", engine, size, server) for size in sizes]

    def asked(self, houses: Sequence[House]) -> Asked:
        """Ask every page of all houses, and say of each at once what it came to."""
        found: Asked = []
        with quietly() as say:
            for row in measure(houses, self.times):
                found.append([one.by_the_processor if self.processor else one for one in row])
                figures = (
                    f"p95 {one.percentile(0.95):.0f} ms, {one.counted} statements" for one in found[-1]
                )
                say(f"  {row[0].name}: {'; '.join(figures)}")
        return found

    def tell(self, engine: str, sizes: Sequence[int], asked: Asked, said: list[str], note: str = "") -> None:
        """Print the table and the verdict, and write them down where that was asked for."""
        self.faults += said
        how = "Timed by the processor's work, not by the clock." if self.processor else ""
        parts = [page_table(sizes, asked), note, how, promised(said)]
        self.publish(f"Pages, on {NAMES[engine]}", "\n\n".join(part for part in parts if part))

    def publish(self, title: str, body: str) -> None:
        """Print a section, and put it into docs/measurements.md where that was asked for."""
        click.echo(f"\n{title}\n\n{body}\n")
        if self.writes:
            write(title, body)

    def _house(self, folder: Path, engine: str, size: int, server: str | None) -> House:
        label = f"{size:,} people on {NAMES[engine]}"
        with click.progressbar(length=1000, label=label, file=sys.stderr) as bar, quietly():
            found = house(folder, size, server, lambda part: bar.update(int(part * 1000) - bar.pos))
        how = "kept; it was loaded" if found.kept else "loaded"
        click.echo(f"{label}: {how} in {found.loaded_seconds:.0f} s")
        return found


@contextmanager
def quietly() -> Iterator[Callable[[str], None]]:
    """Keep the application's log off the screen; gives the way to say something all the same."""
    screen = sys.stdout
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
        yield lambda words: print(words, file=screen, flush=True)


def loading_words(houses: Sequence[House]) -> str:
    """Return how long each house took to load, in words."""
    each = [f"{one.people:,} people in {one.loaded_seconds:.0f} s" for one in houses]
    return f"Loading the demonstration: {', '.join(each)}."


def sealing(bench: Bench, vaults: int) -> None:
    """Time sealed values beside other engines, from cold too, and a rotation beside its bare parts."""
    timings = measure_sealing()
    said = sealing_verdicts(timings)
    cold = measure_cold()
    said += cold.faults()
    parts = [sealing_table(timings), str(cold)]
    if vaults:
        with tempfile.TemporaryDirectory(prefix="caseflow-bench-") as folder, quietly():
            rotation = measure_rotation(Path(folder), vaults)
        said += rotation.faults()
        parts.append(str(rotation))
    bench.faults += said
    bench.publish("Sealing, beside the engines of SQLAlchemy-Utils", "\n\n".join([*parts, promised(said)]))


@click.command()
@click.option("--people", type=Sizes(), default="1000,100000", show_default=True, help="The sizes.")
@click.option(
    "--postgresql", type=Sizes(), default="1000", show_default=True, help="Those on PostgreSQL; '' for none."
)
@click.option(
    "--keep",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep the SQLite houses here, and use those that are kept.",
)
@click.option(
    "--times", type=click.IntRange(5), default=TIMES, show_default=True, help="How often each is asked."
)
@click.option("--processor", is_flag=True, help="Time the processor's work: for a machine that is busy.")
@click.option("--write", "writes", is_flag=True, help="Write the figures into docs/measurements.md.")
@click.option("--vaults", default=1_000_000, show_default=True, help="How many are rotated; 0 for none.")
@click.option("--sealing-only", is_flag=True, help="Leave the pages out.")
def main(
    people: list[int],
    postgresql: list[int],
    keep: Path | None,
    times: int,
    processor: bool,
    writes: bool,
    vaults: int,
    sealing_only: bool,
) -> None:
    """Time sealing beside other engines, then every page at each size; exit status 1 if a promise is not kept."""
    started = time.perf_counter()
    bench = Bench(times=times, processor=processor, writes=writes)
    sealing(bench, vaults)
    if sealing_only:
        sys.exit(bool(bench.faults))
    with tempfile.TemporaryDirectory(prefix="caseflow-bench-") as folder:
        Path(folder).chmod(0o755)
        houses = bench.built(keep or Path(folder), "sqlite", people)
        asked = bench.asked(houses)
        said = verdicts(asked) + [one for made in houses for one in loading(made.people, made.loaded_seconds)]
        bench.tell("sqlite", people, asked, said, loading_words(houses))
        if postgresql:
            server = server_url(Path(folder), os.getpid())
            others = bench.asked(bench.built(Path(folder), "postgresql", postgresql, server))
            same = differing(asked, others) if people[0] == postgresql[0] else []
            bench.tell("postgresql", postgresql, others, verdicts(others) + same)
    outcome = f"{len(bench.faults)} not as promised" if bench.faults else "everything is as promised"
    click.echo(f"{outcome[0].upper()}{outcome[1:]}, in {time.perf_counter() - started:.0f} s.")
    sys.exit(bool(bench.faults))


if __name__ == "__main__":
    main()
