"""What can be chosen for two records of one person, and what their merged summary says. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from caseflow.choices import RiskLevel
from caseflow.people.choices import SECTION_LABELS, Section

LABELS = {
    "known_as": "Known as",
    "names": "Full name",
    "birth": "Birth date",
    "locality_id": "Staying now in",
    "usual_locality_id": "Usual home in",
    **{section.value: SECTION_LABELS[section] for section in Section},
}
"""The values of which a person has one, in the order in which they are compared."""

SUMMARY = ("risk_level", "risk_on", "review_due_on", "marac_until_on")
BY_DANGER = (RiskLevel.NOT_ASSESSED, RiskLevel.STANDARD, RiskLevel.MEDIUM, RiskLevel.HIGH)

Graded = tuple[RiskLevel, date | None]


def is_blank(value: Any) -> bool:
    """Tell whether a value says nothing: no text, no answers, a name without parts, a birth without a date."""
    if isinstance(value, list):
        return value[0] in (None, "") and value[-1] in ("", "unknown")
    return not value


def higher(one: Graded, other: Graded) -> Graded:
    """Return the more dangerous of two levels with its day: to merge two records never lowers a risk."""
    return max(one, other, key=lambda graded: BY_DANGER.index(graded[0]))


def earlier(one: date | None, other: date | None) -> date | None:
    """Return the earlier of two days, or the one that there is."""
    return min((day for day in (one, other) if day), default=None)


def later(one: date | None, other: date | None) -> date | None:
    """Return the later of two days, or the one that there is."""
    return max((day for day in (one, other) if day), default=None)


def roots(parents: Mapping[UUID, UUID]) -> dict[UUID, UUID]:
    """Return, for each record that was merged, the one at the end of its chain."""
    found = {}
    for start in parents:
        here, seen = start, {start}
        while here in parents and parents[here] not in seen:
            here = parents[here]
            seen.add(here)
        found[start] = here
    return found
