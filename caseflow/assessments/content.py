"""What was typed into an assessment, as one value: how it is stored, how two versions differ and join."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from caseflow.assessments.choices import StopAnswer
from caseflow.choices import RiskLevel

Answers = Mapping[str, Mapping[str, str]]
"""For each item, the choice given on each scale; an item or scale that is absent was not asked."""


@dataclass(frozen=True)
class Content:
    """Everything typed into one assessment, finished or not."""

    answers: Answers = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    facts: tuple[str, ...] = ()
    facts_note: str = ""
    priorities: str = ""
    wishes: str = ""
    police_incidents: int | None = None
    marac_judgement: bool = False
    marac_why: str = ""
    stop_ticked: tuple[str, ...] = ()
    stop_none_known: bool = False
    stop_answer: str | None = None
    stop_because: str = ""
    level: str | None = None
    reason: str = ""
    review_on: str | None = None

    def stored(self) -> dict[str, Any]:
        """Return the value as it is sealed: only what differs from an empty assessment."""
        empty = Content()
        return {
            one.name: _plain(getattr(self, one.name))
            for one in fields(self)
            if getattr(self, one.name) != getattr(empty, one.name)
        }

    def settled(self) -> Content:
        """Return the value with the stop card answered by the level: choosing high says that high is right."""
        if self.level == RiskLevel.HIGH and self.stop_answer:
            return replace(self, stop_answer=str(StopAnswer.HIGH))
        return self

    @classmethod
    def read(cls, stored: Mapping[str, Any] | None) -> Content:
        """Return the value that `stored` gave; a part unknown to this version is refused, never dropped."""
        values = dict(stored or {})
        for name in ("facts", "stop_ticked"):
            if name in values:
                values[name] = tuple(values[name])
        return cls(**values)


WORDS = ("facts_note", "priorities", "wishes", "marac_why", "stop_because", "reason")
"""The parts that hold free words: where two versions differ, both are kept."""

CHOSEN = ("police_incidents", "stop_answer", "level", "review_on")
"""The parts that hold one value or none: where two versions differ, the worker chooses."""

SETS = ("facts", "stop_ticked")
FLAGS = ("marac_judgement", "stop_none_known")


@dataclass(frozen=True)
class Difference:
    """One place where two versions do not agree: `place` is a field, or an item and what of it."""

    place: str
    theirs: Any
    mine: Any


def differences(theirs: Content, mine: Content) -> tuple[Difference, ...]:
    """Return every place where the two versions do not agree, items first."""
    found = [
        Difference(f"answers.{item}.{scale}", _at(theirs, item, scale), _at(mine, item, scale))
        for item, scale in _places(theirs, mine)
        if _at(theirs, item, scale) != _at(mine, item, scale)
    ]
    for item in dict.fromkeys([*theirs.notes, *mine.notes]):
        if theirs.notes.get(item, "") != mine.notes.get(item, ""):
            found.append(Difference(f"notes.{item}", theirs.notes.get(item, ""), mine.notes.get(item, "")))
    for item in dict.fromkeys([*theirs.sources, *mine.sources]):
        if theirs.sources.get(item) != mine.sources.get(item):
            found.append(Difference(f"sources.{item}", theirs.sources.get(item), mine.sources.get(item)))
    for name in (*SETS, *FLAGS, *WORDS, *CHOSEN):
        if getattr(theirs, name) != getattr(mine, name):
            found.append(Difference(name, getattr(theirs, name), getattr(mine, name)))
    return tuple(found)


def joined(theirs: Content, mine: Content) -> Content:
    """Return one version to go on from: nobody's words left out, and no choice made for the worker.

    A value that only one of them gave is taken. Where both gave different values, the place is left open.
    """
    answers: dict[str, dict[str, str]] = {}
    for item, scale in _places(theirs, mine):
        value = _one_of(_at(theirs, item, scale), _at(mine, item, scale))
        if value is not None:
            answers.setdefault(item, {})[scale] = value
    notes = {
        item: both_words(theirs.notes.get(item, ""), mine.notes.get(item, ""))
        for item in dict.fromkeys([*theirs.notes, *mine.notes])
    }
    sources = {
        item: one
        for item in dict.fromkeys([*theirs.sources, *mine.sources])
        if (one := _one_of(theirs.sources.get(item), mine.sources.get(item))) is not None
    }
    together: dict[str, Any] = {}
    together |= {name: both_words(getattr(theirs, name), getattr(mine, name)) for name in WORDS}
    together |= {name: _one_of(getattr(theirs, name), getattr(mine, name)) for name in CHOSEN}
    together |= {name: tuple(dict.fromkeys([*getattr(theirs, name), *getattr(mine, name)])) for name in SETS}
    together |= {name: getattr(theirs, name) or getattr(mine, name) for name in FLAGS}
    # "None of these is known" cannot stand beside something that is known.
    together["stop_none_known"] = together["stop_none_known"] and not together["stop_ticked"]
    return replace(mine, answers=answers, notes=notes, sources=sources, **together)


def both_words(theirs: str, mine: str) -> str:
    """Return both texts, one below the other, unless one already holds the other."""
    if mine in theirs:
        return theirs
    if theirs in mine:
        return mine
    return f"{theirs}\n\n{mine}"


def _one_of(theirs: Any, mine: Any) -> Any:
    if theirs is None or theirs == mine:
        return mine
    return theirs if mine is None else None


def _at(content: Content, item: str, scale: str) -> str | None:
    return content.answers.get(item, {}).get(scale)


def _places(*versions: Content) -> list[tuple[str, str]]:
    found = [(item, scale) for one in versions for item, given in one.answers.items() for scale in given]
    return list(dict.fromkeys(found))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return list(value) if isinstance(value, tuple) else value
