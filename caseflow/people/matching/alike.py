"""How alike two parts of names are: the same, another form of it, alike in sound, a few letters apart. Pure."""

from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache

from jellyfish import metaphone
from nicknames import NickNamer
from rapidfuzz.distance import OSA

from caseflow.people.matching.naming_customs import spellings_of, stem

FARTHEST = 5
"""Letters changed beyond which two parts are no longer compared."""


class Alike(IntEnum):
    """How alike two parts of names are, the closest first."""

    SAME = 0
    FORM = 1
    SOUND = 2
    ONE_LETTER = 3
    BEGINNING = 4
    FEW_LETTERS = 5
    INITIAL = 6
    DIFFERENT = 7


_NICKNAMES = NickNamer()
_SOUNDS = tuple(
    (letters, sound)
    for line in (
        "sch sh|tsch ch|szcz sh|cz ch|sz sh|rz zh|ph f|kh k|gh g|bh b|dh d|th t|jh j|dj j|ck k|q k|x ks|w v",
    )
    for letters, sound in (pair.split() for pair in line.split("|"))
)


@lru_cache(maxsize=4_096)
def forms_of(part: str) -> frozenset[str]:
    """Return the short forms of a name, the names that it is short for, and its other spellings."""
    return (
        frozenset(_NICKNAMES.nicknames_of(part))
        | frozenset(_NICKNAMES.canonicals_of(part))
        | spellings_of(part)
    )


@lru_cache(maxsize=16_384)
def sound(part: str) -> str:
    """Return how a part sounds, roughly and whatever language spelt it; parts that sound alike give the same."""
    if not part.isascii():
        return part
    heard = stem(part)
    for letters, plain in _SOUNDS:
        if letters in heard:
            heard = heard.replace(letters, plain)
    return metaphone(heard) or part


def sounds_of(parts: Sequence[str], stems: Sequence[str]) -> list[str]:
    """Return how each of many parts sounds, as ``sound`` says of one; their stems are known."""
    heard = "\n".join(stems)
    for letters, plain in _SOUNDS:
        heard = heard.replace(letters, plain)
    return [
        (metaphone(one) or part) if part.isascii() else part
        for part, one in zip(parts, heard.split("\n"), strict=True)
    ]


def _same_form(asked: str, known: str, forms: frozenset[str]) -> bool:
    """Tell whether two parts are forms of one name: a spelling, a short form, or the ending for a woman."""
    return known in forms or stem(asked) == stem(known)


def reach(length: int) -> int:
    """Return how many letters may differ in a part of this length for the two to be thought one name."""
    return 1 if length < 6 else 2 if length < 9 else 3


@lru_cache(maxsize=16_384)
def likeness(asked: str, known: str) -> Alike:
    """Return how alike an asked part and a known part are."""
    if asked == known:
        return Alike.SAME
    if _same_form(asked, known, forms_of(asked)):
        return Alike.FORM
    distance = OSA.distance(stem(asked), stem(known), score_cutoff=FARTHEST)
    return by_letters(asked, known, distance, sound(asked) == sound(known))


def by_letters(asked: str, known: str, distance: int, sounds_same: bool) -> Alike:
    """Return how alike two different parts are, by how many letters differ and whether they sound the same."""
    longer, shorter = max(len(asked), len(known)), min(len(asked), len(known))
    if sounds_same and distance * 2 <= longer:
        return Alike.SOUND
    if distance == 1 and shorter >= 3:
        return Alike.ONE_LETTER
    if len(asked) > 1 and known.startswith(asked):
        return Alike.BEGINNING
    if shorter >= 3 and distance <= reach(shorter):
        return Alike.FEW_LETTERS
    if shorter == 1 and asked[0] == known[0]:
        return Alike.INITIAL
    return Alike.DIFFERENT
