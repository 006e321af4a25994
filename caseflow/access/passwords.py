"""Argon2id password hashes, re-hashed when the parameters grow, and the rules for a new password."""

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 15, 128


class Passwords:
    """Hashes and checks passwords; an unknown name costs as much time as a known one."""

    def __init__(self, memory_kib: int, time_cost: int) -> None:
        self._hasher = PasswordHasher(time_cost=time_cost, memory_cost=memory_kib, parallelism=1)
        self._nobody = self._hasher.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """Return the hash to keep."""
        return self._hasher.hash(password)

    def check(self, kept: str | None, password: str) -> bool:
        """Tell whether a password fits the kept hash; without one, spend the same time and say no."""
        try:
            return self._hasher.verify(kept or self._nobody, password) and kept is not None
        except (VerificationError, InvalidHashError):
            return False

    def is_outdated(self, kept: str) -> bool:
        """Tell whether the hash was made with weaker parameters than today's."""
        return self._hasher.check_needs_rehash(kept)


@lru_cache(maxsize=4)
def hasher(memory_kib: int, time_cost: int) -> Passwords:
    """Return the hasher for these parameters."""
    return Passwords(memory_kib, time_cost)


def fault_in(password: str, username: str, name: str) -> str | None:
    """Say what is wrong with a new password, or nothing."""
    if len(password) < SHORTEST:
        return f"Password must be {SHORTEST} characters or more. Three or four unrelated words are easy to remember."
    if len(password) > LONGEST:
        return f"Password must be {LONGEST} characters or fewer."
    plain = password.casefold()
    own = [part for part in (username, *name.split()) if len(part) > 2]
    if any(part.casefold() in plain for part in own):
        return "Password must not hold your name or your sign-in name."
    if len(set(plain)) < 5 or plain in (plain[:1] * len(plain), plain[:3] * (len(plain) // 3)):
        return "Password must not repeat a few characters over and over."
    return None
