"""Page values of call-backs. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from caseflow.people.values import IdentityBar, PointCard


@dataclass(frozen=True)
class CallbackPage:
    """A promise to ring back: the rule first, the number on a press, and the presses for what happened."""

    callback_id: UUID
    call_id: UUID | None
    person_id: UUID | None
    bar: IdentityBar | None
    known_as: str
    due_from_at: datetime
    due_until_at: datetime
    missed: bool
    booked: bool
    note: str
    points: tuple[PointCard, ...]
    chosen_point: UUID | None
    outside: Mapping[UUID, tuple[str, ...]]
    """What a try at this moment would go beyond, for each point."""
    has_number: bool
    """A number was promised that is no contact point of the person's."""
