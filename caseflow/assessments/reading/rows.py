"""A finished assessment's items in words."""

from __future__ import annotations

from dataclasses import dataclass

from ..choices import JUDGEMENT_STOP_LABELS, SOURCE_LABELS, Source
from ..content import Content
from ..instruments.shape import Instrument, Prompt
from ..scoring import counted_items, stop_card


@dataclass(frozen=True)
class ItemRead:
    """One item as it was answered."""

    code: str
    label: str
    answers: tuple[str, ...]
    counted: bool
    note: str
    source: str
    prompts: tuple[Prompt, ...]


def items_read(instrument: Instrument, content: Content) -> tuple[ItemRead, ...]:
    """Return every item with the words of its answers; the prompts of those answered yes."""
    yes = counted_items(instrument, content.answers)
    return tuple(
        ItemRead(
            code=item.code,
            label=item.label,
            answers=tuple(
                scale.label_of(content.answers.get(item.code, {}).get(scale.code))
                for scale in instrument.scales
            ),
            counted=item.code in yes,
            note=content.notes.get(item.code, ""),
            source=SOURCE_LABELS[Source(content.sources[item.code])] if item.code in content.sources else "",
            prompts=item.prompts if item.code in yes else (),
        )
        for item in instrument.items
    )


def stop_labels(instrument: Instrument | None, content: Content) -> tuple[str, ...]:
    """Return what opened the stop card, in words."""
    if instrument is None:
        return tuple(JUDGEMENT_STOP_LABELS.get(code, code) for code in content.stop_ticked)
    return tuple(rule.label for rule in stop_card(instrument, content.answers, content.facts))
