"""Which new passwords are refused, and why: in words for the screen. No rule of composition: any character will do.

The list of common passwords is the one that zxcvbn carries (some 30,000, out of real leaks), with its lists of
English words and names. It is not a list of everything that ever leaked: nothing is asked of anybody outside.
"""

import re
from collections.abc import Iterable
from threading import Lock

from zxcvbn import zxcvbn

SHORTEST, LONGEST = 15, 128
GUESSES = 10**10
"""What an estimate of guesses must reach. Four unrelated words are a million times beyond it."""
READ = 72
"""Characters that the estimate reads; the rest only makes a password better."""
PRODUCT = "caseflow"
OWN_LETTERS = 3

# The estimate keeps the words it is given in a table of its module.
_estimating = Lock()


def fault_in(password: str, username: str, name: str, services: Iterable[str] = ()) -> str | None:
    """Say what is wrong with a new password, or nothing; ``services`` are names of where the user works."""
    if len(password) < SHORTEST:
        return f"Password must be {SHORTEST} characters or more. Three or four unrelated words are easy to remember."
    if len(password) > LONGEST:
        return f"Password must be {LONGEST} characters or fewer."
    plain = password.casefold()
    if any(part in plain for part in _parts(username, *name.split())):
        return "Password must not hold your name or your sign-in name."
    places = _parts(PRODUCT, *(word for service in services for word in re.findall(r"\w{4,}", service)))
    if any(place in plain for place in places) and _left_over(plain, places) < SHORTEST // 2:
        return "Password must be more than the name of your service or of this product."
    if len(set(plain)) < 5 or _repeats(plain):
        return "Password must not repeat a few characters over and over."
    if _guesses(plain, (*_parts(username, *name.split()), *places)) < GUESSES:
        return "Password is one of those that are guessed first. Three or four unrelated words are better."
    return None


def _parts(*words: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in words if len(word) >= OWN_LETTERS)


def _left_over(plain: str, places: Iterable[str]) -> int:
    """Count the letters that are left when the names of places are taken out."""
    for place in sorted(places, key=len, reverse=True):
        plain = plain.replace(place, "")
    return sum(one.isalpha() for one in plain)


def _repeats(plain: str) -> bool:
    """Tell whether the whole is one short piece over and over."""
    return any((plain[:size] * (len(plain) // size + 1))[: len(plain)] == plain for size in range(1, 8))


def _guesses(plain: str, own: tuple[str, ...]) -> int:
    with _estimating:
        return int(zxcvbn(plain[:READ], user_inputs=list(own))["guesses"])
