"""The small picture of risk over time: where its lines and dots lie, and the same in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from caseflow.choices import RISK_LABELS, RiskLevel

LONDON = ZoneInfo("Europe/London")
WIDTH, HEIGHT, LEFT, RIGHT = 320, 118, 74, 308
HEIGHTS = {RiskLevel.HIGH: 20, RiskLevel.MEDIUM: 50, RiskLevel.STANDARD: 80}
MOST = 12


@dataclass(frozen=True)
class Grade:
    """A level that was decided at a moment."""

    at: datetime
    level: RiskLevel

    @property
    def on(self) -> date:
        """The day of it in England."""
        return self.at.astimezone(LONDON).date()


@dataclass(frozen=True)
class Dot:
    """One decided level in the picture."""

    x: int
    y: int
    words: str


@dataclass(frozen=True)
class Picture:
    """All that the drawing needs."""

    width: int
    height: int
    left: int
    right: int
    lines: tuple[tuple[int, str], ...]
    path: str
    dots: tuple[Dot, ...]
    first_on: date
    last_on: date
    words: str


def figures(grades: Sequence[Grade]) -> list[Grade]:
    """Return the last dozen decided levels in order of time; not yet assessed is no level to draw."""
    return sorted((one for one in grades if one.level in HEIGHTS), key=lambda one: one.at)[-MOST:]


def draw(grades: Sequence[Grade], today: date) -> Picture | None:
    """Return the picture, or nothing where no level was ever decided."""
    shown = figures(grades)
    if not shown:
        return None
    first, last = shown[0].on, max(today, shown[-1].on)
    dots = tuple(
        Dot(_across(one.on, first, last), HEIGHTS[one.level], f"{RISK_LABELS[one.level]}, {_day(one.on)}")
        for one in shown
    )
    return Picture(
        WIDTH,
        HEIGHT,
        LEFT,
        RIGHT,
        tuple((y, RISK_LABELS[level].removesuffix(" risk")) for level, y in HEIGHTS.items()),
        _steps(dots),
        dots,
        first,
        last,
        "; ".join(dot.words for dot in dots),
    )


def _across(on: date, first: date, last: date) -> int:
    days = (last - first).days
    return LEFT if days <= 0 else LEFT + round((RIGHT - LEFT) * (on - first).days / days)


def _steps(dots: Sequence[Dot]) -> str:
    """A level holds until the next one is decided, so the line goes in steps."""
    path = f"M{dots[0].x} {dots[0].y}"
    for dot in dots[1:]:
        path += f"H{dot.x}V{dot.y}"
    return f"{path}H{RIGHT}"


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"
