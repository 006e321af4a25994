"""Whom a search brings up, by exact things and by what the model weighs, in one order. Pure."""

from dataclasses import dataclass, field
from uuid import UUID

from caseflow.people.finding.index import Match

REFERENCE, NUMBER = 40.0, 14.0
"""Bits of an exact reference, and of an exact number or address, beside those that the model weighs."""


@dataclass
class Candidates:
    """Whom anything brings up: by what kinds of exact things, and what the model says of each."""

    exact: dict[UUID, list[str]] = field(default_factory=dict)
    matches: dict[UUID, Match] = field(default_factory=dict)
    _by_exact: dict[UUID, float] = field(default_factory=dict)

    def note(self, person_id: UUID, words: str, bits: float) -> None:
        """Note somebody whom an exact thing brings up."""
        self.exact.setdefault(person_id, []).append(words)
        self._by_exact[person_id] = self._by_exact.get(person_id, 0.0) + bits

    def bits(self, person_id: UUID) -> float:
        """Return all that speaks for somebody, and against."""
        match = self.matches.get(person_id)
        return self._by_exact.get(person_id, 0.0) + (match.bits if match else 0.0)

    def in_order(self) -> list[UUID]:
        """Return everybody who was brought up, the likeliest first."""
        every = dict.fromkeys([*self.exact, *self.matches])
        return sorted(every, key=lambda one: (-self.bits(one), one.int))
