"""Postcodes: found in what was typed or written, and how alike two of them are. Pure."""

import re
import string
from enum import IntEnum

from caseflow.people.matching.birth_alike import digits_apart

_WRITTEN = re.compile(r"\b([A-Za-z]{1,2}\d[A-Za-z\d]?)\s*(\d[A-Za-z]{2})\b")
_BRITISH = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}")
_OUTWARD = re.compile(r"[A-Za-z]{1,2}\d[A-Za-z\d]?")
_ALONE = re.compile(r"[A-Z\d]{2,5}[ -]?[A-Z\d]{0,5}")
_ANY = re.compile(r"[A-Z\d]{2,10}")
INWARD = 3
DIGITS = string.digits
LETTERS = string.ascii_uppercase


class PostcodeAlike(IntEnum):
    """How alike two postcodes are, the closest first."""

    SAME = 0
    NEAR = 1
    AREA = 2
    DIFFERS = 3


def postcodes_in(text: str) -> tuple[str, ...]:
    """Return the postcodes that stand in an address, without spaces and in capitals; one of any country if alone."""
    if _BRITISH.fullmatch(text):
        return (text.replace(" ", ""),)
    if _ALONE.fullmatch(text) and (alone := normal_postcode(text)):
        return (alone,)
    return tuple(dict.fromkeys((outward + inward).upper() for outward, inward in _WRITTEN.findall(text)))


def normal_postcode(text: str) -> str | None:
    """Return a whole postcode or its first half in one form; those of other countries are letters and digits."""
    bare = "".join(text.upper().split()).replace("-", "")
    return bare if _ANY.fullmatch(bare) and any(one.isdigit() for one in bare) else None


def read_postcode(text: str) -> str | None:
    """Return the British postcode, or its first half, that a piece of free text is; None if it is neither."""
    bare = "".join(text.split()).upper()
    whole = _WRITTEN.fullmatch(bare)
    return bare if whole or (_OUTWARD.fullmatch(bare) and len(bare) >= 2) else None


def outward(postcode: str) -> str:
    """Return the first half of a whole British postcode, or what there is of a shorter one."""
    return postcode[:-INWARD] if _WRITTEN.fullmatch(postcode) else postcode


def postcode_likeness(asked: str, known: str) -> PostcodeAlike:
    """Return how alike two postcodes in their one form are."""
    if asked == known:
        return PostcodeAlike.SAME
    if len(asked) == len(known) and digits_apart(asked, known) == 1:
        return PostcodeAlike.NEAR
    if (
        len(asked) >= INWARD - 1
        and outward(known) == outward(asked)
        and asked != known
        and not known.isdigit()
    ):
        return PostcodeAlike.AREA
    return PostcodeAlike.DIFFERS


def near_postcodes(postcode: str) -> frozenset[str]:
    """Return a postcode with all that are one letter or digit away, or have two neighbours changed about."""
    found = {postcode}
    for place, letter in enumerate(postcode):
        others = DIGITS if letter.isdigit() else LETTERS
        found.update(postcode[:place] + other + postcode[place + 1 :] for other in others)
        found.add(postcode[:place] + postcode[place : place + 2][::-1] + postcode[place + 2 :])
    return frozenset(found)
