"""How well and how fast people are found: `python -m prove.matching [--people 200000] [--large 1000000] [--write]`.

Everything goes through the real commands and the real page: files are imported and matched by ``flask people``, the
page is asked by somebody who is signed in, and names are opened by a process of their own.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import click

from bench.asking import Question, ask_in_turn
from caseflow.access.viewer import System
from caseflow.people.queries import open_all_names
from prove.febrl import COLUMNS, Record, corrupted, many, set_4, write
from prove.linker_beside import FEWEST, f1, linked
from prove.measurements import write as write_section
from prove.small_world import small_world
from prove.stolen_tokens import named_from_tokens
from tests.installation import PASSWORD, Installation, close

NAME_AND_BIRTH = COLUMNS[:4]
SURE = 0.5
ASKED, TIMES = 2_000, 300
WANTED = {5_000: (0.985, 0.995), 200_000: (0.96, 0.99)}


class Verdict:
    """What was measured, and whether it is as promised."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.failed = False

    def say(self, words: str, held: bool | None = None) -> None:
        """Note one line, and print it."""
        outcome = "" if held is None else " **held**" if held else " **NOT REACHED**"
        self.failed = self.failed or held is False
        self.lines.append(f"- {words}{outcome}")
        click.echo(self.lines[-1])


def flask(made: Installation, *words: str) -> float:
    """Run one of the product's commands in a process of its own; returns how many seconds it took."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *words]
    done = subprocess.run(command, env=made.environment(), capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1) or "Traceback" in done.stderr:
        raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])
    return time.perf_counter() - started


def hits(path: Path) -> Iterator[dict[str, str]]:
    """Read the hits of a match."""
    with path.open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


def found_among_ten(made: Installation, folder: Path, asked: list[Record], columns: tuple[str, ...]) -> float:
    """Return the share of those asked for who are among their first ten hits."""
    queries, out = write(folder / "queries.csv", asked, columns), folder / "hits.csv"
    flask(made, "people", "match", str(queries), "--out", str(out), "--top", "10")
    right = {hit["query_id"] for hit in hits(out) if hit["query_id"] == hit["outside_reference"]}
    return len(right) / len(asked)


def recall(verdict: Verdict, made: Installation, folder: Path, people: int, asked: list[Record]) -> None:
    """Measure whether the right person is among the first ten, without and with the postcode."""
    wanted = WANTED.get(people, (None, None))
    for columns, least in zip((NAME_AND_BIRTH, COLUMNS), wanted, strict=True):
        share = found_among_ten(made, folder, asked, columns)
        what = "name, birth date and postcode" if columns is COLUMNS else "name and birth date"
        held = None if least is None else share >= least
        said = "" if least is None else f" (promised {least})"
        verdict.say(
            f"Among {people:,}, {len(asked):,} asked for by {what}: {share:.4f} in the first ten{said}", held
        )


def linker(verdict: Verdict, folder: Path, originals: list[Record], duplicates: list[Record]) -> None:
    """Compare the pairs of the last match with those of Splink, on the same fields of the same lists."""
    true = {(one.id, one.id) for one in originals} & {(one.id, one.id) for one in duplicates}
    ours = {
        (hit["outside_reference"], hit["query_id"])
        for hit in hits(folder / "hits.csv")
        if float(hit["probability"]) >= SURE
    }
    mine, theirs = f1(ours, true), f1(linked(originals, duplicates), true)
    words = "F1 {:.4f} (precision {:.4f}, recall {:.4f})"
    verdict.say(
        f"As a linker of two lists, pairs of probability {FEWEST} or more: {words.format(*mine)}; "
        f"Splink trained on the same fields {words.format(*theirs)}",
        mine[0] >= theirs[0],
    )


def opening(verdict: Verdict, made: Installation, people: int) -> None:
    """Measure in a process of its own how long opening all names takes, and how much memory they need."""
    done = subprocess.run(
        [sys.executable, "-m", "prove.opening"],
        env=made.environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    read = json.loads(done.stdout.splitlines()[-1])
    limit = {100_000: 3.0, 1_000_000: 30.0}.get(people)
    verdict.say(
        f"{read['people']:,} people opened in {read['seconds']:.1f} s ({read['processor']:.1f} s of processor)",
        None if limit is None else read["seconds"] <= limit,
    )
    verdict.say(
        f"{read['bytes']:.0f} bytes of memory a person and process (promised 600)", read["bytes"] <= 600
    )


def server_time(verdict: Verdict, made: Installation, people: int, asked: list[Record]) -> None:
    """Measure the find page's answer while somebody types, from the request to the last byte."""
    app = made.app()
    with app.app_context():
        open_here()
    client = app.test_client()
    client.post("/sign-in", data={"username": "harriet", "password": PASSWORD})

    def look(number: int) -> object:
        one = asked[number % len(asked)]
        words = {"name": f"{one.given_name} {one.surname}", "birth": one.date_of_birth}
        answer = client.post("/find/now", data=words)
        if answer.status_code != 200:
            raise RuntimeError(f"the find page answered {answer.status_code}")
        return answer

    with redirect_stdout(StringIO()):
        (page,) = ask_in_turn([Question("find", look, TIMES)])
    close(app)
    limit = {200_000: 20.0, 1_000_000: 60.0}.get(people)
    half, most = page.percentile(0.5), page.percentile(0.95)
    said = "" if limit is None else f" (promised {limit:.0f})"
    verdict.say(
        f"Among {people:,}, server time of a find: p50 {half:.1f} ms, p95 {most:.1f} ms{said}; "
        f"of the processor p95 {page.by_the_processor.percentile(0.95):.1f} ms",
        None if limit is None else most <= limit,
    )


