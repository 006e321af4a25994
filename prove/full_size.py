"""Finding at full size: `python -m prove.full_size [--sizes 100000,200000,1000000] [--place FOLDER] [--write]`.

Invented people are taken in by the import's own code, sealed as everybody is; names are opened by a process of its
own; and the find page is asked by somebody who is signed in, audit and all.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import click
import flask_migrate
from flask import Flask
from flask.testing import FlaskClient

from bench.asking import Page, Question, ask_in_turn
from caseflow.access.viewer import System
from caseflow.choices import Side
from caseflow.database import db
from caseflow.engines import learn_spread
from caseflow.people.finding.freshness import kept_index
from caseflow.people.importing.taking_in import take_in
from prove.many_people import NUMBERS, many_people, person
from prove.small_world import small_world
from prove.verdict import Verdict
from tests.installation import PASSWORD, Installation, close

SIZES = "100000,200000,1000000"
ASKED, OPENED = 200, 3
SMALLEST = 100_000
"""Among fewer, what a process needs once outweighs what it needs for each person."""
PROMISED = {200_000: 20.0, 1_000_000: 60.0}
LETTERS = "abcdefghijklmnopqrstuvwxyz"
PROVING = System("prove full size")
NOTE = "people.txt"
THINKING = 0.05
"""Seconds between two pages that are asked for while names are opened."""
BY_SCRIPT = {"X-Fragment": "1"}
"""What the page's own script sends with each question."""


