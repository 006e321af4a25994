"""What is asked of the audit: a period, a page. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

USUAL = timedelta(days=30)
LONGEST = timedelta(days=3660)


@dataclass(frozen=True)
class Asked:
    """A period of whole days, and the position before which the page begins."""

    from_on: date
    until_on: date
    before: int | None = None

    @property
    def given(self) -> dict[str, str]:
        """Return what stands in the address, without the place in the list."""
        return {"from_on": self.from_on.isoformat(), "until_on": self.until_on.isoformat()}

    def whole(self) -> Asked:
        """Return the same without a place in the list."""
        return replace(self, before=None)


def asked_of(given: Mapping[str, str], today: date) -> Asked:
    """Read what an address asks; what cannot be read is as if it had not been given."""
    until_on = min(_day(given.get("until_on")) or today, today)
    from_on = _day(given.get("from_on")) or until_on - USUAL
    from_on = max(min(from_on, until_on), until_on - LONGEST)
    before = given.get("before", "")
    return Asked(
        from_on, until_on, int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None
    )


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
