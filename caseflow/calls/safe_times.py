"""Whether a promised call-back lies within the times that were agreed as safe, as far as their words tell. Pure.

Times are typed the way people say them: "weekdays 9am to 3pm", "Mon, Wed 10:00-12:00; Sat after 2pm". Words that
are not understood are never guessed: the worker then has to say that the call-back lies within them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from caseflow.directory.calendar import LONDON

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EVERY = frozenset(range(7))
NAMED = {
    "weekdays": frozenset(range(5)),
    "weekday": frozenset(range(5)),
    "weekends": frozenset({5, 6}),
    "weekend": frozenset({5, 6}),
    "daily": EVERY,
    "every day": EVERY,
    "any day": EVERY,
}
PARTS = {
    "mornings": (0, 720),
    "morning": (0, 720),
    "afternoons": (720, 1020),
    "afternoon": (720, 1020),
    "evenings": (1020, 1320),
    "evening": (1020, 1320),
    "any time": (0, 1440),
    "all day": (0, 1440),
    "daytime": (540, 1020),
}
_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?"
_SPAN = re.compile(rf"(?:from\s+|between\s+)?{_CLOCK}\s*(?:-|–|to|until|and)\s*{_CLOCK}")
_EDGE = re.compile(rf"(after|from|before|until)\s+{_CLOCK}")
_DAY = r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*"
_RANGE = re.compile(rf"{_DAY}\s*(?:-|–|to)\s*{_DAY}")


@dataclass(frozen=True)
class Span:
    """Days of the week (0 is Monday) and minutes after local midnight between which it is safe."""

    days: frozenset[int]
    begins: int
    ends: int


def spans(text: str) -> tuple[Span, ...] | None:
    """Return the agreed times in a text, or None if any of it is not understood; no text is no agreement."""
    found = []
    for piece in re.split(r"[;\n]", text.strip().lower().rstrip(".")):
        if piece.strip():
            span = _span(piece.strip())
            if span is None:
                return None
            found.append(span)
    return tuple(found)


def _span(piece: str) -> Span | None:
    rest, minutes = _minutes(piece)
    if minutes is None or minutes[0] >= minutes[1]:
        return None
    days = _days(rest)
    return Span(days, *minutes) if days else None


def _minutes(piece: str) -> tuple[str, tuple[int, int] | None]:
    """Take the times out of a piece; one that names days only means all day."""
    if found := _SPAN.search(piece):
        begins, ends = (
            _minute(found[1], found[2], found[3] or _half(found)),
            _minute(found[4], found[5], found[6]),
        )
        return _without(piece, found), (begins, ends) if begins is not None and ends is not None else None
    if found := _EDGE.search(piece):
        edge = _minute(found[2], found[3], found[4])
        if edge is None:
            return piece, None
        return _without(piece, found), (edge, 1440) if found[1] in ("after", "from") else (0, edge)
    for word, minutes in PARTS.items():
        if re.search(rf"\b{word}\b", piece):
            return re.sub(rf"\b{word}\b", " ", piece), minutes
    return piece, (0, 1440)


def _half(found: re.Match[str]) -> str | None:
    """Return the half of the day that "9-11am" leaves out at its beginning."""
    return found[6] if found[6] and int(found[1]) <= int(found[4]) and int(found[4]) != 12 else None


def _minute(hour: str, minute: str | None, half: str | None) -> int | None:
    hours, minutes = int(hour), int(minute or 0)
    if half is None and hours < 8 and not minute:
        return None  # "5" alone may be either
    if half is not None:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half == "pm" else 0)
    return hours * 60 + minutes if hours <= 24 and minutes < 60 and hours * 60 + minutes <= 1440 else None


def _without(piece: str, found: re.Match[str]) -> str:
    return piece[: found.start()] + " " + piece[found.end() :]


def _days(rest: str) -> frozenset[int]:
    days: set[int] = set()
    for word, named in NAMED.items():
        if re.search(rf"\b{word}\b", rest):
            days |= named
            rest = re.sub(rf"\b{word}\b", " ", rest)
    for found in _RANGE.finditer(rest):
        first, last = DAYS.index(found[1]), DAYS.index(found[2])
        days |= {day % 7 for day in range(first, last + 1 if last >= first else last + 8)}
    rest = _RANGE.sub(" ", rest)
    days |= {DAYS.index(found[1]) for found in re.finditer(rf"\b{_DAY}", rest)}
    rest = re.sub(rf"\b{_DAY}", " ", rest)
    left = re.sub(r"\b(and|on|at|only|or)\b|[,.\s&]", "", rest)
    if left:
        return frozenset()
    return frozenset(days) or EVERY


def outside_words(text: str | None, from_at: datetime, until_at: datetime) -> str | None:
    """Say why a call-back lies outside the agreed times, or nothing: within, none agreed, or not understood."""
    agreed = spans(text or "")
    if not agreed:
        return None
    begins, ends = from_at.astimezone(LONDON), until_at.astimezone(LONDON)
    start = begins.hour * 60 + begins.minute
    last = 1440 if ends.date() > begins.date() else ends.hour * 60 + ends.minute
    fits = any(begins.weekday() in one.days and one.begins <= start and last <= one.ends for one in agreed)
    return None if fits else f"The agreed times for this number are: {text}. Choose a time within them"


def must_say(text: str | None) -> bool:
    """Tell whether the agreed times are not understood, so that the worker has to say that a call-back fits them."""
    return bool((text or "").strip()) and spans(text or "") is None
