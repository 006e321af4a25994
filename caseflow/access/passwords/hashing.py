"""Argon2id password hashes, re-hashed when the parameters grow."""

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


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
