"""The proofs of the sealing: moved and changed values, rotations that are killed, people who are erased."""

from __future__ import annotations

import random
from contextlib import redirect_stdout
from io import StringIO

from prove.erased import erase_many
from prove.grounds import Grounds, Verdict
from prove.killed import kill_rotations
from prove.moved import flipped
from prove.moved import moved as move_values
from tests.seen import find_viewer

MOVED, FLIPPED, KILLS, VAULTS, PEOPLE = 10_000, 1_000, 50, 50_000, 1_000


def moved(grounds: Grounds, engine: str) -> Verdict:
    """Move ten thousand sealed values, and flip a bit in each byte of a thousand."""
    with grounds.installation(engine) as (_made, app), app.app_context():
        first, second = move_values(MOVED, random.Random(5)), flipped(FLIPPED, random.Random(6))
    tried = first.tried + second.tried
    said = ", ".join(f"{number:,} {what}" for what, number in sorted(tried.items()))
    return f"{tried.total():,} values were moved or changed: {said}.", first.faults + second.faults


def kills(grounds: Grounds, engine: str) -> Verdict:
    """Kill fifty rotations at random moments."""
    with grounds.installation(engine) as (made, app), redirect_stdout(StringIO()):
        found = kill_rotations(made, app, KILLS, VAULTS, random.Random(7))
    said = (
        f"{found.kills} rotations of {VAULTS:,} vaults killed at random moments, {found.in_the_middle} with vaults "
        f"under both keys; {found.finished} were quicker and finished; {found.unreadable} vaults unreadable."
    )
    return said, ["vaults were unreadable"] * bool(found.unreadable)


def erased(grounds: Grounds, engine: str) -> Verdict:
    """Erase a thousand people, bring an older archive back, and destroy its key."""
    with grounds.installation(engine) as (made, app), redirect_stdout(StringIO()):
        found = erase_many(made, app, find_viewer(app, "harriet"), PEOPLE)
    return f"{found.people:,} people with {found.vaults:,} vaults were erased and looked for.", found.faults
