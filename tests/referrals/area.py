"""The LLR area as routing reads it, straight from the pack, with ids one can name."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid5

from caseflow.directory.areas import llr_text
from caseflow.directory.pack import read
from caseflow.directory.snapshot import Covers, Directory, KnownGap, Place, Team

PACK = read(llr_text())
SEED = UUID("6f0f3f2a-3b7e-4b57-9a9e-3b8d3c1d7c11")
TODAY = date(2026, 11, 23)


def place(name: str) -> UUID:
    """Return the id of a locality by its name."""
    return next(uuid5(SEED, one.gss) for one in PACK.localities if one.name == name)


DISTRICTS = [one.name for one in PACK.localities if one.authority == "leicestershire_cc"]


def _gss(code: str) -> UUID:
    return uuid5(SEED, code)


def llr(**changes: dict[str, object]) -> Directory:
    """Return the area on paper; `changes` replaces facts of a team by its code."""
    everywhere = tuple(one.gss for one in PACK.localities)
    teams = []
    for one in PACK.services:
        covers = tuple(
            Covers(_gss(gss), row.from_on, row.until_on, row.funding, row.decider)
            for row in one.coverage
            for gss in row.localities or everywhere
        )
        team = Team(
            id=_gss(one.code),
            code=one.code,
            name=one.name,
            element=one.element,
            side=one.side,
            needs=frozenset(one.needs),
            from_on=one.from_on,
            lot=one.lot,
            outside=one.outside,
            phone=one.phone,
            min_age=one.min_age,
            max_age=one.max_age,
            until_on=one.until_on,
            fits=frozenset(one.fits),
            place_type=one.place_type,
            place_size=one.place_size,
            place_locality_id=_gss(one.place_locality) if one.place_locality else None,
            covers=covers,
            paid=tuple((row.from_on, row.until_on) for row in one.contracts),
        )
        teams.append(replace(team, **changes.get(one.code, {})))  # type: ignore[arg-type]
    places = {
        _gss(one.gss): Place(
            _gss(one.gss), one.gss, one.name, one.authority, frozenset(map(_gss, one.neighbours))
        )
        for one in PACK.localities
    }
    gaps = tuple(
        KnownGap(gap.need, _gss(gss), gap.decider, gap.says) for gap in PACK.gaps for gss in gap.localities
    )
    return Directory(tuple(teams), places, {one.code: one.name for one in PACK.funders}, gaps)


CHECKED = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
FREE = {"free_places": 2, "checked_at": CHECKED}
FULL = {"free_places": 0, "checked_at": CHECKED}
