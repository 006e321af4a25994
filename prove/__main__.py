"""Run the proofs at full size and write what they measured: `python -m prove [races] [repeats] [canaries] …`."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import click

from caseflow.oversight.watching.looking import look_at_all
from prove import audit_proofs, backing_up
from prove.canaries import Flock, files_below, found_in, found_in_text, words
from prove.database_files import settled_files
from prove.effects import NOT_WALKED, differences, effects, never_posted, sealed_and_filled
from prove.forced import error_pages
from prove.grounds import Grounds, Verdict
from prove.measurements import write
from prove.pairs import linked_pairs
from prove.races import a_referral, acceptors, race
from prove.sealing import erased, kills, moved
from prove.sign_in import one_code, sign_in_timing
from prove.story import whole
from prove.walk import Walk
from prove.wall_walk import own_side, walk_the_wall
from tests.installation import PASSWORD, close
from tests.seen import find_viewer

ENGINES = ("sqlite", "postgresql")
RACES, RUNNERS, COPIES, PAIRS = 300, 8, 5, 1000
CANARIES, MANY = 500, 12


def races(grounds: Grounds, engine: str) -> Verdict:
    """Let eight accept the same referral at once, three hundred times."""
    with grounds.installation(engine) as (_made, app), redirect_stdout(StringIO()):
        runners = [find_viewer(app, name) for name in acceptors(app, RUNNERS)]
        sender = find_viewer(app, "harriet")
        run = [race(app, a_referral(app, sender), runners) for _ in range(RACES)]
    fair = sum(one.fair for one in run)
    told = sum(one.told_who for one in run)
    said = f"{RACES} races of {RUNNERS}: {fair} with exactly one winner; {told} others told who and when."
    return said, [str(one) for one in run if not one.fair]


def repeats(grounds: Grounds, engine: str) -> Verdict:
    """Post every form of the whole way five times at once, and compare with a walk that posts once."""
    found = []
    with redirect_stdout(StringIO()):
        for copies in (1, COPIES):
            with grounds.installation(engine) as (_made, app):
                # Words of their own in every box: the same words twice within the hour are one note.
                walk = Walk(app, PASSWORD, word=Flock.of().next, copies=copies)
                whole(walk)
                missing = never_posted(walk)
                found.append(effects(app))
    said = (
        f"{sum(walk.posted.values())} posts of {len(walk.posted)} forms, each {COPIES} times at once: "
        f"{len(found[1])} tables and kinds of audit line compared. Left out, with reasons: {len(NOT_WALKED)} forms."
    )
    return said, differences(*found) + [f"never posted: {one}" for one in missing]


def canaries(grounds: Grounds, engine: str) -> Verdict:
    """Type five hundred words into every field, and look for them in every byte that was written."""
    flock, log = Flock.of(words(CANARIES)), StringIO()
    with grounds.installation(engine) as (made, app):
        walk = Walk(app, PASSWORD, word=flock.next, many=MANY)
        with redirect_stdout(log):
            whole(walk)
            pages = error_pages(app, flock.next)
        filled, _ = sealed_and_filled(app)
        backed_up = app.test_cli_runner().invoke(args=["backup", "create", str(made.folder / "a.archive")])
        files = [*files_below(made.folder), *settled_files(made.database_url)]
        size = sum(path.stat().st_size for path in files)
        faults = found_in(files, flock.typed)
    if backed_up.exit_code:
        faults.append(f"no backup: {backed_up.output}")
    faults += found_in_text("the log", log.getvalue(), flock.typed)
    faults += found_in_text("an error page", pages, flock.typed)
    if len(flock.typed) < CANARIES:
        faults.append(f"only {len(flock.typed)} words found a box")
    faults += found_in_text("an address", "\n".join(walk.addresses), flock.typed)
    said = (
        f"{len(flock.typed)} words typed, {len(filled)} sealed attributes filled; {size / 2**20:.0f} MiB of "
        f"database, log and backup, {log.getvalue().count(chr(10))} log lines, {len(walk.addresses)} addresses read."
    )
    return said, faults


def pairs(grounds: Grounds, engine: str) -> Verdict:
    """Put a thousand couples on record, and look for the words of each half in every byte that the other side gets."""
    with grounds.installation(engine) as (made, _app), redirect_stdout(StringIO()):
        app = made.app()
        couples = linked_pairs(app, PAIRS)
        with app.app_context():
            met = look_at_all()
        seen = walk_the_wall(app, couples)
        faults = [*seen.found, *own_side(app, couples[0])]
        close(app)
    if met < PAIRS:
        faults.append(f"the safeguarding lead was told of {met} of {PAIRS} couples")
    statuses = ", ".join(f"{number} of {status}" for status, number in sorted(seen.statuses.items()))
    said = (
        f"{PAIRS} couples, {sum(len(half.canaries) for one in couples for half in one.halves.values())} words; "
        f"{seen.answers} answers ({statuses}), {seen.size / 2**20:.0f} MiB read; the lead was told of {met} couples."
    )
    return said, faults


PROOFS: dict[str, tuple[str, Callable[[Grounds, str], Verdict]]] = {
    "races": ("Races to accept a referral", races),
    "repeats": ("Every form posted five times at once", repeats),
    "pairs": ("Couples on the two sides of the wall", pairs),
    "sign-in-timing": ("Whether time tells a known sign-in name", sign_in_timing),
    "one-code": ("One code used fifty times at once", one_code),
    "canaries": ("Words typed that must stand nowhere", canaries),
    "moved": ("Sealed values moved or changed", moved),
    "kills": ("Rotations killed at random moments", kills),
    "erased": ("Erased people", erased),
    **audit_proofs.PROOFS,
    **backing_up.PROOFS,
}


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(list(PROOFS)))
def main(names: tuple[str, ...]) -> None:
    """Run the proofs that are named, or all of them; exit status 1 if one fails."""
    failed = False
    with tempfile.TemporaryDirectory(prefix="caseflow-prove-") as run:
        Path(run).chmod(0o755)
        grounds = Grounds(Path(run))
        for name in names or PROOFS:
            title, proof = PROOFS[name]
            lines = []
            for engine in ENGINES:
                started = time.perf_counter()
                said, faults = proof(grounds, engine)
                outcome = "held" if not faults else f"FAILED, {len(faults)} times"
                lines.append(f"- {engine}: **{outcome}**. {said} ({time.perf_counter() - started:.0f} s)")
                lines += [f"  - {fault}" for fault in faults[:20]]
                click.echo(f"{title}\n{lines[-1] if not faults else chr(10).join(lines)}")
                failed = failed or bool(faults)
                # After each, so that one that takes an hour is not lost when the other is cut off.
                write(title, "\n".join(lines))
    sys.exit(failed)


if __name__ == "__main__":
    main()
