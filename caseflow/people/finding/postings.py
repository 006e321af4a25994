"""Postings: which rows have a value, in order of the values, with what was added since. Pure."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]
NOTHING: Numbers = np.zeros(0, np.int32)


class Postings:
    """Rows by value. What a row no longer has may still be listed: whoever asks compares the row itself."""

    def __init__(self) -> None:
        self._starts: Numbers = np.zeros(1, np.int32)
        self._rows: Numbers = NOTHING
        self._later: dict[int, list[int]] = {}

    @classmethod
    def of(cls, values: Numbers, rows: Numbers, size: int) -> Postings:
        """Order rows by their values, which are numbers below ``size``."""
        made = cls()
        made._rows = rows[np.argsort(values, kind="stable")]
        made._starts = np.zeros(size + 1, np.int32)
        np.cumsum(np.bincount(values, minlength=size), out=made._starts[1:])
        return made

    def add(self, value: int, row: int) -> None:
        """List a row under one more value."""
        self._later.setdefault(value, []).append(row)

    def rows(self, value: int) -> Numbers:
        """Return the rows that have a value."""
        later = self._later.get(value)
        first = NOTHING
        if 0 <= value < len(self._starts) - 1:
            first = self._rows[self._starts[value] : self._starts[value + 1]]
        return np.concatenate([first, np.array(later, np.int32)]) if later else first

    def between(self, first: int, last: int) -> Numbers:
        """Return the rows with a value from the first to the last, both included."""
        least, most = (min(max(one, 0), len(self._starts) - 1) for one in (first, last + 1))
        later = [row for value, rows in self._later.items() if first <= value <= last for row in rows]
        return np.concatenate(
            [self._rows[self._starts[least] : self._starts[most]], np.array(later, np.int32)]
        )

    def gathered(self, values: Iterable[int]) -> tuple[Numbers, Numbers]:
        """Return the rows of several values one after the other, and how many each has."""
        lists = [self.rows(value) for value in values]
        counts = np.array([len(one) for one in lists], np.int32)
        return (np.concatenate(lists) if lists else NOTHING), counts

    def lengths(self, size: int) -> Numbers:
        """Return how many rows each value has."""
        found = np.zeros(size, np.int32)
        found[: len(self._starts) - 1] = np.diff(self._starts)
        return found
