"""How tries are slowed: by how many went wrong, and never so that somebody else's tries keep anyone out. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=15)
"""How long a wrong try counts."""
SHORTEST, LONGEST = timedelta(seconds=5), timedelta(minutes=5)
"""The first wait, which doubles with each further wrong try, and the longest one."""
PAIR, NAME, ADDRESS, OVERALL = 10, 30, 50, 500
"""Wrong tries that are free: for one name from one address, one name, one address, and all together."""
WITH_CODE = 20
"""Tries with a code beside the password that one name gets while it is slowed; a code has only a million values."""


@dataclass(frozen=True)
class Wrong:
    """How many tries went wrong within the window, and when the last of them was."""

    count: int = 0
    last_at: datetime | None = None


@dataclass(frozen=True)
class Tries:
    """The wrong tries that bear on one more."""

    pair: Wrong = Wrong()
    name: Wrong = Wrong()
    address: Wrong = Wrong()
    overall: Wrong = Wrong()
    device: Wrong | None = None
    """Those made on this very device, where the user is known on it: then nobody else's count."""
    with_code: Wrong = Wrong()

    @property
    def code_counts(self) -> bool:
        """Tell whether the right code beside the right password still lets a slowed user in."""
        return self.with_code.count < WITH_CODE


def wait(tries: Tries, moment: datetime) -> timedelta:
    """Return how long one more try has to wait; nothing at all for the few who err now and then."""
    if tries.device is not None:
        return _wait(tries.device, PAIR, moment)
    tiers = ((tries.pair, PAIR), (tries.name, NAME), (tries.address, ADDRESS), (tries.overall, OVERALL))
    return max(_wait(wrong, free, moment) for wrong, free in tiers)


def _wait(wrong: Wrong, free: int, moment: datetime) -> timedelta:
    if wrong.count < free or wrong.last_at is None:
        return timedelta()
    # Beyond seven doublings the longest wait is reached; a larger power would only overflow.
    delay: timedelta = min(SHORTEST * (1 << min(wrong.count - free, 7)), LONGEST)
    return max(timedelta(), wrong.last_at + delay - moment)
