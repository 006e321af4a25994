"""How well people are found: `python -m prove.matching [--people 200000] [--write]`; how fast, prove.full_size says.

Everything goes through the real commands: files are imported and matched by ``flask people``.
"""

from __future__ import annotations

import csv
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import click

from prove.febrl import COLUMNS, Record, corrupted, many, set_4, write
from prove.linker_beside import FEWEST, f1, linked
from prove.small_world import small_world
from prove.stolen_tokens import named_from_tokens
from prove.verdict import Verdict
from tests.installation import Installation

NAME_AND_BIRTH = COLUMNS[:4]
SURE = 0.5
ASKED = 2_000
WANTED = {5_000: (0.985, 0.995), 200_000: (0.96, 0.99)}


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


@click.command()
@click.option("--people", default=200_000, show_default=True, help="How many people the larger list has.")
@click.option(
    "--asked", default=ASKED, show_default=True, help="How many are asked for among the larger list."
)
@click.option("--write", "keep", is_flag=True, help="Write the figures into docs/measurements.md.")
def main(people: int, asked: int, keep: bool) -> None:
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
        with small_world(folder / "many") as made:
            everybody = many(people)
            took(verdict, made, write(folder / "people.csv", everybody), people)
            recall(verdict, made, folder, people, corrupted(everybody, min(asked, people)))
    verdict.end("Finding people", keep=keep)


def took(verdict: Verdict, made: Installation, file: Path, count: int) -> None:
    """Import a file and note how long it took."""
    seconds = flask(made, "people", "import", str(file))
    verdict.say(
        f"{count:,} rows imported in {seconds:.0f} s, {count / seconds:,.0f} a second, likely duplicates listed"
    )


if __name__ == "__main__":
    main()
