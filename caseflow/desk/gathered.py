"""What a desk is made of, while it is gathered. Pure."""

from __future__ import annotations

from collections import Counter
from typing import Any
from zoneinfo import ZoneInfo

from caseflow.desk.order import Group, Row
from caseflow.desk.page import Coming, Figure, Sent, Unfinished
from caseflow.people.values import FirstOf

LONDON = ZoneInfo("Europe/London")


class Gathered:
    """What a desk is made of, while it is gathered."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.hidden: Counter[Group] = Counter()
        self.beyond: set[Group] = set()
        self.sent: list[Sent] = []
        self.coming: list[Coming] = []
        self.unfinished: list[Unfinished] = []
        self.figures: list[Figure] = []

    def leave_out(self, group: Group, *lists: FirstOf[Any]) -> None:
        """Count what of these lists is not on the desk, so that it says so."""
        self.hidden[group] += sum(one.left for one in lists)
        if any(one.beyond for one in lists):
            self.beyond.add(group)

    def soonest(self, most: int) -> tuple[Coming, ...]:
        """Return what comes first of what lies ahead."""
        return tuple(sorted(self.coming, key=_when)[:most])


def _when(one: Coming) -> tuple[str, str]:
    day = one.on or (one.at.astimezone(LONDON).date() if one.at else None)
    return (day.isoformat() if day else "9999", one.at.isoformat() if one.at else "")
