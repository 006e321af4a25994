"""Read one table of an area pack: values out, every fault noted with its place, never stopping at the first. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, TypeVar

E = TypeVar("E", bound=StrEnum)
CODE = re.compile(r"[a-z][a-z0-9_]{0,47}")
HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a pack: where, and what, in plain words."""

    place: str
    words: str

    def __str__(self) -> str:
        return f"{self.place}: {self.words}"


@dataclass
class Entry:
    """One table of a pack, with its place in words; what is asked for is remembered, the rest is a fault."""

    place: str
    table: dict[str, Any]
    faults: list[Fault]
    asked: set[str] = field(default_factory=set)

    def fault(self, key: str, words: str) -> None:
        """Note that something is wrong with a key."""
        self.faults.append(Fault(f"{self.place}, {key}", words))

    def _take(self, key: str, wanted: type | tuple[type, ...], called: str, required: bool) -> Any:
        self.asked.add(key)
        value = self.table.get(key)
        if value is None:
            if required:
                self.fault(key, "is missing")
            return None
        if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
            self.fault(key, f"must be {called}, not {value!r}")
            return None
        return value

    def text(self, key: str, *, required: bool = False, most: int = 500) -> str:
        """Return one line of text."""
        value = self._take(key, str, "text in quotes", required)
        if value is None:
            return ""
        if any(ord(letter) < 32 for letter in value):
            self.fault(key, "must be one line without control characters")
        if len(value) > most:
            self.fault(key, f"must be at most {most} characters, this has {len(value)}")
        if required and not value.strip():
            self.fault(key, "must not be empty")
        return str(value).strip()

    def code(self, key: str, *, required: bool = True) -> str:
        """Return a code: small letters, digits and underscores, a letter first."""
        value = self.text(key, required=required)
        if value and not CODE.fullmatch(value):
            self.fault(
                key, f"must be small letters, digits and underscores with a letter first, not {value!r}"
            )
        return value

    def choice(self, key: str, choices: type[E], *, required: bool = False) -> E | None:
        """Return one of a list of codes."""
        value = self._take(key, str, "one code in quotes", required)
        return None if value is None else self._member(key, value, choices)

    def many(self, key: str, choices: type[E]) -> tuple[E, ...]:
        """Return any of a list of codes."""
        members = (self._member(key, value, choices) for value in self.texts(key))
        return tuple(member for member in members if member is not None)

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self._take(key, list, "a list of texts in quotes", required)
        if value is None:
            return ()
        for one in value:
            if not isinstance(one, str):
                self.fault(key, f"must hold texts in quotes only, not {one!r}")
        texts = tuple(one for one in value if isinstance(one, str))
        for one in sorted({one for one in texts if texts.count(one) > 1}):
            self.fault(key, f"names {one!r} more than once")
        return tuple(dict.fromkeys(texts))

    def integer(self, key: str, least: int, most: int, *, required: bool = False) -> int | None:
        """Return a whole number between two bounds."""
        value = self._take(key, int, "a whole number", required)
        if value is not None and not least <= value <= most:
            self.fault(key, f"must be between {least} and {most}, not {value}")
            return None
        return None if value is None else int(value)

    def truth(self, key: str) -> bool:
        """Return true or false; false when it is left out."""
        return bool(self._take(key, bool, "true or false", False))

    def day(self, key: str, *, required: bool = False) -> date | None:
        """Return a date, written as 2022-04-01."""
        self.asked.add(key)
        value = self.table.get(key)
        if value is None:
            if required:
                self.fault(key, "is missing")
            return None
        if type(value) is not date:
            self.fault(key, f"must be a date such as 2022-04-01 without quotes, not {value!r}")
            return None
        return value

    def period(self) -> tuple[date, date | None]:
        """Return `from` and `until`, both days counted."""
        begins, ends = self.day("from", required=True), self.day("until")
        if begins and ends and ends < begins:
            self.fault("until", f"is {ends}, before from, {begins}")
        return begins or date.min, ends

    def hours(self, key: str) -> dict[int, tuple[int, int]]:
        """Return opening minutes by weekday, from a table such as { mon = "09:00-17:00" }."""
        value = self._take(key, dict, 'a table such as { mon = "09:00-17:00" }', False)
        found: dict[int, tuple[int, int]] = {}
        for name, span in (value or {}).items():
            if name not in DAYS:
                self.fault(key, f"knows the days {', '.join(DAYS)}, not {name!r}")
                continue
            match = HOURS.fullmatch(span) if isinstance(span, str) else None
            minutes = [int(part) for part in match.groups()] if match else [0, 0, 0, 0]
            opens, closes = minutes[0] * 60 + minutes[1], minutes[2] * 60 + minutes[3]
            if not opens < closes <= 1440:
                self.fault(key, f"{name} must be such as 09:00-17:00 with the opening first, not {span!r}")
                continue
            found[DAYS.index(name)] = (opens, closes)
        return found

    def tables(self, key: str, name: str = "code") -> list[Entry]:
        """Return the entries of a list of tables, each called by its name or its number."""
        value = self._take(key, list, f"written as [[{key}]] tables", False)
        entries = []
        for number, one in enumerate(value or (), start=1):
            if not isinstance(one, dict):
                self.fault(key, f"entry {number} must be a table")
                continue
            called = one.get(name)
            label = f"{key} {called!r}" if isinstance(called, str) and called else f"{key} number {number}"
            place = f"{self.place}, {label}" if self.place != TOP else label
            entries.append(Entry(place, one, self.faults))
        return entries

    def done(self) -> None:
        """Note every key that nobody asked for: a misspelt key would else be lost without a word."""
        for key in self.table.keys() - self.asked:
            near = get_close_matches(key, self.asked, n=1)
            self.fault(key, f"is not known here{f'; did you mean {near[0]}?' if near else ''}")

    def _member(self, key: str, value: str, choices: type[E]) -> E | None:
        try:
            return choices(value)
        except ValueError:
            self.fault(key, f"must be one of {', '.join(choices)}, not {value!r}")
            return None


TOP = "pack"
