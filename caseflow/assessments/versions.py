"""Says in words where two versions of one assessment differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .choices import FACT_LABELS, JUDGEMENT_STOP_LABELS, LEVEL_LABELS, SOURCE_LABELS, STOP_ANSWER_LABELS
from .content import Content, differences
from .instruments.shape import Instrument

FIELD_LABELS = {
    "facts": "Other relevant facts",
    "facts_note": "More about these facts",
    "priorities": "The person's own priorities",
    "wishes": "What the person wants from us",
    "police_incidents": "Incidents reported to police in the past 12 months",
    "marac_judgement": "Reasonable grounds for MARAC",
    "marac_why": "Why MARAC",
    "stop_ticked": "What is known",
    "stop_none_known": "None of these is known",
    "stop_answer": "Have you considered high?",
    "stop_because": "Why a lower level is right",
    "level": "Risk level",
    "reason": "Reason",
    "review_on": "Review date",
}
CODED: Mapping[str, Mapping[Any, str]] = {
    "facts": FACT_LABELS,
    "stop_ticked": JUDGEMENT_STOP_LABELS,
    "level": LEVEL_LABELS,
    "stop_answer": STOP_ANSWER_LABELS,
}


@dataclass(frozen=True)
class DifferenceLine:
    """One place where two versions differ, in words; `open` where the worker has to choose again."""

    label: str
    theirs: str
    mine: str
    open: bool


def difference_lines(instrument: Instrument, theirs: Content, mine: Content) -> tuple[DifferenceLine, ...]:
    """Return each difference in the words of the page."""
    return tuple(_line(instrument, one.place, one.theirs, one.mine) for one in differences(theirs, mine))


def _line(instrument: Instrument, place: str, theirs: Any, mine: Any) -> DifferenceLine:
    kind, *rest = place.split(".")
    label = _item_label(instrument, rest[0]) if rest else FIELD_LABELS[kind]
    if kind == "answers":
        scale = instrument.scale(rest[1])
        both = (scale.label_of(theirs), scale.label_of(mine))
    else:
        both = (_words(kind, theirs), _words(kind, mine))
    label = {"notes": f"Note on {label}", "sources": f"Source of {label}"}.get(kind, label)
    is_choice = kind in ("answers", "sources", "level", "stop_answer", "police_incidents", "review_on")
    return DifferenceLine(label, *both, open=is_choice and theirs is not None and mine is not None)


def _item_label(instrument: Instrument, code: str) -> str:
    return next((f"{item.code} {item.label}" for item in instrument.items if item.code == code), code)


def _words(kind: str, value: Any) -> str:
    if value is None or value == "" or value == ():
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    labels = SOURCE_LABELS if kind == "sources" else CODED.get(kind, {})
    if isinstance(value, tuple):
        return ", ".join(labels.get(one, str(one)) for one in value)
    return labels.get(value, str(value))