def open_here() -> None:
    """Open all names into this process."""
    open_all_names(System("prove matching"))


@click.command()
@click.option("--people", default=200_000, show_default=True, help="How many people the larger list has.")
@click.option(
    "--large", default=1_000_000, show_default=True, help="How many for time and memory; 0 leaves it out."
)
@click.option(
    "--asked", default=ASKED, show_default=True, help="How many are asked for among the larger list."
)
@click.option("--write", "keep", is_flag=True, help="Write the figures into docs/measurements.md.")
def main(people: int, large: int, asked: int, keep: bool) -> None:
    """Measure, and say what is as promised; exit status 1 if something is not."""
    verdict = Verdict()
    with tempfile.TemporaryDirectory(prefix="caseflow-matching-") as place:
        folder = Path(place)
        originals, duplicates = set_4()
        with small_world(folder / "set4") as made:
            took(verdict, made, write(folder / "people.csv", originals), len(originals))
            recall(verdict, made, folder, len(originals), duplicates)
            linker(verdict, folder, originals, duplicates)
            share, rows = named_from_tokens(made)
            verdict.say(
                f"A thief who knows 200 of {rows:,} rows names {share:.4f} of the others by stored tokens",
                share == 0,
            )
        for size in [one for one in (people, large) if one]:
            with small_world(folder / f"many{size}") as made:
                everybody = many(size)
                queries = corrupted(everybody, min(asked, size))
                took(verdict, made, write(folder / "people.csv", everybody), size)
                opening(verdict, made, size)
                server_time(verdict, made, size, queries)
                if size == people:
                    recall(verdict, made, folder, size, queries)
    if keep:
        write_section("Finding people", "\n".join(verdict.lines))
    sys.exit(verdict.failed)


def took(verdict: Verdict, made: Installation, file: Path, count: int) -> None:
    """Import a file and note how long it took."""
    seconds = flask(made, "people", "import", str(file))
    verdict.say(
        f"{count:,} rows imported in {seconds:.0f} s, {count / seconds:,.0f} a second, likely duplicates listed"
    )


if __name__ == "__main__":
    main()
