"""What the answers add up to: counts, stop card, what counts towards MARAC. Evidence, not a level."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .choices import MaracGround
from .content import Answers, Content
from .instruments.shape import Instrument, Prompt, StopRule

ESCALATION_DEFAULT = 3
"""Incidents reported to police in 12 months that make escalation: a local default, changeable per area."""

REPEAT_MONTHS = 12


@dataclass(frozen=True)
class Counts:
    """How many items were answered yes, don't know, not asked, of how many; and where high is computed."""

    yes: int
    unsure: int
    not_asked: int
    of: int
    visible_high: int | None = None
    has_unsure: bool = True

    @property
    def computed_high(self) -> bool:
        """The yes alone reach the count at which high is computed."""
        return self.visible_high is not None and self.yes >= self.visible_high

    @property
    def could_be_high(self) -> bool:
        """The yes do not reach it, but together with what is not known they would."""
        if self.visible_high is None or self.computed_high:
            return False
        return self.yes + self.unsure + self.not_asked >= self.visible_high

    @property
    def words(self) -> str:
        """The counts as they are always shown: "11 yes, 6 don't know, 2 not asked"."""
        parts = [f"{self.yes} yes"]
        if self.has_unsure:
            parts.append(f"{self.unsure} don't know")
        return ", ".join([*parts, f"{self.not_asked} not asked"])

    @property
    def meaning(self) -> str:
        """What the counts mean; below the count of high nothing is suggested."""
        if self.visible_high is None:
            return "No cut-off: the answers are evidence."
        if self.computed_high:
            return f"{self.visible_high} or more yes: computes as visible high."
        if self.could_be_high:
            return "Could be high: too much is not known yet."
        return f"Fewer than {self.visible_high} yes suggests no level: the level is your judgement."


def counts_of(instrument: Instrument, answers: Answers) -> Counts | None:
    """Return the counts of these answers, or None for an instrument that counts nothing."""
    rule = instrument.scoring
    if rule is None:
        return None
    given = [answers.get(item.code, {}).get(rule.scale) for item in instrument.items]
    return Counts(
        yes=given.count(rule.counted),
        unsure=given.count(rule.unsure) if rule.unsure else 0,
        not_asked=given.count(None),
        of=len(given),
        visible_high=rule.visible_high,
        has_unsure=rule.unsure is not None,
    )


def counts_read(instrument: Instrument, stored: Mapping[str, Any] | None) -> Counts | None:
    """Return counts as they were stored when the assessment was finished, or None where nothing was counted."""
    if instrument.scoring is None or not stored or "yes" not in stored:
        return None
    return Counts(
        yes=stored["yes"],
        unsure=stored["unsure"],
        not_asked=stored["not_asked"],
        of=stored["of"],
        visible_high=instrument.scoring.visible_high,
        has_unsure=instrument.scoring.unsure is not None,
    )


def counted_items(instrument: Instrument, answers: Answers) -> frozenset[str]:
    """Return the codes of the items answered yes."""
    rule = instrument.scoring
    if rule is None:
        return frozenset()
    return frozenset(
        item.code for item in instrument.items if answers.get(item.code, {}).get(rule.scale) == rule.counted
    )


def stop_card(instrument: Instrument, answers: Answers, facts: Collection[str] = ()) -> tuple[StopRule, ...]:
    """Return the rules that ask "Have you considered high?"; none means that there is no stop card."""
    yes = counted_items(instrument, answers)
    return tuple(rule for rule in instrument.stop_rules if _holds(rule, yes, facts))


def _holds(rule: StopRule, yes: Collection[str], facts: Collection[str]) -> bool:
    if any(fact in facts for fact in rule.facts):
        return True
    if not (rule.all or rule.any):
        return False
    return all(code in yes for code in rule.all) and (not rule.any or any(code in yes for code in rule.any))


def marac_grounds(
    *,
    judgement: bool,
    computed_high: bool,
    police_incidents: int | None,
    marac_until: date | None,
    today: date,
    escalation_from: int = ESCALATION_DEFAULT,
) -> tuple[MaracGround, ...]:
    """Return every ground for MARAC that is met; any one is enough.

    `marac_until` is the last day of the 12 months after the pair's last MARAC referral.
    """
    met = {
        MaracGround.JUDGEMENT: judgement,
        MaracGround.VISIBLE_HIGH: computed_high,
        MaracGround.ESCALATION: police_incidents is not None and police_incidents >= escalation_from,
        MaracGround.REPEAT: marac_until is not None and today <= marac_until,
    }
    return tuple(ground for ground, holds in met.items() if holds)


@dataclass(frozen=True)
class Evidence:
    """What the answers so far say, beside the decision: never a level."""

    counts: Counts | None
    stop_rules: tuple[StopRule, ...]
    grounds: tuple[MaracGround, ...]
    prompts: tuple[Prompt, ...]


def evidence(instrument: Instrument, content: Content, *, marac_until: date | None, today: date) -> Evidence:
    """Return everything that the answers so far add up to."""
    counts = counts_of(instrument, content.answers)
    yes = counted_items(instrument, content.answers)
    opened = (prompt for item in instrument.items if item.code in yes for prompt in item.prompts)
    return Evidence(
        counts=counts,
        stop_rules=stop_card(instrument, content.answers, content.facts),
        grounds=marac_grounds(
            judgement=content.marac_judgement,
            computed_high=counts is not None and counts.computed_high,
            police_incidents=content.police_incidents,
            marac_until=marac_until,
            today=today,
        ),
        prompts=tuple(dict.fromkeys(opened)),
    )
