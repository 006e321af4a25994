"""What is asked of the audit: how far back, what about, and where the page begins. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum


class Back(StrEnum):
    """How far back."""

    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    ALL = "all"


BACK_LABELS = {
    Back.WEEK: "7 days",
    Back.MONTH: "30 days",
    Back.YEAR: "12 months",
    Back.ALL: "As far as it goes",
}
DAYS = {Back.WEEK: 7, Back.MONTH: 30, Back.YEAR: 366, Back.ALL: 36600}
USUAL = Back.MONTH
LONGEST = 18


@dataclass(frozen=True)
class Asked:
    """How far back from today, about which room of caseflow, and the position before which the page begins."""

    back: Back
    today: date
    about: str = ""
    before: int | None = None

    @property
    def from_on(self) -> date:
        """Return the first day asked for."""
        return self.today - timedelta(days=DAYS[self.back])

    @property
    def given(self) -> dict[str, str]:
        """Return what stands in the address, without the place in the list."""
        return {"back": self.back.value, **({"about": self.about} if self.about else {})}

    def whole(self) -> Asked:
        """Return the same from its newest row on."""
        return replace(self, before=None)


def asked_of(given: Mapping[str, str], today: date, rooms: Mapping[str, str]) -> Asked:
    """Read what an address asks; what cannot be read is as if it had not been given."""
    back, about, before = (given.get(name, "") for name in ("back", "about", "before"))
    return Asked(
        Back(back) if back in set(Back) else USUAL,
        today,
        about if about in rooms else "",
        int(before) if before.isascii() and before.isdigit() and len(before) < LONGEST else None,
    )
