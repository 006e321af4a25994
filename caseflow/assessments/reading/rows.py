"""A finished assessment's items in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..choices import (
    FACT_LABELS,
    GROUND_LABELS,
    JUDGEMENT_STOP_LABELS,
    PURPOSE_LABELS,
    SOURCE_LABELS,
    STOP_ANSWER_LABELS,
    Fact,
    MaracGround,
    Purpose,
    Source,
    StopAnswer,
)
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
    is_answered: bool


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
            is_answered=bool(content.answers.get(item.code) or content.notes.get(item.code)),
        )
        for item in instrument.items
    )


def stop_labels(instrument: Instrument | None, content: Content) -> tuple[str, ...]:
    """Return what opened the stop card, in words."""
    if instrument is None:
        return tuple(JUDGEMENT_STOP_LABELS.get(code, code) for code in content.stop_ticked)
    return tuple(rule.label for rule in stop_card(instrument, content.answers, content.facts))


def told_rows(
    purpose: Purpose,
    source: Source,
    content: Content,
    stop_labels: Sequence[str],
    grounds: Sequence[MaracGround],
) -> tuple[tuple[str, str], ...]:
    """Return what stood beside the decision, as rows of words; what nobody told is left out."""
    opened = "; ".join(stop_labels) or ("None of these is known" if content.stop_none_known else "Not opened")
    incidents = "" if content.police_incidents is None else str(content.police_incidents)
    rows = (
        ("Why now", PURPOSE_LABELS[purpose]),
        ("Answers from", SOURCE_LABELS[source]),
        ("Stop card", opened),
        ("Have you considered high?", _stop_answer(content)),
        ("MARAC", "; ".join(GROUND_LABELS[one] for one in grounds) or "No ground recorded"),
        ("Why MARAC", content.marac_why),
        ("Incidents reported to police, 12 months", incidents),
        ("Other relevant facts", "; ".join(FACT_LABELS[Fact(one)] for one in content.facts)),
        ("More about these", content.facts_note),
        ("The person's own priorities", content.priorities),
        ("What the person wants from us", content.wishes),
    )
    return tuple((name, words) for name, words in rows if words)


def _stop_answer(content: Content) -> str:
    if not content.stop_answer:
        return ""
    words = STOP_ANSWER_LABELS[StopAnswer(content.stop_answer)]
    return f"{words}: {content.stop_because}" if content.stop_because else words
