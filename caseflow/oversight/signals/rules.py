"""The rules of signals: facts in, yes or no out. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from caseflow.people.names import folded

MANY_RECORDS = 20
"""More people than this in one day, without a case of one's own, is a question worth asking."""
MANY_LOOKERS = 10
"""As many people at one record within a week."""
WEEK = timedelta(days=7)
LONG_AGO = timedelta(days=90)
OPENS, CLOSES = 7, 21
Stretch = tuple[datetime, datetime | None]
"""From when until when; without an end it lasts still."""


def own_name(name: str, surnames: Iterable[str]) -> bool:
    """Tell whether a user's last name is one of a person's surnames, however it is written."""
    last = folded(name).split()[-1:]
    return bool(last) and last[0] in {
        part for one in surnames for part in folded(one).replace("-", " ").split()
    }


def restricted_then(stretches: Iterable[Stretch], at: datetime) -> bool:
    """Tell whether a record was restricted at the moment at which somebody asked for it."""
    return any(since <= at and (until is None or at < until) for since, until in stretches)


def former_client(live: int, closed_on: date | None, day: date) -> bool:
    """Tell whether a person's cases are all closed, the last of them long ago."""
    return live == 0 and closed_on is not None and day - closed_on > LONG_AGO


def many_records(people: int, live_cases: int, front_door: bool) -> bool:
    """Tell whether somebody looked at more people in a day than one without a case has reason to."""
    return people > MANY_RECORDS and live_cases == 0 and not front_door


def out_of_hours(at: datetime, front_door: bool) -> bool:
    """Tell whether a moment on the wall clock lies at night or at the weekend; the helpline works then too."""
    return not front_door and (at.weekday() >= 5 or not OPENS <= at.hour < CLOSES)


def many_lookers(lookers: int) -> bool:
    """Tell whether so many looked at one record that its fame may be the reason."""
    return lookers >= MANY_LOOKERS
