"""What the audit needs to know of whoever acts or looks."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


class Who(Protocol):
    """A signed-in user, or a command with a named purpose."""

    @property
    def user_id(self) -> UUID | None:
        """The user, or nothing for a command."""

    @property
    def purpose(self) -> str | None:
        """The command's purpose, or nothing for a user."""

    @property
    def once(self) -> str | None:
        """The one-time key of the form that was posted."""


@dataclass(frozen=True)
class Nobody:
    """Someone who has not signed in."""

    user_id: UUID | None = None
    purpose: str | None = "signed_out"
    once: str | None = None
