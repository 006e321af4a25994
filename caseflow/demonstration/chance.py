"""Chance that is the same on every machine: each story has its own, made from the seed and its number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from random import Random
from typing import TypeVar
from zoneinfo import ZoneInfo

T = TypeVar("T")
LONDON = ZoneInfo("Europe/London")

CALL_HOURS = {8: 5, 9: 9, 10: 11, 11: 11, 12: 9, 13: 8, 14: 9, 15: 8, 16: 8, 17: 7, 18: 6, 19: 5}
"""When people ring: a morning peak, and a tail into the evening."""

DESK_HOURS = {9: 8, 10: 12, 11: 12, 12: 6, 13: 8, 14: 11, 15: 11, 16: 8}

_totals: dict[int, tuple[object, list[object], list[int]]] = {}


class Chance:
    """One stream of chance; never read from the clock, never from a set."""

    def __init__(self, seed: int, story: str) -> None:
        self._random = Random(f"{seed}/{story}")

    def yes(self, share: float) -> bool:
        """Answer yes in such a share of cases."""
        return self._random.random() < share

    def pick(self, among: Sequence[T]) -> T:
        """Return one of a sequence, each as likely."""
        return among[int(self._random.random() * len(among))]

    def some(self, among: Sequence[T], most: int) -> list[T]:
        """Return a few different ones, at least one."""
        return self._random.sample(among, self.whole(1, min(most, len(among))))

    def of(self, weights: Mapping[T, int]) -> T:
        """Return one of the keys, as likely as its weight says."""
        known = _totals.get(id(weights))
        if known is None:
            # The table itself is kept with what was worked out from it, so that its id is never another's.
            known = _totals[id(weights)] = (weights, list(weights), list(accumulate(weights.values())))
        _, keys, totals = known
        return self._random.choices(keys, cum_weights=totals)[0]  # type: ignore[return-value]

    def whole(self, least: int, most: int) -> int:
        """Return a whole number, both ends possible."""
        return least + int(self._random.random() * (most - least + 1))

    def between(self, least: float, most: float) -> float:
        """Return a number between two."""
        return self._random.uniform(least, most)

    def about(self, typical: float) -> float:
        """Return a length of time around a typical one: often shorter, sometimes much longer."""
        return typical * self._random.lognormvariate(0, 0.55)

    def moment(self, on: date, hours: Mapping[int, int]) -> datetime:
        """Return a moment on a day, at an hour as likely as its weight says."""
        hour, minute, second = self.of(hours), self.whole(0, 59), self.whole(0, 59)
        return datetime.combine(on, time(hour, minute, second), LONDON).astimezone(UTC)

    def later(self, than: datetime, least_minutes: float, most_minutes: float) -> datetime:
        """Return a moment some minutes later."""
        return than + timedelta(minutes=self.between(least_minutes, most_minutes))

    def age(self, today: date, years: int) -> date:
        """Return a birth date of somebody who is so many years old today."""
        return date(today.year - years - 1, today.month, min(today.day, 28)) + timedelta(
            days=self.whole(1, 364)
        )
