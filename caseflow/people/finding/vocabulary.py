"""The distinct parts of names on one side, and which of them are like one that is asked for. Pure."""

from array import array
from bisect import bisect_left, insort
from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from caseflow.people.matching.alike import FARTHEST, Alike, forms_of, sound
from caseflow.people.matching.naming_customs import stem

LAST = "\U0010ffff"
KEPT = 4_000
"""So many answers are kept: given names are asked for again and again."""

Numbers = NDArray[np.int32]
Levels = NDArray[np.uint8]


@dataclass(frozen=True)
class Likes:
    """Which words are like an asked part, and how; all words before ``upto`` were compared."""

    words: Numbers
    levels: Levels
    upto: int


class Vocabulary:
    """Words with a number each; numbers are never given anew."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.numbers: dict[str, int] = {}
        self._stems: list[str] = []
        self._sounds = array("i")
        self._sound_numbers: dict[str, int] = {}
        self._lengths = array("B")
        self._in_order: list[str] = []
        self._kept: OrderedDict[str, Likes] = OrderedDict()

    def __len__(self) -> int:
        return len(self.words)

    def number(self, word: str) -> int:
        """Return the number of a word, which is taken in if it is new."""
        known = self.numbers.get(word)
        if known is not None:
            return known
        number = self.numbers[word] = len(self.words)
        self.words.append(word)
        self._stems.append(stem(word))
        self._sounds.append(self._sound_numbers.setdefault(sound(word), len(self._sound_numbers)))
        self._lengths.append(min(len(word), 255))
        return number

    def settle(self) -> None:
        """Put the words in order, after many were taken in."""
        self._in_order = sorted(self.words)

    def like(self, part: str) -> Likes:
        """Return the words that are like a part, by the same rules as ``likeness`` compares two."""
        kept = self._kept.pop(part, None)
        size = len(self.words)
        if kept is None or kept.upto < size:
            fresh = self._compared(part, kept.upto if kept else 0, size)
            kept = _joined(kept, fresh) if kept else fresh
        self._kept[part] = kept
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return kept

    def _compared(self, part: str, first: int, size: int) -> Likes:
        levels = np.full(size - first, Alike.DIFFERENT, np.uint8)
        own = stem(part)
        apart = cdist(
            [own], self._stems[first:size], scorer=OSA.distance, score_cutoff=FARTHEST, dtype=np.uint8
        )[0]
        lengths = np.frombuffer(self._lengths, np.uint8)[first:size].copy()
        sounds = np.frombuffer(self._sounds, np.int32)[first:size].copy()
        shorter, longer = np.minimum(lengths, len(part)), np.maximum(lengths, min(len(part), 255))
        # The weakest first: what is closer is written over it.
        if len(part) == 1:
            levels[self._beginning(part, first, size)] = Alike.INITIAL
        elif part:
            levels[self._within(part[0], first, size)] = Alike.INITIAL
        reach = np.where(shorter < 6, 1, np.where(shorter < 9, 2, 3))
        levels[(shorter >= 3) & (apart <= reach)] = Alike.FEW_LETTERS
        if len(part) > 1:
            levels[self._beginning(part, first, size)] = Alike.BEGINNING
        levels[(shorter >= 3) & (apart == 1)] = Alike.ONE_LETTER
        heard = self._sound_numbers.get(sound(part), -1)
        levels[(sounds == heard) & (apart.astype(np.int32) * 2 <= longer) & (apart <= FARTHEST)] = Alike.SOUND
        levels[apart == 0] = Alike.FORM
        for form in forms_of(part):
            levels[self._within(form, first, size)] = Alike.FORM
        levels[self._within(part, first, size)] = Alike.SAME
        found = np.flatnonzero(levels != Alike.DIFFERENT).astype(np.int32)
        return Likes(found + np.int32(first), levels[found], size)

    def _within(self, word: str, first: int, size: int) -> list[int]:
        number = self.numbers.get(word, -1)
        return [number - first] if first <= number < size else []

    def _beginning(self, part: str, first: int, size: int) -> list[int]:
        if len(self._in_order) != len(self.words):
            for word in self.words[len(self._in_order) :]:
                insort(self._in_order, word)
        begun = self._in_order[bisect_left(self._in_order, part) : bisect_left(self._in_order, part + LAST)]
        return [one for word in begun for one in self._within(word, first, size)]


def _joined(kept: Likes, fresh: Likes) -> Likes:
    return Likes(
        np.concatenate([kept.words, fresh.words]), np.concatenate([kept.levels, fresh.levels]), fresh.upto
    )
