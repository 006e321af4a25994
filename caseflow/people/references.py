"""References: six letters and digits, said over the telephone without mix-ups. Pure."""

import re
from collections.abc import Callable

ALPHABET = "23456789BCDFGHJKMNPQRTVWXYZ"
"""No vowels, so that no word appears; nothing that looks or sounds like something else at a glance."""

HALF = 3
_SAID = re.compile(rf"([{ALPHABET}]{{{HALF}}})[\s\-–]?([{ALPHABET}]{{{HALF}}})")


def new_reference(choose: Callable[[str], str]) -> str:
    """Return a reference made of letters that ``choose`` picks, such as ``secrets.choice``."""
    first, second = ("".join(choose(ALPHABET) for _ in range(HALF)) for _ in range(2))
    return f"{first}-{second}"


def read_reference(text: str) -> str | None:
    """Return the reference in what was typed, or None if it is none."""
    found = _SAID.fullmatch(text.strip().upper())
    return f"{found[1]}-{found[2]}" if found else None