def grown(place: Path, size: int, before: Path | None) -> Installation:
    """Return the house of one size in a folder: as it was kept, or made by growing the one of the size before."""
    made = Installation("sqlite", place / "made", "")
    if (place / NOTE).exists():
        _at_present(made)
        return made
    shutil.rmtree(place, ignore_errors=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    start = 0
    if before is not None:
        shutil.copytree(before, place)
        start = int((place / NOTE).read_text(encoding="utf-8"))
        (place / NOTE).unlink()
    else:
        with small_world(place.with_suffix(".bare")) as bare:
            shutil.copytree(bare.folder, place / "made")
        shutil.rmtree(place.with_suffix(".bare"))
    app = made.app()
    with app.app_context():
        take_in(PROVING, Side.SURVIVOR, many_people(start, size), lambda _count: None)
        db.session.remove()
        learn_spread(db.engine)
    close(app)
    (place / NOTE).write_text(str(size), encoding="utf-8")
    return made


def _at_present(made: Installation) -> None:
    """Bring a house that was kept to the present migrations."""
    app = made.unready_app()
    with app.app_context():
        flask_migrate.upgrade()
    close(app)


def misspelt(word: str, chance: random.Random) -> str:
    """Return a word with one letter wrong, as it might be heard."""
    at = chance.randrange(1, len(word))
    return word[:at] + chance.choice(LETTERS) + word[at + 1 :]


def opening(verdict: Verdict, made: Installation, people: int) -> None:
    """Measure in processes of their own how long opening all names takes, and how much memory they need."""
    runs = [
        subprocess.run(
            # As under a server, the process's main module imports nothing of the house: a second one begins by it.
            [sys.executable, "-c", "from prove.opening import main; main()"],
            env=made.environment(),
            capture_output=True,
            text=True,
            check=True,
        )
        for _ in range(OPENED)
    ]
    runs_read = [json.loads(done.stdout.splitlines()[-1]) for done in runs]
    read = sorted(runs_read, key=lambda one: one["seconds"])[OPENED // 2]
    each = ", ".join(f"{one['seconds']:.1f}" for one in runs_read)
    limit = {100_000: 3.0, 1_000_000: 30.0}.get(people)
    verdict.say(
        f"{read['people']:,} people opened in {read['seconds']:.1f} s, the middle of {each} "
        f"({read['processor']:.1f} s of processor)",
        None if limit is None else read["seconds"] <= limit,
    )
    verdict.say(
        f"{read['bytes']:.0f} bytes of memory a person and process (promised 600)",
        read["bytes"] <= 600 if people >= SMALLEST else None,
    )


def typed(number: int, chance: random.Random) -> dict[str, dict[str, str]]:
    """Return what somebody might type to find the person with a number, by what kind of question it is."""
    row = person(number)
    heard = f"{misspelt(row.given_name, chance)} {misspelt(row.surname, chance)}"
    return {
        "a misspelt name and a birth date": {"name": heard, "birth": f"{row.born:%d/%m/%Y}"},
        "a misspelt name": {"q": heard},
        "the beginnings of a name": {"q": f"{row.given_name[:3]} {row.surname[:4]}"},
        "a given name": {"q": row.given_name},
        "a name and a postcode": {"q": f"{row.given_name} {row.surname}, {row.postcode}"},
        "a phone number": {"q": person(number % NUMBERS).phone},
    }


def while_opening(app: Flask, client: FlaskClient) -> tuple[list[float], list[float]]:
    """Ask for the desk before names are opened, and while they are; returns the milliseconds of each."""

    def desk() -> float:
        started = time.perf_counter()
        client.get("/")
        return (time.perf_counter() - started) * 1000

    before = [desk() for _ in range(ASKED)][ASKED // 10 :]
    client.post("/find/now", data={"q": "asha"}, headers=BY_SCRIPT)
    with app.app_context():
        kept = kept_index()
    during: list[float] = []
    while kept.percent is not None or not during:
        during.append(desk())
        time.sleep(THINKING)
    return before, during


def percentile(milliseconds: list[float]) -> float:
    """Return the time that nineteen of twenty answers stayed within."""
    return sorted(milliseconds)[int(0.95 * len(milliseconds))]


def server_time(verdict: Verdict, made: Installation, size: int) -> None:
    """Measure the find page's answer while somebody types, from the request to the last byte."""
    app = made.app()
    client = app.test_client()
    client.post("/sign-in", data={"username": "harriet", "password": PASSWORD})
    with redirect_stdout(StringIO()):
        before, during = while_opening(app, client)
    verdict.say(
        f"Among {size:,}, the desk while names are opened: p95 {percentile(during):.0f} ms, "
        f"before {percentile(before):.0f} ms (promised: at most doubled)",
        percentile(during) <= 2 * percentile(before),
    )
    chance = random.Random(size)
    asked = [typed(number, chance) for number in chance.sample(range(size), ASKED)]

    def look(kind: str) -> Callable[[int], object]:
        def ask(number: int) -> object:
            answer = client.post("/find/now", data=asked[number % ASKED][kind], headers=BY_SCRIPT)
            if answer.status_code != 200:
                raise RuntimeError(f"the find page answered {answer.status_code}")
            return answer

        return ask

    with redirect_stdout(StringIO()):
        pages = ask_in_turn([Question(kind, look(kind), ASKED) for kind in asked[0]])
    close(app)
    for page in pages:
        verdict.say(f"Among {size:,}, by {page.name}: {_said(page)}")
    every = Page("every kind")
    for page in pages:
        every.milliseconds += page.milliseconds
        every.working += page.working
    limit = PROMISED.get(size)
    promised = "" if limit is None else f" (promised {limit:.0f})"
    held = None if limit is None else every.percentile(0.95) <= limit
    verdict.say(f"Among {size:,}, server time of a find of any kind{promised}: {_said(every)}", held)


def _said(page: Page) -> str:
    half, most, worked = page.percentile(0.5), page.percentile(0.95), page.by_the_processor.percentile(0.95)
    return f"p50 {half:.1f} ms, p95 {most:.1f} ms; of the processor p95 {worked:.1f} ms"


def measure(verdict: Verdict, place: Path, sizes: list[int]) -> None:
    """Build the house of each size from the one before, and measure in it."""
    before: Path | None = None
    for size in sorted(sizes):
        made = grown(place / str(size), size, before)
        opening(verdict, made, size)
        server_time(verdict, made, size)
        before = place / str(size)


@click.command()
@click.option("--sizes", default=SIZES, show_default=True, help="How many people, with commas between.")
@click.option("--place", type=click.Path(path_type=Path), help="Where the houses are kept for the next run.")
@click.option("--write", "keep", is_flag=True, help="Write the figures into docs/measurements.md.")
def main(sizes: str, place: Path | None, keep: bool) -> None:
    """Measure, and say what is as promised; exit status 1 if something is not."""
    verdict = Verdict()
    wanted = [int(one) for one in sizes.split(",")]
    with tempfile.TemporaryDirectory(prefix="caseflow-finding-") as made:
        measure(verdict, place or Path(made), wanted)
    verdict.end("Finding at full size", keep=keep)


if __name__ == "__main__":
    main()
