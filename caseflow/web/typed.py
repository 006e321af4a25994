"""Turns what a person typed into a value, or says in plain words what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, time

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip

# Marks without width that come along when a line is pasted.
_UNSEEN_EDGES = "\u200b\ufeff"
_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")
_OUTWARD = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?")
_TIME = re.compile(r"(\d{1,2})(?:\s*[:.h]\s*(\d{2})|(\d{2}))?\s*(am|pm)?")
_NAMED_TIMES = {"noon": time(12), "midday": time(12), "midnight": time(0)}


class Wrong(ValueError):
    """What was typed cannot be used; the message is for the screen, `parts` are the boxes at fault."""

    def __init__(self, message: str, parts: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.parts = parts


def one_line(text: str) -> str:
    """Return the text on one line, composed and trimmed; tabs and line ends become spaces."""
    return _trim(unicodedata.normalize("NFC", re.sub(r"[\t\r\n\u2028\u2029]+", " ", text)))


def many_lines(text: str) -> str:
    """Return the text with its lines kept, composed and trimmed, every line end the same."""
    text = re.sub(r"\r\n?|[\u2028\u2029]", "\n", text)
    return _trim(unicodedata.normalize("NFC", text))


def _trim(text: str) -> str:
    return text.strip().strip(_UNSEEN_EDGES).strip()


def has_unseen(text: str, *, allowed: str = "") -> bool:
    """Say whether the text holds a control character or half of a broken one."""
    return any(unicodedata.category(letter) in ("Cc", "Cs") and letter not in allowed for letter in text)


def without_unseen(text: str) -> str:
    """Return the text without control characters, keeping lines and tabs."""
    return "".join(one for one in text if one in "\n\t\r" or unicodedata.category(one) not in ("Cc", "Cs"))


@dataclass(frozen=True)
class DateParts:
    """The three boxes of a date, as typed."""

    day: str = ""
    month: str = ""
    year: str = ""

    @property
    def empty(self) -> bool:
        """Say whether nothing at all was typed."""
        return not (self.day or self.month or self.year)


def spread(day: str, month: str, year: str) -> DateParts:
    """Return the three boxes, sharing out a whole date that was typed or pasted into the first."""
    day, month, year = one_line(day), one_line(month), one_line(year)
    if day and not month and not year:
        pieces = [piece for piece in re.split(r"[\s/.,\-]+", day) if piece]
        if len(pieces) == 3:
            if len(pieces[0]) == 4:
                pieces.reverse()
            return DateParts(*pieces)
    return DateParts(day, month, year)


def read_date(parts: DateParts, called: str) -> date | None:
    """Return the date in the boxes, nothing if they are empty, or say which box is wrong and how."""
    if parts.empty:
        return None
    missing = [name for name in ("day", "month", "year") if not getattr(parts, name)]
    if missing:
        raise Wrong(f"{called} must include a {' and '.join(missing)}", tuple(missing))
    month = _month(parts.month)
    if month is None:
        raise Wrong(f"{called} must include a real month, like 3 or March", ("month",))
    day = re.sub(r"(?<=\d)(st|nd|rd|th)$", "", parts.day.lower())
    if not _plain_digits(day, 2):
        raise Wrong(f"{called} must include a real day, from 1 to 31", ("day",))
    if not (_plain_digits(parts.year, 4) and len(parts.year) == 4):
        raise Wrong(f"{called} must include a year of 4 numbers, like 1990", ("year",))
    try:
        return date(int(parts.year), month, int(day))
    except ValueError:
        raise Wrong(f"{called} must be a real date", ("day", "month", "year")) from None


def _plain_digits(text: str, most: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= most


def _month(text: str) -> int | None:
    if _plain_digits(text, 2):
        return int(text) if 1 <= int(text) <= 12 else None
    word = text.lower().rstrip(".")
    found = [number for number, name in enumerate(MONTHS, 1) if name.startswith(word)]
    return found[0] if len(word) >= 3 and len(found) == 1 else None


def read_time(text: str, called: str) -> time | None:
    """Return the time of day that was typed the way people type it, or say what is missing."""
    text = one_line(text).lower()
    if not text:
        return None
    if text in _NAMED_TIMES:
        return _NAMED_TIMES[text]
    match = _TIME.fullmatch(re.sub(r"(?<=[ap])\.?\s?m\.?$", "m", text)) if text.isascii() else None
    if match is None:
        raise Wrong(f"{called} must be a time, like 9:30am or 14:30")
    hour, minute, half = int(match[1]), int(match[2] or match[3] or 0), match[4]
    if half is None and match[2] is None and match[3] is None and hour <= 12:
        raise Wrong(f"{called} must say am or pm, like 9am, or be a 24-hour time, like 14:30")
    if half is not None:
        if not 1 <= hour <= 12:
            raise Wrong(f"{called} must be a real time, like 9:30am or 14:30")
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise Wrong(f"{called} must be a real time, like 9:30am or 14:30")
    return time(hour, minute)


def read_postcode(text: str, called: str, *, outward: bool = False) -> str | None:
    """Return a postcode the way it is written, or (if `outward`) its first half."""
    packed = re.sub(r"[\s.\-]+", "", one_line(text)).upper()
    if not packed:
        return None
    if full := _POSTCODE.fullmatch(packed):
        return f"{full[1]} {full[2]}"
    if outward and _OUTWARD.fullmatch(packed):
        return packed
    also = ", or its first half, like LE1" if outward else ""
    raise Wrong(f"{called} must be a full UK postcode, like LE1 1AA{also}")


def read_whole_number(text: str, called: str, least: int, most: int | None, example: int = 3) -> int | None:
    """Return the whole number that was typed, within its bounds; a fault names an example."""
    text = one_line(text).replace(",", "").replace(" ", "")
    if not text:
        return None
    digits = text.removeprefix("-")
    if not (digits.isdecimal() and len(digits) <= 12):
        raise Wrong(f"{called} must be a whole number, like {example}")
    number = int(text)
    if most is not None and not least <= number <= most:
        raise Wrong(f"{called} must be between {least:,} and {most:,}")
    if number < least:
        raise Wrong(f"{called} must be {least:,} or more")
    return number


def sentence_part(label: str) -> str:
    """Return a label as it stands within a sentence: small first letter unless it is a short form."""
    return label if len(label) > 1 and label[1].isupper() else label[:1].lower() + label[1:]
