"""A long list taken in: `python -m prove.importing [--people 1000000] [--place FOLDER] [--write]`.

The list is taken in by ``flask people import``, which is killed on the way and run again. Some of its rows say again
who another is, and some name nobody.
"""

from __future__ import annotations

import csv
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import click
from flask import Flask
from sqlalchemy import func, select

from caseflow.database import db
from caseflow.people.importing.models import OutsideReference
from caseflow.people.importing.rows import Row
from caseflow.people.models import Person, PersonName
from prove.many_people import many_people
from prove.small_world import small_world
from prove.verdict import Verdict
from tests.installation import Installation, close

PEOPLE = 1_000_000
AGAIN, NAMELESS = 100, 20
"""So many rows say again who another is, and so many name nobody."""
COLUMNS = ("id", "given_name", "surname", "date_of_birth", "postcode", "phone", "email")
LOOKED_EVERY = 0.5
KILLED_AT = 0.3


@dataclass
class Run:
    """One run of the command: its words, how it ended, how long it took, and the most memory that it held."""

    words: str
    status: int
    seconds: float
    most: int


def rows_of(people: int) -> Iterator[Row]:
    """Return the rows that can be taken in: the people, and some of them again under another id."""
    yield from many_people(0, people)
    for row in many_people(0, AGAIN):
        yield replace(row, id=_again(row.id), phone="", email="")


def _again(row_id: str) -> str:
    return f"again {row_id}"


def write_list(path: Path, people: int) -> Path:
    """Write the list; the rows that name nobody stand at its end."""
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(COLUMNS)
        for row in rows_of(people):
            born = f"{row.born:%Y-%m-%d}" if row.born else ""
            writer.writerow((row.id, row.given_name, row.surname, born, row.postcode, row.phone, row.email))
        for number in range(NAMELESS):
            writer.writerow((f"nobody {number}", "", "", "1990-02-27", "", "", ""))
    return path


def run(made: Installation, file: Path, *more: str, enough: Callable[[], bool] = lambda: False) -> Run:
    """Run the command, and kill it as soon as enough is stored."""
    started, most = time.perf_counter(), 0
    said = file.with_suffix(".said")
    with said.open("w+", encoding="utf-8") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "wsgi", "people", "import", str(file), *more],
            env=made.environment(),
            stdout=out,
            stderr=out,
        )
        while process.poll() is None:
            most = max(most, _own_memory(process.pid))
            if enough():
                process.kill()
            time.sleep(LOOKED_EVERY)
    return Run(said.read_text(encoding="utf-8"), process.returncode, time.perf_counter() - started, most)


def _own_memory(pid: int) -> int:
    """Return the bytes of memory that are a process's own; pages of a file can be taken back at any time."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon:"))


def stored(app: Flask) -> int:
    """Return how many rows of the list are stored."""
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(OutsideReference)) or 0


def counts(app: Flask) -> dict[str, int]:
    """Return how many rows each table of people has, and how many people the references lead to."""
    with app.app_context():
        found = {
            table.__tablename__: db.session.scalar(select(func.count()).select_from(table)) or 0
            for table in (Person, PersonName, OutsideReference)
        }
        led_to = select(func.count(OutsideReference.person_id.distinct()))
        found["led to"] = db.session.scalar(led_to) or 0
    return found


def measure(verdict: Verdict, made: Installation, app: Flask, folder: Path, people: int) -> None:
    """Take the list in: killed once, run to its end, and once more with nothing left to do."""
    file, wanted = write_list(folder / "people.csv", people), people + AGAIN
    before = counts(app)
    killed = run(made, file, enough=lambda: stored(app) >= wanted * KILLED_AT)
    left = counts(app)["outside_references"]
    whole = run(made, file)
    after = counts(app)
    grown = {name: after[name] - before[name] for name in after}
    new = wanted - left
    verdict.say(
        f"{wanted:,} rows, killed after {left:,} ({killed.seconds:.0f} s, {_mb(killed.most)}) and run again: "
        f"{grown['outside_references']:,} stored, {grown['people']:,} people, {grown['led to']:,} of them led to, "
        f"{grown['person_names']:,} names",
        {grown[name] for name in ("outside_references", "people", "led to", "person_names")} == {wanted}
        and killed.status < 0
        and f"{new} people were taken in; {left} were there already." in whole.words,
    )
    verdict.say(
        f"The run to the end took {whole.seconds:.0f} s, {new / whole.seconds:,.0f} a second with the likely pairs, "
        f"and at most {_mb(whole.most)} of memory, in which the names of all were opened for the pairs"
    )
    listed = _pairs(file)
    planted = {frozenset((row.id, _again(row.id))) for row in many_people(0, AGAIN)}
    verdict.say(
        f"{len(listed):,} pairs listed, with {len(planted & listed)} of the {AGAIN} who are in it twice",
        planted <= listed,
    )
    lines = range(wanted + 2, wanted + 2 + NAMELESS)
    named = sum(f"Line {line}: it has no name; the row is left out" in whole.words for line in lines)
    verdict.say(
        f"{NAMELESS} rows without a name: {named} named with their line, exit status {whole.status}",
        named == NAMELESS and whole.status == 1,
    )
    again = run(made, file, "--rows", "1-1000")
    verdict.say(
        f"Its first thousand rows once more: nothing new ({again.seconds:.0f} s)",
        "0 people were taken in; 1000 were there already." in again.words and counts(app) == after,
    )


def _mb(count: int) -> str:
    return f"{count / 1e6:,.0f} MB"


def _pairs(file: Path) -> set[frozenset[str]]:
    with file.with_name(f"{file.stem}.pairs.csv").open(encoding="utf-8") as lines:
        return {frozenset((row["first_id"], row["second_id"])) for row in csv.DictReader(lines)}


@click.command()
@click.option("--people", default=PEOPLE, show_default=True, help="How many people the list has.")
@click.option("--place", type=click.Path(path_type=Path), help="A new folder to work in, which is kept.")
@click.option("--write", "keep", is_flag=True, help="Write the figures into docs/measurements.md.")
def main(people: int, place: Path | None, keep: bool) -> None:
    """Measure, and say what is as promised; exit status 1 if something is not."""
    verdict = Verdict()
    with tempfile.TemporaryDirectory(prefix="caseflow-imported-") as made_here:
        folder = place or Path(made_here)
        folder.mkdir(parents=True, exist_ok=True)
        with small_world(folder / "world") as made:
            app = made.app()
            measure(verdict, made, app, folder, people)
            close(app)
    verdict.end("A long list taken in", keep=keep)


if __name__ == "__main__":
    main()
