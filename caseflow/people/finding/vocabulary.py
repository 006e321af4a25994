"""The distinct parts of names on one side, and which of them are like one that is asked for. Pure."""

from array import array
from bisect import bisect_left, insort
from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from caseflow.people.matching.alike import FARTHEST, Alike, forms_of, sound, sounds_of
from caseflow.people.matching.naming_customs import stem, stems_of

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

    def of(self, words: list[int]) -> list[int]:
        """Return the levels of these words, which are all before ``upto``."""
        if not len(self.words):
            return [Alike.DIFFERENT] * len(words)
        wanted = np.array(words, np.int32)
        at = np.minimum(np.searchsorted(self.words, wanted), len(self.words) - 1)
        found: list[int] = np.where(self.words[at] == wanted, self.levels[at], Alike.DIFFERENT).tolist()
        return found


class Vocabulary:
    """Words with a number each; numbers are never given anew."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.numbers: dict[str, int] = {}
        self._stems: list[str] = []
        self._stem_lengths = array("B")
        self._letters = array("I")
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
        return number

    def settle(self) -> None:
        """Put the words in order, after many were taken in."""
        self._learn()
        self._in_order = sorted(self.words)

    def _learn(self) -> None:
        """Note what is compared of the words that came since: many at once cost less than one by one."""
        fresh = self.words[len(self._stems) :]
        if not fresh:
            return
        stems = stems_of(fresh)
        self._stems += stems
        self._stem_lengths.extend([min(len(one), 255) for one in stems])
        self._letters.extend(map(_letters, stems))
        self._lengths.extend([min(len(one), 255) for one in fresh])
        numbers = self._sound_numbers
        self._sounds.extend([numbers.setdefault(one, len(numbers)) for one in sounds_of(fresh, stems)])

    def like(self, part: str) -> Likes:
        """Return the words that are like a part, by the same rules as ``likeness`` compares two."""
        self._learn()
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
        # The weakest first: what is closer is written over it.
        if len(part) == 1:
            levels[self._beginning(part, first, size)] = Alike.INITIAL
        elif part:
            levels[self._within(part[0], first, size)] = Alike.INITIAL
        rows, apart = self._few_letters_apart(part, first, size)
        lengths = np.frombuffer(self._lengths, np.uint8)[first:size][rows]
        shorter, longer = np.minimum(lengths, len(part)), np.maximum(lengths, min(len(part), 255))
        heard = self._sound_numbers.get(sound(part), -1)
        alike = np.frombuffer(self._sounds, np.int32)[first:size][rows] == heard
        levels[rows[(shorter >= 3) & (apart <= _reach(shorter))]] = Alike.FEW_LETTERS
        if len(part) > 1:
            levels[self._beginning(part, first, size)] = Alike.BEGINNING
        levels[rows[(shorter >= 3) & (apart == 1)]] = Alike.ONE_LETTER
        levels[rows[alike & (apart.astype(np.int32) * 2 <= longer) & (apart <= FARTHEST)]] = Alike.SOUND
        levels[rows[apart == 0]] = Alike.FORM
        for form in forms_of(part):
            levels[self._within(form, first, size)] = Alike.FORM
        levels[self._within(part, first, size)] = Alike.SAME
        found = np.flatnonzero(levels != Alike.DIFFERENT).astype(np.int32)
        return Likes(found + np.int32(first), levels[found], size)

    def _few_letters_apart(self, part: str, first: int, size: int) -> tuple[Numbers, Levels]:
        """Return which words may be few enough letters apart, or sound the same, and how many letters they are.

        Most are ruled out by numbers alone: a changed letter changes the length by one at most, and which letters
        there are by two.
        """
        own, sounds = stem(part), np.frombuffer(self._sounds, np.int32)[first:size]
        lengths = np.frombuffer(self._lengths, np.uint8)[first:size]
        most = _reach(np.minimum(lengths, len(part)))
        letters = np.frombuffer(self._letters, np.uint32)[first:size] ^ np.uint32(_letters(own))
        longer = np.abs(np.frombuffer(self._stem_lengths, np.uint8)[first:size].astype(np.int16) - len(own))
        near = (np.bitwise_count(letters) <= most * 2) & (longer <= most)
        rows = np.flatnonzero(near | (sounds == self._sound_numbers.get(sound(part), -1))).astype(np.int32)
        stems = [self._stems[first + row] for row in rows.tolist()]
        apart = cdist([own], stems, scorer=OSA.distance, score_cutoff=FARTHEST, dtype=np.uint8)
        return rows, apart[0] if stems else np.zeros(0, np.uint8)

    def _within(self, word: str, first: int, size: int) -> list[int]:
        number = self.numbers.get(word, -1)
        return [number - first] if first <= number < size else []

    def _beginning(self, part: str, first: int, size: int) -> list[int]:
        if len(self._in_order) != len(self.words):
            for word in self.words[len(self._in_order) :]:
                insort(self._in_order, word)
        begun = self._in_order[bisect_left(self._in_order, part) : bisect_left(self._in_order, part + LAST)]
        return [one for word in begun for one in self._within(word, first, size)]


def _letters(word: str) -> int:
    """Return which letters a word has, as bits; several signs may share one."""
    found = 0
    for letter in word:
        found |= 1 << (ord(letter) & 31)
    return found


def _reach(shorter: Levels) -> Levels:
    return np.where(shorter < 6, np.uint8(1), np.where(shorter < 9, np.uint8(2), np.uint8(3)))


def _joined(kept: Likes, fresh: Likes) -> Likes:
    return Likes(
        np.concatenate([kept.words, fresh.words]), np.concatenate([kept.levels, fresh.levels]), fresh.upto
    )
