"""What an instrument is once its file has been checked: frozen values, and how to find its parts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Choice:
    """One answer that may be given on a scale."""

    code: str
    label: str


@dataclass(frozen=True)
class Scale:
    """A row of choices that every item of the instrument is answered on."""

    code: str
    label: str
    choices: tuple[Choice, ...]

    def label_of(self, code: str | None) -> str:
        """Return the words for an answer; no answer reads "Not asked"."""
        return next((choice.label for choice in self.choices if choice.code == code), "Not asked")


@dataclass(frozen=True)
class Prompt:
    """What to think of, or do, when an item is answered yes."""

    code: str
    text: str
    instrument: str | None


@dataclass(frozen=True)
class Item:
    """One question: a short label, a hint, flags for readers of the answers, and the prompts it opens."""

    code: str
    label: str
    hint: str | None
    flags: tuple[str, ...]
    prompts: tuple[Prompt, ...]


@dataclass(frozen=True)
class StopRule:
    """When this rule holds, "Have you considered high?" must be answered."""

    code: str
    label: str
    all: tuple[str, ...]
    any: tuple[str, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True)
class ScoringRule:
    """Which answer counts, which is unsure, and the count at which high is computed, if there is one."""

    scale: str
    counted: str
    unsure: str | None
    visible_high: int | None


@dataclass(frozen=True)
class Instrument:
    """A checked instrument of one version."""

    code: str
    version: str
    title: str
    kind: str
    decides_level: bool
    wording: str
    wording_note: str
    acknowledgement: str
    guidance: str
    age_from: int
    age_with_notice_from: int
    age_notice: str | None
    scales: tuple[Scale, ...]
    items: tuple[Item, ...]
    scoring: ScoringRule | None
    stop_rules: tuple[StopRule, ...]

    def scale(self, code: str) -> Scale:
        """Return the scale of that code."""
        return next(scale for scale in self.scales if scale.code == code)

    def on_stop_card(self, item: str) -> str:
        """Say how a yes to this item takes part in the stop card: alone, with which others, or not at all ("")."""
        if any(item in rule.any and not rule.all for rule in self.stop_rules):
            return "stop card"
        rule = next((one for one in self.stop_rules if item in (*one.any, *one.all)), None)
        if rule is None:
            return ""
        others = [one for one in rule.all if one != item]
        if item in rule.all and rule.any:
            others.append(f"one of {', '.join(rule.any)}")
        return f"stop card with {' and '.join(others)}"
