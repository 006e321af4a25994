"""What could not be opened: told of once to whoever looks, and by id to whoever runs the service."""

from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

WORDS = "cannot be opened"
"""What stands in the place of a text that cannot be opened. It is never sealed in place of the text."""


@dataclass(frozen=True)
class Unopened:
    """A value that cannot be opened: under which seal name, and in which row."""

    seal_name: str
    row_id: UUID


_noted: ContextVar[set[Unopened] | None] = ContextVar("caseflow_unopened", default=None)


def begin() -> None:
    """Begin to collect, for one request or command."""
    _noted.set(set())


def note(seal_name: str, row_id: UUID) -> None:
    """Remember that a value could not be opened."""
    noted = _noted.get()
    if noted is not None:
        noted.add(Unopened(seal_name, row_id))


def noted() -> tuple[Unopened, ...]:
    """Return what could not be opened since the beginning, in order."""
    return tuple(sorted(_noted.get() or (), key=lambda one: (one.seal_name, one.row_id)))
