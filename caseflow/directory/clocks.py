"""How long each clock runs. Pure: the table of settings and the calendar are passed in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from caseflow.choices import Element, RiskLevel
from caseflow.directory.calendar import Calendar
from caseflow.directory.choices import ClockCode, Unit


@dataclass(frozen=True)
class Rule:
    """How long one clock runs for one risk level; an element of None holds for every element."""

    element: Element | None
    clock: ClockCode
    risk: RiskLevel
    amount: int
    unit: Unit

    @property
    def words(self) -> str:
        """Return the span in words: "4 hours", "1 working day"."""
        noun = "hour" if self.unit is Unit.HOURS else "working day"
        return f"{self.amount} {noun}{'' if self.amount == 1 else 's'}"


@dataclass(frozen=True)
class Pause:
    """A stretch in which a clock stood still, because the person asked or contact was not safe."""

    from_at: datetime
    until_at: datetime | None = None
    """None: it still stands still."""


def rule_for(rules: Iterable[Rule], element: Element, clock: ClockCode, risk: RiskLevel) -> Rule:
    """Return the rule of an element, else that of all elements; raises KeyError where there is none.

    Not yet assessed shares the column of high, unless a rule says otherwise.
    """
    found = {rule.element: rule for rule in rules if rule.clock is clock and rule.risk is risk}
    if element in found or None in found:
        return found.get(element) or found[None]
    if risk is RiskLevel.NOT_ASSESSED:
        return rule_for(rules, element, clock, RiskLevel.HIGH)
    raise KeyError(f"no clock {clock} for {element} at {risk}")


def due_at(
    rule: Rule, started_at: datetime, calendar: Calendar, pauses: Sequence[Pause] = ()
) -> datetime | None:
    """Return when the clock runs out; None while it stands still.

    Hours pass day and night. A pause moves the time by its own length, and a working-day clock then on into
    opening hours.
    """
    due = _plain(rule, started_at, calendar)
    for pause in merged(pauses):
        if pause.until_at is not None and pause.until_at <= started_at:
            continue
        begins = max(pause.from_at, started_at)
        if begins >= due:
            break
        if pause.until_at is None:
            return None
        due += pause.until_at - begins
        if rule.unit is Unit.WORKING_DAYS:
            due = calendar.into_hours(due)
    return due


def merged(pauses: Sequence[Pause]) -> list[Pause]:
    """Return the pauses in order, with those that overlap made one, so that no moment counts twice."""
    whole: list[Pause] = []
    for pause in sorted(pauses, key=lambda one: one.from_at):
        last = whole[-1] if whole else None
        if last is None or (last.until_at is not None and pause.from_at > last.until_at):
            whole.append(pause)
        elif last.until_at is not None:
            ends = None if pause.until_at is None else max(last.until_at, pause.until_at)
            whole[-1] = Pause(last.from_at, ends)
    return whole


def _plain(rule: Rule, started_at: datetime, calendar: Calendar) -> datetime:
    if rule.unit is Unit.HOURS:
        return started_at.astimezone(UTC) + timedelta(hours=rule.amount)
    return calendar.add_working_days(started_at, rule.amount)


@dataclass(frozen=True)
class ServiceClocks:
    """The clocks of one service: the area's settings and the service's own calendar."""

    element: Element
    calendar: Calendar
    rules: tuple[Rule, ...] = field(repr=False)

    def rule(self, clock: ClockCode, risk: RiskLevel) -> Rule:
        """Return the rule that holds here for this clock and risk level."""
        return rule_for(self.rules, self.element, clock, risk)

    def due_at(self, clock: ClockCode, risk: RiskLevel, started_at: datetime) -> datetime:
        """Return when a clock that starts now and never pauses runs out."""
        return _plain(self.rule(clock, risk), started_at, self.calendar)

    def due_with_pauses(
        self, clock: ClockCode, risk: RiskLevel, started_at: datetime, pauses: Sequence[Pause]
    ) -> datetime | None:
        """Return when a clock runs out that stood still for a while; None while it does."""
        return due_at(self.rule(clock, risk), started_at, self.calendar, pauses)

    def span_words(self, clock: ClockCode, risk: RiskLevel) -> str:
        """Return how long the clock runs, in words."""
        return self.rule(clock, risk).words
