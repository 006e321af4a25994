"""What a reader asked of a report, checked against what this reader may ask. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from caseflow.choices import ELEMENT_LABELS, RISK_LABELS, Element, Lot, RiskLevel
from caseflow.reports.choices import BY_LABELS, By
from caseflow.reports.period import BadPeriod, Period, chosen, custom

CUSTOM = "custom"
Choice = tuple[str, str]


@dataclass(frozen=True)
class Offers:
    """What this reader may choose; an empty list means that the filter is not for this reader."""

    periods: tuple[Period, ...]
    own_days: bool
    by: tuple[By, ...]
    elements: tuple[Element, ...] = ()
    lots: tuple[Lot, ...] = ()
    services: tuple[Choice, ...] = ()
    localities: tuple[Choice, ...] = ()
    risks: tuple[RiskLevel, ...] = ()
    funders: tuple[Choice, ...] = ()

    def choices(self, name: str) -> list[Choice]:
        """Return what a filter offers, as a form shows it."""
        return {
            "period": [(one.code, one.words) for one in self.periods]
            + ([(CUSTOM, "From one day to another")] if self.own_days else []),
            "by": [(one.value, BY_LABELS[one]) for one in self.by],
            "element": [(one.value, ELEMENT_LABELS[one]) for one in self.elements],
            "lot": [(one.value, f"Lot {one.value}") for one in self.lots],
            "service": list(self.services),
            "locality": list(self.localities),
            "risk": [(one.value, RISK_LABELS[one]) for one in self.risks],
            "funder": list(self.funders),
        }[name]


FILTERS = {
    "element": "Element",
    "lot": "Lot",
    "service": "Service",
    "locality": "Locality",
    "risk": "Risk",
    "funder": "Funder",
}


@dataclass(frozen=True)
class Asked:
    """A checked question: the period, what the lines are, and each filter that was set."""

    period: Period
    by: By
    element: Element | None = None
    lot: Lot | None = None
    service_id: UUID | None = None
    locality_id: UUID | None = None
    risk: RiskLevel | None = None
    funder: str | None = None
    words: tuple[tuple[str, str], ...] = ()
    """The period and the filters in words, as page and exports repeat them."""
    given: Mapping[str, str] = field(default_factory=dict)
    """What was taken, by parameter: the page's links and exports ask the same again."""


@dataclass(frozen=True)
class Reading:
    """What came of reading the parameters: a question that can be answered, and what was wrong."""

    asked: Asked
    faults: Mapping[str, str] = field(default_factory=dict)


def read(given: Mapping[str, str], offers: Offers, today: date) -> Reading:
    """Return the question in a page's parameters; what cannot be chosen is said and left out."""
    faults: dict[str, str] = {}
    period, period_given = _period(given, offers, today, faults)
    taken = {name: given[name] for name in FILTERS if given.get(name)}
    for name in list(taken):
        if taken[name] not in dict(offers.choices(name)):
            faults[name] = f"Choose the {FILTERS[name].lower()} from the list."
            del taken[name]
    by = given.get("by") or offers.by[0].value
    if by not in dict(offers.choices("by")):
        faults["by"] = "Choose what the lines are from the list."
        by = offers.by[0].value
    words = [("Period", f"{period.words}: {period.span_words}" if period.code != CUSTOM else period.words)]
    words += [(FILTERS[name], dict(offers.choices(name))[code]) for name, code in taken.items()]
    asked = Asked(
        period=period,
        by=By(by),
        element=Element(taken["element"]) if "element" in taken else None,
        lot=Lot(taken["lot"]) if "lot" in taken else None,
        service_id=UUID(taken["service"]) if "service" in taken else None,
        locality_id=UUID(taken["locality"]) if "locality" in taken else None,
        risk=RiskLevel(taken["risk"]) if "risk" in taken else None,
        funder=taken.get("funder"),
        words=tuple(words),
        given={**period_given, "by": by, **taken},
    )
    return Reading(asked, faults)


def _period(
    given: Mapping[str, str], offers: Offers, today: date, faults: dict[str, str]
) -> tuple[Period, dict[str, str]]:
    usual = offers.periods[0]
    code = given.get("period") or usual.code
    if code == CUSTOM and offers.own_days:
        days = _days(given, faults)
        if days is not None:
            try:
                period = custom(*days, today)
            except BadPeriod as fault:
                faults["from_on"] = str(fault)
            else:
                return period, {"period": CUSTOM, "from_on": str(days[0]), "until_on": str(days[1])}
        return usual, {"period": usual.code}
    found = chosen(code, list(offers.periods))
    if found is None:
        faults["period"] = "Choose the period from the list."
    return found or usual, {"period": (found or usual).code}


def _days(given: Mapping[str, str], faults: dict[str, str]) -> tuple[date, date] | None:
    found = [day_in(given, name) for name in ("from_on", "until_on")]
    for name, day, words in zip(("from_on", "until_on"), found, ("first", "last"), strict=True):
        if day is None:
            typed = any(value.strip() for key, value in given.items() if key.split("-")[0] == name)
            faults[name] = (
                f"The {words} day must be a real date."
                if typed
                else f"Enter the {words} day, like 27 3 2026."
            )
    first, last = found
    return (first, last) if first and last else None


def day_in(given: Mapping[str, str], name: str) -> date | None:
    """Return a day from its one box or its three; nothing where there is no such day."""
    parts: Sequence[str] = [given.get(f"{name}-{part}", "") for part in ("year", "month", "day")]
    try:
        if any(parts):
            return date(*(int(part) for part in parts))
        return date.fromisoformat(given.get(name, ""))
    except ValueError:
        return None
