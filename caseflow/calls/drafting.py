"""What is typed in a call, as it is kept until the call is finished. Pure: values in, answer out.

A draft is ``{"typed": {field: [texts]}, "aside": [{"by", "at", "page", "typed"}]}``: what is on the screen, and
what came from a screen that was no longer the newest. Words are put aside, never thrown away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Typed = dict[str, list[str]]

MOST_LETTERS = 200_000
"""More than any call needs; a post beyond it is refused before it is kept."""
SEVERAL = ("abuse", "outcomes")
NOT_TYPED = ("csrf_token", "once", "page", "seen", "do", "not_these")


@dataclass(frozen=True)
class Aside:
    """Words from another screen, by whom and when."""

    by: str
    at: str
    page: str
    typed: Typed


@dataclass(frozen=True)
class Draft:
    """A call's draft, read from what is stored."""

    typed: Typed = field(default_factory=dict)
    asides: tuple[Aside, ...] = ()

    def one(self, name: str) -> str:
        """Return what was typed in a field, or nothing."""
        return next(iter(self.typed.get(name, ())), "").strip()

    @property
    def empty(self) -> bool:
        """Tell whether nothing at all was typed."""
        return not any(text.strip() for texts in self.typed.values() for text in texts) and not self.asides


def read_draft(stored: Any) -> Draft:
    """Return the draft in what is stored, or an empty one."""
    if not stored:
        return Draft()
    return Draft(
        {name: list(texts) for name, texts in stored.get("typed", {}).items()},
        tuple(Aside(**one) for one in stored.get("aside", ())),
    )


def write_draft(draft: Draft) -> dict[str, Any]:
    """Return a draft the way it is stored."""
    return {
        "typed": draft.typed,
        "aside": [{"by": one.by, "at": one.at, "page": one.page, "typed": one.typed} for one in draft.asides],
    }


def typed_in(posted: Iterable[tuple[str, list[str]]], known: Iterable[str]) -> Typed:
    """Return what was typed, as typed: known fields (and the three boxes of a date) that hold anything."""
    names = set(known) - set(NOT_TYPED)
    names |= {f"{name}-{part}" for name in names for part in ("day", "month", "year")}
    return {name: list(texts) for name, texts in posted if name in names and any(texts)}


def letters(typed: Typed) -> int:
    """Return how much was typed."""
    return sum(len(text) for texts in typed.values() for text in texts)


def may_save(number: int, saved_by_page: str | None, seen: int, page: str) -> bool:
    """Tell whether a screen is still the newest: nobody saved since it was shown, or it saved last itself."""
    return number == seen or (page != "" and saved_by_page == page)


def with_typed(draft: Draft, typed: Typed) -> Draft:
    """Return the draft with what is on the screen now."""
    return Draft(typed, draft.asides)


def put_aside(draft: Draft, typed: Typed, *, by: str, at: datetime, page: str) -> Draft:
    """Return the draft with another screen's words kept beside it, only the newest of each screen."""
    mine = {name: typed[name] for name in differing(draft.typed, typed) if typed.get(name)}
    others = tuple(one for one in draft.asides if one.page != page)
    if not mine:
        return Draft(draft.typed, others)
    return Draft(draft.typed, (*others, Aside(by, at.isoformat(), page, mine)))


def without_aside(draft: Draft, page: str) -> Draft:
    """Return the draft without what one screen had put aside."""
    return Draft(draft.typed, tuple(one for one in draft.asides if one.page != page))


def differing(before: Mapping[str, list[str]], after: Mapping[str, list[str]]) -> tuple[str, ...]:
    """Return the fields in which two screens differ."""
    names = [*before, *(name for name in after if name not in before)]
    return tuple(name for name in names if _said(before.get(name)) != _said(after.get(name)))


def _said(texts: list[str] | None) -> list[str]:
    return [text.replace("\r\n", "\n").strip() for text in texts or () if text.strip()]
