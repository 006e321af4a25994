"""Safe housing goes by vacancy, not by home district: distance first, then a room that fits, then access. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from caseflow.directory.choices import FIT_LABELS
from caseflow.directory.snapshot import Directory, Place, Team
from caseflow.referrals.situation import Situation, Standing

FAR = 99
"""The distance of a home whose place, or whose danger, is not known: nothing speaks against it."""


def steps(places: Mapping[UUID, Place], start: UUID, end: UUID) -> int:
    """Return how many borders lie between two localities: 0 for the same one."""
    reached, edge, taken = {start}, {start}, 0
    while edge and end not in reached:
        edge = {near for one in edge if one in places for near in places[one].neighbours} - reached
        reached |= edge
        taken += 1
    return taken if end in reached else FAR


def distance(team: Team, situation: Situation, directory: Directory) -> int:
    """Return how far a home is from the person causing harm."""
    if team.place_locality_id is None or situation.harm_locality is None:
        return FAR
    return steps(directory.places, situation.harm_locality, team.place_locality_id)


def home_standing(
    team: Team, situation: Situation, directory: Directory
) -> tuple[Standing | None, list[str]]:
    """Return what speaks against a home, if anything does, and every reason either way."""
    near = _too_near(team, situation, directory)
    misfits = _misfits(team, situation)
    if near:
        return Standing.TOO_NEAR, [*near, *misfits]
    if misfits:
        return Standing.DOES_NOT_FIT, misfits
    away = distance(team, situation, directory)
    if away == FAR:
        return None, []
    return None, [
        f"{'Next to' if away == 1 else f'{away} districts away from'} where the person causing harm is"
    ]


def _too_near(team: Team, situation: Situation, directory: Directory) -> list[str]:
    place = directory.place_name(team.place_locality_id)
    reasons = []
    if team.place_locality_id in situation.unsafe:
        reasons.append(f"In {place}, which is not safe for the person")
    if team.place_locality_id is not None and team.place_locality_id == situation.harm_locality:
        reasons.append(f"In {place}, where the person causing harm is")
    return reasons


def _misfits(team: Team, situation: Situation) -> list[str]:
    reasons = []
    if team.place_size is not None and situation.people > team.place_size:
        reasons.append(f"Its largest home takes {team.place_size}; {situation.people} need a place")
    missing = sorted(FIT_LABELS[fit] for fit in situation.fits - team.fits)
    if missing:
        reasons.append(f"Cannot take: {', '.join(missing)}")
    return reasons
