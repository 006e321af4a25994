"""Two assessments of the same pair set side by side, item by item."""

from __future__ import annotations

from dataclasses import dataclass

from .content import Content
from .instruments.shape import Instrument


@dataclass(frozen=True)
class ItemCompared:
    """One item in both assessments; `changed` where the answers differ."""

    code: str
    label: str
    scale: str
    earlier: str
    later: str
    earlier_note: str
    later_note: str

    @property
    def changed(self) -> bool:
        """The two answers are not the same."""
        return self.earlier != self.later


def items_compared(
    earlier_instrument: Instrument, earlier: Content, later_instrument: Instrument, later: Content
) -> tuple[ItemCompared, ...]:
    """Return every item of both, in the later one's order; an item of one version only says so."""
    if earlier_instrument.code != later_instrument.code:
        return ()
    rows: list[ItemCompared] = []
    before = {item.code: item for item in earlier_instrument.items}
    after = {item.code: item for item in later_instrument.items}
    for code in dict.fromkeys([*after, *before]):
        item = after.get(code) or before[code]
        several = len(later_instrument.scales) > 1
        for scale in later_instrument.scales:
            rows.append(
                ItemCompared(
                    code=code,
                    label=item.label,
                    scale=scale.label if several else "",
                    earlier=_answer(earlier_instrument, earlier, code, scale.code),
                    later=_answer(later_instrument, later, code, scale.code),
                    earlier_note=earlier.notes.get(code, ""),
                    later_note=later.notes.get(code, ""),
                )
            )
    return tuple(rows)


def _answer(instrument: Instrument, content: Content, item: str, scale: str) -> str:
    known = any(one.code == item for one in instrument.items)
    if not known or all(one.code != scale for one in instrument.scales):
        return "Not in this version"
    return instrument.scale(scale).label_of(content.answers.get(item, {}).get(scale))
