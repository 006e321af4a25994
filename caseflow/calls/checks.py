"""What earlier caller checks say about whoever rings as a person. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Refused:
    """How often somebody rang as a person and did not pass the caller check, and when last."""

    times: int
    last_at: datetime

    @property
    def words(self) -> str:
        """Return it in words."""
        return "once" if self.times == 1 else f"{self.times} times"
